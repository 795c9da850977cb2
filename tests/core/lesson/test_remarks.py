"""What is remarked on lessons that can be drawn: a nudge that is not small, an example that is not averaged."""

import math

import pytest

from backprop_core.lesson.load import make_lesson
from backprop_core.lesson.remarks import remarks
from backprop_core.lesson.toml import default_document


def made(part: str, **changed: object) -> list[str]:
    document = default_document()
    return list(remarks(make_lesson(document | {part: document[part] | changed})))


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def off(nudge: float) -> float:
    """Return by which share the ratio is off from the derivative in the default lesson, computed by hand."""
    chain = default_document()["chain"]
    a = chain["input"]
    for w, b in zip(chain["weights"][:-1], chain["biases"][:-1], strict=True):
        a = sigmoid(w * a + b)

    def cost(w: float) -> float:
        return (sigmoid(w * a + chain["biases"][-1]) - chain["target"]) ** 2

    w, small = chain["weights"][-1], 1e-6
    derivative = (cost(w + small) - cost(w - small)) / (2 * small)
    return abs((cost(w + nudge) - cost(w)) / nudge / derivative - 1)


@pytest.mark.parametrize("nudge", [0.01, -0.1, 0.3, 1.0, 5.0, -8.0])
def test_a_nudge_that_is_not_small(nudge: float):
    found = made("chain", nudge=nudge)
    assert [line.startswith(f"chain.nudge: {nudge:g} is not small: ") for line in found] == [True] * (
        off(nudge) > 0.1
    )


def test_the_ratio_is_that_of_the_lessons_cost():
    """With the squared error this nudge would be small: the output is saturated, and wrong."""
    chain = {"weights": [1.0, 1.0], "biases": [0.0, 30.0], "cost": "cross_entropy", "target": 0.0, "nudge": 0.5}
    assert made("chain", **chain, examples=[{"input": 0.6, "target": 0.0}]) == []
    (line,) = made("chain", **chain | {"cost": "squared_error"}, examples=[{"input": 0.6, "target": 0.0}])
    assert line.startswith("chain.nudge: 0.5 is not small: ")


def test_the_shares_are_on_both_sides():
    assert off(0.1) < 0.1 < off(5.0)


def test_an_example_that_is_not_among_those_that_are_averaged():
    words = "this example is not among the"
    assert made("chain", target=0.0) == [f"chain.input, chain.target: {words} 8 of chain.examples"]
    assert made("chain", input=0.05, target=0.0) == []
    assert made("layers", target=[0.5, 0.5]) == [f"layers.input, layers.target: {words} 6 of descent.examples"]
