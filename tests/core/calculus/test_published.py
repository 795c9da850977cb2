"""Examples that others have published with all their numbers, which are compared as they were printed."""

import pytest

import backprop_core as bp

# The scores of three classes in Stanford’s CS231n, in the lecture on loss functions, where the first class is the
# right one; and the shares and the loss that it gives for them.
SCORES, SHARES, LOSS = [3.2, 5.1, -1.7], [0.13, 0.87, 0.00], 2.04


def test_a_step_of_two_layers():
    """M. Mazur, "A step by step backpropagation example" (2015); biases stay as they are there."""
    hidden, last = [[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]
    net = bp.Network([hidden, last], [[0.35, 0.35], [0.60, 0.60]], "sigmoid")
    x, y = [0.05, 0.10], [0.01, 0.99]
    run = bp.forward(net, x)
    assert run.a[1].tolist() == pytest.approx([0.593269992, 0.596884378], abs=5e-10)
    assert run.output.tolist() == pytest.approx([0.75136507, 0.772928465], abs=5e-9)
    assert bp.backward(net, run, y, "half_squared_error").cost == pytest.approx(0.298371109, abs=5e-10)
    after = bp.step(net, x, y, rate=0.5, cost="half_squared_error")
    assert after.w[2].ravel().tolist() == pytest.approx([0.35891648, 0.408666186, 0.511301270, 0.561370121], abs=5e-9)
    assert after.w[1].ravel().tolist() == pytest.approx([0.149780716, 0.19956143, 0.24975114, 0.29950229], abs=5e-9)


@pytest.mark.parametrize(("start", "before", "after"), [((0.6, 0.9), 0.82, 0.09), ((2.0, 2.0), 0.98, 0.20)])
def test_a_neuron_that_is_sure_of_the_wrong_answer(start: tuple[float, float], before: float, after: float):
    """M. Nielsen, "Neural networks and deep learning" (2015), chapter 3: y = 0 for x = 1, 300 steps at rate 0.15."""
    weight, bias = start
    net = bp.Network.chain(weights=[weight], biases=[bias], activation="sigmoid")
    learnt = bp.descend(net, [[1.0]], [[0.0]], rate=0.15, steps=300, cost="half_squared_error", keep="last").network
    assert [bp.forward(each, [1.0]).output.item() for each in (net, learnt)] == pytest.approx(
        [before, after], abs=5e-3
    )


def test_shares_and_loss_of_three_classes():
    net = bp.Network([[[score] for score in SCORES]], [[0.0, 0.0, 0.0]], "softmax")
    run = bp.forward(net, [1.0])
    assert run.output.tolist() == pytest.approx(SHARES, abs=5e-3)
    assert bp.backward(net, run, [1.0, 0.0, 0.0], "categorical_cross_entropy").cost == pytest.approx(LOSS, abs=5e-3)
