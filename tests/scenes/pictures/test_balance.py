"""The beam with the examples' derivatives is level on their mean, and the cost falls by the judge's step."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from scenes.figures.training_examples.balance import Balance
from scenes.figures.training_examples.descent_arrows import CostColumn
from tests.judges.network import autograd_gradient
from tests.readers.stage import observe_rests, on_stage, played
from tests.rigs.played_clips import each_lesson
from tests.rigs.rehearsal import lesson


def see_balance(clip: Any) -> Balance | None:
    found = on_stage(clip, Balance)
    return found[0].copy() if found else None


def tilt(balance: Balance) -> float:
    start, end = balance.beam.get_start_and_end()
    return float(np.arctan2(*(end - start)[1::-1]))


@each_lesson()
def test_balance(name: str):
    chain = lesson(name).chain
    pairs = zip(chain.examples.X, chain.examples.Y, strict=True)
    slopes = sorted(float(autograd_gradient(chain.network, x, y).w[-1].item()) for x, y in pairs)
    mean = sum(slopes) / len(slopes)
    before, *_, after = observe_rests("AverageOverExamples", lesson(name), see_balance)["average"]

    assert np.sign(round(tilt(before), 9)) == -np.sign(round(mean, 9)), "not down on the side of the mean"
    assert tilt(after) == pytest.approx(0.0, abs=1e-9)
    places = sorted(float(dot.get_x()) for dot in after.dots)
    unit = (places[-1] - places[0]) / (slopes[-1] - slopes[0]) if slopes[-1] > slopes[0] else 0.0
    assert places == pytest.approx([places[0] + unit * (slope - slopes[0]) for slope in slopes], abs=1e-6)
    assert after.support.get_x() == pytest.approx(sum(places) / len(places), abs=1e-6)


@each_lesson()
def test_step_downhill(name: str):
    of = lesson(name)
    chain = of.chain
    clip = played("GradientVector", of)
    (column,) = on_stage(clip, CostColumn)
    net, by = chain.network, autograd_gradient(chain.network, chain.examples.X, chain.examples.Y)
    slopes = np.concatenate([np.ravel(slope) for slope in (*by.w, *by.b)])
    block, outline = column[:2]
    share = block.height / outline.height
    if not slopes.any():
        assert share == pytest.approx(1.0)
        return
    assert share < 1

    def cost_after(rate: float) -> float:
        moved: Any = SimpleNamespace(
            w=[w - rate * slope for w, slope in zip(net.w, by.w, strict=True)],
            b=[b - rate * slope for b, slope in zip(net.b, by.b, strict=True)],
            activation=net.activation,
        )
        return autograd_gradient(moved, chain.examples.X, chain.examples.Y).cost

    furthest = by.cost / float(slopes @ slopes) / 2
    shares = [cost_after(furthest / 2**halvings) / by.cost for halvings in range(60)]
    assert share == pytest.approx(next(each for each in shares if each < 1), rel=1e-6)
