"""What is remarked on lessons: a nudge that is not small, an example that is not averaged, a chaotic descent."""

import math

import mpmath
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


def product_costs(rate: float, digits: int) -> list[float]:
    """Return the costs of 100 steps for the product of two weights, desired to be 1, computed with so many digits."""
    with mpmath.workdps(digits):
        v, w, costs = mpmath.mpf("1.5"), mpmath.mpf("0.5"), []
        for _ in range(101):
            error = v * w - 1
            costs.append(float(error**2))
            v, w = v - 2 * rate * error * w, w - 2 * rate * error * v
        return costs


@pytest.mark.parametrize(("rate", "chaotic"), [(0.3, False), (0.65, False), (0.7, True)])
def test_a_descent_whose_costs_are_rounding_errors(rate: float, chaotic: bool):
    """Whether they are is seen from the same steps with more digits than a float has."""
    network = {"weights": [[[0.5]], [[1.5]]], "biases": [[0.0], [0.0]], "watch": {"j": 0, "k": 0}}
    examples = [{"input": [x], "target": [x]} for x in (1.0, -1.0)]  # for which the biases remain 0
    layers = default_document()["layers"] | {"activation": "identity", **network, **examples[0]}
    document = {"layers": layers, "descent": {"rate": rate, "steps": 100, "examples": examples}}
    pairs = zip(product_costs(rate, 15), product_costs(rate, 80), strict=True)
    off = [step for step, (short, long) in enumerate(pairs) if abs(short - long) > 1e-3]
    assert bool(off) == chaotic
    found = list(remarks(make_lesson(default_document() | document)))
    assert len(found) == chaotic
    for line in found:
        assert line.startswith(f"descent.rate: {rate} is so large that from step ")
        assert int(line.split("step ")[1].split(" ")[0]) == pytest.approx(off[0], abs=20)
