import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Network, Parameter

CHAIN = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
LAYERED = Network(weights=[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[7.0, 8.0]]], biases=[[0.1, 0.2], [0.3]])


@pytest.mark.parametrize("name", ["w3", "b12", "a0", "w2[1,0]", "w2[10,11]", "b2[1]", "a1[2]"])
def test_a_parameter_prints_as_it_was_parsed(name):
    p = Parameter.parse(name)
    assert str(p) == name
    assert Parameter.parse(p) is p
    assert p == Parameter.parse(str(p))


@given(st.sampled_from("wba"), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_every_parameter_can_be_printed_and_parsed_again(letter, l, j, k):
    p = Parameter(letter, l, j, k if letter == "w" else None)
    assert Parameter.parse(str(p)) == p


@pytest.mark.parametrize(
    "name", ["", "w", "q3", "w-1", "w3[1]", "w3[1,2,3]", "b2[1,0]", "a1[", "W3", "w3 ", "w[1,0]", "w1.5", None, 3]
)
def test_a_malformed_name_is_refused(name):
    message = r"^parameter: expected a name such as w3, w2\[1,0\], b2\[1\] or a1\[2\], got "
    with pytest.raises(ValueError, match=message):
        Parameter.parse(name)


def test_indices_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"got w2\[1\]"):
        Parameter("w", 2, 1)
    with pytest.raises(ValueError, match=r"parameter: expected a name such as"):
        Parameter("w", 2, None, 1)


@pytest.mark.parametrize(
    ("net", "name", "message"),
    [
        (CHAIN, "w0", "^w0: expected a layer from 1 to 3$"),
        (CHAIN, "w4", "^w4: expected a layer from 1 to 3$"),
        (CHAIN, "a4", "^a4: expected a layer from 0 to 3$"),
        (CHAIN, "b2[1]", r"^b2\[1\]: expected b2\[j\] with j from 0 to 0$"),
        (LAYERED, "w1", r"^w1: expected w1\[j,k\] with j from 0 to 1 and k from 0 to 2$"),
        (LAYERED, "w2", r"^w2: expected w2\[j,k\] with j from 0 to 0 and k from 0 to 1$"),
        (LAYERED, "w1[2,0]", r"^w1\[2,0\]: expected w1\[j,k\] with j from 0 to 1 and k from 0 to 2$"),
        (LAYERED, "w1[0,3]", r"^w1\[0,3\]: expected w1\[j,k\]"),
        (LAYERED, "b1", r"^b1: expected b1\[j\] with j from 0 to 1$"),
        (LAYERED, "a0[3]", r"^a0\[3\]: expected a0\[j\] with j from 0 to 2$"),
    ],
)
def test_a_parameter_that_the_network_lacks_is_refused(net, name, message):
    with pytest.raises(ValueError, match=message):
        Parameter.parse(name).resolve(net)


def test_indices_of_a_single_neuron_are_dropped():
    assert str(Parameter.parse("w3[0,0]").resolve(CHAIN)) == "w3"
    assert str(Parameter.parse("b2[0]").resolve(LAYERED)) == "b2"
    assert str(Parameter.parse("w2[0,1]").resolve(LAYERED)) == "w2[0,1]"


def test_a_parameter_has_the_symbol_of_its_network():
    assert Parameter.parse("w3[0,0]").symbol(CHAIN).typst == "w^((3))"
    assert Parameter.parse("w1[1,2]").symbol(LAYERED).typst == "w^((1))_(1 2)"
    assert Parameter.parse("b2").symbol(LAYERED).plain == "b2"
    with pytest.raises(ValueError, match="w1: expected"):
        Parameter.parse("w1").symbol(LAYERED)
