"""Composes the handout of a lesson from its sections."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import isfunction
from itertools import groupby

import backprop_core as bp
from scenes.handout.colours import Colours
from scenes.handout.context import Context
from scenes.handout.document import ChapterSection, ClipSection, Handout, Item, Paper
from scenes.handout.sections import chain, descent, layers, training
from scenes.handout.sections.all_numbers import all_numbers
from scenes.handout.sections.exercises import exercises
from scenes.handout.sections.networks import network_definitions, symbol_table
from scenes.numbers.language import N_

# The modules with the functions that work out a clip's formulas: of ChainRule, the one that is called ``chain_rule``.
CLIP_SECTIONS = (chain, training, layers, descent)

WORDS = {
    "handout": N_("Handout"),
    "solved": N_("with solutions"),
    "networks": N_("The networks of this lesson"),
    "numbers": N_("All numbers"),
    "exercises": N_("Exercises"),
    "exercise": N_("Exercise"),
    "variant": N_("Variant"),
    "name": N_("Name:"),
}


@dataclass(frozen=True)
class ClipSummary:
    """What a handout says about a clip besides its formulas.

    Parameters
    ----------
    number, name
        Its place in the lecture, and its class's name.
    chapter, chapter_title
        The number of its chapter, and the chapter's title in English.
    headline, about
        What it is called, and what it shows, in English.
    poster
        The name of its poster's file.
    """

    number: int
    name: str
    chapter: int
    chapter_title: str
    headline: str
    about: str
    poster: str


def compose_handout(
    lesson: bp.Lesson,
    clips: Sequence[ClipSummary],
    paper: Paper,
    colours: Colours,
    *,
    solved: bool,
    variant: int | None = None,
) -> Handout:
    """Return the handout of a lesson, with these clips, in the lesson's language.

    Parameters
    ----------
    clips
        In the order of the lecture; without clips, it has the networks and the exercises.
    solved
        Whether the exercises' solutions are printed.
    variant
        The number of a sheet of exercises whose numbers no other sheet has.
    """
    context = Context(lesson, colours)
    words = {name: context.translate(english) for name, english in WORDS.items()}
    if not clips:
        words["handout"] = words["exercises"]
    if variant is not None:
        words["handout"] += f" · {words['variant']} {variant}"
    chapters = groupby(clips, lambda clip: (clip.chapter, clip.chapter_title))
    return Handout(
        title=lesson.title,
        author=lesson.credits.author,
        subject=lesson.credits.subject,
        credits=lesson.credits.lines,
        language=lesson.language,
        paper=paper,
        solved=solved,
        words=words,
        colours={"text": colours.text, "muted": colours.muted, "w": colours.w},
        symbols=symbol_table(context),
        networks=network_definitions(context),
        chapters=[
            ChapterSection(f"{number} · {context.translate(title)}", [_clip_section(context, each) for each in found])
            for (number, title), found in chapters
        ],
        numbers=all_numbers(context) if clips else [],
        exercises=exercises(context, variant),
    )


def _clip_section(context: Context, clip: ClipSummary) -> ClipSection:
    """Return the section of a clip; without formulas if no function works any out."""
    formulas = section_function(clip.name)
    return ClipSection(
        clip.number,
        context.translate(clip.headline),
        context.translate(clip.about),
        clip.poster,
        formulas(context) if formulas else (),
    )


def section_function(clip: str) -> Callable[[Context], Sequence[Item]] | None:
    """Return the function that works out a clip's formulas, if there is one.

    >>> section_function("ChainRule").__name__, section_function("NoSuchClip")
    ('chain_rule', None)
    """
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", clip).lower()
    for module in CLIP_SECTIONS:
        function = vars(module).get(name)
        if isfunction(function) and function.__module__ == module.__name__:
            return function
    return None
