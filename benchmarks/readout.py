"""Times one change of a live number against manim's ``DecimalNumber``."""

import statistics
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory

import numpy as np
from manim import tempconfig

from backprop_core.quantities import Quantity, weight
from benchmarks.cost import Row
from benchmarks.stock_manim import StockReadout
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, THEMES
from scenes.numbers.language import Language

W = weight(3)
TURNS = 7


def rows() -> Iterator[Row]:
    """Yield the ratio; both are timed in turns, each time with another value."""
    typesetter = Typesetter(THEMES["dark"], Language("en"))
    values = np.linspace(-2, 2, 50)
    with TemporaryDirectory() as folder, tempconfig({"media_dir": folder, "verbosity": "ERROR"}):
        ours = typesetter.readout(Quantity(W, 0.0))
        stock = StockReadout(
            Quantity(W, 0.0), ours._printed, typesetter.ledger, size=LABEL, colour=typesetter.theme.text
        )
        pairs = [(seconds(stock.show, values), seconds(ours.show, values)) for _ in range(TURNS)]
    theirs, mine = (1e6 * statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    yield Row("a live number: DecimalNumber / Readout", ratio, "", f"{theirs:.0f} µs / {mine:.0f} µs")


def seconds(show: Callable[[Quantity], object], values: np.ndarray) -> float:
    """Return the average seconds of one change."""
    start = time.perf_counter()
    for value in values:
        show(Quantity(W, float(value)))
    return (time.perf_counter() - start) / len(values)
