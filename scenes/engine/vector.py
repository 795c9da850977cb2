"""A picture as a drawing that has no pixels, for paper."""

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import cairo
from manim import Mobject

from scenes.engine.canvas import Canvas

# Cairo counts the surfaces that a process has had.
_NUMBERED = re.compile(rb' id="surface[0-9]+"')


def svg(canvas: Canvas, mobjects: Iterable[Mobject]) -> bytes:
    """Return what ``canvas`` would draw of mobjects upon its background, as an SVG file of its size."""
    height, width = canvas.pixel_array.shape[:2]
    file = BytesIO()
    with cairo.SVGSurface(file, width, height) as surface:
        context = cairo.Context(surface)
        context.set_source_rgb(*canvas.background_color.to_rgb())
        context.paint()
        context.set_matrix(canvas.get_cairo_context(canvas.pixel_array).get_matrix())
        for shape in canvas.shapes(mobjects):
            inks = [replace(ink, rgbas=ink.rgbas[:, [2, 1, 0, 3]]) for ink in shape.inks]  # cairo's own order
            replace(shape, inks=tuple(inks)).draw(context)
    return _NUMBERED.sub(b"", file.getvalue())
