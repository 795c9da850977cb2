import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from backprop_core import Activation, Network, Parameter, step
from backprop_core.model.layers import Layers
from tests.judges.immutability import assert_frozen

W = [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[7.0, 8.0]]]
B = [[0.1, 0.2], [0.3]]
NET = Network(W, B)
CHAIN = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5], activation="tanh")


def test_layers_are_numbered_as_in_the_lecture():
    assert (NET.L, NET.sizes) == (2, (3, 2, 1))
    np.testing.assert_array_equal(NET.w[1], W[0])
    np.testing.assert_array_equal(NET.b[2], B[1])
    assert NET.activation[2].name == "sigmoid"
    assert len(NET.w) == 2
    assert [w.shape for w in NET.w] == [(2, 3), (1, 2)]


@pytest.mark.parametrize("l", [0, 3, -1])
def test_a_layer_out_of_range_is_refused(l):
    for what, name in ((NET.w, "w"), (NET.b, "b"), (NET.activation, "activation")):
        with pytest.raises(ValueError, match=rf"^{name}\[{l}\]: expected a layer from 1 to 2$"):
            what[l]


def test_iteration_visits_each_layer_once():
    assert list(Layers("a", 0, ("x", "y"))) == ["x", "y"]


def test_a_chain_has_one_neuron_in_each_layer():
    assert CHAIN.sizes == (1, 1, 1, 1)
    assert [float(w[0, 0]) for w in CHAIN.w] == [1.5, -1.4, 1.6]
    assert CHAIN.activation[3].name == "tanh"


def test_each_layer_can_have_its_own_activation():
    cube = Activation("cube", lambda z: z**3, lambda z: 3 * z**2)
    net = Network(W, B, ["relu", cube])
    assert [f.name for f in net.activation] == ["relu", "cube"]
    assert repr(net) == "Network(sizes=(3, 2, 1), activations=['relu', 'cube'])"
    assert repr(NET) == "Network(sizes=(3, 2, 1), activations='sigmoid')"


def test_parameters_are_in_the_order_of_the_gradient():
    expected = ["w1[0,0]", "w1[0,1]", "w1[0,2]", "w1[1,0]", "w1[1,1]", "w1[1,2]", "b1[0]", "b1[1]"]
    assert [str(p) for p in NET.parameters()] == [*expected, "w2[0,0]", "w2[0,1]", "b2"]
    assert [NET.value(p) for p in NET.parameters()] == [1, 2, 3, 4, 5, 6, 0.1, 0.2, 7, 8, 0.3]
    assert [str(p) for p in CHAIN.parameters()] == ["w1", "b1", "w2", "b2", "w3", "b3"]
    assert all(p == p.resolve(NET.sizes) for p in NET.parameters())


@pytest.mark.parametrize("p", NET.parameters(), ids=str)
def test_replace_changes_one_number_only(p):
    changed = NET.replace(p, -9.0)
    for q in NET.parameters():
        assert changed.value(q) == (-9.0 if p == q else NET.value(q))
    assert Network(W, B) == NET
    assert changed != NET
    assert changed.activation == NET.activation


def test_replace_shares_what_it_does_not_change():
    changed = NET.replace("w1[0,0]", 0.0)
    assert changed.w[2] is NET.w[2]
    assert changed.b[1] is NET.b[1]


def test_a_network_is_immutable():
    own = np.array(W[0])
    net = Network([own, W[1]], B).replace("w2[0,0]", 5.0)
    own[0, 0] = 99.0
    assert net.value("w1[0,0]") == 1.0
    assert_frozen(net)


def test_a_read_only_view_of_a_writable_array_is_copied():
    own = np.array(W[0])
    view = own.view()
    view.flags.writeable = False
    net = Network([view, W[1]], B)
    own[0, 0] = 99.0
    assert net.value("w1[0,0]") == 1.0


def test_a_random_network_is_the_same_for_the_same_seed():
    names = ["relu", "softmax"]
    net = Network.random([300, 200, 100], names, seed=1)
    assert net == Network.random([300, 200, 100], names, seed=1)
    assert net != Network.random([300, 200, 100], names, seed=2)
    assert [f.name for f in net.activation] == names
    assert net.w[1].std() == pytest.approx(math.sqrt(2 / 300), rel=0.02)
    assert net.w[2].std() == pytest.approx(math.sqrt(1 / 200), rel=0.02)
    assert abs(net.w[1].mean()) < 0.001
    assert not net.b[1].any()
    assert_frozen(net)


@pytest.mark.parametrize(
    ("sizes", "options", "message"),
    [
        ([3], {}, r"^sizes: expected 2 or more, the input's first, got 1$"),
        (3, {}, r"^sizes: expected one for each layer, got 3$"),
        ([3, 0], {}, r"^sizes\[1\]: expected a whole number, 1 or more, got 0$"),
        ([3, 2.5], {}, r"^sizes\[1\]: expected a whole number, 1 or more, got 2.5$"),
        ([3, 2], {"seed": -1}, r"^seed: expected a whole number, 0 or more, got -1$"),
        ([3, 2], {"seed": None}, r"^seed: expected a whole number, 0 or more, got None$"),
        ([3, 2], {"activations": "rleu"}, r"^activations: expected one of .* \(did you mean 'relu'\?\)$"),
        ([3, 2, 2], {"activations": ["relu"]}, r"^activations: expected 2, one for each of weights, got 1$"),
    ],
)
def test_an_invalid_random_network_is_refused(sizes, options, message):
    with pytest.raises(ValueError, match=message):
        Network.random(sizes, **options)


def test_exact_numbers_of_other_kinds_are_taken():
    net = Network([[[Fraction(1, 3), Decimal("0.1")]]], [[Fraction(1, 4)]])  # pyright: ignore[reportArgumentType]
    assert net.w[1].tolist() == [[1 / 3, 0.1]]
    chain = Network.chain([Fraction(1, 3)], [Decimal("0.5")])  # pyright: ignore[reportArgumentType]
    assert (chain.value("w1"), chain.value("b1")) == (1 / 3, 0.5)


class NeedsGradient:
    """An array of another library that numpy may not read as it is."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")

    def __float__(self):
        raise RuntimeError("a Tensor with 2 elements cannot be converted to Scalar")

    def __repr__(self):
        return "tensor([0.1,\n        0.2], requires_grad=True)"


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([NeedsGradient()], r"^weights\[0\]: expected numbers that numpy can read, but Can't call .*detach\(\)"),
        ([[[10**400]]], r"^weights\[0\]: expected numbers within float64, got \[\[1000+ … 000000"),
        ([[[None]]], r"^weights\[0\]: expected real numbers, got \[\[None\]\]$"),
        ([[[Decimal("nan")]]], r"^weights\[0\]\[0,0\]: expected a finite number, got nan$"),
    ],
)
def test_what_is_no_number_is_kindly_refused(weights, message):
    with pytest.raises(ValueError, match=message) as refused:
        Network(weights, [[0.0]])
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_another_library_s_array_is_no_number():
    message = r"^rate: expected a finite number, got tensor\(\[0.1, 0.2\], requires_grad=True\)$"
    with pytest.raises(ValueError, match=message):
        step(Network.chain([1.0], [0.0]), [1.0], [1.0], rate=NeedsGradient())  # pyright: ignore[reportArgumentType]


def test_equal_networks_compare_and_hash_equal():
    assert Network(W, B) == NET
    assert hash(Network(W, B)) == hash(NET)
    assert hash(NET.replace("b2", 0.0)) == hash(NET.replace("b2", -0.0))
    assert Network(W, B, "relu") != NET
    assert CHAIN != NET
    assert NET != "net"


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("weights", "biases", "activations", "message"),
    [
        ([], [], "relu", r"^weights: expected at least one layer, got none$"),
        (W, B[:1], "relu", r"^biases: expected 2, one for each of weights, got 1$"),
        (W, B, ["relu"], r"^activations: expected 2, one for each of weights, got 1$"),
        (W, B, ["relu", "relo"], r"^activations\[1\]: expected one of .*, got 'relo' \(did you mean 'relu'\?\)$"),
        (W, B, "rleu", r"^activations: expected one of .*, got 'rleu' \(did you mean 'relu'\?\)$"),
        ([W[0], [[7.0], [8.0]]], B, "relu", r"^weights\[1\]: expected shape \(1, 2\), got \(2, 1\)$"),
        ([W[0], [[7.0, 8.0, 9.0]]], B, "relu", r"^weights\[1\]: expected shape \(1, 2\), got \(1, 3\)$"),
        ([[1.0, 2.0], W[1]], B, "relu", r"^weights\[0\]: expected shape \(2, n_0\), got \(2,\)$"),
        ([np.zeros((2, 0)), W[1]], B, "relu", r"^weights\[0\]: expected shape \(2, n_0\), got \(2, 0\)$"),
        (W, [B[0], []], "relu", r"^biases\[1\]: expected shape \(n,\), got \(0,\)$"),
        (W, [B[0], 0.3], "relu", r"^biases\[1\]: expected shape \(n,\), got \(\)$"),
        ([W[0], [[7.0, NAN]]], B, "relu", r"^weights\[1\]\[0,1\]: expected a finite number, got nan$"),
        (W, [[0.1, -INF], B[1]], "relu", r"^biases\[0\]\[1\]: expected a finite number, got -inf$"),
        (
            W,
            B,
            ["relu", "softmax"],
            r"^activations: expected 2 neurons or more for softmax, got 1 \(sigmoid would",
        ),
        (
            W,
            B,
            "softmax",
            r"^activations: expected softmax in the last layer only, as in \['sigmoid', 'softmax'\], ",
        ),
        (W, B, ["softmax", "relu"], r"^activations: expected softmax in the last .*, got it in layer 1 of 2$"),
        ([[[1.0, 2.0], [3.0]], W[1]], B, "relu", r"^weights\[0\]: expected rows of equal length, got "),
        ([[["a", "b", "c"]] * 2, W[1]], B, "relu", r"^weights\[0\]: expected real numbers, got "),
        ([np.full((2, 3), 1j), W[1]], B, "relu", r"^weights\[0\]: expected real numbers, got "),
        (3.0, B, "relu", r"^weights: expected one for each layer, got 3.0$"),
    ],
)
def test_invalid_arguments_are_refused(weights, biases, activations, message):
    with pytest.raises(ValueError, match=message):
        Network(weights, biases, activations)


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([1.0, NAN], [0.0, 0.0], r"^weights\[1\]: expected a finite number, got nan$"),
        ([1.0, "x"], [0.0, 0.0], r"^weights\[1\]: expected a finite number, got 'x'$"),
        ([1.0, [2.0, 3.0]], [0.0, 0.0], r"^weights\[1\]: expected a finite number, got \[2.0, 3.0\]$"),
        ([1.0, 2.0], [0.0, INF], r"^biases\[1\]: expected a finite number, got inf$"),
        ([1.0, 2.0], [0.0], r"^biases: expected 2, one for each of weights, got 1$"),
        ([], [], r"^weights: expected at least one layer, got none$"),
    ],
)
def test_an_invalid_chain_is_refused(weights, biases, message):
    with pytest.raises(ValueError, match=message):
        Network.chain(weights, biases)


def test_an_invalid_replacement_is_refused():
    with pytest.raises(ValueError, match=r"^w1\[0,0\]: expected a finite number, got nan$"):
        NET.replace("w1[0,0]", NAN)
    with pytest.raises(
        ValueError, match=r"^a1\[0\]: expected a weight or a bias; an activation follows from the input$"
    ):
        NET.replace("a1[0]", 1.0)
    with pytest.raises(ValueError, match=r"^w3: expected a layer from 1 to 2$"):
        NET.value(Parameter("w", 3))
