"""Hands a picture over from one clip to the next: what both show stays or moves, the rest fades out or in."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene, VGroup, VMobject, interpolate, smooth

# What leaves is gone after this share of the time; what stays moves between these; what is new begins to show.
_LEFT, _MOVING, _ENTERING = 0.45, (0.15, 0.85), 0.6

# How far two shapes may be apart, in frame units, that stand at the same place; by how much two outlines of the same
# glyph may differ, in heights of it; and the fewest shapes of an object that is recognized elsewhere.
_SAME_PLACE, _SAME_OUTLINE, _RECOGNIZED = 0.02, 0.02, 3


@dataclass(frozen=True)
class _Look:
    """How a shape looks: its points, its colours, and the width of its stroke."""

    points: np.ndarray
    colours: dict[str, np.ndarray]
    width: float

    @classmethod
    def of(cls, shape: VMobject) -> "_Look":
        names = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
        colours = {name: getattr(shape, name).copy() for name in names if hasattr(shape, name)}
        return cls(shape.points.copy(), colours, shape.get_stroke_width())

    def between(self, other: "_Look", share: float) -> "_Look":
        """Return a look on the way to another one; its colours have one value each."""
        colours = {
            name: interpolate(rgbas[:1], other.colours[name][:1], share)
            for name, rgbas in self.colours.items()
            if name in other.colours
        }
        points = interpolate(self.points, other.points, share)
        return _Look(points, colours, interpolate(self.width, other.width, share))

    def faded(self, share: float) -> "_Look":
        """Return a look with this share of the opacity."""
        return _Look(self.points, {n: rgbas * (1, 1, 1, share) for n, rgbas in self.colours.items()}, self.width)

    def give(self, shape: Any) -> None:
        """Let a shape look like this."""
        shape.points = self.points.copy()
        for name, rgbas in self.colours.items():
            setattr(shape, name, rgbas.copy())
        shape.stroke_width = self.width


class HandOver(Animation):
    """The picture of the clip before becomes the one with which a clip begins.

    What looks the same at the same place stays. An object of several shapes that both pictures have moves to its new
    place. Everything else fades out, or in. In its first frame, it is the picture of the clip before.

    Parameters
    ----------
    before
        What is on the scene; it leaves.
    wanted
        What is on the scene in the end.
    """

    def __init__(self, before: Sequence[Mobject], wanted: Sequence[VMobject], **options: Any):
        self._before, self._wanted = before, wanted
        stays = {id(there): here for here, there in _pairs(before, wanted)}
        known = {id(shape) for shape in stays.values()}
        self._leaving = [(_alone(shape), _Look.of(shape)) for shape in _shapes(before) if id(shape) not in known]
        self._staying, self._new = [], []
        for shape in _shapes(wanted):
            if id(shape) in stays:
                self._staying.append((shape, _Look.of(stays[id(shape)]), _Look.of(shape)))
            else:
                self._new.append((shape, _Look.of(shape)))
        super().__init__(VGroup(*(shape for shape, _ in self._leaving), *wanted), introducer=True, **options)

    def _setup_scene(self, scene: Scene) -> None:
        scene.remove(*self._before)
        super()._setup_scene(scene)

    def interpolate_mobject(self, alpha: float) -> None:
        """Draw the picture between the two."""
        gone = smooth(min(alpha / _LEFT, 1.0))
        moved = smooth(min(max((alpha - _MOVING[0]) / (_MOVING[1] - _MOVING[0]), 0.0), 1.0))
        there = smooth(max((alpha - _ENTERING) / (1 - _ENTERING), 0.0))
        for shape, look in self._leaving:
            look.faded(1 - gone).give(shape)
        for shape, start, end in self._staying:
            (start.between(end, moved) if moved < 1 else end).give(shape)
        for shape, look in self._new:
            (look.faded(there) if there < 1 else look).give(shape)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Leave what is wanted on the scene, and nothing else."""
        super().clean_up_from_scene(scene)
        scene.remove(self.mobject)
        scene.add(*self._wanted)


def _shapes(mobjects: Iterable[Mobject]) -> list[VMobject]:
    """Return the shapes that can be drawn."""
    return [part for each in mobjects for part in each.family_members_with_points() if isinstance(part, VMobject)]


def _alone(shape: VMobject) -> VMobject:
    """Return a copy of a shape without its submobjects."""
    single = copy(shape)
    single.submobjects = []
    return single


def _pairs(before: Iterable[Mobject], wanted: Iterable[Mobject]) -> Iterator[tuple[VMobject, VMobject]]:
    """Yield which shape of the picture before is which of the wanted ones."""
    free = {id(shape): shape for shape in _shapes(before) if _is_seen(shape)}
    known: dict[type, list[Mobject]] = {}
    for part in (part for each in before for part in each.get_family()):
        known.setdefault(type(part), []).append(part)
    left = []
    for mobject in wanted:
        yield from _recognized(mobject, known, free, left)
    places: dict[tuple[int, ...], list[VMobject]] = {}
    for shape in free.values():
        places.setdefault(_place(shape), []).append(shape)
    for shape in left:
        for other in places.get(_place(shape), []):
            if id(other) in free and _is_alike(other, shape) and _is_at(other, shape):
                yield free.pop(id(other)), shape
                break


def _recognized(
    mobject: Mobject, known: dict[type, list[Mobject]], free: dict[int, VMobject], left: list[VMobject]
) -> Iterator[tuple[VMobject, VMobject]]:
    """Yield the pairs of shapes of an object that was in the picture before, or of its parts that were.

    What is recognized is taken out of ``free``; the shapes that are not are added to ``left``.
    """
    shapes = list(filter(_is_seen, _shapes([mobject])))
    if len(shapes) >= _RECOGNIZED and type(mobject) not in (VGroup, VMobject):
        for other in known.get(type(mobject), []):
            others = list(filter(_is_seen, _shapes([other])))
            if len(others) == len(shapes) and all(
                id(here) in free and _is_alike(here, there) for here, there in zip(others, shapes, strict=True)
            ):
                yield from ((free.pop(id(here)), there) for here, there in zip(others, shapes, strict=True))
                return
    if len(mobject.points) and isinstance(mobject, VMobject):
        left.append(mobject)
    for part in mobject.submobjects:
        yield from _recognized(part, known, free, left)


def _is_seen(shape: VMobject) -> bool:
    return bool(shape.get_fill_opacity() > 0 or shape.get_stroke_opacity() * shape.get_stroke_width() > 0)


def _is_alike(here: VMobject, there: VMobject) -> bool:
    """Whether two shapes have the same form, whatever its size and place; lines and circles always have."""
    if type(here) is not type(there) or len(here.points) != len(there.points):
        return False
    if type(here) is not VMobject:
        return True
    outlines = []
    for shape in (here, there):
        size = max(shape.width, shape.height)
        outlines.append((shape.points - shape.get_center()) / size if size else shape.points)
    return bool(np.abs(outlines[0] - outlines[1]).max() < _SAME_OUTLINE)


def _is_at(here: VMobject, there: VMobject) -> bool:
    """Whether two shapes of the same form cover each other."""
    return bool(np.abs(here.points - there.points).max() < _SAME_PLACE)


def _place(shape: VMobject) -> tuple[int, ...]:
    """Return the place of a shape, roughly: its number of points, and its middle in tenths of a frame unit."""
    x, y, _ = np.round(10 * shape.get_center())
    return len(shape.points), int(x), int(y)
