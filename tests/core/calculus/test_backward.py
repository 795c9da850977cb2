import dataclasses
import math
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Network, backward, forward
from tests.judges.immutability import assert_frozen
from tests.judges.network import autograd_gradient, judged
from tests.rigs.random_networks import ACTIVATIONS, COSTS, SQUARES, random_case, seeds

close = partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-12)


def gradient(case):
    return backward(case.net, forward(case.net, case.x), case.y, cost=case.cost)


@pytest.mark.parametrize("batch", [None, 1, 9])
@pytest.mark.parametrize("seed", seeds(120))
def test_the_gradient_agrees_with_autograd(seed, batch):
    case = random_case(seed, batch)
    ours, judges = gradient(case), autograd_gradient(case.net, case.x, case.y, case.cost)
    assert ours.cost == pytest.approx(judges.cost, rel=1e-12)
    for l in range(1, case.net.L + 1):
        close(ours.w[l], judges.w[l - 1])
        close(ours.b[l], judges.b[l - 1])
        close(ours.z[l], judges.z[l - 1])
    for l in range(case.net.L + 1):
        close(ours.a[l], judges.a[l])
        assert ours.a[l].shape == forward(case.net, case.x).a[l].shape


TERMS = {  # of one output
    "squared_error": lambda a, y: (a - y) ** 2,
    "half_squared_error": lambda a, y: (a - y) ** 2 / 2,
    "cross_entropy": lambda a, y: -y * math.log(a) - (1 - y) * math.log(1 - a),
    "categorical_cross_entropy": lambda a, y: -y * math.log(a),
}


@pytest.mark.parametrize(
    ("cost", "last"),
    [(cost, "sigmoid") for cost in COSTS] + [(cost, "softmax") for cost in TERMS if cost not in COSTS],
)
def test_a_batch_is_the_sum_over_the_outputs_and_the_mean_over_the_examples(cost, last):
    """The slopes are those of the sum and the mean below, by differences."""
    net = Network.random([2, 3, 3], ["tanh", last], seed=3)
    x, y = [[0.3, -0.2], [1.0, 0.5], [-0.7, 0.1], [0.2, 0.9]], [[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]] * 2

    def mean(net):
        outputs = [[float(a) for a in forward(net, each).output] for each in x]
        each = [math.fsum(map(TERMS[cost], a_k, y_k)) for a_k, y_k in zip(outputs, y, strict=True)]
        return math.fsum(each) / 4, each

    grad, (expected, each) = backward(net, forward(net, x), y, cost), mean(net)
    assert grad.cost == pytest.approx(expected, rel=1e-13)
    assert grad.costs.tolist() == pytest.approx(each, rel=1e-13)
    for p in net.parameters():
        up, down = (mean(net.replace(p, net.value(p) + by))[0] for by in (1e-5, -1e-5))
        assert grad.of(p) == pytest.approx((up - down) / 2e-5, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_gradient_agrees_with_50_digits(seed):
    case = random_case(seed)
    grad = gradient(case)
    for p in case.net.parameters():
        expected = judged(f"∂C0/∂{p}", case.net, case.x, case.y, cost=case.cost)
        assert grad.of(p) == pytest.approx(expected, rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("z", [30.0, -30.0, 300.0, -300.0])
def test_saturated_neurons_agree_with_400_digits(z, cost):
    net = Network.chain(weights=[0.9, 0.8], biases=[0.1, z])
    grad = backward(net, forward(net, [0.5]), [0.0], cost=cost)
    for p in net.parameters():
        expected = judged(f"∂C0/∂{p}", net, [0.5], [0.0], cost=cost, digits=400)
        assert grad.of(p) == pytest.approx(expected, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("y", [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.25, 0.5, 0.25]])
@pytest.mark.parametrize(
    "z", [[30.0, 0.0, -3.0], [-700.0, 40.0, 40.5], [0.0, 0.0, 37.0], [-1e3, 1e3, 0.0], [1e4, -1e4, 1.0]]
)
def test_a_saturated_softmax_agrees_with_9000_digits(z, y):
    net = Network([np.zeros((3, 1))], [z], "softmax")
    with np.errstate(all="raise"):
        grad = backward(net, forward(net, [0.5]), y, cost="categorical_cross_entropy")
    with mpmath.workdps(9000):
        e = [mpmath.exp(mpmath.mpf(each)) for each in z]
        a = [each / mpmath.fsum(e) for each in e]
        C = -mpmath.fsum(mpmath.mpf(y_j) * mpmath.log(a_j) for y_j, a_j in zip(y, a, strict=True))
        dC_dz = [float(a_j - mpmath.mpf(y_j)) for y_j, a_j in zip(y, a, strict=True)]
        dC_da = [-mpmath.mpf(y_j) / a_j for y_j, a_j in zip(y, a, strict=True)]
        assert grad.cost == pytest.approx(float(C), rel=1e-14, abs=1e-307)
    np.testing.assert_allclose(grad.z[1], dC_dz, rtol=1e-13, atol=1e-307)
    np.testing.assert_allclose(grad.a[1], [float(each) if each > -1e308 else -np.inf for each in dC_da], rtol=1e-12)


@pytest.mark.parametrize("cost", [*SQUARES, "categorical_cross_entropy"])
@pytest.mark.parametrize("x", [1e4, -1e4, 745.0, -30.0, 0.0])
def test_softmax_is_silent_up_to_1e4(x, cost):
    net = Network(
        [[[1.0], [-1.0]], [[1.0, 1.0], [1.0, -1.0], [0.0, 0.5]]], [[0.0, 0.0], [0.0] * 3], ["identity", "softmax"]
    )
    with np.errstate(all="raise"):
        grad = backward(net, forward(net, [x]), [0.0, 1.0, 0.0], cost=cost)
        assert np.isfinite(grad.vector).all()
        assert np.isfinite(grad.cost)
        assert np.isfinite(grad.a[0]).all()


@pytest.mark.parametrize("total", [1.0, 1.0 + 9e-7, 1.0 - 9e-7])
def test_the_slope_of_softmax_takes_targets_as_they_are(total):
    """∂C/∂z is a Σy − y: a target of float32 sums to 1 only almost."""
    net, y = Network([np.zeros((3, 1))], [[0.3, -0.2, 1.0]], "softmax"), total * np.array([0.2, 0.3, 0.5])
    run = forward(net, [1.0])
    grad = backward(net, run, y, cost="categorical_cross_entropy")
    np.testing.assert_allclose(grad.z[1], run.output * y.sum() - y, rtol=1e-13)


@pytest.mark.parametrize(
    ("activation", "cost", "y", "message"),
    [
        (
            "tanh",
            "cross_entropy",
            [1.0, 0.0],
            r"from 0 to 1, as of sigmoid, got tanh \(squared_error would fit it\)$",
        ),
        ("softmax", "cross_entropy", [1.0, 0.0], r", got softmax \(categorical_cross_entropy would fit it\)$"),
        (
            "sigmoid",
            "categorical_cross_entropy",
            [1.0, 0.0],
            r"a softmax output, got sigmoid \(cross_entropy would fit",
        ),
        (
            "relu",
            "categorical_cross_entropy",
            [1.0, 0.0],
            r"a softmax output, got relu \(squared_error would fit it\)$",
        ),
        ("softmax", "categorical_cross_entropy", [1.0, 0.5], r"^y: .* expects numbers whose sum is 1, got 1.5$"),
        ("softmax", "categorical_cross_entropy", [0.0, 0.0], r"^y: .* expects numbers whose sum is 1, got 0$"),
        ("softmax", "categorical_cross_entropy", [1.5, -0.5], r"^y\[0\]: .* expects a number from 0 to 1, got 1.5$"),
    ],
)
def test_what_cannot_go_together_is_refused(activation, cost, y, message):
    net = Network([[[1.0], [0.5]]], [[0.0, 0.2]], activation)
    with pytest.raises(ValueError, match=message):
        backward(net, forward(net, [0.5]), y, cost=cost)


def test_a_target_of_a_batch_that_is_no_distribution_is_named():
    net = Network([[[1.0], [0.5]]], [[0.0, 0.2]], "softmax")
    with pytest.raises(
        ValueError, match=r"^y\[1\]: categorical_cross_entropy expects numbers whose sum is 1, got 0\.9$"
    ):
        backward(net, forward(net, [[0.5], [0.1]]), [[1.0, 0.0], [0.5, 0.4]], cost="categorical_cross_entropy")


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("x", [1e4, -1e4, 745.0, -30.0])
def test_no_warning_up_to_1e4(activation, cost, x):
    last = "sigmoid" if cost == "cross_entropy" else activation
    net = Network([[[1.0], [-1.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]], [activation, last])
    with np.errstate(all="raise"):
        grad = backward(net, forward(net, [x]), [1.0], cost=cost)
        assert np.isfinite(grad.vector).all()
        assert np.isfinite(grad.cost)
        assert np.isfinite(grad.a[0]).all()


def through_updated_weights(net, x, y, rate):
    """Train one step with a classic mistake: hidden deltas computed from output weights that are already updated."""
    w, b = [np.array(W) for W in net.w], [np.array(v) for v in net.b]
    run = forward(net, x)
    delta = 2 * (run.output - y) * net.activation[net.L].df(run.z[net.L])
    for l in range(net.L, 0, -1):
        w[l - 1] -= rate * np.outer(delta, run.a[l - 1])
        b[l - 1] -= rate * delta
        if l > 1:
            delta = (w[l - 1].T @ delta) * net.activation[l - 1].df(run.z[l - 1])
    return w, b


def test_all_derivatives_are_taken_at_the_same_network():
    rng = np.random.default_rng(5)
    w, b = [rng.normal(size=(3, 2)), rng.normal(size=(2, 3))], [rng.normal(size=3), rng.normal(size=2)]
    net, x, y, rate = Network(w, b), np.array([0.3, 0.9]), np.array([0.0, 1.0]), 0.5
    run = forward(net, x)
    grad, judges = backward(net, run, y), autograd_gradient(net, x, y)
    wrong_w, wrong_b = through_updated_weights(net, x, y, rate)

    for l in (1, 2):
        np.testing.assert_allclose(grad.w[l], judges.w[l - 1], rtol=1e-12)
        np.testing.assert_allclose(grad.b[l], judges.b[l - 1], rtol=1e-12)
    # The mistake shows in the hidden layer and nowhere else.
    np.testing.assert_allclose(net.w[2] - rate * grad.w[2], wrong_w[1], rtol=1e-12)
    assert np.abs(net.w[1] - rate * grad.w[1] - wrong_w[0]).max() > 1e-3
    assert np.abs(net.b[1] - rate * grad.b[1] - wrong_b[0]).max() > 1e-3


@given(seed=st.integers(0, 10**6), batch=st.integers(1, 6))
@settings(max_examples=60)
def test_a_batch_is_the_mean_of_its_examples(seed, batch):
    case = random_case(seed, batch)
    together = gradient(case)
    alone = [gradient(dataclasses.replace(case, x=x, y=y)) for x, y in zip(case.x, case.y, strict=True)]
    np.testing.assert_allclose(together.vector, np.mean([g.vector for g in alone], axis=0), rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(together.costs, [g.cost for g in alone], rtol=1e-12)
    assert together.cost == pytest.approx(np.mean([g.cost for g in alone]), rel=1e-12)
    for l in range(case.net.L + 1):
        np.testing.assert_allclose(together.a[l], [g.a[l] for g in alone], rtol=1e-10, atol=1e-13)


def test_the_gradient_of_one_example_has_the_shapes_of_the_network():
    case = random_case(4)
    grad = gradient(case)
    assert isinstance(grad.cost, float)
    assert grad.costs.shape == (1,)
    assert grad.costs[0] == grad.cost
    assert [w.shape for w in grad.w] == [w.shape for w in case.net.w]
    assert [a.shape for a in grad.a] == [(n,) for n in case.net.sizes]


def test_the_vector_is_in_the_order_of_the_parameters():
    case = random_case(11, batch=3)
    grad = gradient(case)
    assert [grad.of(p) for p in case.net.parameters()] == list(grad.vector)


def test_derivatives_are_found_by_name():
    case = random_case(4)
    grad = gradient(case)
    assert grad.of("a0[0]") == grad.a[0][0]
    with pytest.raises(ValueError, match=r"^w9: expected a layer from 1 to "):
        grad.of("w9")
    several = gradient(random_case(4, batch=3))
    with pytest.raises(ValueError, match=r"^a0\[0\]: expected a gradient of one example, got one of 3$"):
        several.of("a0[0]")


@pytest.mark.parametrize("batch", [None, 3])
def test_a_gradient_is_immutable(batch):
    case = random_case(13, batch)
    grad = gradient(case)
    assert_frozen(grad)
    assert_frozen((grad.a, grad.vector))


def test_a_pass_of_another_network_is_refused():
    net = Network.chain([1.0, 2.0], [0.0, 0.0])
    run = forward(net, [0.5])
    with pytest.raises(
        ValueError, match=r"^run: expected a forward pass of Network\(.*, got one of a different network$"
    ):
        backward(net.replace("w1", 1.5), run, [1.0])
    assert backward(Network.chain([1.0, 2.0], [0.0, 0.0]), run, [1.0]).cost > 0.0  # an equal one is the same


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([1.0, 2.0], r"^y: expected shape \(1,\), got \(2,\)$"),
        ([[1.0]], r"^y: expected shape \(1,\), got \(1, 1\)$"),
        ([np.nan], r"^y\[0\]: expected a finite number, got nan$"),
    ],
)
def test_an_invalid_target_is_refused(y, message):
    net = Network.chain([1.0], [0.0])
    with pytest.raises(ValueError, match=message):
        backward(net, forward(net, [0.5]), y)


def test_an_unknown_cost_is_refused():
    net = Network.chain([1.0], [0.0])
    with pytest.raises(ValueError, match=r"^cost: .*, got 'mse' \(use squared_error, here summed over "):
        backward(net, forward(net, [0.5]), [1.0], cost="mse")


def test_a_cost_beyond_float64_is_inf_without_a_warning():
    net = Network.chain([1e200], [0.0], "identity")
    with np.errstate(all="raise"):
        assert backward(net, forward(net, [1.0]), [0.0]).cost == np.inf
