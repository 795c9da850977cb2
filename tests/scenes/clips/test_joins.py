"""Every clip begins with the picture that the clip before it left; the judge of this finds empty beginnings."""

from dataclasses import replace

import numpy as np
import pytest

import backprop_core as bp
from backprop_core.quantities import cost
from scenes.kit.flow.catalogue import CatalogEntry, catalogue, lecture
from scenes.kit.flow.handover import HandOver
from scenes.kit.network.diagram import NetworkDiagram
from tests.judges.joins import first_picture, kept, last_picture
from tests.rigs.rehearsal import home, lessons, rehearse, typesetter

# The share of the first picture that stood there before, at least.
KEPT = 0.6

LECTURES = {name: lecture(lesson) for name, lesson in lessons().items()}

# In the short run, one join between chapters; it is the same code everywhere.
SHORT = [entry for entry in LECTURES["default"].values() if entry.name == "LayeredNetwork"]


def squares():
    for name, entries in LECTURES.items():
        for entry in (each for each in entries.values() if each.before):
            marks = [] if entry in SHORT and name == "default" else [pytest.mark.long]
            yield pytest.param(entry, name, id=f"{entry.name}-{name}", marks=marks)


@pytest.mark.parametrize("theme", ["dark", pytest.param("light", marks=pytest.mark.long)])
@pytest.mark.parametrize(("entry", "name"), list(squares()))
def test_clip_begins_where_the_last_one_ended(entry: CatalogEntry, name: str, theme: str):
    assert entry.before is not None
    lesson = replace(lessons()[name], theme=theme)
    assert kept(last_picture(entry.before, lesson), first_picture(entry.clip, lesson)) >= KEPT


@pytest.mark.long
def test_in_another_order_a_clip_begins_where_the_one_before_it_there_ended():
    """The first one begins with what it begins with alone."""
    before, entry = catalogue()["GradientVector"].clip, catalogue()["ChainRule"].clip
    lesson = replace(lessons()["default"], clips=(before.__name__, entry.__name__))
    assert kept(last_picture(before, lesson), first_picture(entry, lesson)) >= KEPT
    np.testing.assert_array_equal(first_picture(before, lesson), first_picture(before, lesson, alone=True))


def test_judge_finds_an_empty_beginning():
    entry = SHORT[0]
    assert entry.before is not None
    lesson = lessons()["default"]
    assert kept(last_picture(entry.before, lesson), first_picture(entry.clip, lesson, alone=True)) < KEPT


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=entry.name, marks=[] if entry in SHORT else [pytest.mark.long])
        for entry in catalogue().values()
        if entry.before
    ],
)
def test_nothing_of_the_clip_before_is_left_in_the_end(entry: CatalogEntry):
    lesson = lessons()[home(entry.clip)]
    own, joined = (rehearse(entry.clip, lesson, alone=alone).rests[-1] for alone in (True, False))
    assert len(own.shapes) == len(joined.shapes)
    np.testing.assert_allclose(joined.boxes, own.boxes, atol=1e-9)


@pytest.mark.parametrize(("template", "travels"), [("{} =", False), ("C = a + b + c", True)])
def test_only_a_long_text_crosses_the_picture_alone(template: str, travels: bool):
    """A short one, such as the name of a number, fades at its place."""
    names = [cost()] if "{}" in template else []
    there, here = (typesetter().formula(template, *names).move_to((x, 0, 0)) for x in (-5, 5))
    move = HandOver([there], [here])
    move.interpolate_mobject(0.5)
    middles = {round(float(part.get_x())) for part in move.mobject.family_members_with_points()}
    assert (min(map(abs, middles)) < 2) == travels


def test_a_network_that_moves_keeps_its_neurons_in_order():
    """Here each layer arrives nearest to where another one was."""
    part = lessons()["classifier"].layers
    run = bp.forward(part.network, part.x)
    wide, narrow = ({"centre": (0.0, 0.0), "width": 12.0}, {"centre": (3.4, 0.2), "width": 5.0})
    old, new = (NetworkDiagram(typesetter(), run, **place, height=4.0) for place in (wide, narrow))
    starts, ends = middles(old), middles(new)
    HandOver([neuron for l in old.layers for neuron in old.neurons_of(l)], [new]).interpolate_mobject(0.45)
    np.testing.assert_allclose(middles(new), (starts + ends) / 2, atol=1e-6)


def middles(diagram: NetworkDiagram) -> np.ndarray:
    return np.array([neuron.circle.get_center() for l in diagram.layers for neuron in diagram.neurons_of(l)])
