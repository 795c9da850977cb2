"""Families, copies and corners of mobjects, as manim finds them, but faster: animations ask for them all the time."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import numpy as np
from manim import CapStyleType, LineJointType, ManimColor, Mobject, VMobject
from manim.typing import Point3D, Vector3DLike

# The types of attributes that copies share with their originals: their values never change.
_IMMUTABLE = {bool, int, float, str, type(None), np.float64, CapStyleType, LineJointType, ManimColor}


@contextmanager
def quick_mobjects() -> Iterator[None]:
    """Let all mobjects find their families and corners, and make copies, faster."""
    stock = {name: getattr(Mobject, name) for name in _QUICK}
    try:
        for name, method in _QUICK.items():
            setattr(Mobject, name, method)
        yield
    finally:
        for name, method in stock.items():
            setattr(Mobject, name, method)


def families(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """Return all members of these families in manim's order: of one that occurs twice, the last occurrence counts."""
    seen: set[Mobject] = set()
    found: list[Mobject] = []

    def visit(several: list[Mobject]) -> None:
        """Collect families backwards."""
        for each in reversed(several):
            if each not in seen:
                if each.submobjects:
                    visit(each.submobjects)
                seen.add(each)
                found.append(each)

    visit(list(mobjects))
    found.reverse()
    return found


def _family(mobject: Mobject, _recurse: bool = True) -> list[Mobject]:
    return families([mobject])


def _with_points(mobject: Mobject) -> list[Mobject]:
    return [each for each in families([mobject]) if len(each.points)]


def _copy(mobject: Mobject, known: dict[int, Any]) -> Mobject:
    """Return a deep copy; ``known`` are the copies of what was copied already, by the originals' identities."""
    copied = known[id(mobject)] = type(mobject).__new__(type(mobject))
    attributes = vars(copied)
    for name, value in vars(mobject).items():
        kind = type(value)
        if kind in _IMMUTABLE:
            attributes[name] = value
        elif id(value) in known:
            attributes[name] = known[id(value)]
        elif kind is np.ndarray:
            attributes[name] = known[id(value)] = value.copy("K")
        elif kind is list:
            attributes[name] = known[id(value)] = [deepcopy(each, known) for each in value]
        else:
            attributes[name] = deepcopy(value, known)
    attributes["original_id"] = str(id(mobject))
    return copied


def _corner(mobject: Mobject, direction: Vector3DLike) -> Point3D:
    """Return the middle of a mobject's box, or the middle of the side, or the corner, that lies in a direction."""
    points = _ends(mobject) if isinstance(mobject, VMobject) else mobject.get_points_defining_boundary()
    if not len(points):
        return np.zeros(mobject.dim)
    low, high, along = points.min(axis=0), points.max(axis=0), np.asarray(direction)
    return np.where(along < 0, low, np.where(along > 0, high, (low + high) / 2))


def _ends(mobject: VMobject) -> np.ndarray:
    """Return where the curves of a family begin and end, shape (n, 3)."""
    outlines = [np.asarray(each.points) for each in _with_points(mobject)]
    found = [each if len(each) == 1 else each.reshape(-1, 4, 3)[:, ::3].reshape(-1, 3) for each in outlines]
    return np.concatenate(found) if found else np.zeros((0, 3))


_QUICK = {
    "get_family": _family,
    "family_members_with_points": _with_points,
    "get_critical_point": _corner,
    "__deepcopy__": _copy,
}
