"""Hands a picture over from one clip to the next: what both show stays or moves, the rest fades out or in."""

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import zip_longest
from typing import Any

import numpy as np
from manim import Animation, Mobject, Polygon, Scene, VGroup, VMobject, smooth

from scenes.kit.flow.chapter_title import ChapterTitle
from scenes.kit.motion.look import Look
from scenes.kit.text.formula import TextLine
from scenes.kit.text.readout import Readout

# What leaves is gone after this share of the time; what stays moves between these; what is new begins to show, early
# enough for the picture not to be dark in between. With a title over the picture before, what leaves has gone unseen
# while the title's words leave; then its veil leaves, and the rest begins.
_LEFT, _MOVING, _ENTERING = 0.5, (0.1, 0.8), 0.36
_LEFT_UNSEEN, _WORDS_LEAVING, _VEIL_LEAVING, _AFTER_TITLE = 0.1, (0.0, 0.2), (0.06, 0.28), (0.26, 0.9)

# How far two shapes may be apart, in frame units, that stand at the same place, or where one is expected; by how much
# two outlines of the same glyph may differ, in heights of it; the fewest shapes of an object that is recognized
# elsewhere, and the fewest glyphs of such a text: a shorter one, such as "C =", would cross the picture alone.
_SAME_PLACE, _NEAR, _SAME_OUTLINE, _RECOGNIZED, _LONG_TEXT = 0.02, 0.5, 0.02, 3, 6


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
    title
        What covers the picture before, if anything; it leaves first.
    uncovered
        What is wanted, and there already when the title leaves, such as the edges between neurons that stay.
    """

    def __init__(
        self,
        before: Sequence[Mobject],
        wanted: Sequence[VMobject],
        *,
        title: ChapterTitle | None = None,
        uncovered: Sequence[VMobject] = (),
        **options: Any,
    ):
        self._before, self._wanted = [*before, *([title] if title else [])], wanted
        covering = ((title.words, _WORDS_LEAVING), (title.veil, _VEIL_LEAVING)) if title else ()
        self._title = [
            (_alone(shape), Look.of(shape), times) for part, times in covering for shape in _shapes([part])
        ]
        found = _Recognition(before, wanted)
        stays = {id(there): here for here, there in found.pairs} | {id(shape): shape for shape in found.swapped}
        known = {id(shape) for shape in (*stays.values(), *found.gone)}
        self._leaving = [(_alone(shape), Look.of(shape)) for shape in _shapes(before) if id(shape) not in known]
        self._staying, self._new, self._uncovered = [], [], []
        under_title = {id(shape) for shape in _shapes(uncovered)} if title else set()
        for shape in _shapes(wanted):
            if id(shape) in stays:
                self._staying.append((shape, Look.of(stays[id(shape)]), Look.of(shape)))
            else:
                (self._uncovered if id(shape) in under_title else self._new).append((shape, Look.of(shape)))
        leaving = (shape for shape, *_ in (*self._leaving, *self._title))
        super().__init__(VGroup(*leaving, *wanted), introducer=True, **options)

    def _setup_scene(self, scene: Scene) -> None:
        scene.remove(*self._before)
        super()._setup_scene(scene)

    def interpolate_mobject(self, alpha: float) -> None:
        """Draw the picture between the two."""
        left, moving, entering = _LEFT, _MOVING, _ENTERING
        if self._title:
            left, moving, entering = _LEFT_UNSEEN, _AFTER_TITLE, _AFTER_TITLE[0]
        gone, moved, there = (_share(alpha, *times) for times in ((0.0, left), moving, (entering, 1.0)))
        for shape, look, times in self._title:
            look.faded(1 - _share(alpha, *times)).give(shape)
        for shape, look in self._leaving:
            look.faded(1 - gone).give(shape)
        for shape, start, end in self._staying:
            (start.between(end, moved) if moved < 1 else end).give(shape)
        for new, shown in ((self._new, there), (self._uncovered, gone)):
            for shape, look in new:
                (look.faded(shown) if shown < 1 else look).give(shape)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Leave what is wanted on the scene, and nothing else."""
        super().clean_up_from_scene(scene)
        scene.remove(self.mobject)
        scene.add(*self._wanted)


def _share(alpha: float, start: float, end: float) -> float:
    """Return how far what happens between two shares of the time has come."""
    return smooth(min(max((alpha - start) / (end - start), 0.0), 1.0))


def _shapes(mobjects: Iterable[Mobject]) -> list[VMobject]:
    """Return the shapes that can be drawn."""
    return [part for each in mobjects for part in each.family_members_with_points() if isinstance(part, VMobject)]


def _seen(mobjects: Iterable[Mobject]) -> list[VMobject]:
    """Return the shapes that are not transparent."""
    return list(filter(_is_seen, _shapes(mobjects)))


def _alone(shape: VMobject) -> VMobject:
    """Return a copy of a shape without its submobjects."""
    single = copy(shape)
    single.submobjects = []
    return single


class _Recognition:
    """Finds out which shape of the picture before is which of the wanted ones; each is found once.

    First come whole objects of several shapes, wherever they are, and the parts of objects of the same kind, such as
    two networks; a text only as a whole. Where all of a kind have moved as one, such as the neurons of a network,
    each is the one at its place among them; elsewhere, the nearest one comes first. Then comes what stands at the
    same place, and short texts and arrows that stand where they would be if they had moved as what was recognized.
    Last come live numbers where another one was, or the same printed one, or the reverse.

    Notes
    -----
    ``pairs`` are the shapes before and wanted; ``swapped`` are wanted shapes that look like others did, which are in
    ``gone``.
    """

    def __init__(self, before: Iterable[Mobject], wanted: Sequence[Mobject]):
        self.pairs: list[tuple[VMobject, VMobject]] = []
        self.swapped: list[VMobject] = []
        self.gone: list[VMobject] = []
        self._free = {id(shape): shape for shape in _seen(before)}
        self._known = _by_kind(before)
        self._places: dict[int, Mobject] = {}
        for kind, those in _by_kind(wanted).items():
            self._places |= _same_places(self._known.get(kind, []), those)
        self._left: list[VMobject] = []
        self._signs: list[VMobject] = []
        for mobject in wanted:
            self._recognize(mobject)
        self._find_in_place()
        self._find_signs()
        self._swap_numbers()

    def _recognize(self, mobject: Mobject) -> None:
        """Look for a whole object, then for its parts."""
        shapes = _seen([mobject])
        place = self._places.get(id(mobject), mobject).get_center()
        known = sorted(self._known.get(type(mobject), []), key=lambda each: _distance(each.get_center(), place))
        least = _LONG_TEXT if isinstance(mobject, TextLine) else _RECOGNIZED
        if len(shapes) >= least:
            for other in known:
                if self._are_alike(_seen([other]), shapes):
                    self._pair(_seen([other]), shapes)
                    return
        if len(mobject.points) and isinstance(mobject, VMobject):
            self._left.append(mobject)
            self._signs += [mobject] if isinstance(mobject, Polygon) else []
        if isinstance(mobject, TextLine):
            self._left += shapes
            self._signs += [mobject] if len(shapes) < least else []
            return
        same = (other for other in known if len(other.submobjects) == len(mobject.submobjects) > 0)
        if other := next(same, None):
            self._known[type(mobject)].remove(other)
        for here, there in zip_longest(other.submobjects if other else [], mobject.submobjects):
            if here and self._are_alike(_seen([here]), _seen([there])):
                self._pair(_seen([here]), _seen([there]))
            else:
                self._recognize(there)

    def _find_in_place(self) -> None:
        """Pair what is left with shapes of the same form at the same place."""
        left, self._left = self._left, []
        for there in left:
            found = (
                key
                for key, here in self._free.items()
                if _is_alike(here, there) and _distance(here.points, there.points) < _SAME_PLACE
            )
            if key := next(found, None):
                self.pairs.append((self._free.pop(key), there))
            else:
                self._left.append(there)

    def _find_signs(self) -> None:
        """Pair equals signs, dots, other short texts and arrows with those that have moved as everything else."""
        if len(self.pairs) < _RECOGNIZED:
            return
        scale, shift = _fitted(self.pairs)
        for sign in self._signs:
            shapes = _seen([sign])
            near = [
                other
                for other in self._known.get(type(sign), [])
                if self._are_alike(_seen([other]), shapes)
                and _distance(scale * other.get_center() + shift, sign.get_center()) < _NEAR
            ]
            if near and any(shape is left for shape in shapes for left in self._left):
                self._pair(_seen([near[0]]), shapes)

    def _swap_numbers(self) -> None:
        """Find live numbers, which are one shape, where another or the same printed one was, and the reverse."""
        before = list(self._free.values())
        for number in (shape for shape in self._left if isinstance(shape, Readout)):
            old = [shape for shape in before if isinstance(shape, Readout) and _is_inside(shape, number)]
            self.gone += old
            self.swapped += [number] if old else []
        for one_side, other_side in ((before, self._left), (self._left, before)):
            for number in (shape for shape in one_side if isinstance(shape, Readout)):
                inside = [shape for shape in other_side if type(shape) is VMobject and _is_inside(shape, number)]
                inside.sort(key=lambda shape: shape.get_x())
                points = np.concatenate([shape.points for shape in inside]) if inside else np.zeros((0, 3))
                if len(points) == len(number.points) and _distance(points, number.points) < _SAME_PLACE:
                    old, new = ([number], inside) if one_side is before else (inside, [number])
                    self.gone += old
                    self.swapped += new

    def _are_alike(self, here: Sequence[VMobject], there: Sequence[VMobject]) -> bool:
        return len(here) == len(there) > 0 and all(
            id(one) in self._free and _is_alike(one, other) for one, other in zip(here, there, strict=True)
        )

    def _pair(self, here: Iterable[VMobject], there: Iterable[VMobject]) -> None:
        self.pairs += [(self._free.pop(id(one)), other) for one, other in zip(here, there, strict=True)]


def _by_kind(mobjects: Iterable[Mobject]) -> dict[type, list[Mobject]]:
    """Return mobjects and their parts, but for plain groups and shapes, by their type."""
    found: dict[type, list[Mobject]] = {}
    for part in (part for each in mobjects for part in each.get_family()):
        if type(part) not in (VGroup, VMobject):
            found.setdefault(type(part), []).append(part)
    return found


def _same_places(here: Sequence[Mobject], there: Sequence[Mobject]) -> dict[int, Mobject]:
    """Return which of the objects ``here`` is at the place of each one ``there``, if all have moved as one."""
    if len(here) != len(there):
        return {}
    far = np.abs(_shares(there)[:, None] - _shares(here)).max(axis=2)
    if (far.min(axis=1) > _SAME_PLACE).any():
        return {}
    return {id(there[row]): here[column] for row, column in enumerate(far.argmin(axis=1))}


def _shares(mobjects: Sequence[Mobject]) -> np.ndarray:
    """Return where the middles of objects are in the box around all of these, from 0 to 1."""
    middles = np.array([each.get_center() for each in mobjects])
    size = np.ptp(middles, axis=0)
    return (middles - middles.min(axis=0)) / np.where(size > _SAME_PLACE, size, 1.0)


def _is_inside(shape: VMobject, number: VMobject) -> bool:
    """Whether a shape lies within the box of a number."""
    x, y, _ = np.abs(shape.get_center() - number.get_center())
    return x < number.width / 2 + _SAME_PLACE and y < number.height / 2 + _SAME_PLACE


def _distance(here: np.ndarray, there: np.ndarray) -> float:
    return float(np.abs(here - there).max())


def _fitted(pairs: Sequence[tuple[VMobject, VMobject]]) -> tuple[float, np.ndarray]:
    """Return by how much shapes have grown and moved, on average."""
    here, there = (np.array([shape.get_center() for shape in side]) for side in zip(*pairs, strict=True))
    middle, goal = here.mean(axis=0), there.mean(axis=0)
    spread = float(np.linalg.norm(here - middle))
    scale = float(np.linalg.norm(there - goal)) / spread if spread else 1.0
    return scale, goal - scale * middle


def _is_seen(shape: VMobject) -> bool:
    return bool(shape.fill_rgbas[:, 3].any() or (shape.stroke_rgbas[:, 3].any() and shape.stroke_width))


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
