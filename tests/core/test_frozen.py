"""Results stay immutable when they are copied, pickled or sent to another process."""

import copy
import pickle

import numpy as np
import pytest

import backprop_core as bp
from backprop_core.model.activations import ACTIVATIONS
from backprop_core.model.costs import COSTS
from tests.judges.immutability import assert_frozen


def results():
    lesson = bp.default_lesson()
    part, training = lesson.layers, lesson.descent.examples
    run = bp.forward(part.network, part.x)
    grad = bp.backward(part.network, run, part.y)
    assert len(grad.vector) == len(part.network.parameters())  # kept from now on, as is the next
    assert len(grad.a) == part.network.L + 1
    yield from (part.network, run, grad, grad.w, lesson, lesson.chain, training)
    yield bp.nudge(part.network, part.x, part.y, "a1[1]")
    yield bp.descend(part.network, training.X, training.Y, steps=3)


def numbers(result):
    """Return all numbers in a result, however deeply nested, in order."""
    if isinstance(result, np.ndarray):
        return list(result.flat)
    if isinstance(result, tuple):
        return [number for part in result for number in numbers(part)]
    fields = getattr(result, "__dataclass_fields__", {})
    return [number for name in fields for number in numbers(getattr(result, name))]


@pytest.mark.parametrize("result", list(results()), ids=lambda result: type(result).__name__)
@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda result: pickle.loads(pickle.dumps(result))],
    ids=["copied", "deeply copied", "unpickled"],
)
def test_a_copy_is_frozen_too(result, again):
    copied = again(result)
    assert numbers(copied) == numbers(result) != []
    assert_frozen(copied)
    if isinstance(result, bp.Gradient):
        assert_frozen((copied.vector, copied.a))


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_network_survives_pickling(activation, cost):
    last = "softmax" if cost == "categorical_cross_entropy" else "sigmoid"
    net = bp.Network([[[1.0]], [[0.5], [0.7]]], [[0.2], [0.1, 0.3]], [activation, last])
    there, its_cost = pickle.loads(pickle.dumps((net, bp.get_cost(cost))))
    assert there == net
    grads = [
        bp.backward(each, bp.forward(each, [0.3]), [1.0, 0.0], c) for each, c in ((net, cost), (there, its_cost))
    ]
    assert grads[0].vector.tolist() == grads[1].vector.tolist()
