"""The section with all numbers of a lesson: the core's report, translated."""

import re
from collections.abc import Mapping, Sequence

import backprop_core as bp
from scenes.handout.context import Context
from scenes.handout.document import Listing, Run
from scenes.handout.writer import inline_math
from scenes.numbers.language import N_

# The titles of the report's sections; {names} stand for what depends on the lesson.
REPORT_TITLES = (
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


def all_numbers(context: Context) -> list[Listing]:
    """Return the sections of the lesson's report as titled lists."""
    writer = context.writer
    return [
        Listing(
            translate_title(context, section.title),
            [
                (inline_math(writer.name(each.symbol)), inline_math(writer.rounded(each)))
                for each in section.quantities
            ],
        )
        for section in bp.report(context.lesson).sections
    ]


def translate_title(context: Context, title: str) -> Sequence[Run]:
    """Return a title of the report in the lesson's language, its symbols as mathematics."""
    template, parts = title_parts(title)
    return context.writer.translate(template, **{name: _run(context, part) for name, part in parts.items()}).runs


def title_parts(title: str) -> tuple[str, Mapping[str, str]]:
    """Return the one of ``REPORT_TITLES`` that a title is made from, and its parts.

    Raises
    ------
    KeyError
        There is none: a bug of the project, which a test would find.

    Examples
    --------
    >>> title_parts("Chain: factors, layer 3")
    ('Chain: factors, layer {l}', {'l': '3'})
    """
    for template in REPORT_TITLES:
        if match := re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\S+)", re.escape(template)), title):
            return template, match.groupdict()
    raise KeyError(title)


def _run(context: Context, part: str) -> Run:
    """Return a number unchanged, a parameter's name as mathematics."""
    return part if part.isdigit() else inline_math(context.writer.name(bp.Parameter.parse(part).symbol()))
