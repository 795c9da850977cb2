"""The clips as a table for people."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.console import Group
from rich.markup import escape
from rich.table import Table

import backprop_core as bp
from scenes.numbers.language import LANGUAGES
from scenes.studio.build.catalogue import CatalogEntry, catalogue
from scenes.studio.build.folder import Folder
from scenes.studio.build.manifest import ClipRecord, decoded
from scenes.studio.build.plan import CLIPS


def listing(out: Path) -> Table:
    """Return a table of all clips, with the length of those that are rendered in ``out``."""
    folder = Folder(out)
    languages = [code for code in LANGUAGES if (out / code / CLIPS).is_dir()]
    table = Table()
    for heading in ("chapter", "clip", "beats", "reads", *(f"length ({code})" for code in languages)):
        table.add_column(heading, overflow="fold")
    before = None
    for entry in catalogue().values():
        chapter = f"{entry.chapter.number} {entry.chapter.title}" if entry.chapter != before else ""
        before = entry.chapter
        beats = ", ".join(beat.name for beat in entry.clip.beats())
        row = (chapter, f"{entry.number:02} {entry.name}", beats, entry.clip.reads.replace(" ", ", "))
        table.add_row(*map(escape, (*row, *_lengths(entry, folder, languages))))
    return table


def _lengths(entry: CatalogEntry, folder: Folder, languages: Sequence[str]) -> list[str]:
    """Return how long a clip is in each language, as minutes:seconds; nothing where it is not rendered."""
    records = [decoded(folder.read(f"{code}/{CLIPS}/{entry.stem}.json"), ClipRecord) for code in languages]
    seconds = [round(record.seconds) if record else None for record in records]
    return ["" if each is None else f"{each // 60}:{each % 60:02}" for each in seconds]


# How far each weight and bias is pushed, both ways.
_STEP = 1e-5


def checked(lesson: bp.Lesson) -> tuple[Group, bool]:
    """Return a table with a row for each weight and bias, and whether all derivatives are right."""
    chain, layers = lesson.chain, lesson.layers
    tables = [
        _nudges("chain", chain.network, chain.x, chain.y),
        _nudges("layers", layers.network, layers.x, layers.y),
    ]
    verdicts = Table("gradient", "greatest relative error", "of", "left out, at a corner", "right")
    right = True
    for name, check in _checks(lesson):
        corners = ", ".join(map(str, check.kinks))
        verdicts.add_row(name, f"{check.max_relative_error:.1e}", str(check.worst or ""), corners, _yes(check.passed))
        right = right and check.passed
    return Group(*tables, verdicts), right


def _nudges(name: str, net: bp.Network, x: np.ndarray, y: np.ndarray) -> Table:
    """Return a table that nudges each parameter both ways, and sets the ratio beside the derivative."""
    table = Table("nudged", "derivative", "measured", "difference", title=name, title_justify="left")
    gradient = bp.backward(net, bp.forward(net, x), y).vector
    for parameter, derivative in zip(net.parameters(), gradient, strict=True):
        up, down = (bp.nudge(net, x, y, parameter, by=by).dC for by in (_STEP, -_STEP))
        measured = (up - down) / (2 * _STEP)
        table.add_row(str(parameter), f"{derivative:.9g}", f"{measured:.9g}", f"{measured - derivative:.1e}")
    return table


def _checks(lesson: bp.Lesson) -> Iterator[tuple[str, bp.GradientCheck]]:
    chain, layers, training = lesson.chain, lesson.layers, lesson.descent.examples
    yield "chain", bp.check_gradient(chain.network, chain.x, chain.y)
    yield "chain, its examples", bp.check_gradient(chain.network, chain.examples.X, chain.examples.Y)
    yield "layers", bp.check_gradient(layers.network, layers.x, layers.y)
    yield "layers, the descent's examples", bp.check_gradient(layers.network, training.X, training.Y)


def _yes(passed: bool) -> str:
    return "yes" if passed else "NO"
