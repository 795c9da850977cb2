import numpy as np
import pytest

from backprop_core import Activation, Cost, Network, check_gradient, forward, get_activation
from tests.rigs.random_networks import random_case, seeds


@pytest.mark.parametrize("batch", [None, 4])
@pytest.mark.parametrize("seed", seeds(40))
def test_a_right_gradient_passes(seed, batch):
    case = random_case(seed, batch)
    check = check_gradient(case.net, case.x, case.y, cost=case.cost)
    assert check.passed
    assert check.max_relative_error < 1e-5
    assert check.worst in case.net.parameters() or not check.worst


def test_a_wrong_activation_derivative_is_found():
    wrong = Activation("wrong", np.sin, np.sin)
    net = Network.chain([1.0, 0.5], [0.2, 0.1], wrong)
    check = check_gradient(net, [0.6], [1.0])
    assert not check.passed
    assert check.max_relative_error > 0.1


def test_the_worst_derivative_is_named():
    slightly_wrong = Activation("slightly wrong", np.tanh, lambda z: 1.001 * (1 - np.tanh(z) ** 2))
    net = Network([[[0.5]], [[0.7]]], [[0.1], [0.2]], [slightly_wrong, "sigmoid"])
    check = check_gradient(net, [2.0], [1.0])
    assert str(check.worst) in ("w1", "b1")  # what comes after the wrong function is right
    assert check.max_relative_error == pytest.approx(1e-3, rel=0.01)


@pytest.mark.parametrize("cost", ["squared_error", "categorical_cross_entropy"])
@pytest.mark.parametrize("z", [0.0, 30.0, -30.0, 1e4, -1e4])
def test_a_softmax_passes_however_saturated(z, cost):
    net = Network(
        [[[1.0], [-0.5]], [[0.3, 1.0], [1.0, 0.2], [-1.0, 0.4]]], [[0.1, 0.2], [z, 0.3, -0.1]], ["tanh", "softmax"]
    )
    assert check_gradient(net, [0.7], [0.0, 1.0, 0.0], cost=cost).passed


def test_a_wrong_matrix_of_derivatives_is_found():
    right = get_activation("softmax")
    wrong = Activation("wrong", right.f, lambda z: right.df(z) * (1 + 1e-3 * np.eye(z.shape[-1])), whole_layer=True)
    net = Network([[[1.0], [-0.5]]], [[0.1, 0.2]], wrong)
    assert not check_gradient(net, [0.7], [0.0, 1.0]).passed


def test_a_wrong_cost_derivative_is_found():
    halved = Cost("halved", lambda a, y: ((a - y) ** 2).sum(axis=-1), lambda a, y: a - y)
    check = check_gradient(Network.chain([1.0], [0.2]), [0.6], [1.0], cost=halved)
    assert check.max_relative_error == pytest.approx(0.5, rel=1e-4)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_a_difference_across_a_kink_is_reported_and_left_out(activation):
    net = Network([[[1.0, 1.0]], [[1.0]]], [[0.0], [0.5]], [activation, "identity"])
    check = check_gradient(net, [1.0, -1.0], [0.0])  # z1 is exactly 0
    assert [str(p) for p in check.kinks] == ["w1[0,0]", "w1[0,1]", "b1"]
    assert str(check.worst) in ("w2", "b2")
    assert check.passed


def test_a_step_that_reaches_across_a_kink_is_left_out():
    net = Network.chain([1.0], [-0.5 + 1e-6], "relu")
    assert [str(p) for p in check_gradient(net, [0.5], [1.0], step=1e-5).kinks] == ["w1", "b1"]
    assert check_gradient(net, [0.5], [1.0], step=1e-8).kinks == ()


def test_a_check_can_leave_out_everything():
    check = check_gradient(Network.chain([0.0], [0.0], "relu"), [1.0], [1.0])
    assert (check.max_relative_error, check.worst, len(check.kinks)) == (0.0, None, 2)


def test_dead_neurons_are_no_error():
    net = Network.chain([1.0, 1.0], [-5.0, 0.3], "relu")
    check = check_gradient(net, [1.0], [1.0])
    assert check.passed
    assert check.kinks == ()


@pytest.mark.parametrize("z", [30.0, -30.0, 1e4, -1e4])
def test_saturated_neurons_are_no_error(z):
    with np.errstate(all="raise"):
        assert check_gradient(Network.chain([1.0, 1.0], [z, 0.0]), [0.5], [1.0]).passed


@pytest.mark.parametrize("bias", [-371.0, 60.0])
def test_a_cost_that_rounding_makes_flat_has_no_relative_error(bias):
    net = Network.chain([1.0, 1.0], [0.0, bias])
    check = check_gradient(net, [1.0], [float(bias > 0)])
    assert check.flat == tuple(net.parameters())
    assert (check.passed, check.max_relative_error, check.worst) == (True, 0.0, None)


def test_a_small_cost_is_not_flat():
    net = Network.chain([1.0, 0.7], [0.1, 0.2], "tanh")
    for away in (1e-2, 1e-5, 1e-8):
        assert check_gradient(net, [0.5], forward(net, [0.5]).output + away).flat == ()


@pytest.mark.parametrize("step", [0.0, -1e-5, np.nan, "x"])
def test_an_invalid_step_is_refused(step):
    with pytest.raises(ValueError, match=r"^step: expected a (number above 0|finite number), got "):
        check_gradient(Network.chain([1.0], [0.0]), [0.5], [1.0], step=step)


def test_an_invalid_example_is_refused():
    with pytest.raises(ValueError, match=r"^y: expected shape \(1,\), got \(2,\)$"):
        check_gradient(Network.chain([1.0], [0.0]), [0.5], [1.0, 2.0])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus"])
def test_large_inputs_are_no_error(activation):
    """With large inputs, a step of a weight moves z so far that the cost is no longer linear."""
    net = Network([[[2.5, 1e-3]], [[40.0]]], [[-2500.0], [-20.0]], activation)
    for x in ([1000.0, -300.0], [1000.4, 999.0], [999.6, 1.0]):
        assert check_gradient(net, x, [-1000.0]).passed


def test_a_slightly_wrong_derivative_is_found_with_any_step():
    wrong = Activation("wrong", np.tanh, lambda z: 1.0001 * (1 - np.tanh(z) ** 2))
    for weight in (0.5, 3.0, 40.0):
        assert not check_gradient(Network.chain([weight, 0.7], [0.1, 0.2], wrong), [0.02], [1.0]).passed


def slightly_wrong(by: float) -> Activation:
    return Activation("slightly wrong", np.tanh, lambda z: (1 + by) * (1 - np.tanh(z) ** 2))


@pytest.mark.parametrize("target", [0.0, 1.0, 100.0, 1e4, 1e6])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 10.0])
def test_a_large_cost_hides_no_error(target, scale):
    net = Network.chain([scale, 0.7], [0.1, 0.2], slightly_wrong(1e-3))
    assert not check_gradient(net, [0.5], [target]).passed
    net = Network.chain([scale, 0.7], [0.1, 0.2], slightly_wrong(0.0))
    assert check_gradient(net, [0.5], [target]).passed


def test_a_small_cost_hides_no_error():
    right = Network.chain([1.0, 0.7], [0.1, 0.2], slightly_wrong(0.0))
    target = forward(right, [0.5]).output + 1e-7  # so that all derivatives are some 1e-7
    assert check_gradient(right, [0.5], target).passed
    assert not check_gradient(Network.chain([1.0, 0.7], [0.1, 0.2], slightly_wrong(1e-3)), [0.5], target).passed


@pytest.mark.parametrize("step", [1e-10, 1e-12, 1e-14, 1e-18, 1e-300])
@pytest.mark.parametrize("by", [0.0, 1e-3, 1.0])
@pytest.mark.parametrize("target", [0.0, 1.0, 1e4])
def test_a_step_lost_in_rounding_is_refused(step, by, target):
    net = Network.chain([1.0, 0.7], [0.1, 0.2], slightly_wrong(by))
    with pytest.raises(
        ValueError, match=r"^step: expected at least \S+, or rounding drowns the difference for [wb]\d, "
    ):
        check_gradient(net, [0.5], [target], step=step)


@pytest.mark.parametrize("seed", seeds(40))
def test_the_step_that_a_refusal_asks_for_is_long_enough(seed):
    """A right gradient passes with any step that is not refused; the step that a refusal proposes is accepted."""
    case = random_case(seed)
    for step in (1e-5, 1e-7, 1e-9, 1e-13):
        try:
            assert check_gradient(case.net, case.x, case.y, cost=case.cost, step=step).passed
        except ValueError as error:
            assert step < 1e-5
            least = float(str(error).split("at least ")[1].split(",")[0])
            assert step < least <= 1e-5


def test_a_network_of_zeros_passes():
    assert check_gradient(Network.chain([0.0, 0.0], [0.0, 0.0], "identity"), [0.0], [0.0]).passed


@pytest.mark.parametrize("target", [1e-12, -1e-12, 0.0])
def test_a_cost_next_to_its_minimum_is_no_error(target):
    """There, a step and its rounding errors both multiply the cost by a billion."""
    assert check_gradient(Network([[[0.3]], [[0.0]]], [[0.0], [0.0]], ["tanh", "identity"]), [1.0], [target]).passed


def test_derivatives_at_the_end_of_float64_are_no_error():
    net = Network.chain([1.0, 1.0], [0.0, -371.0])
    assert check_gradient(net, [1.0], [0.0]).passed
