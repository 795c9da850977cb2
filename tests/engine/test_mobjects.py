"""Families, copies and corners are manim's, to the last attribute; afterwards manim has its own methods again."""

from contextlib import suppress
from copy import deepcopy
from itertools import product
from typing import Any

import numpy as np
import pytest
from manim import Circle, Line, Mobject, Square, ValueTracker, VectorizedPoint, VGroup

from scenes.engine.mobjects import quick_mobjects


def tree() -> VGroup:
    """Return a group with a square that has two parents, and with an array, a list and a function of its own."""
    shared = Square(color="#ff0000", fill_opacity=0.5)
    inner = VGroup(Circle(), shared, Line())
    whole = VGroup(inner, VGroup(shared, VGroup()), Circle(0.2)).set_z_index(2)
    ends = np.array([[0.0, 1.0, 0.0]])
    own: dict[str, Any] = {"ends": ends, "same": [ends, ("x", ends)], "partner": inner, "fixed": np.float64(2)}
    vars(whole).update(own)
    whole.add_updater(lambda mobject: mobject.shift((0, 0, 0)))
    return whole


def test_families_are_manims():
    whole = tree()
    theirs = [each.get_family() for each in whole.get_family()]
    solid = [each.family_members_with_points() for each in theirs[0]]
    with quick_mobjects():
        assert [each.get_family() for each in theirs[0]] == theirs
        assert [each.family_members_with_points() for each in theirs[0]] == solid
    assert len(theirs[0]) == 8, "the shared square counts once"


@pytest.mark.parametrize("direction", list(product((-1, 0, 1), repeat=3)))
def test_corners_are_manims(direction: tuple[int, int, int]):
    parts = [*tree().rotate(0.3).get_family(), VectorizedPoint((1, 2, 3)), Mobject(), ValueTracker(2)]
    theirs = [each.get_critical_point(direction) for each in parts]
    with quick_mobjects():
        ours = [each.get_critical_point(direction) for each in parts]
    for one, other in zip(ours, theirs, strict=True):
        assert (one.tobytes(), one.dtype) == (other.tobytes(), other.dtype)


def test_copies_are_manims():
    whole = tree()
    theirs = deepcopy(whole)
    with quick_mobjects():
        ours = whole.copy()
    for one, other, original in zip(ours.get_family(), theirs.get_family(), whole.get_family(), strict=True):
        assert one is not original
        assert type(one) is type(other)
        assert vars(one).keys() == vars(other).keys()
        for name, value in vars(other).items():
            mine = vars(one)[name]
            assert type(mine) is type(value), name
            if isinstance(value, np.ndarray):
                assert mine.tobytes() == value.tobytes(), name
                assert mine is not vars(original)[name], name
            elif name not in {"submobjects", "same"} and not isinstance(value, Mobject):
                assert mine == value, name


def test_a_copy_refers_to_what_was_copied_with_it():
    whole = tree()
    with quick_mobjects():
        copied: Any = whole.copy()
    assert copied.partner is copied[0]
    assert copied[0][1] is copied[1][0]
    assert copied.same[0] is copied.same[1][1] is copied.ends is not vars(whole)["ends"]
    assert copied.updaters == whole.updaters
    assert copied.updaters is not whole.updaters


def test_manim_has_its_own_methods_again():
    before = Mobject.get_family, Mobject.__deepcopy__
    with suppress(ZeroDivisionError), quick_mobjects():
        assert (Mobject.get_family, Mobject.__deepcopy__) != before
        raise ZeroDivisionError
    assert (Mobject.get_family, Mobject.__deepcopy__) == before
