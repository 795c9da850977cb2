"""The notebooks: they are run, and the numbers in their committed outputs are compared with the judge's."""

import importlib.util
import json
import math
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import av
import nbformat
import pytest
import srt
from IPython.core.inputtransformer2 import TransformerManager
from pylatexenc.latexwalker import LatexWalker

import backprop_core as bp
from scenes.nudges import NudgePropagation
from scenes.numbers.language import Language
from tests.judges.narration import typographic_faults
from tests.judges.network import judged
from tests.readers.notebook_output import Page, by_neuron, lines, name, named, number, plain
from tests.rigs.cli import run_cli
from tests.rigs.rehearsal import ROOT, lessons

NOTEBOOKS = {"en": ROOT / "notebooks" / "tour.ipynb", "fr": ROOT / "notebooks" / "tour.fr.ipynb"}
PROJECT = ROOT / "pyproject.toml"
LESSON = bp.default_lesson()
CHAIN, LAYERS, DESCENT = LESSON.chain, LESSON.layers, LESSON.descent

# Rounding errors, which differ between processors.
ROUNDING = ("check", "own-function")

each_language = pytest.mark.parametrize("language", NOTEBOOKS)


def committed(language: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS[language], as_version=4)


def run(notebook: Path, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook in a folder, as ``make notebooks`` does."""
    command = [sys.executable, str(ROOT / "tooling" / "notebooks.py"), str(notebook), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return nbformat.read(folder / notebook.name, as_version=4)


def code(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def shown(cell: nbformat.NotebookNode, form: str = "text/plain") -> str:
    """Return the only output of a cell, in one MIME type."""
    (output,) = cell.outputs
    return output.text if output.output_type == "stream" else output.data[form]


# ---- a run


def without_the_clip(language):
    """Return a notebook without the cells that render a clip, which come last."""
    notebook = committed(language)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("manim", "clip")]
    return notebook


def assert_reproduced(ran, kept):
    for called, cell in ran.items():
        assert not [output for output in cell.outputs if output.get("name") == "stderr"], called
        if called == "clip":
            continue
        assert cell.execution_count == kept[called].execution_count
        assert same(json.dumps(cell.outputs), json.dumps(kept[called].outputs), called in ROUNDING), called


@pytest.mark.long
def test_a_run_reproduces_the_committed_outputs(tmp_path):
    nbformat.write(without_the_clip("en"), tmp_path / "tour.ipynb")
    (tmp_path / "run").mkdir()
    ran = code(run(tmp_path / "tour.ipynb", tmp_path / "run"))
    assert len(ran) > 10
    assert_reproduced(ran, code(committed("en")))


@pytest.mark.long
@each_language
def test_a_run_reproduces_the_committed_outputs_and_makes_the_clip(language, tmp_path):
    ran, kept = code(run(NOTEBOOKS[language], tmp_path)), code(committed(language))
    assert list(ran) == list(kept)
    assert_reproduced(ran, kept)
    (video,) = re.findall(r'<video src="(.+?)"', ran["clip"].outputs[-1].data["text/html"])
    the_clip_is_there(tmp_path, tmp_path / video, Language(language))
    made = {"explore.html", "media", "my_lesson.toml"}
    assert {path.name for path in tmp_path.iterdir()} == {NOTEBOOKS[language].name, *made}


def same(one: str, other: str, rounding: bool) -> bool:
    """Whether two texts are equal, apart from the last digits of their numbers."""
    pattern = r"(?<![\w.])[-+−]?\d+\.\d+(?:e[-+]?\d+)?"
    if rounding:
        pattern += r"|\d+\.\d+ · 10<sup>.*?</sup>|<i>[wb]</i>(?:<su[bp]>.*?</su[bp]>)*|'[wb]\d.*?'"
        return re.sub(pattern, "…", one) == re.sub(pattern, "…", other)
    numbers = [[float(each.replace("−", "-")) for each in re.findall(pattern, text)] for text in (one, other)]
    near = all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in zip(*numbers, strict=True))
    return near and re.sub(pattern, "…", one) == re.sub(pattern, "…", other)


def the_clip_is_there(folder: Path, video: Path, language: Language) -> None:
    """Assert that the clip plays, and shows the notebook's lesson in the notebook's language."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (854, 480)
        frames = sum(1 for _ in container.decode(video=0))
        seconds = frames / float(stream.average_rate or 1)
    (captions,) = (folder / "media" / "videos").rglob("NudgePropagation.srt")
    told = list(srt.parse(captions.read_text("utf-8")))
    assert abs(told[-1].end.total_seconds() - seconds) < 0.2
    words = " ".join(each.content for each in told).replace("\n", " ")
    assert words.startswith(language.text(NudgePropagation.beats()[0].narration))
    assert language.number(0.02, 2) in words


@pytest.mark.long
@pytest.mark.parametrize("lesson", sorted(lessons()))
def test_the_tour_runs_with_any_lesson(lesson, tmp_path):
    notebook = without_the_clip("en")
    first = code(notebook)["chain"]
    path = ROOT / "backprop_core" / "lessons" / f"{lesson}.toml"
    first.source = first.source.replace("bp.default_lesson()", f"bp.load_lesson({str(path)!r})")
    nbformat.write(notebook, tmp_path / "other.ipynb")
    (tmp_path / "run").mkdir()
    ran = code(run(tmp_path / "other.ipynb", tmp_path / "run"))
    part = lessons()[lesson].chain
    (table,) = tables(ran["chain"])
    agrees(by_neuron(table), part.network, part.x, part.y)


# ---- its numbers


def tables(cell):
    return Page(shown(cell, "text/html")).tables


def agrees(cells, *example, rel=1e-11, **nudge):
    assert cells
    for called, cell in cells.items():
        expected = judged(called, *example, **nudge)
        assert math.isclose(cell.value, expected, rel_tol=rel, abs_tol=1e-14), called
        assert abs(cell.shown - expected) < 0.51e-4, called


@pytest.fixture(scope="module", params=NOTEBOOKS)
def cells(request):
    return code(committed(request.param))


def test_its_tables_agree_with_the_judge(cells):
    chain, layers = (CHAIN.network, CHAIN.x, CHAIN.y), (LAYERS.network, LAYERS.x, LAYERS.y)
    for called, example in (("chain", chain), ("forward", chain)):
        agrees(by_neuron(tables(cells[called])[0]), *example)
    for called, example in (
        ("backward", chain),
        ("batch", (CHAIN.network, CHAIN.examples.X, CHAIN.examples.Y)),
        ("layers-gradient", layers),
    ):
        derivatives, costs = tables(cells[called])
        agrees(by_neuron(derivatives) | named(costs), *example)
    changes, outcome = tables(cells["nudge"])
    agrees({f"Δ{plain(row[0].text)}": row[3] for row in changes.rows}, *chain, rel=1e-8, nudge=("w3", CHAIN.nudge))
    agrees(named(outcome), *chain, rel=1e-8, nudge=("w3", CHAIN.nudge))
    (descent,) = tables(cells["descent"])
    agrees({"C": descent.rows[0][1]}, LAYERS.network, DESCENT.examples.X, DESCENT.examples.Y)
    (learned,) = tables(cells["learned"])
    found = bp.descend(LAYERS.network, DESCENT.examples.X, DESCENT.examples.Y, DESCENT.rate, DESCENT.steps).network
    for k, (x, y) in enumerate(zip(DESCENT.examples.X, DESCENT.examples.Y, strict=True)):
        agrees({plain(row[0].text): row[k + 1] for row in learned.rows}, found, x, y)
    for called in ROUNDING:
        assert named(tables(cells[called])[0])["passed"].text == "True"


def test_its_formulas_agree_with_the_judge(cells):
    chain, layers = (CHAIN.network, CHAIN.x, CHAIN.y), (LAYERS.network, LAYERS.x, LAYERS.y)
    for called, example in (
        ("last-weight", chain),
        ("last-bias", chain),
        ("first-weight", chain),
        ("change", (with_last_weight(0.4), CHAIN.x, CHAIN.y)),
        ("watched-weight", layers),
        ("mine", (bp.Network.chain([0.8, -1.1], [0.1, 0.4], "tanh"), [0.7], [-0.5])),
    ):
        above, below = lines(shown(cells[called], "text/latex"))
        for factor, value in [*zip(above[2::2], below[2:7:2], strict=True), (above[0], below[-1])]:
            assert abs(number(value) - judged(name(factor), *example)) < 0.51e-4, called
    sure = lessons()["logistic"].chain
    for called, cost in (("sure", "cross_entropy"), ("hardly", "squared_error")):
        above, below = lines(shown(cells[called], "text/latex"))
        for factor, value in [*zip(above[2::2], below[2:7:2], strict=True), (above[0], below[-1])]:
            assert abs(number(value) - judged(name(factor), sure.network, sure.x, sure.y, cost=cost)) < 0.51e-4, (
                called
            )
    for called, of, example in (("one-step-back", "a2", chain), ("paths", "a1[2]", layers)):
        _, total = lines(shown(cells[called], "text/latex"))[-1]
        assert abs(number(total.removeprefix(r"\approx")) - judged(f"∂C0/∂{of}", *example)) < 0.51e-4


def with_last_weight(value):
    *before, _ = CHAIN.network.w
    return bp.Network([*before, [[value]]], CHAIN.network.b)


def test_its_printed_numbers_agree_with_the_judge(cells):
    example = CHAIN.network, CHAIN.x, CHAIN.y
    derivative = judged("∂C0/∂w3", *example)
    nudges = [list(map(float, line.split())) for line in shown(cells["smaller"]).splitlines()]
    for by, ratio, gap in nudges:
        expected = judged("ΔC0/Δw3", *example, nudge=("w3", by))
        assert abs(ratio - expected) < 1e-7
        assert abs(gap - (expected - derivative)) < 1e-7
    gaps = [abs(gap) for _, _, gap in nudges]
    assert len(gaps) == 5
    assert all(smaller < 0.2 * larger for larger, smaller in pairwise(gaps))
    weights = [list(map(float, line.split())) for line in shown(cells["many-weights"]).splitlines()]
    for value, *numbers in weights:
        for called, each in zip(("∂z3/∂w3", "∂a3/∂z3", "∂C0/∂a3", "∂C0/∂w3"), numbers, strict=True):
            assert abs(each - judged(called, with_last_weight(value), CHAIN.x, CHAIN.y)) < 0.51e-5
    asked, average = shown(cells["average"]).splitlines()
    for each, x, y in zip(asked.split(), CHAIN.examples.X, CHAIN.examples.Y, strict=True):
        assert abs(float(each) - judged("∂C0/∂w3", CHAIN.network, x, y)) < 0.51e-4
    assert abs(float(average) - judged("∂C/∂w3", CHAIN.network, CHAIN.examples.X, CHAIN.examples.Y)) < 0.51e-4


# ---- as it is committed


def test_both_languages_have_the_same_cells():
    english, french = committed("en"), committed("fr")
    assert [(cell.id, cell.cell_type) for cell in english.cells] == [
        (cell.id, cell.cell_type) for cell in french.cells
    ]
    for one, other in zip(code(english).values(), code(french).values(), strict=True):
        assert one.source.replace('language = "en"', 'language = "fr"') == other.source
    assert 'language = "fr"' in code(french)["own-lesson"].source
    assert english.metadata == french.metadata


@pytest.mark.parametrize("there", [True, False])
def test_the_first_cell_installs_where_nothing_is_installed(there, monkeypatch):
    """As on Colab, whose machines have neither the package nor the system libraries that it is built with."""
    first = next(iter(code(committed("en")).values()))
    done = []
    shell = SimpleNamespace(system=done.append, run_line_magic=lambda *command: done.append(" ".join(command)))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if there else None)
    exec(TransformerManager().transform_cell(first.source), {"get_ipython": lambda: shell})
    packages = [line.split()[-1] for line in done]
    assert packages == ([] if there else ["libpango1.0-dev", tomllib.loads(PROJECT.read_text())["project"]["name"]])


@each_language
def test_it_is_committed_with_the_outputs_of_one_run(language):
    notebook = committed(language)
    nbformat.validate(notebook)
    assert [cell.execution_count for cell in code(notebook).values()] == [*range(1, len(code(notebook)) + 1)]
    assert [called for called, cell in code(notebook).items() if not cell.outputs] == ["install", "clip"]
    assert {output.output_type for cell in code(notebook).values() for output in cell.outputs} <= {
        "execute_result",
        "stream",
    }
    assert NOTEBOOKS[language].stat().st_size < 100_000


def texts(language: str) -> dict[str, str]:
    return {cell.id: cell.source for cell in committed(language).cells if cell.cell_type == "markdown"}


def without_code_and_mathematics(text: str) -> str:
    return re.sub(r"(\$\$?)[^$]+\1|`[^`]+`", "x", text)


@each_language
def test_the_text_contains_no_result(language):
    for called, text in texts(language).items():
        assert re.findall(r"\d[.,]\d", text) == [], called


@each_language
def test_the_formulas_in_the_text_are_balanced(language):
    for text in texts(language).values():
        for _, formula in re.findall(r"(\$\$?)([^$]+)\1", text):
            LatexWalker(formula, tolerant_parsing=False).get_latex_nodes()


def test_both_languages_have_the_same_formulas():
    for english, french in zip(texts("en").values(), texts("fr").values(), strict=True):
        assert set(re.findall(r"\$\$[^$]+\$\$", english)) == set(re.findall(r"\$\$[^$]+\$\$", french))


def test_the_french_text_follows_french_typography():
    for called, text in texts("fr").items():
        prose = without_code_and_mathematics(text).replace("\n", " ").replace("  ", " ")
        assert typographic_faults(prose, "fr") == [], called


@each_language
def test_the_commands_that_it_names_exist(language):
    for line in re.findall(r"`backprop ([^`]+)`", " ".join(texts(language).values())):
        command = [word for word in line.split() if word.isalpha()]
        answer = run_cli(*command, "--help")
        assert answer.status == 0, line
        assert all(word in answer.out for word in line.split() if word.startswith("--"))
