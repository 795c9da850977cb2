"""A manim camera that redraws only what changed since the last picture."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, VMobject

from scenes.engine.box import Boxes
from scenes.engine.layer import Layer
from scenes.engine.mobjects import families
from scenes.engine.shape import Shape, ShapeCache


class Canvas(Camera):
    """A camera for vector graphics, whose pixels are those of ``manim.Camera``.

    Notes
    -----
    The picture has two layers: the mobjects that manim's renderer holds to be static, and the others above them.
    """

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.pixel_array = self._picture.pixels
        self._shapes = ShapeCache(self, self.get_cairo_context(self.pixel_array))

    @cached_property
    def _static(self) -> Layer:
        return self._layer()

    @cached_property
    def _picture(self) -> Layer:
        return self._layer()

    def _layer(self) -> Layer:
        pixels = np.zeros_like(self.background)
        return Layer(pixels, self.get_cairo_context(pixels))

    def reset(self) -> "Canvas":
        """Clear the static layer."""
        self.set_frame_to_background([])
        return self

    def set_frame_to_background(self, background: Sequence[Shape]) -> None:
        """Draw the static layer: the shapes below everything that is captured next."""
        assert self.background is not None
        self._static.show(background, self.background)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw mobjects above the static layer."""
        above = self.shapes(mobjects, **options)
        self._shapes.keep([*self._static.shapes, *above])
        self._picture.show(above, self._static.pixels, self._static.changes())

    def changes(self) -> Boxes:
        """Return where the picture may have changed since the last call."""
        return self._picture.changes()

    def shapes(self, mobjects: Iterable[Mobject], **options: Any) -> list[Shape]:
        """Return the shapes that would be drawn for mobjects.

        Raises
        ------
        TypeError
            If one of them has points but is no ``VMobject``, or is filled with an image.
        """
        shown = []
        for each in self.get_mobjects_to_display(mobjects, **options):
            if not isinstance(each, VMobject) or each.get_background_image():
                raise TypeError(f"{each}: only vector graphics can be drawn")
            shown.append(each)
        return self._shapes.of(shown)

    def set_cairo_context_path(self, ctx: cairo.Context, vmobject: VMobject) -> "Canvas":
        """Set the context's path to a mobject's outline, exactly as manim's camera does, but faster."""
        points = vmobject.points
        if len(points) % vmobject.n_points_per_cubic_curve or not np.isfinite(points).all():
            super().set_cairo_context_path(ctx, vmobject)
            return self
        near = vmobject.consider_points_equals_2d
        ctx.new_path()
        if not len(points):
            return self
        start = end = x3, y3 = tuple(points[0, :2].tolist())
        ctx.move_to(*start)
        for x0, y0, x1, y1, x2, y2, x3, y3 in points[:, :2].reshape(-1, 8).tolist():
            if end != (x0, y0) and not near(end, (x0, y0)):
                if near(start, end):
                    ctx.close_path()
                start = x0, y0
                ctx.move_to(x0, y0)
            ctx.curve_to(x1, y1, x2, y2, x3, y3)
            end = x3, y3
        if near(start, end):
            ctx.close_path()
        return self

    def get_mobjects_to_display(
        self, mobjects: Iterable[Mobject], include_submobjects: bool = True, excluded_mobjects: list | None = None
    ) -> list[Mobject]:
        """Return the mobjects with points of these families, each once, in the order of manim's camera."""
        if not include_submobjects or excluded_mobjects:
            return super().get_mobjects_to_display(mobjects, include_submobjects, excluded_mobjects)
        found = [each for each in families(mobjects) if len(each.points)]
        return sorted(found, key=lambda each: each.z_index)


class ClearCanvas(Canvas):
    """A canvas without a background.

    Notes
    -----
    Its pixels are cairo's: colours are multiplied by their opacity. On a background of manim's that is transparent,
    but has a colour, that colour would be mixed into every antialiased edge.
    """

    def __init__(self, **options: Any):
        super().__init__(background_opacity=0, **options)

    def init_background(self) -> None:
        """Clear the background, whatever its colour."""
        super().init_background()
        assert self.background is not None
        self.background[:] = 0
