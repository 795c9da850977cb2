"""What a live number costs, against manim's ``DecimalNumber``: ``python benchmarks/readout.py``.

Both are measured in one run, in turns, so that whatever else the machine does slows both down alike.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np
from manim import DecimalNumber, MathTypst, VMobject, Wait, config, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from backprop_core.symbols import Quantity, weight
from scenes.kit.language import Language
from scenes.kit.pen import Pen
from scenes.kit.theme import LABEL, THEMES
from scenes.nudges import NudgePropagation

Task = Callable[[float], object]
W = weight(3)
TURNS = 7


class StockReadout(VMobject):
    """A readout as it would be without this project's: a ``DecimalNumber`` that is set anew."""

    def __init__(self, quantity: Quantity, *_: Any, size: float, **_options: Any):
        super().__init__()
        mob_class: Any = MathTypst  # manim's own hint knows the LaTeX classes only
        self.number = DecimalNumber(0, num_decimal_places=3, mob_class=mob_class, font_size=size * 72)
        self.add(self.number)
        self.show(quantity)

    def show(self, quantity: Quantity) -> "StockReadout":
        """Show this quantity from now on."""
        self.quantity = quantity
        self.number.set_value(quantity.value)
        return self

    def hang(self, point: Any) -> "StockReadout":
        """Move the number to ``point``."""
        self.number.move_to(point)
        return self

    @property
    def baseline(self) -> float:
        """The height of the number's foot."""
        return float(self.number.get_bottom()[1])


def main() -> None:
    print(f"{'':<46}{'DecimalNumber':>16}{'Readout':>12}{'ratio':>8}")
    with quiet():
        one_update()
        whole_beat()


def one_update() -> None:
    """Time one change of a number, each time to another value."""
    pen = Pen(THEMES["dark"], Language("en"))
    readout = pen.readout(Quantity(W, 0.0))
    stock = StockReadout(Quantity(W, 0.0), size=LABEL)
    values = np.linspace(-2, 2, 50)
    ours: Task = lambda value: readout.show(Quantity(W, value))  # noqa: E731
    theirs: Task = lambda value: stock.show(Quantity(W, value))  # noqa: E731
    pairs = [(seconds(theirs, values), seconds(ours, values)) for _ in range(TURNS)]
    line("one update, microseconds", [(1e6 * a, 1e6 * b) for a, b in pairs], invert=False)


def whole_beat() -> None:
    """Time the swing of NudgePropagation at 480p15, drawn and not encoded: four live numbers on every frame."""
    pairs = []
    for _ in range(TURNS):
        with patch("scenes.kit.pen.Readout", StockReadout):
            stock = frames_per_second()
        pairs.append((stock, frames_per_second()))
    line("swing of NudgePropagation, frames per second", pairs, invert=True)


def frames_per_second() -> float:
    clip = Swing(CairoRenderer(), lesson=bp.default_lesson())
    clip.render()
    return clip.rate


class Swing(NudgePropagation):
    """The clip, of which only the moves of the swing are drawn and timed."""

    rate: float

    def construct(self) -> None:
        """Play up to the swing."""
        for each in NudgePropagation.beats()[:2]:
            self.drawn = each.name == "swing"
            self._play_beat(each)

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Draw the moves of the swing, skip all others."""
        swings = self.drawn and not isinstance(args[0], Wait)
        self.renderer._original_skipping_status = not swings
        start, wall = self.time, time.perf_counter()
        super().play(*args, **kwargs)
        frames = (self.time - start) * config.frame_rate
        if swings and frames > 100:
            self.rate = frames / (time.perf_counter() - wall)


def seconds(task: Task, values: np.ndarray) -> float:
    """Return how long one call takes, on average over all values."""
    start = time.perf_counter()
    for value in values:
        task(float(value))
    return (time.perf_counter() - start) / len(values)


def line(name: str, pairs: list[tuple[float, float]], *, invert: bool) -> None:
    """Print the medians, and the median of the ratios: how many times faster a Readout is."""
    stock, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(b / a if invert else a / b for a, b in pairs)
    print(f"{name:<46}{stock:>16.1f}{ours:>12.1f}{ratio:>7.1f}×")


@contextmanager
def quiet() -> Iterator[None]:
    with TemporaryDirectory() as folder:
        options = {"quality": "low_quality", "dry_run": True, "media_dir": folder}
        with tempconfig(options | {"progress_bar": "none", "verbosity": "ERROR", "disable_caching": True}):
            yield


if __name__ == "__main__":
    main()
