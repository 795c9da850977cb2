"""All numbers of a lesson, in titled columns: those of the core's report."""

import re
from collections.abc import Sequence

import backprop_core as bp
from scenes.handout.context import Desk
from scenes.handout.document import Listing, Run
from scenes.handout.writer import math
from scenes.numbers.language import N_

# The report's titles, with {names} for what differs from lesson to lesson.
TITLES = (
    N_("Chain: weights and biases"),
    N_("Chain: forward"),
    N_("Chain: factors, layer {l}"),
    N_("Chain: gradient"),
    N_("Chain: nudge of {w}"),
    N_("Chain: each training example"),
    N_("Chain: mean of the training examples"),
    N_("Layers: weights and biases"),
    N_("Layers: forward"),
    N_("Layers: gradient"),
    N_("Layers: factors of {w}"),
    N_("Layers: paths from {a}"),
    N_("Descent: before"),
    N_("Descent: after {steps} steps"),
    N_("Descent: after {steps} steps, weights and biases"),
)


def all_numbers(desk: Desk) -> list[Listing]:
    """Return the sections of the lesson's report."""
    writer = desk.writer
    return [
        Listing(
            translated(desk, section.title),
            [(math(writer.name(each.symbol)), math(writer.rounded(each))) for each in section.quantities],
        )
        for section in bp.report(desk.lesson).sections
    ]


def translated(desk: Desk, title: str) -> Sequence[Run]:
    """Return a title of the report in the lesson's language, with symbols as mathematics.

    Raises
    ------
    KeyError
        It is none of ``TITLES``: a fault of the project, held by a test.
    """
    for template in TITLES:
        if match := re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\S+)", re.escape(template)), title):
            parts = {name: _run(desk, part) for name, part in match.groupdict().items()}
            return desk.writer.translate(template, **parts).runs
    raise KeyError(title)


def _run(desk: Desk, part: str) -> Run:
    """Return a number as it is, and a parameter's name as mathematics."""
    return part if part.isdigit() else math(desk.writer.name(bp.Parameter.parse(part).symbol()))
