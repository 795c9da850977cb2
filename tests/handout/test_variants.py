"""Sheets of exercises for neighbours: each has numbers of its own, which are worked out right, and keeps them."""

import re
from itertools import pairwise

import pytest

from scenes.handout.compose import compose_handout
from scenes.handout.document import FormulaItem, Handout, Math
from scenes.handout.pdf import handout_pdf
from scenes.kit.theme import LIGHT
from tests.judges.algebra import number, parse_line
from tests.judges.handout import Case, faults
from tests.readers.tagged_pdf import read
from tests.rigs.rehearsal import lesson


def sheet(name: str, variant: int) -> Handout:
    return compose_handout(lesson(name), [], "a4", LIGHT, solved=True, variant=variant)


def given(of: Handout) -> dict[str, str]:
    """Return the names and numbers in the question of the first exercise."""
    said = [run.plain for run in of.exercises[0].question.runs if isinstance(run, Math) and "=" in run.plain]
    return dict(each.split(" = ") for each in said)


def answers(of: Handout) -> list[str]:
    return [
        answer.plain for exercise in of.exercises for answer in exercise.answers if isinstance(answer, FormulaItem)
    ]


@pytest.mark.parametrize("variant", [1, pytest.param(8, marks=pytest.mark.long)])
def test_what_is_printed_is_true(variant: int):
    of = lesson("default")
    chain = of.chain
    paper = sheet("default", variant)
    x, y = (number(given(paper)[name]) for name in ("a0", "y"))
    case = Case(chain.network, chain.cost.name, [x], [y], rate=of.descent.rate)
    printed = read(handout_pdf(paper, {}))
    checked = 0
    for chapter, section, elements in printed.sections():
        if chapter != "Exercises" or not section.startswith("Exercise") or section.startswith("Exercise 4"):
            continue
        for element in elements:
            if element.role == "Formula" and re.search("[=≈←]", element.alt):
                assert list(faults(parse_line(element.alt), case)) == []
                checked += 1
    assert checked > 15
    assert f"variant {variant}" in " ".join(each.extract_text() for each in printed.reader.pages).lower()


@pytest.mark.parametrize("name", ["default", "tiny"])
def test_neighbours_have_other_numbers(name: str):
    """Inputs are easy to type, in the range of the training examples, and targets are those of training examples."""
    sheets = [sheet(name, variant) for variant in range(1, 9)]
    examples = lesson(name).chain.examples
    assert len({given(each)["a0"] for each in sheets}) == len(sheets)
    for one, next_one in pairwise(sheets):
        assert not set(answers(one)) & {answer for answer in answers(next_one) if re.search(r"C0", answer)}
    for each in sheets:
        assert re.fullmatch(r"−?\d+(\.\d\d?)?", given(each)["a0"])
        assert number(given(each)["y"]) in examples.Y
        if len(set(examples.X[:, 0])) > 1:
            assert examples.X.min() - 0.01 <= number(given(each)["a0"]) <= examples.X.max() + 0.01


def test_a_variant_keeps_its_numbers():
    assert sheet("default", 5) == sheet("default", 5)
