import numpy as np
import pytest

from backprop_core import Activation, Network, forward
from backprop_core.validation import COPY_LIMIT
from tests.judges.immutability import assert_frozen
from tests.judges.network import judged
from tests.rigs.random_networks import ACTIVATIONS, random_case

NET = Network([[[1.0, 2.0], [4.0, 5.0], [0.0, 1.0]], [[7.0, 8.0, 9.0]]], [[0.1, 0.2, 0.3], [0.4]])


@pytest.mark.parametrize("seed", range(18))
def test_every_z_and_a_agrees_with_the_judge(seed):
    case = random_case(seed)
    run = forward(case.net, case.x)
    for l in range(1, case.net.L + 1):
        for j in range(case.net.sizes[l]):
            assert run.z[l][j] == pytest.approx(judged(f"z{l}[{j}]", case.net, case.x, case.y), rel=1e-12, abs=1e-13)
            assert run.a[l][j] == pytest.approx(judged(f"a{l}[{j}]", case.net, case.x, case.y), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("seed", range(30))
def test_a_batch_gives_what_its_examples_give_one_by_one(seed):
    case = random_case(seed, batch=7)
    together = forward(case.net, case.x)
    assert together.output.shape == (7, case.net.sizes[-1])
    for n, x in enumerate(case.x):
        alone = forward(case.net, x)
        assert alone.output.shape == (case.net.sizes[-1],)
        for l in range(1, case.net.L + 1):
            np.testing.assert_allclose(together.z[l][n], alone.z[l], rtol=1e-12, atol=1e-13)
            np.testing.assert_allclose(together.a[l][n], alone.a[l], rtol=1e-12, atol=1e-13)


def test_a0_is_x_and_output_is_aL():
    run = forward(NET, [0.5, -1])
    np.testing.assert_array_equal(run.a[0], [0.5, -1.0])
    assert run.output is run.a[2]
    assert (len(run.z), len(run.a)) == (2, 3)


@pytest.mark.parametrize("l", [0, 3, -1])
def test_a_layer_out_of_range_is_refused(l):
    run = forward(NET, [0.5, -1.0])
    with pytest.raises(ValueError, match=rf"^z\[{l}\]: expected a layer from 1 to 2$"):
        run.z[l]


def test_a_pass_is_immutable():
    x = np.array([0.5, -1.0])
    run = forward(NET, x)
    x[0] = 99.0
    assert run.a[0][0] == 0.5
    assert x.flags.writeable
    assert_frozen(run)


def test_large_input_is_shared_and_stays_writable():
    X = np.zeros((COPY_LIMIT, 2))
    run = forward(NET, X)
    assert np.shares_memory(run.a[0], X)
    assert not run.a[0].flags.writeable
    assert X.flags.writeable


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("x", [1e4, -1e4, 30.0, -745.0])
def test_no_warning_up_to_1e4(activation, x):
    net = Network([[[1.0], [-1.0]], [[1.0, 1e-4]]], [[0.0, 0.0], [0.0]], activation)
    with np.errstate(all="raise"):
        assert np.isfinite(forward(net, [x]).output).all()


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([1.0], r"^x: expected shape \(2,\) or \(N, 2\), got \(1,\)$"),
        ([[1.0, 2.0, 3.0]], r"^x: expected shape \(2,\) or \(N, 2\), got \(1, 3\)$"),
        (np.zeros((0, 2)), r"^x: expected shape \(2,\) or \(N, 2\), got \(0, 2\)$"),
        (0.5, r"^x: expected shape \(2,\) or \(N, 2\), got \(\)$"),
        ([1.0, np.nan], r"^x\[1\]: expected a finite number, got nan$"),
        ([[1.0, 2.0], [np.inf, 2.0]], r"^x\[1,0\]: expected a finite number, got inf$"),
        ([1.0, None], r"^x: expected real numbers, got "),
    ],
)
def test_invalid_input_is_refused(x, message):
    with pytest.raises(ValueError, match=message):
        forward(NET, x)


def test_numbers_beyond_float64_are_refused():
    net = Network.chain([1e200, 1e200], [0.0, 0.0], "identity")
    with pytest.raises(ValueError, match=r"^z\[2\]: expected numbers within float64, got inf$"):
        forward(net, [1.0])
    assert forward(net, [1e-150]).output[0] == pytest.approx(1e250, rel=1e-14)  # though its square is beyond it


def test_a_custom_activation_without_a_value_is_refused():
    log = Activation("log", np.log, lambda z: 1 / z)
    with pytest.raises(ValueError, match=r"^a\[1\]: expected numbers within float64, got nan$"):
        forward(Network.chain([1.0], [0.0], log), [-1.0])


def test_a_function_that_writes_to_its_argument_does_no_harm():
    def clip(z):
        if (z < 0).any():
            z[z < 0] = 0
        return z.copy()

    net = Network.chain([1.0], [0.0], Activation("clip", clip, np.sign))
    assert forward(net, [2.0]).output == 2.0
    with pytest.raises(ValueError, match="read-only"):
        forward(net, [-1.0])


MASKED = np.ma.masked_greater([1.0, 99.0], 50)


@pytest.mark.parametrize("x", [MASKED, [MASKED, MASKED], [1.0, np.ma.masked], (MASKED,)])
def test_masked_input_is_refused(x):
    with pytest.raises(ValueError, match=r"^x: expected numbers without a mask, got masked ones$"):
        forward(Network([[[1.0, 1.0]]], [[0.0]]), x)


def test_a_masked_weight_is_refused():
    with pytest.raises(ValueError, match=r"^weights\[1\]: expected a finite number, got masked$"):
        Network.chain(np.ma.masked_less([1.0, -1.0], 0), [0.0, 0.0])


def test_a_masked_array_without_masked_entries_is_accepted():
    run = forward(Network([[[1.0, 1.0]]], [[0.0]], "identity"), np.ma.array([1.0, 2.0]))
    assert run.output == 3.0
    assert type(run.a[0]) is np.ndarray
