"""The whole handout of a lesson."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import backprop_core as bp
from scenes.handout.context import Desk
from scenes.handout.document import Chapter, Clip, Handout, Item, Paper
from scenes.handout.sections import chain, descent, layers, training
from scenes.handout.sections.all_numbers import all_numbers
from scenes.handout.sections.exercises import exercises
from scenes.handout.sections.networks import given, symbols
from scenes.kit.clip import Chapter as Chaptered
from scenes.numbers.language import N_

# What each clip works out, by the clip's name.
WORKED: Mapping[str, Callable[[Desk], Sequence[Item]]] = {
    "Opening": chain.opening,
    "SimplestNetwork": chain.simplest_network,
    "LastTwoNeurons": chain.last_two_neurons,
    "ComputationTree": chain.computation_tree,
    "NudgePropagation": chain.nudge_propagation,
    "ChainRule": chain.chain_rule,
    "ThreeDerivatives": chain.three_derivatives,
    "FireTogether": chain.fire_together,
    "BiasSensitivity": chain.bias_sensitivity,
    "PreviousActivation": chain.previous_activation,
    "AverageOverExamples": training.average_over_examples,
    "GradientVector": training.gradient_vector,
    "LayeredNetwork": layers.layered_network,
    "WeightIndices": layers.weight_indices,
    "LayeredChainRule": layers.layered_chain_rule,
    "MultiplePaths": layers.multiple_paths,
    "BackwardSweep": layers.backward_sweep,
    "GradientDescent": descent.gradient_descent,
    "Recap": descent.recap,
}

WORDS = {
    "handout": N_("Handout"),
    "solved": N_("with solutions"),
    "given": N_("The networks of this lesson"),
    "numbers": N_("All numbers"),
    "exercises": N_("Exercises"),
    "exercise": N_("Exercise"),
    "name": N_("Name:"),
}


@dataclass(frozen=True)
class Shown:
    """A clip of the lecture, as the handout shows it.

    Parameters
    ----------
    number, name
        Its place in the lecture, and its name.
    chapter
        The chapter that it belongs to.
    headline, about
        What it is called, and what it shows, in English.
    poster
        The name of its poster's file.
    """

    number: int
    name: str
    chapter: Chaptered
    headline: str
    about: str
    poster: str


def handout(lesson: bp.Lesson, clips: Sequence[Shown], paper: Paper, *, solved: bool) -> Handout:
    """Return the handout of a lesson, with these clips, in the lesson's language."""
    desk = Desk(lesson)
    chapters = {clip.chapter: [each for each in clips if each.chapter == clip.chapter] for clip in clips}
    return Handout(
        title=lesson.title,
        language=lesson.language,
        paper=paper,
        solved=solved,
        words={name: desk.words(english) for name, english in WORDS.items()},
        colours={name: getattr(desk.writer.theme, name) for name in ("text", "muted", "highlight", "panel", "w")},
        symbols=symbols(desk),
        given=given(desk),
        chapters=[
            Chapter(f"{chapter.number} · {desk.words(chapter.title)}", [_clip(desk, each) for each in found])
            for chapter, found in chapters.items()
        ],
        numbers=all_numbers(desk),
        exercises=exercises(desk),
    )


def _clip(desk: Desk, shown: Shown) -> Clip:
    """Return a clip; one that nobody has worked out yet has its poster only."""
    worked = WORKED.get(shown.name)
    items = worked(desk) if worked else ()
    return Clip(shown.number, desk.words(shown.headline), desk.words(shown.about), shown.poster, items)
