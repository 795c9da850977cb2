"""Remarks on a lesson that can be drawn, but may not be what was meant."""

from collections.abc import Iterator

import numpy as np

from backprop_core.calculus.descent import descend
from backprop_core.calculus.nudge import nudge
from backprop_core.digits import as_given
from backprop_core.lesson.parts import Examples, Lesson
from backprop_core.model.network import Network
from backprop_core.model.parameter import Parameter

FAR_OFF = 0.1
"""From this share of the derivative on, the ratio that a nudge causes is far from it."""

A_FEW_ROUNDINGS = 1e-15
"""How much the rate, weights and biases are changed at most, as a share of each, to see what comes of it."""


def remarks(lesson: Lesson) -> Iterator[str]:
    """Yield a line for each entry of a lesson that may not be what was meant."""
    chain, layers = lesson.chain, lesson.layers
    last = nudge(chain.network, chain.x, chain.y, Parameter("w", chain.network.L), by=chain.nudge, cost=chain.cost)
    if abs(last.ratio - last.derivative) > FAR_OFF * abs(last.derivative):
        yield (
            f"chain.nudge: {as_given(chain.nudge)} is not small: the ratio of the changes is {last.ratio:.3g}, "
            f"the derivative {last.derivative:.3g}"
        )
    parts = (
        ("chain", "chain.examples", chain.x, chain.y, chain.examples),
        ("layers", "descent.examples", layers.x, layers.y, lesson.descent.examples),
    )
    for part, name, x, y, examples in parts:
        if not _among(examples, x, y):
            yield f"{part}.input, {part}.target: this example is not among the {len(examples)} of {name}"
    unsure = first_unsure_step(lesson)
    if unsure is not None:
        rate = as_given(lesson.descent.rate)
        yield f"descent.rate: {rate} is so large that from step {unsure} on, rounding errors decide what it leads to"


def first_unsure_step(lesson: Lesson) -> int | None:
    """Return the first step of the descent after which digits are rounding errors, or None.

    They are if a start and a rate that differ by rounding alone change the cost, or a weight or bias after the last
    step, in a decimal that is shown.

    Raises
    ------
    LessonError
        If the learning rate makes the cost grow beyond ``MAX_COST``.
    """
    layers, descent, own = lesson.layers, lesson.descent, lesson.training
    X, Y, rate = descent.examples.X, descent.examples.Y, descent.rate * (1.0 + A_FEW_ROUNDINGS)
    other = descend(_jolted(layers.network), X, Y, rate, descent.steps, layers.cost, keep="last")
    off = _differ(own.costs, other.costs, lesson.decimals)
    one, another = (np.array([net.value(p) for p in net.parameters()]) for net in (own.network, other.network))
    off[-1] |= _differ(one, another, lesson.decimals).any()
    return int(off.argmax()) if off.any() else None


def _jolted(net: Network) -> Network:
    """Return a network whose weights and biases differ by rounding alone, no two equal ones by the same share."""
    parts = [*net.w, *net.b]
    ends = np.cumsum([part.size for part in parts])
    shares = np.split(1.0 + A_FEW_ROUNDINGS * np.linspace(1.0, -1.0, ends[-1]), ends[:-1])
    jolted = [part * share.reshape(part.shape) for part, share in zip(parts, shares, strict=True)]
    return Network(jolted[: net.L], jolted[net.L :], net.activation)


def _differ(some: np.ndarray, others: np.ndarray, decimals: int) -> np.ndarray:
    """Return which of some numbers differ from others in so many decimals, or digits of those above 1."""
    return np.abs(some - others) > 0.5 * 10.0**-decimals * np.maximum(np.abs(some), 1.0)


def _among(examples: Examples, x: np.ndarray, y: np.ndarray) -> bool:
    """Return whether an example is one of these."""
    same = (x == examples.X).all(axis=1) & (y == examples.Y).all(axis=1)
    return bool(same.any())
