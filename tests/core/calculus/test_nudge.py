import math
from dataclasses import replace
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Network, forward, get_activation, nudge
from tests.judges.immutability import assert_frozen
from tests.judges.network import judged
from tests.rigs.random_networks import COSTS

CHAIN = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
LAYERED = Network(
    weights=[[[1.2, -0.7, 0.5], [-0.9, 1.4, 0.3], [0.6, 0.8, -1.1]], [[1.5, -1.3, 0.8], [-1.1, 0.9, 1.7]]],
    biases=[[-0.2, 0.1, 0.3], [-0.3, -0.6]],
)
X, Y = [0.9, 0.3, 0.6], [1.0, 0.0]


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("by", [0.01, -0.5, 3.0])
@pytest.mark.parametrize("name", ["w3", "b3", "w1", "b2"])
def test_every_change_along_a_chain_agrees_with_the_judge(name, by, cost):
    push = nudge(CHAIN, [0.6], [0.9], name, by=by, cost=cost)
    l = name[1:]

    def expected(number):
        return pytest.approx(judged(number, CHAIN, [0.6], [0.9], cost=cost, nudge=(name, by)), rel=1e-11, abs=1e-15)

    assert push.dz == expected(f"Δz{l}")
    assert push.da == expected(f"Δa{l}")
    assert push.dC == expected("ΔC0")
    assert push.ratio == expected(f"ΔC0/Δ{name}")
    assert push.derivative == expected(f"∂C0/∂{name}")
    assert push.predicted == expected(f"∂C0/∂{name}·Δ{name}")
    assert push.cost_before == expected("C0")
    assert push.dw == push.by == by


@pytest.mark.parametrize("name", ["w2[1,0]", "w1[2,1]", "b1[0]"])
def test_a_weight_of_a_layered_network_can_be_nudged(name):
    push = nudge(LAYERED, X, Y, name, by=0.1)
    fed = name[1:].split(",")[0].rstrip("]") + "]"
    assert isinstance(push.dz, float)
    assert push.dz == pytest.approx(judged(f"Δz{fed}", LAYERED, X, Y, nudge=(name, 0.1)), rel=1e-12)
    assert push.da == pytest.approx(judged(f"Δa{fed}", LAYERED, X, Y, nudge=(name, 0.1)), rel=1e-12)
    assert push.dC == pytest.approx(judged("ΔC0", LAYERED, X, Y, nudge=(name, 0.1)), rel=1e-11)


@pytest.mark.parametrize("name", ["a1[2]", "a0[1]"])
def test_a_nudged_activation_is_held(name):
    push = nudge(LAYERED, X, Y, name, by=-0.2)
    l, k = push.parameter.l, push.parameter.index[0]
    moved = push.after.a[l] - push.before.a[l]
    assert moved[k] == pytest.approx(-0.2, rel=1e-14)
    assert np.count_nonzero(moved) == 1
    for earlier in range(1, l + 1):
        np.testing.assert_array_equal(push.after.z[earlier], push.before.z[earlier])
    for j in range(LAYERED.sizes[l + 1]):
        for change, letter in ((push.dz, "z"), (push.da, "a")):
            expected = judged(f"Δ{letter}{l + 1}[{j}]", LAYERED, X, Y, nudge=(name, -0.2))
            assert np.asarray(change)[j] == pytest.approx(expected, rel=1e-11, abs=1e-15)
    assert push.dC == pytest.approx(judged("ΔC0", LAYERED, X, Y, nudge=(name, -0.2)), rel=1e-11)
    assert push.derivative == pytest.approx(judged(f"∂C0/∂{name}", LAYERED, X, Y), rel=1e-11)


@pytest.mark.parametrize("cost", ["squared_error", "half_squared_error"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "leaky_relu", "tanh", "softplus", "identity"])
@pytest.mark.parametrize(("weights", "target"), [([1e-6, 7e-7, -1e-6], 1000.0), ([0.7, -3.0, 30.0], -250.0)])
def test_a_change_is_accurate_even_if_it_is_lost_in_the_cost(weights, target, activation, cost):
    net = Network.chain(weights, [0.3, -0.5, 0.25], activation)
    for name, by in (("w3", 0.01), ("w3", -1e-6), ("w1", 1e-4), ("b2", 1e-9), ("a1", 1e-5)):
        push = nudge(net, [0.6], [target], name, by=by, cost=cost)
        expected = judged("ΔC0", net, [0.6], [target], nudge=(name, by), cost=cost)
        assert push.dC == pytest.approx(expected, rel=1e-10, abs=0.0)
        assert push.ratio == pytest.approx(expected / by, rel=1e-10, abs=0.0)


def test_the_cross_entropy_of_a_saturated_neuron_changes_too():
    net = Network.chain([40.0], [0.5])
    for y in (0.0, 0.25, 1.0):
        expected = judged("ΔC0", net, [1.0], [y], nudge=("w1", 1e-4), cost="cross_entropy")
        push = nudge(net, [1.0], [y], "w1", by=1e-4, cost="cross_entropy")
        assert push.dC == pytest.approx(expected, rel=1e-12, abs=0.0)


CLASSIFIER = Network(LAYERED.w, LAYERED.b, ["sigmoid", "softmax"])


@pytest.mark.parametrize("cost", ["squared_error", "categorical_cross_entropy"])
@pytest.mark.parametrize("by", [1e-12, -1e-6, 0.1, 3.0, -80.0])
@pytest.mark.parametrize("name", ["w2[1,0]", "b2[0]", "w1[2,1]", "a1[2]"])
def test_every_change_of_a_softmax_agrees_with_the_judge(name, by, cost):
    push = nudge(CLASSIFIER, X, Y, name, by=by, cost=cost)

    def expected(number):
        return pytest.approx(judged(number, CLASSIFIER, X, Y, cost=cost, nudge=(name, by)), rel=1e-10, abs=0.0)

    assert push.dC == expected("ΔC0")
    if name != "w1[2,1]":  # all outputs change
        assert [*np.asarray(push.da)] == [expected("Δa2[0]"), expected("Δa2[1]")]
    if name.startswith(("w2", "b2")):
        assert push.dz == expected(f"Δz2[{push.parameter.index[0]}]")


@pytest.mark.parametrize("z", [[40.0, 0.5, -3.0], [-700.0, 0.0, 1.0], [1e4, -1e4, 0.0], [0.0, 0.0, 0.0]])
@pytest.mark.parametrize("by", [1e-11, -1e-4, 2.0, -900.0, 2e4])
@pytest.mark.parametrize("y", [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
def test_the_change_of_a_saturated_softmax_is_accurate(z, by, y):
    net = Network([np.zeros((3, 1))], [z], "softmax")
    with np.errstate(all="raise"):
        push = nudge(net, [1.0], y, "b1[0]", by=by, cost="categorical_cross_entropy")
    with mpmath.workdps(60 + int(np.ptp([*z, z[0] + by]) / math.log(10))):  # enough for each of their exponentials
        before, after = (
            [mpmath.exp(mpmath.mpf(each)) for each in (z[0] + extra, *z[1:])] for extra in (0, mpmath.mpf(by))
        )
        p, q = ([each / mpmath.fsum(e) for each in e] for e in (before, after))
        da, dC = [float(b - a) for a, b in zip(p, q, strict=True)], -mpmath.log(q[y.index(1.0)] / p[y.index(1.0)])
        assert push.dC == pytest.approx(float(dC), rel=1e-11, abs=1e-300)
    np.testing.assert_allclose(push.da, da, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize("activation", ["identity", "relu", "leaky_relu", "softplus"])
@pytest.mark.parametrize("by", [1e-12, -1e-9, 1e-3, -0.1, 0.25])
def test_the_change_of_the_cross_entropy_of_other_outputs_is_accurate(activation, by):
    net = (
        Network.chain([0.7], [0.1], activation)
        if activation != "softplus"
        else Network.chain([0.7], [-1.1], activation)
    )
    for y in (0.0, 0.3, 1.0):
        expected = judged("ΔC0", net, [0.5], [y], nudge=("b1", by), cost="cross_entropy")
        push = nudge(net, [0.5], [y], "b1", by=by, cost="cross_entropy")
        assert push.dC == pytest.approx(expected, rel=1e-12, abs=0.0)


@pytest.mark.parametrize(
    ("bias", "by", "dC"),
    [(0.0, 0.25, -math.inf), (0.25, -0.25, math.inf), (-1.0, 0.5, 0.0), (-1.0, 1.25, -math.inf)],
)
def test_an_infinite_cross_entropy_gives_an_infinite_change_or_none(bias, by, dC):
    """A ReLU at 0 with target 1 has an infinite cost; as long as it stays at 0, the cost does not change."""
    assert nudge(Network.chain([0.0], [bias], "relu"), [1.0], [1.0], "b1", by=by, cost="cross_entropy").dC == dC


def test_another_output_whose_cost_stays_infinite_adds_nothing():
    net = Network([[[0.0], [0.0]]], [[-1.0, 0.5]], "relu")
    push = nudge(net, [1.0], [1.0, 1.0], "b1[1]", by=0.25, cost="cross_entropy")
    assert push.dC == pytest.approx(-math.log(0.75 / 0.5), rel=1e-14)


@pytest.mark.parametrize("by", [0.01, -0.01])
def test_a_change_that_float64_cannot_resolve_is_refused(by):
    """1 − tanh(30) is lost to rounding, and with it the change of its logarithm."""
    tanh = replace(get_activation("tanh"), name="of my own", interval=(-math.inf, math.inf))
    with pytest.raises(ValueError, match=r"^b1: expected a nudge whose ΔC float64 can tell, but C is inf with and "):
        nudge(Network.chain([0.0], [30.0], tanh), [1.0], [0.0], "b1", by=by, cost="cross_entropy")


def test_before_and_after_are_complete_passes():
    push = nudge(CHAIN, [0.6], [1.0], "w2", by=0.25)
    again = forward(CHAIN.replace("w2", -1.4 + 0.25), [0.6])
    for l in range(1, 4):
        np.testing.assert_array_equal(push.before.z[l], forward(CHAIN, [0.6]).z[l])
        np.testing.assert_array_equal(push.after.z[l], again.z[l])
    assert push.after.network.value("w2") == -1.4 + 0.25
    assert CHAIN.value("w2") == -1.4


@given(
    w=st.tuples(*[st.floats(-2, 2)] * 3),
    b=st.tuples(*[st.floats(-2, 2)] * 3),
    name=st.sampled_from(["w1", "w3", "b2", "a1", "a0"]),
    activation=st.sampled_from(["sigmoid", "tanh", "softplus"]),
    cost=st.sampled_from(["squared_error", "half_squared_error"]),
)
@settings(max_examples=100)
def test_the_ratio_converges_to_the_derivative_at_first_order(w, b, name, activation, cost):
    """The error divided by the nudge converges to half the second derivative."""
    net = Network.chain(w, b, activation)
    missing = {}
    for by in (1e-2, 1e-3):
        push = nudge(net, [0.7], [0.2], name, by=by, cost=cost)
        missing[by] = (push.ratio - push.derivative) / by
    assert missing[1e-3] == pytest.approx(missing[1e-2], abs=0.5, rel=0.0)  # up to the third derivative
    both = [nudge(net, [0.7], [0.2], name, by=by, cost=cost) for by in (1e-4, -1e-4)]
    assert np.mean([push.ratio for push in both]) == pytest.approx(both[0].derivative, abs=1e-5)


@pytest.mark.parametrize("name", ["w3", "b1", "a1"])
def test_the_error_shrinks_with_the_nudge(name):
    sizes = [0.1 / 2**n for n in range(8)]
    errors = [p.ratio - p.derivative for p in (nudge(CHAIN, [0.6], [1.0], name, by=by) for by in sizes)]
    halvings = [before / after for before, after in pairwise(errors)]
    np.testing.assert_allclose(halvings, 2.0, rtol=0.0, atol=0.3)
    assert halvings[-1] == pytest.approx(2.0, abs=0.01)


def test_a_nudge_is_immutable():
    push = nudge(LAYERED, X, Y, "a1[2]")
    assert push.dw == 0.01
    assert_frozen(push)


@pytest.mark.parametrize("by", [0.01, -1e4, 1e4])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh", "softplus", "identity"])
def test_no_warning(by, activation):
    net = Network.chain([1.0, -1.0], [0.5, 0.5], activation)
    with np.errstate(all="raise"):
        push = nudge(net, [1.0], [0.0], "b1", by=by)
        assert math.isfinite(push.ratio)


@pytest.mark.parametrize(
    ("name", "by", "message"),
    [
        ("w3", 0, r"^by: expected a nudge that changes w3 = 1.6, got 0$"),
        ("w3", 1e-20, r"^by: expected a nudge that changes w3 = 1.6, got 1e-20$"),
        ("w3", math.nan, r"^by: expected a finite number, got nan$"),
        ("w3", -math.inf, r"^by: expected a finite number, got -inf$"),
        ("w3", "0.1", r"^by: expected a finite number, got '0.1'$"),
        ("w4", 0.1, r"^w4: expected a layer from 1 to 3$"),
        ("a3", 0.1, r"^a3: expected a weight, a bias or an activation of a layer from 0 to 2$"),
    ],
)
def test_an_invalid_nudge_is_refused(name, by, message):
    with pytest.raises(ValueError, match=message):
        nudge(CHAIN, [0.6], [1.0], name, by=by)


def test_numbers_beyond_float64_are_refused():
    net = Network.chain([1e200, 1e200], [0.0, 0.0], "identity")
    with pytest.raises(ValueError, match=r"^z\[2\]: expected numbers within float64, got inf$"):
        nudge(net, [0.0], [0.0], "a1", by=1e200)
    with pytest.raises(ValueError, match=r"^w1: expected a finite number, got inf$"):
        nudge(Network.chain([1e308], [0.0]), [0.0], [0.0], "w1", by=1e308)


def test_an_invalid_example_is_refused():
    with pytest.raises(ValueError, match=r"^x: expected shape \(1,\), got \(2, 1\)$"):
        nudge(CHAIN, [[0.6], [0.1]], [[1.0], [1.0]], "w3")
    with pytest.raises(ValueError, match=r"^y: expected shape \(1,\), got \(2,\)$"):
        nudge(CHAIN, [0.6], [1.0, 1.0], "w3")
