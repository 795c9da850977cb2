"""The reference of lessons has an example of each place at which a lesson is refused."""

import ast
import traceback
from pathlib import Path

import pytest

import backprop_core as bp
from scenes.kit.lesson import findings
from tests.rigs.rehearsal import ROOT
from tooling.manual.blocks import blocks

PAGE = ROOT / "docs/reference/lesson-file.md"

# Where lessons are refused, and by what.
READS = ("narration", "choices", "load", "schema", "toml")
SOURCES = [*(ROOT / f"backprop_core/lesson/{name}.py" for name in READS), ROOT / "scenes/kit/lesson.py"]
REFUSES = ("LessonError", "_expect", "_expect_neurons", "_refuse", "_refuse_name")

# What the page says in words, as no short lesson is an example: other files, and more than anyone types.
IN_WORDS = {"read_file", "parse_toml", "_check_code"}

Place = tuple[str, int]


def refusing_calls() -> dict[Place, range]:
    """Return the lines of each call that refuses a lesson, by its file and first line."""
    found = {}
    for file in SOURCES:
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name not in IN_WORDS | set(REFUSES):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSES:
                        found[str(file), node.lineno] = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return found


def lines_that_refuse(text: str, folder: Path) -> list[Place]:
    """Return the lines that a lesson's text went through when it was refused."""
    file = folder / "lesson.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(bp.LessonError) as refused:
        findings(file)
    errors: list[BaseException] = [refused.value]
    while context := errors[-1].__context__:
        errors.append(context)
    frames = [frame for error in errors for frame in traceback.extract_tb(error.__traceback__)]
    return [(frame.filename, frame.lineno or 0) for frame in frames]


@pytest.mark.long
def test_each_refusal_has_an_example(tmp_path: Path):
    lessons = [each.text for each in blocks(PAGE.read_text("utf-8")) if each.note == "refused"]
    assert len(lessons) > 30
    seen = {place for text in lessons for place in lines_that_refuse(text, tmp_path)}
    calls = refusing_calls()
    assert len(calls) > 20
    missing = [place for place, lines in calls.items() if not any((place[0], line) in seen for line in lines)]
    assert missing == []
