"""Judges what the explorer's scripts compute for a network: by the core, and by what rounding may change there.

A number may differ from the core's in the thirteenth digit, those of a descent in the tenth. Where it differs more,
the core itself tells how much of the number is rounding: it computes it again for networks that differ in the last
digits of their numbers, and descents that are pushed off by so much in each step.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

import backprop_core as bp
from backprop_core.calculus.nudge import _changes, _first_change
from backprop_core.quantities import Quantity

# The relative difference that is allowed; of a descent, where each step adds to it.
_TOLERANCE, _OF_DESCENTS = 1e-12, 1e-9

# How many networks tell what rounding does, by how much their numbers differ, in units of the last digit, and how
# many times the difference that they make is allowed.
_COPIES, _LAST_DIGITS, _TIMES = 6, 4.0, 8.0

EPSILON = np.finfo(float).eps

# The share of rounding in a number from which on a descent goes its own way.
_ADRIFT = 1e-6


def core_answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the core computes for a question, in the form in which the scripts answer."""
    net, x, y, cost = _network(question["network"]), question["x"], question["y"], question["network"]["cost"]
    run = bp.forward(net, x)
    grad = bp.backward(net, run, y, cost)
    _, X, Y, _ = _descending(question)
    mean = bp.backward(net, bp.forward(net, X), Y, cost)
    descent = bp.descend(net, X, Y, question["rate"], question["steps"], cost)
    names = question["parameters"]
    neurons = [[bp.Parameter("a", l, k) for k in range(net.sizes[l])] for l in range(net.L)]
    return {
        "run": {"z": _layers(run.z, 1), "a": _layers(run.a, 0)},
        "cost": grad.cost,
        "gradient": {
            "cost": grad.cost,
            **{name: _layers(getattr(grad, name), 1) for name in "wbz"},
            "a": _layers(grad.a, 0),
        },
        "values": [net.value(name) for name in names],
        "factors": [_factors(bp.chain_rule(net, x, y, name, cost)) for name in names],
        "paths": [[_paths(bp.paths(net, x, y, a, cost)) for a in layer] for layer in neurons],
        "nudges": [_nudge(question, *each) for each in question["nudges"]],
        "mean": {"cost": mean.cost, "w": _layers(mean.w, 1), "b": _layers(mean.b, 1)},
        "descent": {
            "costs": descent.costs.tolist(),
            "nets": len(descent.networks),
            "last": _parameters(descent.network),
        },
        "step": _step(question, net, X, Y),
    }


def differences(found: Any, question: Mapping[str, Any]) -> tuple[list[str], int, int]:
    """Return where an answer is not the core's, how many numbers it has, and how many rounding was allowed for."""
    expected = dict(_leaves(core_answer(question)))
    given = dict(_leaves(found))
    if given.keys() != expected.keys():
        return [f"{place}: on one side only" for place in sorted(given.keys() ^ expected.keys())], 0, 0
    far = [place for place, value in expected.items() if not _near(given[place], value, _tolerance(place))]
    noise = _noise(question, {place: expected[place] for place in far}) if far else {}
    wrong = [
        f"{place}: {given[place]!r} for {expected[place]!r}, {noise[place]:.1e} of rounding"
        for place in far
        if not _near(given[place], expected[place], _tolerance(place), _TIMES * noise[place])
    ]
    return wrong, len(expected), len(far)


def _near(found: Any, expected: Any, relative: float, absolute: float = 0.0) -> bool:
    """Tell whether two leaves agree; if rounding may make one infinite, anything does."""
    if not isinstance(expected, float) or not isinstance(found, float):
        return found == expected
    same = math.isnan(found) and math.isnan(expected)
    return same or math.isclose(found, expected, rel_tol=relative, abs_tol=absolute) or math.isinf(absolute)


def _tolerance(place: str) -> float:
    return _OF_DESCENTS if _of_descent(place) else _TOLERANCE


def _noise(question: Mapping[str, Any], numbers: Mapping[str, Any]) -> dict[str, float]:
    """Return by how much these numbers differ where those that the network is given differ in the last digits."""
    rng, found = np.random.default_rng(0), dict.fromkeys(numbers, 0.0)
    steps = question["steps"] if any(map(_of_descent, numbers)) else 0
    for _ in range(_COPIES):
        copy = dict(_leaves(_shaken_answer({**question, "steps": steps}, rng)))
        for place, number in numbers.items():
            if isinstance(number, float):
                other = copy.get(place, math.nan)
                apart = 0.0 if other == number else abs(other - number)
                adrift = _of_descent(place) and apart > _ADRIFT * abs(number)
                found[place] = max(found[place], math.inf if adrift or math.isnan(apart) else apart)
    return found


def _of_descent(place: str) -> bool:
    return place.startswith("descent/")


def _shaken_answer(question: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Return what the core computes where numbers differ in their last digits."""
    shaken = _shaken(question, rng)
    answer = core_answer({**shaken, "steps": 0})
    costs = [math.inf] * (question["steps"] + 1)
    for step in range(len(costs)):
        net, X, Y, cost = _descending(_shaken(shaken, rng))
        after = bp.descend(net, X, Y, question["rate"], 1, cost)
        costs[step] = float(after.costs[0])
        if step < question["steps"]:
            shaken["network"] = shaken["network"] | after.network.to_dict()
    last = {"costs": costs, "last": _parameters(_network(shaken["network"]))}
    return {**answer, "descent": answer["descent"] | last}


def _shaken(question: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Return the question with other last digits, except for those of targets at the ends: 0 and 1."""

    def other(value: Any) -> Any:
        return (np.asarray(value) * (1.0 + _LAST_DIGITS * EPSILON * rng.uniform(-1.0, 1.0, np.shape(value)))).tolist()

    def example(each: Mapping[str, Any]) -> dict[str, Any]:
        y = [y_j if y_j in interval else float(np.clip(other(y_j), *interval)) for y_j in each["y"]]
        return {"x": other(each["x"]), "y": y}

    network = question["network"]
    interval = bp.get_cost(network["cost"]).interval
    changed = {name: [other(layer) for layer in network[name]] for name in ("weights", "biases")}
    examples = [example(each) for each in question["examples"]]
    return {**question, **example(question), "network": {**network, **changed}, "examples": examples}


def _leaves(tree: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the numbers and names of an answer, each with its place."""
    if isinstance(tree, dict | list):
        for key, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _leaves(each, f"{place}/{key}".removeprefix("/"))
    else:
        yield place, float(tree) if isinstance(tree, int) else tree


# --- the core's results as plain data ----------------------------------------------------------------------------


def _network(plain: Mapping[str, Any]) -> bp.Network:
    return bp.Network(plain["weights"], plain["biases"], plain["activations"])


def _descending(question: Mapping[str, Any]) -> tuple[bp.Network, list[Any], list[Any], str]:
    """Return the network, the training examples and the cost of a descent."""
    X, Y = ([each[name] for each in question["examples"]] for name in "xy")
    return _network(question["network"]), X, Y, question["network"]["cost"]


def _layers(values: Iterable[Any], first: int) -> list[Any]:
    return [None] * first + [each.tolist() for each in values]


def _parameters(net: bp.Network | None) -> Any:
    return net and {"w": _layers(net.w, 1), "b": _layers(net.b, 1)}


def _quantities(factors: Iterable[Quantity]) -> list[Any]:
    return [{"symbol": factor.symbol.plain, "value": factor.value} for factor in factors]


def _product(of: bp.ChainRuleFactors | bp.Path) -> dict[str, Any]:
    outputs = [{"i": each.i, "factors": _quantities(each.factors), "value": each.value} for each in of.outputs]
    return {"factors": _quantities(of.factors), "value": of.value, "outputs": outputs}


def _factors(rule: bp.ChainRuleFactors) -> dict[str, Any]:
    return {"symbol": rule.symbol.plain, **_product(rule)}


def _paths(found: bp.Paths) -> dict[str, Any]:
    each = [{"j": path.j, **_product(path)} for path in found.paths]
    return {"symbol": found.symbol.plain, "paths": each, "value": found.value}


def _nudge(question: Mapping[str, Any], name: str, by: float) -> dict[str, Any] | None:
    """Return a nudge with the changes of all layers; None if the core refuses it."""
    net, cost = _network(question["network"]), question["network"]["cost"]
    try:
        push = bp.nudge(net, question["x"], question["y"], name, by, cost)
    except ValueError:
        return None
    first, dz = _first_change(push.before, push.parameter, by)
    changes = _changes(push.before, first, dz)
    return {
        "by": by,
        "run": {"z": _layers(push.after.z, 1), "a": _layers(push.after.a, 0)},
        "dz": _layers((dz for dz, _ in changes), first),
        "da": _layers((da for _, da in changes), first),
        "dC": push.dC,
        "cost": push.cost_before,
        "costAfter": push.cost_after,
        "derivative": push.derivative,
        "ratio": push.ratio,
    }


def _step(question: Mapping[str, Any], net: bp.Network, X: Any, Y: Any) -> Any:
    """Return the network after one step; None if that leads beyond float64."""
    try:
        return _parameters(bp.step(net, X, Y, question["rate"], question["network"]["cost"]))
    except ValueError:
        return None
