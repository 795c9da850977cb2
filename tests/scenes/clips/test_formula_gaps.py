"""In every clip, dots and equals signs have the same space on either side."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from scenes.kit.clip import Clip
from scenes.kit.text import typesetter
from scenes.kit.text.spacing import spaced
from tests.judges.formula_gaps import FormulaJudge, numbered_glyphs
from tests.rigs.rehearsal import clips, lessons, rehearse, squares

# A clip that sets formulas in many ways; the long run has every square.
SHORT = ("MultiplePaths", "default", "fr-light")


# Whether a glyph of this width and height, in em, is the sign.
_SHAPES = {
    "·": lambda size: abs(size[0] - size[1]) < 0.001 and size[0] < 0.2,
    "=": lambda size: 0.6 < size[0] < 0.7 and 0.2 < size[1] < 0.3,
    "Σ": lambda size: 1.3 < size[0] < 1.4 and 1.3 < size[1] < 1.5,
}


def board() -> Iterator[Any]:
    """Yield each clip with each lesson in each look."""
    for (clip, name), look in product(squares(), ("en-dark", "fr-light")):
        marks = [] if (clip.__name__, name, look) == SHORT else [pytest.mark.long]
        yield pytest.param(clip, name, look, id=f"{clip.__name__}-{name}-{look}", marks=marks)


@pytest.mark.parametrize(("clip", "name", "look"), list(board()))
def test_gaps_are_equal(clip: type[Clip], name: str, look: str):
    complaints = judged(clip, name, look).complaints
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


def test_signs_of_each_kind_are_measured():
    assert {"·", "=", "Σ"} <= judged(_clip("BackwardSweep"), "default", "en-dark").measured.keys()


@pytest.mark.parametrize(
    ("sign", "clip", "name"),
    [
        pytest.param("·", "BiasSensitivity", "default", marks=pytest.mark.long),
        ("=", "LastTwoNeurons", "default"),
        pytest.param("Σ", "SoftmaxOutput", "classifier", marks=pytest.mark.long),
    ],
)
def test_a_sign_out_of_its_middle_is_found(sign: str, clip: str, name: str, monkeypatch: pytest.MonkeyPatch):
    """All signs of one kind are put a tenth of an em too far right."""

    def off(glyphs: Any) -> Any:
        return [
            replace(glyph, outline=glyph.outline + [0.1, 0, 0])
            if _SHAPES[sign](np.ptp(glyph.outline, axis=0))
            else glyph
            for glyph in spaced(glyphs)
        ]

    monkeypatch.setattr(typesetter, "spaced", off)
    complaints = judged(_clip(clip), name, "en-dark").complaints
    assert any(f": {sign} at" in complaint for complaint in complaints)


def judged(clip: type[Clip], name: str, look: str) -> FormulaJudge:
    language, colours = look.split("-")
    judge = FormulaJudge()
    with numbered_glyphs():
        rehearse(clip, replace(lessons()[name], language=language, theme=colours), frames=0, look=judge.observe)
    return judge


def _clip(name: str) -> type[Clip]:
    return next(clip for clip in clips() if clip.__name__ == name)
