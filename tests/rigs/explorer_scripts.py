"""The explorer's scripts in an empty page of a browser, and what they compute there for a network."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from playwright.sync_api import Page

import backprop_core as bp
from scenes.studio.publish.explorer_data import explorer_data
from tests.judges.language import known
from tests.rigs.rehearsal import ROOT

SCRIPTS = ("functions", "network", "digits")

NUDGES = (1e-6, -0.5, 1e-9, 3.0)
"""The nudges that take turns with a lesson's own."""

Plain = dict[str, Any]
"""Data of JSON."""

# All that the scripts compute for a question: a network with an example, nudges, and a descent.
_ANSWER = """(text) => {
  const { network, x, y, parameters, nudges, examples, rate, steps } = JSON.parse(text);
  const net = Network.read(network);
  const run = Network.forward(net, x);
  const layers = net.sizes.slice(0, -1);
  const { costs, nets } = Network.descend(net, examples, rate, steps);
  const numbers = (each) => each && { w: each.w, b: each.b };
  const answer = {
    run,
    cost: Network.cost(net, run, y),
    gradient: Network.backward(net, run, y),
    values: parameters.map((name) => Network.value(net, x, name)),
    factors: parameters.map((name) => Network.chainRule(net, run, y, name)),
    paths: layers.map((n, l) => [...Array(n).keys()].map((k) => Network.paths(net, run, y, l, k))),
    nudges: nudges.map(([name, by]) => Network.nudge(net, x, y, name, by)),
    mean: Network.gradient(net, examples),
    descent: { costs, nets: nets.length, last: numbers(nets.at(-1)) },
    step: numbers(Network.step(net, examples, rate)),
  };
  const plain = (_, each) => (typeof each === "number" && !isFinite(each) ? { number: `${each}` } : each);
  return JSON.stringify(answer, plain);
}"""


@dataclass(frozen=True)
class ScriptFault:
    """A piece of one of the scripts, which stands there once, and what it is replaced by.

    Parameters
    ----------
    fault
        The fault, in words.
    script
        The script, one of ``SCRIPTS``.
    """

    fault: str
    script: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.script}: {self.fault}"


def open_scripts(page: Page, fault: ScriptFault | None = None) -> Page:
    """Load the scripts into a page."""
    page.goto("about:blank")
    for name in SCRIPTS:
        page.add_script_tag(content=source(name, fault))
    return page


def source(name: str, fault: ScriptFault | None = None) -> str:
    """Return a script, with a fault if it is one of this script."""
    text = (ROOT / "scenes" / "studio" / "pages" / "explorer" / "calculus" / f"{name}.js").read_text("utf-8")
    if fault is None or fault.script != name:
        return text
    assert text.count(fault.old) == 1, f"{fault}: {fault.old!r} stands there {text.count(fault.old)} times"
    return text.replace(fault.old, fault.new)


def answer(page: Page, question: Mapping[str, Any]) -> Plain:
    """Return what the scripts compute for a question."""
    return json.loads(page.evaluate(_ANSWER, json.dumps(question)), object_hook=_number)


def _number(found: Plain) -> Any:
    return float(found["number"]) if found.keys() == {"number"} else found


def called(page: Page, function: str, net: bp.Network, *arguments: Any) -> Any:
    """Return the result of a function of a network and other arguments, both plain data."""
    plain = net.to_dict() | {"activations": [f.name for f in net.activation], "cost": "squared_error"}
    script = f"([plain, ...others]) => ({function})(Network.read(plain), ...others)"
    return page.evaluate(script, [plain, *arguments])


def printed(page: Page, tasks: Sequence[tuple[float, int, str, bool]]) -> list[str]:
    """Return numbers as the scripts print them, each with its decimals, its language and whether it is signed."""
    marked = [(value, places, known(code)["mark"], signed) for value, places, code, signed in tasks]
    return page.evaluate("(text) => JSON.parse(text).map((task) => Digits.number(...task))", _text(marked))


def decimals(page: Page, tasks: Sequence[tuple[float, str, int]]) -> list[int]:
    """Return how many decimals numbers have in clips, each given with its kind and the least decimals."""
    return page.evaluate("(text) => JSON.parse(text).map((task) => Digits.decimals(...task))", _text(tasks))


def _text(tasks: Any) -> str:
    """Return tasks as JSON, with infinity as a number beyond float64."""
    return json.dumps(tasks).replace("Infinity", "1e999")


def questions(lesson: bp.Lesson) -> dict[str, Plain]:
    """Return what the page may ask of both networks of a lesson."""
    data = explorer_data(lesson)
    chain, layers = data["chain"], data["layers"]
    return {
        "chain": question(chain["network"], chain, data["descent"] | {"examples": chain["examples"]}, chain["nudge"]),
        "layers": question(layers["network"], layers, data["descent"], chain["nudge"]),
    }


def question(
    network: Mapping[str, Any], example: Mapping[str, Any], descent: Mapping[str, Any], nudge: float
) -> Plain:
    """Return what the page may ask of a network: all parameters, and nudges of all that can be nudged.

    Parameters
    ----------
    network
        The network as ``network.js`` reads it.
    example
        Its input and target, ``x`` and ``y``.
    descent
        The ``rate``, the ``steps`` and the ``examples``.
    nudge
        The nudge with which ``NUDGES`` take turns.
    """
    net = bp.Network(network["weights"], network["biases"], network["activations"])
    activations = [bp.Parameter("a", l, k).resolve(net.sizes) for l in range(net.L) for k in range(net.sizes[l])]
    names = [str(p) for p in (*net.parameters(), *activations)]
    return {
        "network": network,
        "x": example["x"],
        "y": example["y"],
        "parameters": [str(p) for p in net.parameters()],
        "nudges": list(zip(names, cycle((nudge, *NUDGES)), strict=False)),
        **descent,
    }
