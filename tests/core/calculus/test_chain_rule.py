import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Network, Paths, backward, chain_rule, forward, paths
from backprop_core.quantities import Quantity
from tests.judges.network import judged
from tests.rigs.random_networks import COSTS, random_case

CHAIN = Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5])
LAYERED = Network(
    weights=[[[1.2, -0.7, 0.5], [-0.9, 1.4, 0.3], [0.6, 0.8, -1.1]], [[1.5, -1.3, 0.8], [-1.1, 0.9, 1.7]]],
    biases=[[-0.2, 0.1, 0.3], [-0.3, -0.6]],
)
X, Y = [0.9, 0.3, 0.6], [1.0, 0.0]


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_factors_multiply_to_the_gradient(seed):
    case = random_case(seed)
    grad = backward(case.net, forward(case.net, case.x), case.y, cost=case.cost)
    for p, derivative in zip(case.net.parameters(), grad.vector, strict=True):
        rule = chain_rule(case.net, case.x, case.y, p, cost=case.cost)
        assert rule.value == derivative
        assert math.prod(f.value for f in rule.factors) == pytest.approx(derivative, rel=1e-10, abs=1e-15)
        check_outputs(case, rule, p.l)


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_paths_sum_to_the_gradient(seed):
    case = random_case(seed)
    grad = backward(case.net, forward(case.net, case.x), case.y, cost=case.cost)
    for l in range(case.net.L):
        for k in range(case.net.sizes[l]):
            total = paths(case.net, case.x, case.y, f"a{l}[{k}]", cost=case.cost)
            assert total.value == grad.a[l][k]
            assert [path.j for path in total.paths] == list(range(case.net.sizes[l + 1]))
            assert sum(path.value for path in total.paths) == pytest.approx(total.value, rel=1e-10, abs=1e-13)
            for path in total.paths:
                product = math.prod(f.value for f in path.factors)
                assert product == pytest.approx(path.value, rel=1e-10, abs=1e-15)
                check_outputs(case, path, l + 1)


def check_outputs(case, product, l):
    """Into softmax there are two factors, and the last is a sum over the outputs; else three, and no sum."""
    if case.net.activation[l].name != "softmax":
        assert (len(product.factors), product.outputs) == (3, ())
        return
    _, dC_dz = product.factors
    assert [term.i for term in product.outputs] == list(range(case.net.sizes[l]))
    assert sum(term.value for term in product.outputs) == pytest.approx(dC_dz.value, rel=1e-10, abs=1e-14)
    for term in product.outputs:
        assert math.prod(f.value for f in term.factors) == pytest.approx(term.value, rel=1e-10, abs=1e-15)


CLASSIFIER = Network(LAYERED.w, LAYERED.b, ["sigmoid", "softmax"])


@pytest.mark.parametrize("cost", ["squared_error", "categorical_cross_entropy"])
@pytest.mark.parametrize("name", ["w2[1,0]", "b2[0]", "a1[2]"])
def test_each_factor_of_a_softmax_is_what_its_name_says(name, cost):
    of = paths if name.startswith("a") else chain_rule
    found = of(CLASSIFIER, X, Y, name, cost=cost)
    products = found.paths if isinstance(found, Paths) else [found]
    quantities = [q for each in products for q in each.factors]
    quantities += [q for each in products for term in each.outputs for q in term.factors]
    assert len(quantities) == (12 if of is paths else 6)
    for quantity in [*quantities, Quantity(found.symbol, found.value)]:
        expected = judged(quantity.symbol.plain, CLASSIFIER, X, Y, cost=cost)
        assert quantity.value == pytest.approx(expected, rel=1e-12)


def test_factors_of_a_softmax_have_the_names_of_the_sum():
    rule = chain_rule(CLASSIFIER, X, Y, "w2[1,0]")
    assert [factor.symbol.plain for factor in rule.factors] == ["∂z2[1]/∂w2[1,0]", "∂C0/∂z2[1]"]
    names = [[factor.symbol.plain for factor in term.factors] for term in rule.outputs]
    assert names == [[f"∂a2[{i}]/∂z2[1]", f"∂C0/∂a2[{i}]"] for i in (0, 1)]


def test_terms_of_an_output_that_underflows_are_right():
    """a_1 is e^-1e4: ∂C/∂a_1 is infinite and ∂a_1/∂z 0, but their product is not."""
    net = Network([[[0.0], [0.0]]], [[0.0, -1e4]], "softmax")
    with np.errstate(all="raise"):
        rules = [chain_rule(net, [1.0], [0.0, 1.0], f"b1[{j}]", cost="categorical_cross_entropy") for j in (0, 1)]
    assert [rule.value for rule in rules] == [1.0, -1.0]
    assert [[term.value for term in rule.outputs] for rule in rules] == [[0.0, 1.0], [0.0, -1.0]]
    assert rules[0].outputs[1].factors[1].value == -math.inf


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("name", ["w3", "b3", "w1", "b2"])
def test_each_factor_of_a_chain_is_what_its_name_says(name, cost):
    rule = chain_rule(CHAIN, [0.6], [0.9], name, cost=cost)
    for quantity in rule.factors:
        expected = judged(quantity.symbol.plain, CHAIN, [0.6], [0.9], cost=cost)
        assert quantity.value == pytest.approx(expected, rel=1e-12)
    assert rule.value == pytest.approx(judged(rule.symbol.plain, CHAIN, [0.6], [0.9], cost=cost), rel=1e-12)


@pytest.mark.parametrize("name", ["w2[1,0]", "b2[1]", "w1[2,1]", "b1[0]"])
def test_each_factor_of_a_layered_network_is_what_its_name_says(name):
    rule = chain_rule(LAYERED, X, Y, name)
    for quantity in rule.factors:
        assert quantity.value == pytest.approx(judged(quantity.symbol.plain, LAYERED, X, Y), rel=1e-12)
    assert rule.value == pytest.approx(judged(rule.symbol.plain, LAYERED, X, Y), rel=1e-12)


@pytest.mark.parametrize("name", ["a1[2]", "a0[1]"])
def test_each_factor_of_a_path_is_what_its_name_says(name):
    total = paths(LAYERED, X, Y, name)
    for path in total.paths:
        for quantity in path.factors:
            assert quantity.value == pytest.approx(judged(quantity.symbol.plain, LAYERED, X, Y), rel=1e-12)
    assert total.value == pytest.approx(judged(total.symbol.plain, LAYERED, X, Y), rel=1e-12)


@pytest.mark.parametrize(
    ("net", "x", "y", "name", "symbol", "factors"),
    [
        (CHAIN, [0.6], [1.0], "w3[0,0]", "∂C0/∂w3", ["∂z3/∂w3", "∂a3/∂z3", "∂C0/∂a3"]),
        (CHAIN, [0.6], [1.0], "b1", "∂C0/∂b1", ["∂z1/∂b1", "∂a1/∂z1", "∂C0/∂a1"]),
        (LAYERED, X, Y, "w2[1,0]", "∂C0/∂w2[1,0]", ["∂z2[1]/∂w2[1,0]", "∂a2[1]/∂z2[1]", "∂C0/∂a2[1]"]),
        (LAYERED, X, Y, "b1[2]", "∂C0/∂b1[2]", ["∂z1[2]/∂b1[2]", "∂a1[2]/∂z1[2]", "∂C0/∂a1[2]"]),
    ],
)
def test_factors_have_the_names_of_the_lecture(net, x, y, name, symbol, factors):
    rule = chain_rule(net, x, y, name)
    assert rule.symbol.plain == symbol
    assert [factor.symbol.plain for factor in rule.factors] == factors


def test_paths_have_the_names_of_the_lecture():
    total = paths(LAYERED, X, Y, "a1[2]")
    assert total.symbol.plain == "∂C0/∂a1[2]"
    names = [[factor.symbol.plain for factor in path.factors] for path in total.paths]
    assert names == [[f"∂z2[{j}]/∂a1[2]", f"∂a2[{j}]/∂z2[{j}]", f"∂C0/∂a2[{j}]"] for j in (0, 1)]
    (only,) = paths(CHAIN, [0.6], [1.0], "a2").paths
    assert [factor.symbol.plain for factor in only.factors] == ["∂z3/∂a2", "∂a3/∂z3", "∂C0/∂a3"]


def test_a_bias_has_the_factor_1():
    assert chain_rule(LAYERED, X, Y, "b2[0]").factors[0].value == 1.0


def test_factors_of_a_saturated_neuron_are_accurate_with_cross_entropy():
    net = Network.chain([1.0], [0.0])
    with np.errstate(all="raise"):
        rule = chain_rule(net, [1e4], [0.0], "b1", cost="cross_entropy")
    assert rule.value == 1.0
    assert [factor.value for factor in rule.factors] == [1.0, 0.0, np.inf]


@pytest.mark.parametrize(
    ("function", "name", "message"),
    [
        (
            chain_rule,
            "a1[2]",
            r"^a1\[2\]: expected a weight or a bias; for an activation, use paths\(\)$",
        ),
        (chain_rule, "w3", r"^w3: expected a layer from 1 to 2$"),
        (chain_rule, "nonsense", r"^parameter: expected a name such as .*, got 'nonsense'$"),
        (paths, "a2[0]", r"^a2\[0\]: expected an activation of a layer from 0 to 1$"),
        (paths, "w2[0,0]", r"^w2\[0,0\]: expected an activation of a layer from 0 to 1$"),
        (paths, "a1", r"^a1: expected a1\[j\] with j from 0 to 2$"),
        (paths, "a7[0]", r"^a7\[0\]: expected a layer from 0 to 2$"),
    ],
)
def test_an_unsuitable_parameter_is_refused(function, name, message):
    with pytest.raises(ValueError, match=message):
        function(LAYERED, X, Y, name)


@pytest.mark.parametrize("function", [chain_rule, paths])
def test_an_invalid_example_is_refused(function):
    name = "w1[0,0]" if function is chain_rule else "a1[0]"
    with pytest.raises(ValueError, match=r"^x: expected shape \(3,\), got \(1, 3\)$"):
        function(LAYERED, [X], [Y], name)
    with pytest.raises(ValueError, match=r"^y: expected shape \(2,\), got \(1,\)$"):
        function(LAYERED, X, [1.0], name)
