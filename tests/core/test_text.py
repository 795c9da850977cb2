"""What print and the prompt show of results."""

import pydoc
import re

import numpy as np
import pytest

import backprop_core as bp
from backprop_core.notebook.text import text
from backprop_core.reports.formats import Report
from tests.judges.network import judged

LESSON = bp.default_lesson()
LAYERS = LESSON.layers
NET, X, Y = LAYERS.network, LAYERS.x, LAYERS.y
CLASSIFIER = bp.Network(NET.w, NET.b, ["sigmoid", "softmax"])
LARGE = bp.Network.random([300, 200, 250], ["tanh", "identity"])


def results():
    for net, x, y in ((NET, X, Y), (CLASSIFIER, X, Y), (LARGE, np.ones(300), np.zeros(250))):
        run = bp.forward(net, x)
        rule, ways = bp.chain_rule(net, x, y, "w2[1,0]"), bp.paths(net, x, y, "a1[2]")
        yield from (
            net,
            run,
            run.z,
            bp.backward(net, run, y),
            bp.nudge(net, x, y, "w2[1,0]"),
            rule,
            ways,
            ways.paths[0],
        )
        yield from (rule.factors[0], *rule.outputs[:1], bp.descend(net, [x], [y], rate=1e-3, steps=3))
        yield bp.forward(net, np.tile(x, (50, 1)))
    report = bp.report(LESSON)
    yield from (LESSON, LESSON.chain, LAYERS, LESSON.descent, LESSON.chain.examples, report, report.sections[0])
    yield bp.check_gradient(NET, X, Y)


RESULTS = [*results()]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_a_result_is_one_short_line_at_the_prompt(result):
    shown = repr(result)
    assert shown.startswith(type(result).__name__)
    assert len(shown) <= 120
    assert "\n" not in shown
    assert "dataclass" not in str(result)
    assert "(array(" not in str(result)


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_a_result_is_printed_on_lines_that_can_be_read(result):
    lines = str(result).splitlines()
    assert lines
    if not isinstance(result, Report):
        assert len(lines) <= 130
    assert not any(line != line.rstrip() for line in lines)


def test_tables_are_aligned_and_true():
    head, *rows = str(bp.forward(NET, X)).splitlines()
    assert head.split() == ["l", "j", "z[j]", "a[j]"]
    assert len({line.rindex(".") for line in rows[3:]}) == 1
    for l, j, z, a in (row.split() for row in rows[3:]):
        assert float(z) == pytest.approx(judged(f"z{l}[{j}]", NET, X, Y), abs=0.51e-4)
        assert float(a) == pytest.approx(judged(f"a{l}[{j}]", NET, X, Y), abs=0.51e-4)


def test_a_product_names_its_factors_and_shows_their_numbers():
    names, numbers, value = re.split(" [=≈] ", str(bp.chain_rule(NET, X, Y, "w2[1,0]")))[1:]
    for name, number in zip(names.split(" · "), numbers.split(" · "), strict=True):
        assert float(number.strip("()")) == pytest.approx(judged(name, NET, X, Y), abs=0.51e-4)
    assert float(value) == pytest.approx(judged("∂C0/∂w2[1,0]", NET, X, Y), abs=0.51e-4)


def test_into_softmax_there_are_two_factors_and_a_sum():
    product, by_z, *terms = str(bp.chain_rule(CLASSIFIER, X, Y, "w2[1,0]")).splitlines()
    assert re.split(" [=≈] ", product)[1] == "∂z2[1]/∂w2[1,0] · ∂C0/∂z2[1]"
    assert by_z.startswith("∂C0/∂z2[1] ≈ ")
    assert by_z.endswith(", the sum of")
    assert [re.split(" [=≈] ", term)[0] for term in terms] == [f"  ∂a2[{i}]/∂z2[1] · ∂C0/∂a2[{i}]" for i in (0, 1)]


def test_a_sum_of_many_paths_is_shortened():
    lines = str(bp.paths(LARGE, np.ones(300), np.zeros(250), "a1[2]")).splitlines()
    assert len(lines) == 9
    assert lines.count("  …") == 1


def test_a_name_is_itself():
    assert str(bp.chain_rule(NET, X, Y, "w2[1,0]").symbol) == "∂C0/∂w2[1,0]"
    assert text(bp.Parameter.parse("w3").symbol()) == "w3"


def test_control_characters_of_a_title_are_escaped():
    report = bp.report(NET, X, Y).sections[0]
    assert "\x1b" not in str(type(report)("red \x1b[31m", report.quantities, report.cost))


def test_a_long_report_is_shortened_when_it_is_printed():
    net = bp.Network.random([30, 4, 2])
    report = bp.report(net, np.ones(30), np.zeros(2))
    lines, rows = str(report).splitlines(), report.to("table").splitlines()
    assert len(lines) < 200 < len(rows)
    assert lines.count("  ⋮") == 2
    assert all(line in rows for line in lines if line != "  ⋮")
    assert {f"w1[0,{k}]" for k in range(30)} | {"b2[1]"} <= {line.split()[0] for line in lines if line}


@pytest.mark.parametrize("name", bp.__all__)
def test_help_is_short(name):
    """It names types as the code does, and does not expand them."""
    lines = pydoc.plain(pydoc.render_doc(getattr(bp, name))).splitlines()
    assert max(map(len, lines)) < 350
    signatures = "".join(line for line in lines if " -> " in line and ">>>" not in line)
    assert not re.search(r"numpy\.|collections\.abc|pathlib\.|backprop_core\.|Buffer", signatures)
