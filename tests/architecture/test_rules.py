"""The project keeps the architecture rules, and each rule catches planted violations."""

import pytest

from tests.architecture.rules import (
    RULES,
    Rule,
    a_module_is_one_concept,
    a_module_says_what_it_is,
    clips_ignore_how_notebooks_and_reports_look,
    imports_are_explicit,
    manims_configuration_is_left_alone,
    no_number_is_read_off_the_picture,
    no_number_is_typed_into_words,
    no_quantity_is_typed,
    nothing_is_random,
    nothing_is_set_at_import,
    numbers_are_printed_by_the_typesetter,
    the_core_needs_little,
    the_studio_names_no_clip,
    words_and_numbers_are_the_typesetter,
)
from tests.architecture.source import (
    CHAPTERS,
    CORE,
    ENGINE,
    FIGURES,
    HANDOUT,
    KIT,
    LOCALE,
    NUMBERS,
    STUDIO,
    Source,
    sources,
)

SOURCES = {source.name: source for source in sources()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rules_are_kept(rule: Rule):
    assert [offence for source in SOURCES.values() for offence in rule(source)] == []


def test_all_is_read():
    """The rules see every part of the project, and tell the parts apart."""
    parts = [source.package for source in SOURCES.values()]
    assert {CORE, ENGINE, LOCALE, NUMBERS, KIT, FIGURES, CHAPTERS, HANDOUT, STUDIO} == set(parts)
    assert parts.count(CHAPTERS) == 6


# Forbidden code, by the rule that it violates and the existing module to whose end it is added.
PLANTED: dict[Rule, list[tuple[str, str]]] = {
    the_core_needs_little: [
        ("backprop_core.calculus.forward", "import manim"),
        ("backprop_core.calculus.forward", "import scipy.special"),
        ("backprop_core.calculus.forward", "def f():\n    from scenes.kit import bars"),
    ],
    imports_are_explicit: [
        ("scenes.nudges", "from manim import *"),
        ("scenes.kit.plot.bars", "from .typesetter import Typesetter"),
        ("backprop_core.calculus.forward", "from . import backward"),
        ("scenes.kit.plot.bars", "import sys\nsys.path.insert(0, '.')"),
        ("scenes.kit.plot.bars", "from sys import path"),
        ("scenes.kit.plot.bars", "from importlib import import_module\nimport_module('scenes.' + 'nudges')"),
    ],
    clips_ignore_how_notebooks_and_reports_look: [
        ("backprop_core.calculus.forward", "from backprop_core.notebook.tables import html"),
        ("backprop_core.calculus.forward", "if True:\n    import backprop_core.reports.formats"),
        ("scenes.numbers.chain", "from backprop_core.reports import formats"),
        ("scenes.kit.plot.bars", "def f():\n    from backprop_core import notebook"),
        ("scenes.nudges", "def f(lesson):\n    return bp.report(lesson)"),
        ("scenes.nudges", "from backprop_core import report"),
        ("scenes.studio.render.assemble", "from backprop_core.notebook.tables import html"),
    ],
    the_studio_names_no_clip: [
        ("scenes.studio.build.job", "FIRST = 'Opening'"),
        ("scenes.studio.build.job", "def first(chapter):\n    return chapter.Opening if Opening else None"),
    ],
    nothing_is_random: [
        ("scenes.nudges", "import random"),
        ("scenes.nudges", "from random import gauss"),
        ("backprop_core.model.network", "np.random.seed(1)"),
        ("backprop_core.model.network", "def noise():\n    return np.random.default_rng().normal()"),
        ("scenes.kit.plot.bars", "def seeded(config):\n    config.seed = 1"),
    ],
    nothing_is_set_at_import: [
        ("scenes.nudges", "from manim import config\nconfig.background_color = 'RED'"),
        ("scenes.kit.plot.bars", "import os\nif True:\n    os.environ['LANG'] = 'C'"),
        ("scenes.studio.build.job", "class A:\n    bp.x = 1"),
    ],
    manims_configuration_is_left_alone: [
        ("scenes.kit.clip", "def f():\n    config.preview = False"),
        ("scenes.kit.clip", "def f():\n    manim.config['preview'] = False"),
        ("scenes.kit.clip", "def f():\n    config.update({'preview': False})"),
    ],
    words_and_numbers_are_the_typesetter: [
        ("scenes.nudges", "from manim import DecimalNumber"),
        ("scenes.nudges", "from manim import Text as Words"),
        ("scenes.kit.plot.bars", "from manim.mobject.text.tex_mobject import MathTex"),
        ("scenes.kit.plot.bars", "import manim\ndef f():\n    return manim.MathTypst('x')"),
        ("scenes.kit.plot.bars", "def f(axes):\n    axes.add_coordinates()"),
        ("scenes.kit.plot.bars", "def f(NumberLine):\n    return NumberLine(include_numbers=True)"),
    ],
    no_number_is_typed_into_words: [
        ("scenes.nudges", "def f(self):\n    self.typesetter.formula('C = 0.048')"),
        ("scenes.nudges", "TEXT = 'C = 7'"),
        ("scenes.nudges", "@beat(N_('The ratio is -0.2192.'))\ndef f(self): ..."),
        ("scenes.nudges", "def f(self, x):\n    self.typesetter.words(f'{x} of 19')"),
        ("scenes.kit.plot.bars", "def f(typesetter):\n    typesetter.plain('0,5')"),
        ("scenes.kit.plot.bars", "def f(typesetter):\n    typesetter.formula('{} = 3', x)"),
        ("scenes.kit.plot.bars", "NOTE = 'about .25 of it'"),
        ("scenes.handout.sections.chain", "NOTE = 'z3 = 0.217'"),
    ],
    no_quantity_is_typed: [
        ("scenes.nudges", "def f():\n    return Quantity(cost(), 0.048)"),
        ("scenes.nudges", "COST = 0.048\ndef f():\n    return Quantity(cost(), COST)"),
        ("scenes.nudges", "def f():\n    return Quantity(symbol=cost(), value=2 * (0.9 - 1.0))"),
        ("scenes.kit.plot.bars", "def f():\n    return Quantity(Change(w), 0.01)"),
        ("scenes.kit.plot.bars", "def f():\n    return Quantity(cost(), float(-1))"),
        ("scenes.kit.plot.bars", "def f(cost):\n    return replace(cost, value=0.5)"),
        ("scenes.kit.plot.bars", "def f(typesetter):\n    return typesetter.printed(0.5)"),
        ("scenes.handout.sections.chain", "def f():\n    return Quantity(cost(), 0.307)"),
    ],
    no_number_is_read_off_the_picture: [
        ("scenes.nudges", "def f(self, bar):\n    return Quantity(cost(), bar.width)"),
        ("scenes.nudges", "def f(self, bar):\n    return Quantity(cost(), 2 * bar.get_top()[1])"),
        ("scenes.nudges", "def f(self, circle):\n    return circle.get_fill_opacity()"),
        ("scenes.kit.plot.bars", "def f(tracker):\n    return tracker.get_value()"),
        ("scenes.kit.plot.bars", "def f(line, dot):\n    return line.p2n(dot.get_center())"),
        ("scenes.kit.plot.bars", "def f(typesetter, bar):\n    typesetter.formula('{}', bar.height)"),
    ],
    numbers_are_printed_by_the_typesetter: [
        ("scenes.nudges", "def f(self, x):\n    self.typesetter.words(f'{x}')"),
        ("scenes.nudges", "def f(self, x):\n    self.typesetter.formula('{}', str(x))"),
        ("scenes.nudges", "def f(self, x):\n    self.typesetter.formula('%s' % x)"),
        ("scenes.kit.plot.bars", "def f(typesetter, x):\n    typesetter.formula(f'{x:.2f}')"),
        ("scenes.kit.plot.bars", "def f(typesetter, x):\n    typesetter.plain('{}'.format(x))"),
    ],
}


CASES = [(rule, *case) for rule, cases in PLANTED.items() for case in cases]


@pytest.mark.parametrize(("rule", "name", "code"), CASES, ids=lambda each: getattr(each, "__name__", str(each)))
def test_what_is_planted_is_caught(rule: Rule, name: str, code: str):
    before = SOURCES.get(name, Source(name, '"""A module."""\n'))
    assert list(rule(before)) == []
    assert list(rule(Source(name, f"{before.text}\n\n{code}\n"))) != []


def test_a_module_without_a_docstring_is_caught():
    assert list(a_module_says_what_it_is(Source("scenes.kit.new", "from numpy import pi\n")))


def test_a_module_that_outgrew_its_concept_is_caught():
    assert list(a_module_is_one_concept(Source("scenes.kit.new", "\n" * 301)))
    assert not list(a_module_is_one_concept(Source("scenes.new", "\n" * 301)))


def test_each_rule_was_tried():
    assert set(PLANTED) | {a_module_says_what_it_is, a_module_is_one_concept} == set(RULES)
