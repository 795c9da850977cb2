"""The canvas draws the same pixels as manim's own camera, whatever changes from frame to frame."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    WHITE,
    Camera,
    Circle,
    Group,
    ImageMobject,
    Line,
    LineJointType,
    Mobject,
    Square,
    Star,
    VGroup,
    VMobject,
    tempconfig,
)
from manim.constants import CapStyleType

from scenes.engine.canvas import Canvas
from scenes.engine.shape import Shape

COLOURS = ["#ff0000", "#00ff80", "#3344ff", "#ffffff"]


@pytest.fixture(autouse=True)
def _small() -> Iterator[None]:
    with tempconfig({"pixel_width": 192, "pixel_height": 108, "background_color": "#102030"}):
        yield


def moved(mobject: VMobject, draw: Callable[..., Any]) -> None:
    mobject.shift((draw(st.floats(-3, 3)), draw(st.floats(-3, 3)), 0))


def turned(mobject: VMobject, draw: Callable[..., Any]) -> None:
    mobject.rotate(draw(st.floats(-3, 3)))


def grown(mobject: VMobject, draw: Callable[..., Any]) -> None:
    mobject.scale(draw(st.floats(0.1, 3)))


def coloured(mobject: VMobject, draw: Callable[..., Any]) -> None:
    one_or_two = st.lists(st.sampled_from(COLOURS), min_size=1, max_size=2)
    mobject.set_fill(draw(one_or_two), opacity=draw(st.sampled_from([0, 0.4, 1])))
    if mobject.get_stroke_width():
        mobject.set_stroke(draw(one_or_two), opacity=draw(st.sampled_from([0, 0.4, 1])))


def stroked(mobject: VMobject, draw: Callable[..., Any]) -> None:
    background = draw(st.booleans())
    mobject.set_stroke(draw(st.sampled_from(COLOURS)), draw(st.sampled_from([0, 1, 6, 30])), background=background)


def joined(mobject: VMobject, draw: Callable[..., Any]) -> None:
    mobject.joint_type = draw(st.sampled_from(list(LineJointType)))
    mobject.cap_style = draw(st.sampled_from(list(CapStyleType)))


def raised(mobject: VMobject, draw: Callable[..., Any]) -> None:
    mobject.set_z_index(draw(st.integers(-1, 1)), family=False)


def emptied(mobject: VMobject, draw: Callable[..., Any]) -> None:
    mobject.points = mobject.points[: 4 * draw(st.integers(0, 3))]


def strayed(mobject: VMobject, draw: Callable[..., Any]) -> None:
    if len(mobject.points):
        mobject.points[draw(st.integers(0, len(mobject.points) - 1))] = draw(st.sampled_from([0, 3, 1e4]))


def adopted(mobject: VMobject, draw: Callable[..., Any]) -> None:
    """Add a submobject that may also have another parent."""
    part = draw(st.sampled_from(vars(mobject)["others"]))
    if mobject not in part.get_family():
        mobject.add(part)


CHANGES = [moved, turned, grown, coloured, stroked, joined, raised, emptied, strayed, adopted]


def stage() -> list[VMobject]:
    mobjects: list[VMobject] = [
        Square(3, fill_opacity=0.5),
        Circle(1, stroke_width=10),
        Star(color="#ffff00", fill_opacity=1),
        Line((-3, -2, 0), (3, 2, 0)),
        VGroup(Square(1), Circle(0.4, fill_opacity=1)).shift((3, 0, 0)),
    ]
    for each in mobjects:
        vars(each)["others"] = mobjects
    return mobjects


@settings(max_examples=60, phases=[Phase.generate])
@given(data=st.data())
def test_frames_equal_those_of_manims_camera(data: st.DataObject):
    compare(data)


@pytest.mark.long
@settings(max_examples=3000, phases=[Phase.generate])
@given(data=st.data())
def test_many_frames_equal_those_of_manims_camera(data: st.DataObject):
    compare(data)


def compare(data: st.DataObject) -> None:
    """Change some mobjects, and declare some of them static, as manim's renderer does at each play."""
    mobjects = stage()
    camera, canvas = Camera(), Canvas()
    for _ in range(data.draw(st.integers(2, 4))):
        order = data.draw(st.permutations(range(len(mobjects))))
        split = data.draw(st.integers(0, len(mobjects)))
        static, moving = [[mobjects[i] for i in part] for part in (order[:split], order[split:])]
        camera.reset()
        camera.capture_mobjects(static)
        ground = camera.pixel_array.copy()
        beneath = canvas.shapes(static)
        for _ in range(data.draw(st.integers(1, 3))):
            before = canvas.pixel_array.copy()
            canvas.changes()
            for each in moving:
                for change in data.draw(st.lists(st.sampled_from(CHANGES), max_size=2)):
                    change(each, data.draw)
            camera.set_frame_to_background(ground)
            camera.capture_mobjects(moving)
            canvas.set_frame_to_background(beneath)
            canvas.capture_mobjects(moving)
            np.testing.assert_array_equal(canvas.pixel_array, camera.pixel_array)
            fresh = np.ones(before.shape[:2], bool)
            for x0, y0, x1, y1 in canvas.changes():
                fresh[y0:y1, x0:x1] = False
            assert (before == canvas.pixel_array)[fresh].all(), "it changed where it says that it did not"


@given(data=st.data())
def test_families_are_drawn_as_by_manims_camera(data: st.DataObject):
    shapes = stage()
    mobjects: list[Mobject] = [*shapes, Group()]
    for _ in range(data.draw(st.integers(0, 8))):
        part, whole = data.draw(st.sampled_from(shapes)), data.draw(st.sampled_from(mobjects))
        if whole not in part.get_family():
            whole.add(part)
            part.set_z_index(data.draw(st.integers(-1, 1)), family=False)
    shown = data.draw(st.lists(st.sampled_from(mobjects)))
    assert Canvas().get_mobjects_to_display(shown) == Camera().get_mobjects_to_display(shown)
    left_out = mobjects[:1]
    assert Canvas().get_mobjects_to_display(shown, excluded_mobjects=left_out) == Camera().get_mobjects_to_display(
        shown, excluded_mobjects=left_out
    )


@pytest.mark.parametrize("way", [LEFT, RIGHT, UP, DOWN, UP + LEFT], ids=str)
def test_a_mobject_that_leaves_removes_no_other(way: np.ndarray):
    canvas, camera, mobjects, dot = Canvas(), Camera(), stage(), Circle(0.3)
    for _ in range(12):
        dot.shift(way)
        camera.reset().capture_mobjects([*mobjects, dot])
        canvas.capture_mobjects([*mobjects, dot])
        np.testing.assert_array_equal(canvas.pixel_array, camera.pixel_array)


def test_an_unchanged_frame_is_not_drawn_again():
    canvas, mobjects = Canvas(), stage()
    canvas.capture_mobjects(mobjects)
    drawn = canvas.shapes(mobjects)
    canvas.changes()
    with patch.object(Shape, "draw", lambda *_: pytest.fail("a shape was drawn")):
        canvas.capture_mobjects(mobjects)
    assert canvas.shapes(mobjects) == drawn, "a shape was made again"
    assert len(canvas.changes()) == 0


def test_a_shape_evicted_from_the_cache_is_made_again():
    """The cache of a long clip holds little more than the shapes that are shown."""
    canvas, camera, dot = Canvas(), Camera(), Circle(0.3)
    for _ in range(200):
        dot.shift((0.01, 0, 0))
        canvas.capture_mobjects([dot])
    assert len(canvas._shapes._known) < 50
    camera.capture_mobjects([dot])
    np.testing.assert_array_equal(canvas.pixel_array, camera.pixel_array)


@pytest.mark.parametrize("nowhere", [np.nan, np.inf, -np.inf])
def test_points_that_are_not_finite_are_drawn_as_by_manims_camera(nowhere: float):
    camera, canvas = Camera(), Canvas()
    for each in (camera, canvas):
        shape = Circle(1, fill_opacity=1)
        shape.points[5] = nowhere
        each.capture_mobjects([shape])
    np.testing.assert_array_equal(canvas.pixel_array, camera.pixel_array)


def test_the_background_can_be_changed():
    canvas, camera = Canvas(), Camera()
    for each in (canvas, camera):
        each.capture_mobjects(stage())
        each.background_color = WHITE
        each.reset()
        each.capture_mobjects(stage())
    np.testing.assert_array_equal(canvas.pixel_array, camera.pixel_array)


def test_image_mobjects_are_refused():
    with pytest.raises(TypeError, match="vector graphics"):
        Canvas().capture_mobjects([ImageMobject(np.zeros((2, 2, 3), np.uint8))])
