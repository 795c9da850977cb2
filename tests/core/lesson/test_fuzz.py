"""Fuzzes lessons: damages valid ones, as text or as a document.

The result either loads, and then all its numbers can be printed, or is refused in one line.
"""

import copy
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backprop_core as bp
from backprop_core.lesson import toml
from backprop_core.reports.formats import FORMATS
from tests.rigs.malformed_lessons import time_limit
from tests.rigs.toml_text import document_text

LESSONS = sorted((Path(toml.__file__).parents[1] / "lessons").glob("*.toml"))
TEXTS = [file.read_text("utf-8") for file in LESSONS]
DOCUMENTS = [toml.parse_toml(file.read_bytes()) for file in LESSONS]

SOME = settings(max_examples=50)
MANY = settings(max_examples=6000)

# Scraps that are special in TOML, or to readers of files.
SCRAPS = st.sampled_from(
    [
        *"[]{}=.,#\"'\\-+_0:e \t\n\r\0\x1b\ufeff\u2028\u202e−",
        *("[[", "]]", '"""', "'''", "\\u", "\\U0010FFFF", "nan", "inf", "-inf", "1e400", "0x", "9" * 5000, "true"),
        *(
            "2026-02-28",
            "07:32:00",
            "[lesson]",
            "[chain]",
            "[layers]",
            "[descent]",
            "[[chain]]",
            "\n[x]\n",
            "a." * 50,
        ),
        *("weights", "examples = ", "{input = ", "[" * 2000, "{a=" * 2000, "#" * 2000, "\n" * 2000, "𝕏", "e\u0301"),
    ]
)
NUMBERS = st.sampled_from(
    [0, 1, -1, 1000, -1000, 1001, 10**400, -(2**64), 0.0, -0.0, 5e-324, 1e-300, 1e-6, 1e308, 999.999]
    + [math.nan, math.inf, -math.inf]
)
VALUES = st.recursive(
    NUMBERS
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.text(max_size=90).filter(lambda text: "\r" not in text),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=9) | st.sampled_from("jk"), inner),
    max_leaves=12,
)

Draw = Callable[[st.SearchStrategy[Any]], Any]


def damaged_text(draw: Draw) -> bytes:
    """Draw the text of a lesson with pieces cut out, repeated or replaced by scraps, and perhaps a wrong byte."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        end = draw(st.sampled_from([end, min(end, start + 3)]))
        piece = draw(st.sampled_from(["", text[start:end] * 2]) | SCRAPS | st.text(max_size=4))
        text = text[:start] + piece + text[end:]
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if data and draw(st.booleans()):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


def damaged_document(draw: Draw) -> bytes:
    """Draw a lesson with wrong values, missing keys and unknown keys."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        place: Any = document
        while place:
            key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
            if not isinstance(place[key], dict | list) or draw(st.integers(0, 3)) == 0:
                damage(draw, place, key)
                break
            place = place[key]
    return document_text(document).encode("utf-8", "surrogatepass")


def damage(draw: Draw, place: Any, key: Any) -> None:
    match draw(st.sampled_from(["number", "value", "out", "more"])):
        case "number":
            place[key] = draw(NUMBERS | st.floats(-10, 10))
        case "value":
            place[key] = draw(VALUES)
        case "out":
            del place[key]
        case "more" if isinstance(place, list):
            place *= draw(st.sampled_from([2, 3, 700]))
        case _:
            place[draw(st.text(max_size=9))] = draw(VALUES)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "mine.toml"


def judge(file: Path, data: bytes) -> None:
    """Assert that a lesson loads, or is refused in one line."""
    file.write_bytes(data)
    try:
        with time_limit():
            lesson = bp.load_lesson(file)
            bp.check_training(lesson, file)
    except bp.LessonError as error:
        where, _, said = str(error).partition(": ")
        assert where == str(file)
        assert said.isprintable()
        assert 10 < len(said) < 400
        assert re.search("expect|missing|unknown key|not valid TOML", said)
        return
    report = bp.report(lesson)
    for name in FORMATS:
        assert report.to(name).endswith("\n")
    part = lesson.chain
    assert bp.check_gradient(part.network, part.x, part.y).passed


@SOME
@given(st.data())
def test_a_damaged_text_loads_or_is_refused_in_one_line(file: Path, data: st.DataObject):
    judge(file, damaged_text(data.draw))


@SOME
@given(st.data())
def test_a_damaged_document_loads_or_is_refused_in_one_line(file: Path, data: st.DataObject):
    judge(file, damaged_document(data.draw))


@SOME
@given(st.binary(max_size=300))
def test_random_bytes_load_or_are_refused_in_one_line(file: Path, data: bytes):
    judge(file, data)


@pytest.mark.long
@MANY
@given(st.data())
@pytest.mark.parametrize("damaged", [damaged_text, damaged_document])
def test_thousands_of_damaged_lessons_load_or_are_refused_in_one_line(
    file: Path, damaged: Callable[[Draw], bytes], data: st.DataObject
):
    judge(file, damaged(data.draw))
