import copy
import pickle

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from backprop_core import Cost, backward, forward, get_activation, get_cost
from backprop_core.model.costs import COSTS
from backprop_core.model.network import Network
from tests.judges.network import judged

SIGMOID = get_activation("sigmoid")


def test_the_default_cost_has_no_factor_of_one_half():
    a, y = np.array([0.75, 0.5]), np.array([1.0, 0.0])
    assert COSTS["squared_error"].f(a, y) == pytest.approx(0.3125, rel=1e-15)
    np.testing.assert_allclose(COSTS["squared_error"].df(a, y), [-0.5, 1.0], rtol=1e-15)
    assert COSTS["half_squared_error"].f(a, y) == pytest.approx(0.15625, rel=1e-15)
    np.testing.assert_allclose(COSTS["half_squared_error"].df(a, y), [-0.25, 0.5], rtol=1e-15)
    net = Network.chain([1.0], [0.0], "identity")
    assert backward(net, forward(net, [3.0]), [1.0]).cost == pytest.approx(4.0, rel=1e-15)


@pytest.mark.parametrize("name", COSTS)
def test_cost_and_slope_follow_the_definition(name):
    rng = np.random.default_rng(1)
    a, y = rng.uniform(0.01, 0.99, (50, 3)), rng.random((50, 3))  # as formulas, they take any such numbers
    C, dC_da = COSTS[name].f(a, y), COSTS[name].df(a, y)
    assert C.shape == (50,)
    net = Network(weights=[np.eye(3)], biases=[np.zeros(3)], activations="identity")
    for n in range(0, 50, 10):
        assert C[n] == pytest.approx(judged("C0", net, a[n], y[n], cost=name), rel=1e-14)
        for j in range(3):
            assert dC_da[n, j] == pytest.approx(judged(f"∂C0/∂a1[{j}]", net, a[n], y[n], cost=name), rel=1e-13)


@pytest.mark.parametrize("y", [0.0, 1.0, 0.25])
@pytest.mark.parametrize("z", [0.3, -0.3, 30.0, -30.0, 40.0, -40.0, 700.0, -700.0, 1e4, -1e4])
def test_cross_entropy_of_a_saturated_sigmoid_is_accurate(z, y):
    net = Network.chain([1.0], [0.0])
    with np.errstate(all="raise"):
        grad = backward(net, forward(net, [z]), [y], cost="cross_entropy")
        slope = float(grad.a[1][0])
    with mpmath.workdps(9000):
        a = 1 / (1 + mpmath.exp(-mpf(z)))
        C = -(mpf(y) * mpmath.log(a) + (1 - mpf(y)) * mpmath.log(1 - a))
        dC_dz, dC_da = a - mpf(y), (a - mpf(y)) / (a * (1 - a))
        assert grad.cost == pytest.approx(float(C), rel=1e-14, abs=1e-300)
        assert float(grad.z[1][0]) == pytest.approx(float(dC_dz), rel=1e-14, abs=1e-300)
        beyond = abs(dC_da) > mpf(10) ** 308
        assert slope == (float(mpmath.sign(dC_da)) * np.inf if beyond else pytest.approx(float(dC_da), rel=1e-13))


@pytest.mark.parametrize(
    ("cost", "activation", "z", "y"),
    [
        ("cross_entropy", "sigmoid", [-800.0, 800.0], [1e-100, 1.0]),
        ("categorical_cross_entropy", "softmax", [0.0, -800.0], [1.0, 1e-100]),
        ("categorical_cross_entropy", "softmax", [-1430.0, 0.0], [5e-324, 1.0]),
    ],
)
def test_a_slope_is_finite_where_only_1_over_a_is_beyond_float64(cost, activation, z, y):
    net = Network([np.diag(z)], [np.zeros(2)], activation)
    with np.errstate(all="raise"):
        slopes = backward(net, forward(net, [1.0, 1.0]), y, cost=cost).a[1]
    expected = [judged(f"∂C0/∂a1[{j}]", net, [1.0, 1.0], y, cost=cost, digits=2000) for j in (0, 1)]
    assert np.isfinite(expected).all()
    assert slopes == pytest.approx(expected, rel=2e-13)


def test_cross_entropy_is_defined_at_exactly_0_and_1():
    entropy = COSTS["cross_entropy"]
    with np.errstate(all="raise"):
        right = np.array([0.0, 1.0])
        assert entropy.f(right, right) == 0.0
        np.testing.assert_array_equal(entropy.df(right, right), [1.0, -1.0])
        assert entropy.f(right, 1 - right) == np.inf
        np.testing.assert_array_equal(entropy.df(right, 1 - right), [-np.inf, np.inf])


def test_a_flat_activation_passes_no_slope_on_however_steep_the_cost():
    net = Network.chain([1.0], [0.0], "relu")
    grad = backward(net, forward(net, [-1.0]), [1.0], cost="cross_entropy")
    assert grad.cost == np.inf
    assert grad.a[1][0] == -np.inf
    assert grad.z[1][0] == 0.0


@pytest.mark.parametrize(
    ("weight", "y", "message"),
    [
        (1.5, 1.0, r"output\[0\]: cross_entropy expects a number from 0 to 1, got 1.5"),
        (-1.0, 1.0, r"output\[0\]: cross_entropy expects a number from 0 to 1, got -1"),
        (0.5, 2.0, r"y\[0\]: cross_entropy expects a number from 0 to 1, got 2"),
    ],
)
def test_cross_entropy_refuses_numbers_outside_0_to_1(weight, y, message):
    net = Network.chain([weight], [0.0], "identity")
    with pytest.raises(ValueError, match=message):
        backward(net, forward(net, [1.0]), [y], cost="cross_entropy")


def test_an_error_names_the_position_in_a_batch():
    net = Network.chain([1.0], [0.0], "identity")
    with pytest.raises(ValueError, match=r"output\[1,0\]: cross_entropy .* got 3"):
        backward(net, forward(net, [[0.5], [3.0]]), [[1.0], [1.0]], cost="cross_entropy")


def test_a_custom_cost_can_be_used():
    quartic = Cost("quartic", lambda a, y: ((a - y) ** 4).sum(axis=-1), lambda a, y: 4 * (a - y) ** 3)
    net = Network.chain([1.0], [0.0], "identity")
    grad = backward(net, forward(net, [3.0]), [1.0], cost=quartic)
    assert (grad.cost, grad.of("w1")) == pytest.approx((16.0, 96.0), rel=1e-15)


def test_a_custom_cost_that_ignores_the_batch_is_refused():
    total = Cost("total", lambda a, y: ((a - y) ** 2).sum(), lambda a, y: 2 * (a - y))
    net = Network.chain([1.0], [0.0], "identity")
    with pytest.raises(ValueError, match=r"cost 'total': f: expected shape \(2,\), got \(\)"):
        backward(net, forward(net, [[1.0], [2.0]]), [[1.0], [1.0]], cost=total)


def test_a_custom_cost_with_a_slope_of_the_wrong_shape_is_refused():
    scalar = Cost("scalar", lambda a, y: ((a - y) ** 2).sum(axis=-1), lambda a, y: 2.0)  # pyright: ignore[reportArgumentType]
    net = Network.chain([1.0], [0.0], "identity")
    with pytest.raises(ValueError, match=r"cost 'scalar': df: expected shape \(1,\), got \(\)"):
        backward(net, forward(net, [1.0]), [1.0], cost=scalar)


def test_a_copied_network_is_as_accurate():
    net = copy.deepcopy(Network.chain([1.0], [0.0]))  # manim copies whatever its objects hold
    assert backward(net, forward(net, [1e4]), [0.0], cost="cross_entropy").cost == pytest.approx(1e4, rel=1e-15)


@pytest.mark.parametrize("name", COSTS)
def test_a_cost_survives_pickling(name):
    assert pickle.loads(pickle.dumps(COSTS[name])) == COSTS[name]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("mse", "squared_error"),
        ("MSE", "squared_error"),
        ("bce", "cross_entropy"),
        ("nll", "categorical_cross_entropy"),
    ],
)
def test_a_name_that_others_give_is_answered_with_ours_and_the_convention(given, meant):
    with pytest.raises(
        ValueError, match=rf"use {meant}, here summed over the outputs and averaged over the examples"
    ):
        get_cost(given)


def test_an_unknown_name_is_refused():
    message = r"^cost: expected one of squared_error, .*, categorical_cross_entropy, got 'squared' \(did you mean '"
    with pytest.raises(ValueError, match=message):
        get_cost("squared")
    assert get_cost(COSTS["cross_entropy"]) is COSTS["cross_entropy"]
