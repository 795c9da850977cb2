"""Clips that several tests of pictures look at, played once for each lesson, and the lessons of the short run.

A worker keeps what it has played. Who looks must leave it as it is, or take a copy.
"""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

import pytest

from scenes.figures.learning.cost_curve import CostCurve
from scenes.kit.motion.lights import Glow
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import Stroke
from tests.readers.stage import columns, observe_rests, on_stage, played, stroke_colour
from tests.rigs.rehearsal import lesson, lessons

# Saturated neurons, and a cost on a logarithmic axis. The judge of pictures, who watches the rehearsals of every
# clip, sees the same things with every lesson.
SHORT = ("saturated",)


def each_lesson(*others: str, short: Collection[str] = SHORT) -> pytest.MarkDecorator:
    """Parametrize a test by the ``name`` of each lesson, some of them only in the long run."""
    names = [*lessons(), *others]
    marks = [[] if name in (*short, *others) else [pytest.mark.long] for name in names]
    return pytest.mark.parametrize("name", [pytest.param(n, marks=m) for n, m in zip(names, marks, strict=True)])


@cache
def finished(clip: str, name: str) -> Any:
    """Play a clip to its end with a lesson of the project, and return it."""
    return played(clip, lesson(name))


class LearningSight(NamedTuple):
    """Copies of the mobjects of the gradient descent clip at a rest; edges by colour."""

    columns: list[list[Neuron]]
    strokes: dict[str, list[Any]]
    glows: list[Glow]
    curve: CostCurve | None


class Learning(NamedTuple):
    """The gradient descent clip, and what it showed at each rest of each beat."""

    clip: Any
    sights: dict[str, list[LearningSight]]

    def curves(self, beat: str) -> list[CostCurve]:
        """Return the cost curves that a beat showed."""
        return [sight.curve for sight in self.sights[beat] if sight.curve]


@cache
def learning(name: str) -> Learning:
    """Play the gradient descent clip with a lesson of the project."""
    playing: list[Any] = []

    def see(clip: Any) -> LearningSight:
        playing[:] = [clip]
        strokes: dict[str, list[Any]] = {}
        for stroke in on_stage(clip, Stroke):
            strokes.setdefault(stroke_colour(stroke), []).append(stroke.copy())
        curves = on_stage(clip, CostCurve)
        return LearningSight(
            [[neuron.copy() for neuron in column] for column in columns(clip)],
            strokes,
            [glow.copy() for glow in on_stage(clip, Glow)],
            curves[0].copy() if curves else None,
        )

    sights = observe_rests("GradientDescent", lesson(name), see)
    return Learning(playing[0], sights)
