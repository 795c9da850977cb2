"""The picture of mobjects as an SVG file."""

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import cairo
from manim import Mobject

from scenes.engine.canvas import Canvas

# cairo numbers the surfaces of a process: without that number, the same picture is always the same file.
_NUMBERED = re.compile(rb' id="surface[0-9]+"')


def svg(canvas: Canvas, mobjects: Iterable[Mobject]) -> bytes:
    """Return the picture that ``canvas`` would draw of mobjects, as an SVG file of the same size."""
    height, width = canvas.pixel_array.shape[:2]
    file = BytesIO()
    with cairo.SVGSurface(file, width, height) as surface:
        surface.set_document_unit(cairo.SVGUnit.PX)
        context = cairo.Context(surface)
        context.set_source_rgba(*canvas.background_color.to_rgba_with_alpha(canvas.background_opacity))
        context.paint()
        context.set_matrix(canvas.get_cairo_context(canvas.pixel_array).get_matrix())
        for shape in canvas.shapes(mobjects):
            inks = [replace(ink, rgbas=ink.rgbas[:, [2, 1, 0, 3]]) for ink in shape.inks]  # cairo's order
            replace(shape, inks=tuple(inks)).draw(context)
    return _NUMBERED.sub(b"", file.getvalue())
