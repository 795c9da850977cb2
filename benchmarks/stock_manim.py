"""Renders clips as stock manim would: ``python -m benchmarks.stock_manim QUALITY CLIP …``.

Live numbers are manim's ``DecimalNumber``; the renderer and all settings are manim's own; there is one process.
Formulas stay this project's: as manim's ``MathTypst`` they would take longer.
"""

import sys
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from manim import DecimalNumber, MathTypst, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.flow.catalogue import catalogue
from scenes.kit.text.readout import Readout
from scenes.studio.build.job import QUALITIES
from scenes.studio.render.draw import manim_defaults


class StockReadout(Readout):
    """A live number that also sets a ``DecimalNumber`` each time."""

    def __init__(self, *arguments: Any, **options: Any):
        mob_class: Any = MathTypst  # manim's own hint knows the LaTeX classes only
        self._number = DecimalNumber(0, num_decimal_places=3, mob_class=mob_class)
        super().__init__(*arguments, **options)

    def show(self, quantity: Quantity) -> "StockReadout":
        """Show a quantity."""
        self._number.set_value(quantity.value)
        return super().show(quantity)


def main() -> None:
    """Render the clips."""
    quality, *clips = sys.argv[1:]
    settings = {"quality": QUALITIES[quality], "progress_bar": "none", "verbosity": "ERROR"}
    for name in clips:
        with (
            TemporaryDirectory() as folder,
            tempconfig(manim_defaults()),
            tempconfig(settings | {"media_dir": folder}),
            patch("scenes.kit.text.typesetter.Readout", StockReadout),
        ):
            catalogue()[name].clip(CairoRenderer(), lesson=bp.default_lesson()).render()


if __name__ == "__main__":
    main()
