"""The attributes of a mobject that determine its pixels, and drawing it with cairo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, floor
from typing import Any

import cairo
import numpy as np
from manim import Camera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

# By how many pixels a box is larger than its outline: one for antialiasing, one for rounding.
MARGIN = 2

# How many times as many shapes as are on the picture may be cached.
MOST_REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Ink:
    """How a path is stroked, or filled if ``width`` is None.

    ``rgbas`` are its colours, shape (n, 4); ``gradient`` are the two ends of their gradient, None for one colour.
    """

    rgbas: np.ndarray
    gradient: np.ndarray | None
    width: float | None = None
    join: cairo.LineJoin = cairo.LineJoin.MITER
    cap: cairo.LineCap = cairo.LineCap.BUTT

    def colour(self, context: cairo.Context) -> None:
        """Set the context's colour, or gradient, to this ink's."""
        if self.gradient is None:
            red, green, blue, alpha = self.rgbas[0]
            context.set_source_rgba(blue, green, red, alpha)  # manim's pixels are RGBA, cairo's are BGRA
        else:
            pattern = cairo.LinearGradient(*chain(*(point[:2] for point in self.gradient)))
            for offset, (red, green, blue, alpha) in zip(np.linspace(0, 1, len(self.rgbas)), self.rgbas, strict=True):
                pattern.add_color_stop_rgba(offset, blue, green, red, alpha)
            context.set_source(pattern)

    def widen(self, context: cairo.Context) -> None:
        """Set the context's line width, joins and caps to this stroke's."""
        assert self.width is not None
        context.set_line_width(self.width)
        context.set_line_join(self.join)
        context.set_line_cap(self.cap)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An immutable copy of what determines a mobject's pixels: path, fill, strokes and bounding box."""

    key: tuple[Any, ...]
    path: cairo.Path
    inks: tuple[Ink, ...]
    box: tuple[int, int, int, int]

    def draw(self, context: cairo.Context) -> None:
        """Draw the shape as ``manim.Camera`` draws its mobject."""
        context.new_path()
        context.append_path(self.path)
        for ink in self.inks:
            ink.colour(context)
            if ink.width is None:
                context.fill_preserve()
            else:
                ink.widen(context)
                context.stroke_preserve()


class ShapeCache:
    """Makes shapes from mobjects, and the same shape from mobjects that look the same.

    Parameters
    ----------
    camera
        The camera that turns points into paths.
    context
        A cairo context with the picture's coordinates, to measure paths; nothing is drawn with it.
    """

    __slots__ = ("_camera", "_context", "_known", "_paths")  # as in Layer

    def __init__(self, camera: Camera, context: cairo.Context):
        self._camera = camera
        self._context = context
        self._known: dict[tuple[Any, ...], Shape] = {}
        self._paths: dict[bytes, cairo.Path] = {}

    def of(self, mobjects: Iterable[VMobject]) -> list[Shape]:
        """Return the shape of each mobject."""
        return [self._known.get(key) or self._new(key, mobject) for mobject in mobjects for key in [_key(mobject)]]

    def keep(self, shapes: Sequence[Shape]) -> None:
        """Drop all shapes but these from the cache, once there are too many others."""
        if len(self._known) > MOST_REMEMBERED * (len(shapes) + 1):
            self._known = {shape.key: shape for shape in shapes}
            self._paths = {shape.key[0]: shape.path for shape in shapes}

    def _new(self, key: tuple[Any, ...], mobject: VMobject) -> Shape:
        context = self._context
        context.new_path()
        path = self._paths.get(key[0])
        if path is None:
            self._camera.set_cairo_context_path(context, mobject)
            path = self._paths[key[0]] = context.copy_path()
        else:
            context.append_path(path)
        inks = tuple(self._inks(mobject))
        shape = self._known[key] = Shape(key, path, inks, self._box(inks))
        return shape

    def _inks(self, mobject: VMobject) -> Iterable[Ink]:
        """Yield what a mobject is drawn with, in order, but for what cannot be seen."""
        join, cap = LINE_JOIN_MAP[mobject.joint_type], CAP_STYLE_MAP[mobject.cap_style]
        thickness = self._camera.cairo_line_width_multiple
        for background in (True, False):
            if not background:
                fill = mobject.get_fill_rgbas()
                if _is_seen(fill):
                    yield Ink(fill.copy(), _gradient(mobject, fill))
            width, stroke = mobject.get_stroke_width(background), mobject.get_stroke_rgbas(background)
            if width and _is_seen(stroke):
                yield Ink(stroke.copy(), _gradient(mobject, stroke), width * thickness, join, cap)

    def _box(self, inks: Iterable[Ink]) -> tuple[int, int, int, int]:
        """Return the box of the pixels that the context's path colours in these inks."""
        corners = []
        for ink in inks:
            if ink.width is None:
                x0, y0, x1, y1 = self._context.path_extents()
            else:
                ink.widen(self._context)
                x0, y0, x1, y1 = self._context.stroke_extents()
            corners += [self._context.user_to_device(x0, y0), self._context.user_to_device(x1, y1)]
        if not corners:
            return 0, 0, 0, 0
        xs, ys = zip(*corners, strict=True)
        height, width = self._camera.pixel_array.shape[:2]
        (x0, x1), (y0, y1) = _within(xs, width), _within(ys, height)
        return x0, y0, x1, y1


def _within(coordinates: Sequence[float], pixels: int) -> tuple[int, int]:
    """Return the range of pixels, between 0 and ``pixels``, that these coordinates span, with the margin."""
    first, end = floor(min(coordinates)) - MARGIN, ceil(max(coordinates)) + MARGIN
    return min(max(first, 0), pixels), min(max(end, 0), pixels)


def _key(mobject: VMobject) -> tuple[Any, ...]:
    """Return everything that determines a mobject's pixels; its points come first.

    This is asked of every mobject for every frame: attributes are read as they are.
    """
    fill, stroke, behind = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas(), mobject.get_stroke_rgbas(True)
    key = (
        mobject.points.tobytes(),
        fill.tobytes(),
        stroke.tobytes(),
        behind.tobytes(),
        mobject.stroke_width,
        mobject.background_stroke_width,
        id(mobject.joint_type),  # an enumeration takes long to hash, and to tell its value
        id(mobject.cap_style),
    )
    if len(fill) == len(stroke) == len(behind) == 1:
        return key
    return *key, np.array(mobject.get_gradient_start_and_end_points()).tobytes()


def _is_seen(rgbas: np.ndarray) -> bool:
    return any(rgbas[:, 3].tolist())  # for few numbers faster than numpy


def _gradient(mobject: VMobject, rgbas: np.ndarray) -> np.ndarray | None:
    """Return the two ends of a gradient, or None if there is only one colour."""
    return np.array(mobject.get_gradient_start_and_end_points()) if len(rgbas) > 1 else None
