import tomllib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_core as bp

FUNCTIONS = ("sigmoid", "relu", "leaky_relu", "tanh", "softplus", "identity")


def bits(net):
    return [array.tobytes() for array in (*net.w, *net.b)], [f.name for f in net.activation]


@st.composite
def networks(draw, most=1000):
    numbers = st.floats(-most, most)
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    w = [[[draw(numbers) for _ in range(m)] for _ in range(n)] for m, n in pairwise(sizes)]
    return bp.Network(w, [[draw(numbers) for _ in range(n)] for n in sizes[1:]], draw(st.sampled_from(FUNCTIONS)))


@given(networks())
@settings(max_examples=50)
def test_a_network_is_read_back_to_the_same_bits(net):
    assert bits(bp.Network.from_dict(net.to_dict())) == bits(net)


@given(
    net=networks(9),
    chain=st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=2, max_size=5),
)
@settings(max_examples=30)
def test_a_lesson_is_read_back_to_the_same_bits(tmp_path_factory, net, chain):
    file = tmp_path_factory.mktemp("lesson") / "mine.toml"
    simple = bp.Network.chain(*zip(*chain, strict=True), activation="tanh")
    x, y = np.zeros(net.sizes[0]), np.full(net.sizes[-1], 1 / 3)
    bp.save_lesson(
        file, chain=simple, layers=net.to_dict() | {"input": x, "target": y}, lesson={"title": 'A "quoted" — title\\'}
    )
    lesson = bp.load_lesson(file)
    assert bits(lesson.chain.network) == bits(simple)
    assert bits(lesson.layers.network) == bits(net)
    assert lesson.layers.y.tolist() == y.tolist()
    assert lesson.title == 'A "quoted" — title\\'


def test_a_trained_network_becomes_a_lesson(tmp_path):
    lesson = bp.default_lesson()
    trained, examples = lesson.training.network, lesson.descent.examples
    rows = [{"input": x, "target": y} for x, y in zip(examples.X, examples.Y, strict=True)]
    bp.save_lesson(
        tmp_path / "t.toml", layers=trained, descent={"rate": np.float64(0.5), "steps": 3, "examples": rows}
    )
    again = bp.load_lesson(tmp_path / "t.toml")
    assert bits(again.layers.network) == bits(trained)
    assert (again.descent.rate, again.descent.steps) == (0.5, 3)
    np.testing.assert_array_equal(again.descent.examples.X, examples.X)
    assert list(tomllib.loads((tmp_path / "t.toml").read_text("utf-8"))) == ["layers", "descent"]


def test_a_classifier_becomes_a_lesson_with_its_cost(tmp_path):
    net, cost = bp.Network.random([3, 3, 2], ["relu", "softmax"]), "categorical_cross_entropy"
    bp.save_lesson(tmp_path / "c.toml", layers=net.to_dict() | {"cost": cost})
    layers = bp.load_lesson(tmp_path / "c.toml").layers
    assert bits(layers.network) == bits(net)
    assert layers.cost == bp.get_cost(cost)


def test_a_section_of_a_lesson_is_a_network():
    document, lesson = bp.load_document(), bp.default_lesson()
    assert bp.Network.from_dict(document["chain"]) == lesson.chain.network
    assert bp.Network.from_dict(document["layers"]) == lesson.layers.network


def test_functions_of_each_layer_are_plain_data():
    net = bp.Network.random([2, 3, 2], ["relu", "softmax"])
    assert net.to_dict()["activation"] == ["relu", "softmax"]
    assert bp.Network.random([2, 3, 2], ["relu", "relu"]).to_dict()["activation"] == "relu"
    assert bits(bp.Network.from_dict(net.to_dict())) == bits(net)


NET = bp.Network.random([3, 3, 2])


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        (
            {"layers": NET.to_dict() | {"cost": "categorical_cross_entropy"}},
            r"^layers.cost: categorical_cross_entropy expects a softmax output, got sigmoid \(cross_entropy would",
        ),
        ({"layers": bp.Network.random([9, 3, 2])}, r"^layers.weights\[0\]\[0\]: expected 1 to 6 numbers .*, got 9$"),
        ({"layers": bp.Network.random([2, 3, 2])}, r"^layers.input: missing; a network of other sizes than "),
        ({"chain": NET}, r"^chain.weights\[0\]: expected a number from -1000 to 1000, got a list$"),
        ({"layers": NET.to_dict() | {"loss": "cross_entropy"}}, r"^layers.loss: unknown key; "),
        ({"layers": [1.0]}, r"^layers: expected a network or entries by name, got a list$"),
    ],
)
def test_what_a_lesson_cannot_hold_is_refused(tmp_path, sections, message):
    with pytest.raises(bp.LessonError, match=message):
        bp.save_lesson(tmp_path / "mine.toml", **sections)
    assert not list(tmp_path.iterdir())


def test_nothing_that_is_there_is_lost(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("mine")
    with pytest.raises(bp.LessonError, match=r"mine\.toml: is there already; see overwrite$"):
        bp.save_lesson(file, layers=NET)
    assert file.read_text() == "mine"
    bp.save_lesson(file, layers=NET, overwrite=True)
    assert bp.load_lesson(file).layers.network == NET
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(bp.LessonError, match=r"nowhere/mine\.toml: cannot be written: No such file or directory$"):
        bp.save_lesson(tmp_path / "nowhere" / "mine.toml", layers=NET)
    (tmp_path / "folder").mkdir()
    with pytest.raises(bp.LessonError, match=r"folder: cannot be written: "):
        bp.save_lesson(tmp_path / "folder", layers=NET, overwrite=True)
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"weights": [1.0], "biases": [0.0]}, r"^activation: missing; expected activation, weights and biases$"),
        ([1.0], r"^data: expected activation, weights and biases by name, got a list$"),
        ({"activation": "relo", "weights": [1.0], "biases": [0.0]}, r"^activations: expected one of .*'relu'\?\)$"),
        ({"activation": "relu", "weights": [1.0], "biases": [0.0, 1.0]}, r"^biases: expected 1, one for each of w"),
    ],
)
def test_data_that_is_no_network_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        bp.Network.from_dict(data)


def test_a_function_of_ones_own_has_no_name():
    sine = bp.Activation("sine", np.sin, np.cos)
    with pytest.raises(
        ValueError, match=r"^activations\[0\]: expected one of sigmoid, .*, got Activation\('sine'\)$"
    ):
        bp.Network.chain([1.0], [0.0], sine).to_dict()
