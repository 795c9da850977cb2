"""The explorer writes names and costs as the clips do, in their colours, and says names in words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import backprop_core as bp
from backprop_core.quantities import Change, Name, Quantity, Symbol, measured
from scenes.kit.theme import THEMES
from scenes.numbers.chain import LastLayer
from scenes.numbers.descent import Learning
from scenes.numbers.functions import COST_FORMULAS
from scenes.numbers.language import Language
from scenes.numbers.layers import WatchedWeight, ratio_names
from scenes.numbers.training import TrainingSet
from scenes.studio.publish.explorer_words import NAME_WORDS
from tests.rigs.mutant_runs import all_lessons
from tests.rigs.rehearsal import ROOT

# A name in one line: "w^(L)_02", and a fraction as its two sides with a stroke between.
_WRITTEN = """([L, words, names]) => {
  const { html } = Names.create(L, words);
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const parts = [...node.childNodes].map(read);
    if (node.matches(".ratio")) return parts.join("/");
    return ({ SUP: "^", SUB: "_" }[node.tagName] ?? "") + parts.join("");
  };
  return names.map((name) => read(html(name)));
}"""
_SPOKEN = "([L, words, names]) => names.map(Names.create(L, words).spoken)"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for script in ("drawing/draw", "names", "chain/cost"):
        page.add_script_tag(path=ROOT / "scenes" / "studio" / "pages" / "explorer" / f"{script}.js")
    yield page
    page.close()


def asked(page: Page, function: str, L: int, names: list[str], code: str = "en") -> Any:
    words = {key: Language(code).text(text) for key, text in NAME_WORDS.items()}
    return page.evaluate(function, [L, words, names])


def in_one_line(name: Name) -> str:
    line = re.sub(r"frac\((.*), (.*)\)", r"\1/\2", name.typst)
    line = re.sub(r"\^\(\((.*?)\)\)", r"^(\1)", line)
    line = re.sub(r"_\((.*?)\)", lambda index: "_" + index[1].replace(" ", ""), line)
    return line.replace("partial ", "∂").replace("Delta ", "Δ").replace("-", "−")


def of_chain(lesson: bp.Lesson) -> list[Name]:
    """Return names that clips show of the chain."""
    last, w = LastLayer(lesson.chain), LastLayer(lesson.chain).path[0]
    L = lesson.chain.network.L
    steps = [("w", L), ("b", L), ("a", L), *([("w", L - 1), ("b", L - 1)] if L > 1 else [])]
    factors = [factor.symbol for letter, l in steps for factor in last.factors(letter, l)]
    changes = [Change(symbol, sign) for symbol in last.path for sign in "Δ∂"]
    average = TrainingSet(lesson.chain)
    gradient = [each.symbol for each in average.gradient]
    names = [*last.path, *last.side, *factors, *changes, measured(last.path[3], w), average.cost.symbol]
    return names + unambiguous(gradient, L)


def of_layers(lesson: bp.Lesson) -> list[Name]:
    """Return names that clips show of the layers."""
    watched, learning = WatchedWeight(lesson.layers), Learning(lesson)
    quantities = [watched.derivative, *watched.factors, *learning.outputs(0), *learning.targets]
    parameters = [learning.name(p) for p in lesson.layers.network.parameters()]
    L = lesson.layers.network.L
    letters = ratio_names(L, L, "w")
    return [*(each.symbol for each in quantities), *letters, *unambiguous(parameters, L)]


def unambiguous(names: Sequence[Name], L: int) -> list[Name]:
    """Return no names of a network with two layers: in a gradient, clips call the first (1), else (L−1)."""
    return [] if L == 2 else list(names)


@pytest.mark.parametrize("lesson", all_lessons().values(), ids=all_lessons())
def test_names_are_written_as_in_the_clips(page: Page, lesson: bp.Lesson):
    for L, names in (
        (lesson.chain.network.L, of_chain(lesson)),
        (lesson.layers.network.L, of_layers(lesson)),
    ):
        assert asked(page, _WRITTEN, L, [name.plain for name in names]) == [in_one_line(name) for name in names]


@pytest.mark.parametrize(
    ("code", "L", "sayings"),
    [
        (
            "en",
            3,
            {
                "w3": "w L",
                "a2": "a L minus 1",
                "a0": "a 0",
                "y[1]": "y of neuron 1",
                "C": "C",
                "Δz3": "the change of z L",
                "∂C0/∂w3": "the derivative of C zero by w L",
                "ΔC0/Δw3[1,0]": "the change of C zero over the change of w L from neuron 0 to neuron 1",
            },
        ),
        (
            "fr",
            2,
            {
                "a1": "a L moins 1",
                "w1[0,2]": "w L moins 1 du neurone 2 au neurone 0",
                "∂C0/∂w2": "la dérivée de C zéro par rapport à w L",
                "ΔC0/Δw2": "la variation de C zéro sur la variation de w L",
            },
        ),
    ],
)
def test_names_are_said_in_words(page: Page, code: str, L: int, sayings: dict[str, str]):
    assert asked(page, _SPOKEN, L, list(sayings), code) == list(sayings.values())


def compact(template: str) -> str:
    """Return a formula without spaces, in the clips' mathematics or the page's own."""
    for typst, own in (("\\", ""), (" ", ""), ("-", "−"), ("^2", "²"), ("frac(1,2)", "½")):
        template = template.replace(typst, own)
    return re.sub(r"\^\{(−?)z\}", r"^(\1{z})", template)


def filled(template: str, letters: Iterable[str]) -> str:
    return compact(template.replace("{}", "%s") % tuple(f"{{{letter}}}" for letter in letters))


@pytest.mark.parametrize("name", COST_FORMULAS)
def test_a_cost_is_written_as_in_the_clips(page: Page, name: str):
    formula = COST_FORMULAS[name]
    assert compact(page.evaluate("CostFormula.letters", name)) == filled(*formula.of_one("a", "y"))
    for target in (0.0, 0.5, 1.0):
        if target == 0 and name == "categorical_cross_entropy":
            continue
        a, y = Quantity(Symbol("a"), 0.25), Quantity(Symbol("y"), target)
        template, quantities = formula.in_numbers(a, y)
        found = page.evaluate("([name, y]) => CostFormula.numbers(name, 0.25, y)", [name, target])
        assert compact(found) == filled(template, (each.symbol.plain for each in quantities))
    if formula.surprises:
        found = page.evaluate("(name) => [1, 0].map((y) => CostFormula.numbers(name, 0.9999, y))", name)
        assert [compact(each) for each in found] == [
            compact(each.replace("{a}", "{z}")) for each in formula.surprises
        ]


def test_letters_have_the_clips_colours(browser: Browser, explorer: Path):
    page = browser.new_page()
    page.goto(explorer.as_uri())
    theme = THEMES[bp.default_lesson().theme]
    script = "(letter) => getComputedStyle(document.querySelector(`.of-${letter}`)).color"
    for letter in "wbzayC":
        colour = theme.colour_of(Symbol(letter)).lstrip("#")
        assert page.evaluate(script, letter) == f"rgb({', '.join(str(n) for n in bytes.fromhex(colour))})"
    page.close()
