"""The beam with the examples' derivatives is level on their mean."""

from typing import Any

import numpy as np
import pytest

from scenes.figures.training_examples.balance import Balance
from tests.judges.network import autograd_gradient
from tests.readers.stage import observe_rests, on_stage
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
    slopes = sorted(float(autograd_gradient(chain.network, x, y, chain.cost.name).w[-1].item()) for x, y in pairs)
    mean = sum(slopes) / len(slopes)
    empty, loaded, *_, after = observe_rests("AverageOverExamples", lesson(name), see_balance)["average"]

    assert tilt(empty) == pytest.approx(0.0, abs=1e-9)
    assert np.sign(round(tilt(loaded), 9)) == -np.sign(round(mean, 9)), "not down on the side of the mean"
    assert tilt(after) == pytest.approx(0.0, abs=1e-9)
    places = sorted(float(dot.get_x()) for dot in after.dots)
    unit = (places[-1] - places[0]) / (slopes[-1] - slopes[0]) if slopes[-1] > slopes[0] else 0.0
    assert places == pytest.approx([places[0] + unit * (slope - slopes[0]) for slope in slopes], abs=1e-6)
    assert after.support.get_x() == pytest.approx(sum(places) / len(places), abs=1e-6)
