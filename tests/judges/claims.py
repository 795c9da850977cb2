"""Checks what narrations claim in words, such as "drops by" or "too small to see", against numbers of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import copysign
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
from mpmath import mpf

import backprop_core as bp
from tests.judges.language import known
from tests.judges.network import COSTS, Judge, autograd_gradient, judged
from tests.rigs.rehearsal import Rehearsal

# A number below this may be one or the other side of zero, or zero, by rounding. A nudge so tiny that it measures a
# derivative, from one side. The nudge to the watched activation.
NOISE, TINY, PATH_NUDGE = 1e-15, 1e-25, 0.001

# How much more or less than a limit a number may be that is judged by it.
SLACK = 1e-6


def claims(rehearsal: Rehearsal) -> Iterator[str]:
    """What a clip claims in words is true of its lesson."""
    clip, lesson = type(rehearsal.clip).__name__, rehearsal.clip.lesson
    truth = Truth(lesson)
    for played in rehearsal.clip.played:
        for claim in CLAIMS.get(clip, []):
            words = claim.words(lesson.language)
            if words in played.narration and not claim.holds(truth):
                yield f"{played.name}: {words!r} is false in {played.narration!r}"


@dataclass(frozen=True)
class Truth:
    """What is true of a lesson.

    ``change`` is that of the cost by the lesson's nudge; ``sides`` are the derivatives with respect to the last
    weight, from the nudge's side and from the other one; ``firing`` those while the previous neuron fires, as it does
    in the lesson and from 0 to 1; ``examples`` those of each training example. ``path_change`` is the change of the
    cost by a nudge to the watched activation, ``paths`` what each path contributes to its derivative.
    """

    lesson: bp.Lesson

    def of_chain(self, name: str, nudge: float | None = None) -> float:
        """Return a number of the chain, with L in its name for the last layer, and M for the previous one."""
        chain, L = self.lesson.chain, self.lesson.chain.network.L
        name = name.replace("L", str(L)).replace("M", str(L - 1))
        by = (f"w{L}", nudge) if nudge else None
        z = bp.forward(chain.network, chain.x).z[L].item()
        digits = 50 + (int(abs(z)) if chain.cost.name == "cross_entropy" else 0)
        return judged(name, chain.network, chain.x, chain.y, cost=chain.cost.name, nudge=by, digits=digits)

    def of_layers(self, name: str, nudge: tuple[str, float] | None = None) -> float:
        """Return a number of the layers, with L in its name for the last one, and j for the watched neuron."""
        part = self.lesson.layers
        name = name.replace("L", str(part.network.L)).replace("j", str(part.watch.j))
        return judged(name, part.network, part.x, part.y, cost=part.cost.name, nudge=nudge)

    @property
    def classes(self) -> int:
        """How many classes are desired at all."""
        return int(np.count_nonzero(self.lesson.layers.y))

    @property
    def output_slopes(self) -> list[float]:
        """The derivatives of the cost with respect to all z of the last layer."""
        return [self.of_layers(f"∂C0/∂zL[{j}]") for j in range(len(self.lesson.layers.y))]

    @property
    def last_functions_agree(self) -> bool:
        """Whether the last layer and the last neuron of the chain have functions of the same name."""
        chain, layers = self.lesson.chain.network, self.lesson.layers.network
        return chain.activation[chain.L].name == layers.activation[layers.L].name

    @property
    def further_layers(self) -> int:
        return len(self.lesson.chain.network.sizes) - len(self.lesson.layers.network.sizes)

    @property
    def change(self) -> float:
        return self.of_chain("ΔC0", self.lesson.chain.nudge)

    @property
    def measured_alike(self) -> bool:
        """Whether the measured ratio and the derivative differ by less than their third digit or decimal."""
        exact, ratio = self.of_chain("∂C0/∂wL"), self.of_chain("ΔC0/ΔwL", self.lesson.chain.nudge)
        return abs(ratio - exact) < 0.01 * min(0.1, abs(exact))

    @cached_property
    def sides(self) -> tuple[float, float]:
        here, there = (self.of_chain("ΔC0/ΔwL", copysign(TINY, side * self.lesson.chain.nudge)) for side in (1, -1))
        return here, there

    @property
    def corner(self) -> bool | None:
        """Whether the sides differ; None where rounding decides."""
        here, there = self.sides
        apart = abs(here - there) > 1e-3 * max(abs(here), abs(there))
        return None if 0 < abs(self.of_chain("zL")) < NOISE else apart

    @property
    def level(self) -> bool:
        """Whether the derivative is zero from both sides."""
        return max(map(abs, self.sides)) < NOISE

    @property
    def hidden(self) -> bool:
        """Whether the nudge is a small part of the weight's swing, which is most of its line."""
        return abs(self.lesson.chain.nudge) < 0.032 * max(1.0, 0.75 * abs(self.of_chain("wL")))

    def far_off(self, share: float) -> bool | None:
        """Whether the ratio differs from the derivative by more than a share of it; None where rounding decides."""
        here, _ = self.sides
        ratio = self.of_chain("ΔC0/ΔwL", self.lesson.chain.nudge)
        return None if max(abs(here), abs(ratio)) < NOISE else abs(ratio - here) > share * abs(here)

    @property
    def firing(self) -> list[float]:
        chain, L, own = self.lesson.chain, self.lesson.chain.network.L, self.of_chain("aM")
        with mpmath.workdps(50):
            judge = Judge(chain.network, chain.x, chain.y, COSTS[chain.cost.name], None)
            w = judge.all({})["w", L, 0, 0]

            def slope(a: float) -> float:
                held = {("a", L - 1, 0): mpf(a)}
                return float(mpmath.diff(lambda t: judge.all({("w", L, 0, 0): t, **held})["C", 0], w))

            return [slope(a) for a in (own, *map(float, np.linspace(0, 1, 65)[1:]))]

    @property
    def examples(self) -> list[float]:
        chain = self.lesson.chain
        pairs = zip(chain.examples.X, chain.examples.Y, strict=True)
        return [autograd_gradient(chain.network, x, y, chain.cost.name).w[-1].item() for x, y in pairs]

    @property
    def own_is_an_example(self) -> bool:
        chain = self.lesson.chain
        return [*chain.x, *chain.y] in [[*x, *y] for x, y in zip(chain.examples.X, chain.examples.Y, strict=True)]

    @property
    def scales_differ(self) -> bool | None:
        """Whether the greys of the chain's last two layers differ; None if that does not follow from their bounds."""
        names = {function.name for function in list(self.lesson.chain.network.activation)[-2:]}
        if len(names) == 1:
            return False
        return True if names == {"sigmoid", "tanh"} and 0 <= self.lesson.chain.y.item() <= 1 else None

    @property
    def path_change(self) -> float:
        part = self.lesson.layers
        return self.of_layers("ΔC0", (f"a{part.network.L - 1}[{part.watch.k}]", PATH_NUDGE))

    @property
    def paths(self) -> list[float]:
        net, k = self.lesson.layers.network, self.lesson.layers.watch.k
        return [float(w) * self.of_layers(f"∂C0/∂zL[{i}]") for i, w in enumerate(net.w[net.L][:, k])]

    @cached_property
    def descent(self) -> "Descent":
        return Descent.of(self.lesson)


@dataclass(frozen=True)
class Descent:
    """A lesson's descent, computed with autograd: what it began with and ended with.

    ``costs`` are the average ones, ``own_costs`` those of the lesson's own example, ``largest`` are components of the
    gradient. ``pace`` is the share of the cost by which the first step should lower it.
    """

    rate: float
    steps: int
    costs: tuple[float, float]
    own_costs: tuple[float, float]
    largest: tuple[float, float]
    pace: float

    @classmethod
    def of(cls, lesson: bp.Lesson) -> "Descent":
        part, rate, examples = lesson.layers, lesson.descent.rate, lesson.descent.examples
        net: Any = SimpleNamespace(w=part.network.w, b=part.network.b, activation=part.network.activation)
        by = first = autograd_gradient(net, examples.X, examples.Y, part.cost.name)
        own = autograd_gradient(net, part.x, part.y, part.cost.name).cost
        for _ in range(lesson.descent.steps):
            net.w, net.b = (
                [value - rate * slope for value, slope in zip(values, slopes, strict=True)]
                for values, slopes in ((net.w, by.w), (net.b, by.b))
            )
            by = autograd_gradient(net, examples.X, examples.Y, part.cost.name)
        length = sum(float(np.sum(slope**2)) for slope in (*first.w, *first.b))
        return cls(
            rate,
            lesson.descent.steps,
            (first.cost, by.cost),
            (own, autograd_gradient(net, part.x, part.y, part.cost.name).cost),
            (_largest(first), _largest(by)),
            rate * length / first.cost if first.cost else 0.0,
        )

    @property
    def growth(self) -> float:
        return _growth(*self.costs)

    @property
    def own_growth(self) -> float:
        return _growth(*self.own_costs)

    @property
    def timid(self) -> bool:
        """Whether the rate is small, but not the gradient."""
        return self.rate <= 0.1 and min(self.largest) > 0.01 - SLACK

    @property
    def cut_short(self) -> bool:
        """Whether a hundred steps, but not these few, would make a difference."""
        return 100 * self.pace > 0.1 - SLACK and self.steps * self.pace < 0.2 + SLACK


def _largest(gradient: Any) -> float:
    return max(float(np.abs(slope).max()) for slope in (*gradient.w, *gradient.b))


def _growth(before: float, after: float) -> float:
    return (after - before) / before if before else after


def one_way(values: Sequence[float], sign: int = 0) -> bool:
    """Whether no value has another sign than ``sign`` or, with 0, no two have opposite ones; rounding is forgiven."""
    found = {copysign(1, value) for value in values if abs(value) >= NOISE}
    return found <= {sign} if sign else len(found) < 2


def both_ways(values: Sequence[float]) -> bool:
    return not one_way(values) or any(abs(value) < NOISE for value in values)


def nothing(*values: float) -> bool:
    return all(abs(value) < NOISE for value in values)


@dataclass(frozen=True)
class Claim:
    """Words in English, which stand for those of each language, and whether they are true."""

    english: str
    holds: Callable[[Truth], bool]

    def words(self, language: str) -> str:
        return self.english if language == "en" else known(language)["claims"][self.english]


CLAIMS: dict[str, list[Claim]] = {
    "SimplestNetwork": [
        Claim("What is left", lambda it: it.further_layers == 0),
        Claim("one more layer", lambda it: it.further_layers == 1),
        Claim("different number", lambda it: it.further_layers not in (0, 1)),
    ],
    "LastTwoNeurons": [
        Claim("it’s the first training example", lambda it: it.own_is_an_example),
        Claim("the higher the activation.", lambda it: not it.scales_differ),
        Claim("its layer’s own", lambda it: it.scales_differ is not False),
        Claim("will be numbered from 1", lambda it: not it.own_is_an_example),
    ],
    "ComputationTree": [
        Claim("leaves it as it is", lambda it: it.of_chain("aL") == it.of_chain("zL")),
    ],
    "NudgePropagation": [
        Claim("too small to see", lambda it: it.hidden),
        Claim("it drops by", lambda it: it.change < NOISE),
        Claim("it rises by", lambda it: it.change > -NOISE),
        Claim("it stays as it was", lambda it: nothing(it.change)),
        Claim("For our nudge, the", lambda it: not it.corner and not it.far_off(0.12)),
        Claim("From the side of our", lambda it: it.corner is not False),
        Claim("is not that tiny", lambda it: it.far_off(0.08) is not False),
        Claim("one number, the derivative", lambda it: not it.corner),
        Claim("hardly moves, if at all", lambda it: it.level),
        Claim("sits on a corner", lambda it: it.corner is not False),
    ],
    "ChainRule": [
        Claim("doesn’t get through", lambda it: nothing(it.change)),
        Claim("every ratio becomes", lambda it: not it.corner),
    ],
    "ThreeDerivatives": [
        Claim("curve is flat", lambda it: nothing(it.of_chain("∂aL/∂zL"))),
        Claim("curve is nearly flat", lambda it: abs(it.of_chain("∂aL/∂zL")) < 0.02),
        Claim("neuron is silent", lambda it: it.of_chain("aM") == 0),
        Claim("One of them is zero", lambda it: it.level),
        Claim("The smaller the nudge", lambda it: not it.corner),
        Claim("same digits", lambda it: it.measured_alike),
    ],
    "FireTogether": [
        Claim("wire together", lambda it: one_way(it.firing, -1)),
        Claim("lowers the weight", lambda it: one_way(it.firing, 1)),
        Claim("its sign changes", lambda it: both_ways(it.firing)),
        Claim("another factor is zero", lambda it: nothing(*it.firing)),
    ],
    "AverageOverExamples": [
        Claim("others smaller", lambda it: both_ways(it.examples)),
        Claim("No two examples", lambda it: one_way(it.examples)),
        Claim("No example asks", lambda it: nothing(*it.examples)),
        Claim("there is only one", lambda it: len(it.examples) == 1),
    ],
    "LayeredNetwork": [
        Claim("indices to keep track of", lambda it: it.last_functions_agree),
        Claim("takes the place of", lambda it: not it.last_functions_agree),
    ],
    "WeightIndices": [
        Claim("leaves it as it is", lambda it: it.of_layers("aL[j]") == it.of_layers("zL[j]")),
    ],
    "MultiplePaths": [
        Claim("opposite directions", lambda it: both_ways(it.paths)),
        Claim("the cost drops", lambda it: it.path_change < NOISE),
        Claim("the cost rises", lambda it: it.path_change > -NOISE),
        Claim("the cost stays", lambda it: nothing(it.path_change)),
    ],
    "SoftmaxOutput": [
        Claim("from the right class", lambda it: it.classes == 1),
        Claim("a distribution, too", lambda it: it.classes > 1),
        Claim("nothing sticks out", lambda it: nothing(*it.output_slopes)),
    ],
    "GradientDescent": [
        Claim("Then again", lambda it: it.lesson.descent.steps > 1),
        Claim("the only step", lambda it: it.lesson.descent.steps == 1),
        Claim("come down from", lambda it: it.descent.growth < 0),
        Claim("too long", lambda it: it.descent.growth > 0),
        Claim("hardly", lambda it: abs(it.descent.growth) < 0.1 + SLACK),
        Claim("almost zero", lambda it: min(it.descent.largest) < 0.01 + SLACK),
        Claim("so small a learning rate", lambda it: it.descent.timid),
        Claim("would take more steps", lambda it: it.descent.cut_short),
        Claim("the cost falls from", lambda it: it.descent.own_growth < 0),
        Claim("the cost rises from", lambda it: it.descent.own_growth > 0),
        Claim("come off worse", lambda it: it.descent.own_growth > 0 > it.descent.growth),
        Claim("next to nothing", lambda it: abs(it.descent.own_growth) < 0.1 + SLACK),
    ],
}
