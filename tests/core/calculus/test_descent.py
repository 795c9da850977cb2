import math

import numpy as np
import pytest

from backprop_core import Network, descend, forward, step
from tests.judges.immutability import assert_frozen
from tests.judges.network import autograd_gradient
from tests.rigs.random_networks import random_case, seeds

NET = Network.chain([1.0], [0.0], "identity")
X, Y = [[1.0], [2.0]], [[2.0], [4.0]]


@pytest.mark.parametrize("seed", seeds(40))
def test_one_step_moves_every_parameter_by_the_judges_gradient(seed):
    case = random_case(seed, batch=5)
    descent = descend(case.net, case.x, case.y, rate=0.01, steps=1, cost=case.cost)
    judge = autograd_gradient(case.net, case.x, case.y, case.cost)
    for l in range(1, case.net.L + 1):
        np.testing.assert_allclose(
            descent.network.w[l], case.net.w[l] - 0.01 * judge.w[l - 1], rtol=1e-11, atol=1e-14
        )
        np.testing.assert_allclose(
            descent.network.b[l], case.net.b[l] - 0.01 * judge.b[l - 1], rtol=1e-11, atol=1e-14
        )


def test_each_step_starts_where_the_last_one_ended():
    case = random_case(3, batch=4)
    descent = descend(case.net, case.x, case.y, rate=0.05, steps=4)
    for n in range(4):
        (_, again) = descend(descent.networks[n], case.x, case.y, rate=0.05, steps=1).networks
        assert again == descent.networks[n + 1]
        judge = autograd_gradient(descent.networks[n], case.x, case.y)
        assert descent.costs[n] == pytest.approx(judge.cost, rel=1e-12)


def test_descent_lowers_the_cost():
    xor = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    rng = np.random.default_rng(2)
    net = Network([rng.normal(size=(4, 2)), rng.normal(size=(1, 4))], [np.zeros(4), np.zeros(1)], "tanh")
    descent = descend(net, xor, [[0.0], [1.0], [1.0], [0.0]], rate=0.2, steps=500)
    assert descent.costs[-1] < 0.01 < 0.2 < descent.costs[0]


def test_a_classifier_learns():
    X = [[0.9, 0.1], [0.8, 0.3], [0.1, 0.9], [0.2, 0.7], [0.9, 0.9], [0.7, 0.8]]
    Y = np.repeat(np.eye(3), 2, axis=0)
    net = Network(
        [[[0.4, -0.3], [0.2, 0.5], [-0.3, 0.2], [0.5, 0.5]], np.zeros((3, 4))],
        [np.zeros(4), np.zeros(3)],
        ["tanh", "softmax"],
    )
    descent = descend(net, X, Y, rate=1.0, steps=500, cost="categorical_cross_entropy")
    assert descent.costs[0] == pytest.approx(math.log(3), rel=1e-14)
    assert descent.costs[-1] < 0.05
    assert (forward(descent.network, X).output.argmax(axis=1) == Y.argmax(axis=1)).all()


def test_costs_and_networks_have_one_entry_a_step():
    descent = descend(NET, X, Y, rate=0.1, steps=5)
    assert descent.costs.shape == (6,)
    assert len(descent.networks) == 6
    assert descent.networks[0] is NET
    assert descent.network is descent.networks[-1]
    assert descend(NET, X, Y).costs.shape == (101,)
    assert descend(NET, X, Y, steps=0).network is NET


@pytest.mark.parametrize("steps", [0, 1, 7])
def test_only_the_last_network_can_be_kept(steps):
    every = descend(NET, X, Y, rate=0.1, steps=steps)
    last = descend(NET, X, Y, rate=0.1, steps=steps, keep="last")
    assert last.networks == (every.network,)
    assert last.network == every.network
    np.testing.assert_array_equal(last.costs, every.costs)


def test_only_the_last_network_is_kept_where_costs_are_infinite():
    every, last = (descend(NET, X, Y, rate=100.0, steps=200, keep=keep) for keep in ("all", "last"))
    assert last.networks == (every.network,)
    np.testing.assert_array_equal(last.costs, every.costs)


@pytest.mark.parametrize("batch", [None, 3])
@pytest.mark.parametrize("seed", range(20))
def test_a_step_follows_the_judges_gradient(seed, batch):
    case = random_case(seed, batch)
    net = step(case.net, case.x, case.y, 0.01, case.cost)
    judge = autograd_gradient(case.net, case.x, case.y, case.cost)
    for l in range(1, case.net.L + 1):
        np.testing.assert_allclose(net.w[l], case.net.w[l] - 0.01 * judge.w[l - 1], rtol=1e-11, atol=1e-14)
        np.testing.assert_allclose(net.b[l], case.net.b[l] - 0.01 * judge.b[l - 1], rtol=1e-11, atol=1e-14)


def test_a_step_that_cannot_be_taken_is_refused():
    with pytest.raises(ValueError, match=r"^rate: expected a number above 0, got 0$"):
        step(NET, [1.0], [0.0], rate=0.0)
    with pytest.raises(ValueError, match=r"^rate: expected one that leads to numbers within float64, got 1e\+300$"):
        step(Network.chain([1e100], [0.0], "identity"), [1.0], [0.0], rate=1e300)


def test_a_descent_is_immutable():
    descent = descend(NET, X, Y, rate=0.1, steps=1)
    assert_frozen(descent)


def test_outputs_that_are_no_numbers_have_an_infinite_cost():
    """The shares of infinite weighted sums, as a rate that is too large may lead to them."""
    net = Network([[[1e200]], [[1e200], [-1e200]]], [[0.0], [0.0, 0.0]], ["identity", "softmax"])
    with np.errstate(all="raise"):
        descent = descend(net, [[1.0]], [[1.0, 0.0]], steps=2, cost="categorical_cross_entropy")
    assert (descent.costs == math.inf).all()
    assert descent.networks == (net, net, net)


def test_divergence_gives_infinite_costs_and_no_warning():
    with np.errstate(all="raise"):
        descent = descend(NET, X, Y, rate=100.0, steps=200)
    finite = np.isfinite(descent.costs)
    last = np.flatnonzero(finite)[-1]
    assert 10 < last < 200
    assert finite[: last + 1].all()
    assert (descent.costs[last + 1 :] == math.inf).all()
    assert (np.diff(descent.costs[: last + 1]) > 0).all()
    assert len(descent.networks) == 201
    assert all(math.isfinite(net.value(p)) for net in descent.networks for p in NET.parameters())
    assert descent.networks[last + 1] == descent.network


def test_divergence_in_the_first_step_is_handled():
    huge = Network.chain([1e200], [0.0], "identity")
    with np.errstate(all="raise"):
        descent = descend(huge, [[1.0]], [[0.0]], steps=3)
    assert (descent.costs == math.inf).all()
    assert descent.networks == (huge,) * 4


def test_a_step_beyond_float64_is_not_taken():
    net = Network.chain([1e150], [0.0], "identity")
    with np.errstate(all="raise"):
        descent = descend(net, [[1.0]], [[0.0]], rate=1e200, steps=2)
    assert descent.costs[0] == pytest.approx(1e300, rel=1e-12)
    assert (descent.costs[1:] == math.inf).all()
    assert descent.network == net


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rate": 0.0}, r"^rate: expected a number above 0, got 0$"),
        ({"rate": -1.0}, r"^rate: expected a number above 0, got -1$"),
        ({"rate": math.nan}, r"^rate: expected a finite number, got nan$"),
        ({"steps": -1}, r"^steps: expected a whole number, 0 or more, got -1$"),
        ({"steps": 1.5}, r"^steps: expected a whole number, 0 or more, got 1.5$"),
        ({"steps": True}, r"^steps: expected a whole number, 0 or more, got True$"),
        ({"keep": "first"}, r"^keep: expected one of all, last, got 'first'$"),
        ({"cost": "mse"}, r"^cost: expected one of "),
        ({"X": [1.0, 2.0]}, r"^X: expected shape \(N, 1\), got \(2,\)$"),
        ({"X": np.zeros((0, 1))}, r"^X: expected shape \(N, 1\), got \(0, 1\)$"),
        ({"X": [[math.inf], [1.0]]}, r"^X\[0,0\]: expected a finite number, got inf$"),
        ({"Y": [[2.0]]}, r"^Y: expected shape \(2, 1\), got \(1, 1\)$"),
    ],
)
def test_invalid_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        descend(NET, **{"X": X, "Y": Y} | arguments)


def test_outputs_for_which_the_cost_is_undefined_are_refused():
    with pytest.raises(ValueError, match=r"^output\[0,0\]: cross_entropy expects a number from 0 to 1, got "):
        descend(NET, [[0.5]], [[0.9]], rate=10.0, steps=3, cost="cross_entropy")
