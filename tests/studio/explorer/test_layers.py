"""The explorer's layered network shows the core's numbers, and each of its handles changes them."""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from numpy.typing import ArrayLike
from PIL import ImageColor
from playwright.sync_api import Browser, Locator, Page, expect

import backprop_core as bp
from backprop_core.quantities import Change, Quantity, cost, measured, weight
from scenes.kit.theme import THEMES
from scenes.numbers.format import clip_decimals
from scenes.numbers.language import Language, with_superscripts
from tests.studio.explorer.conftest import CLASSIFIER

LESSON = bp.default_lesson()
LAYERS = LESSON.layers
L = LAYERS.network.L


@pytest.fixture(scope="module")
def page(browser: Browser, explorer: Path) -> Iterator[Page]:
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(30_000)
    page.goto(f"{explorer.as_uri()}#view=layers")
    yield page
    page.close()


def printed(value: float) -> str:
    return with_superscripts(Language(LESSON.language).number(value, LESSON.decimals))


def product(value: float, *, signed: bool = False) -> str:
    """Return a factor or a product as it is printed."""
    w = weight(3)
    quantity = Quantity(measured(cost(), w), value, (Quantity(Change(w), LESSON.chain.nudge),))
    decimals = clip_decimals(quantity, LESSON.decimals)
    return with_superscripts(Language(LESSON.language).number(value, decimals, signed=signed))


def pick(page: Page, name: str) -> None:
    """Pick an edge or a neuron with the keyboard."""
    page.locator(f'[data-name="{name}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-name="{name}"]')).to_have_attribute("aria-pressed", "true")


def shown(page: Page, selector: str) -> list[str]:
    """Return the numbers of the panel."""
    return page.locator(f".layers-panel {selector}").all_inner_texts()


def type_into(handle: Locator, text: str) -> None:
    handle.focus()
    for key in ("Enter", *text, "Enter"):
        handle.page.keyboard.press(key)


def shows(page: Page, run: bp.ForwardPass, y: ArrayLike) -> None:
    """Assert that the picture has these activations, and this cost."""
    expect(page.locator('[data-of="C0"]')).to_have_text(printed(bp.backward(run.network, run, y).cost))
    assert page.locator(".neuron text").all_text_contents() == [printed(a) for a_l in run.a for a in a_l]


def test_neurons_are_the_cores(page: Page):
    shows(page, bp.forward(LAYERS.network, LAYERS.x), LAYERS.y)


def test_discs_are_as_bright_as_activations_and_edges_as_wide_as_weights(page: Page):
    run = bp.forward(LAYERS.network, LAYERS.x)  # of σ: black is 0, white is 1
    dark, light = (ImageColor.getrgb(shade) for shade in THEMES[LESSON.theme].shades)
    fills = page.locator(".neuron circle").evaluate_all("all => all.map((each) => getComputedStyle(each).fill)")
    for fill, a in zip(fills, (a for a_l in run.a for a in a_l), strict=True):
        grey = [low + a * (high - low) for low, high in zip(dark, light, strict=True)]
        assert ImageColor.getrgb(fill) == pytest.approx(grey, abs=1)
    drawn = page.locator(".edge line:not(.halo)").evaluate_all(
        "all => all.map((each) => ['stroke-width', 'stroke-dasharray'].map((name) => each.getAttribute(name)))"
    )
    weights = [w for w_l in LAYERS.network.w for w in w_l.flat]
    assert [dashes != "none" for _, dashes in drawn] == [w < 0 for w in weights]
    units = [float(width) / abs(w) for (width, _), w in zip(drawn, weights, strict=True) if abs(w) > 1]
    assert units == pytest.approx([units[0]] * len(units))


def test_an_edge_tells_its_factors(page: Page):
    p = LAYERS.watched_weight
    rule = bp.chain_rule(LAYERS.network, LAYERS.x, LAYERS.y, p)
    pick(page, str(p))
    found = shown(page, ".product [data-of]")
    assert found == [product(each) for each in (rule.value, *(factor.value for factor in rule.factors))]
    names = page.locator(".layers-panel .product [data-of]").evaluate_all("all => all.map((each) => each.dataset.of)")
    assert names == [str(each) for each in (rule.symbol, *(factor.symbol for factor in rule.factors))]


def test_a_neuron_tells_its_paths(page: Page):
    sums = bp.paths(LAYERS.network, LAYERS.x, LAYERS.y, "a1[0]")
    pick(page, "a1[0]")
    assert shown(page, ".terms .factor") == [product(factor.value) for path in sums.paths for factor in path.factors]
    values = [*(path.value for path in sums.paths), sums.value]
    assert shown(page, ".barred .number") == [product(each, signed=True) for each in values]


def test_bars_lie_end_to_end_and_the_sums_own_starts_at_zero(page: Page):
    values = [path.value for path in bp.paths(LAYERS.network, LAYERS.x, LAYERS.y, "a1[2]").paths]
    pick(page, "a1[2]")
    *bars, total = page.locator(".layers-panel .bar").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect()).map(({ left, right }) => [left, right])"
    )
    reached = sum(values)
    unit = (total[1] - total[0]) / abs(reached)
    zero = total[0] if reached > 0 else total[1]
    for bar, ends in zip(bars, pairwise(accumulate(values, initial=0.0)), strict=True):
        assert bar == pytest.approx([zero + unit * end for end in sorted(ends)], abs=1)


def test_a_path_lights_its_edge(page: Page):
    pick(page, "a1[2]")
    page.locator("button.barred").nth(1).focus()
    expect(page.locator(".edge.lit")).to_have_count(1)
    expect(page.locator(".edge.lit")).to_have_attribute("data-name", f"w{L}[1,2]")
    expect(page.locator(f'.neuron.lit[data-name="a{L}[1]"]')).to_have_count(1)


def test_weights_and_biases_are_set(page: Page):
    p, net = LAYERS.watched_weight, LAYERS.network
    pick(page, str(p))
    type_into(page.locator(".layers-handles [role=slider]"), "0.5")
    shows(page, bp.forward(net.replace(p, 0.5), LAYERS.x), LAYERS.y)
    pick(page, "a1[1]")
    type_into(page.locator(".layers-handles [role=slider]"), "-0.75")
    shows(page, bp.forward(net.replace(p, 0.5).replace("b1[1]", -0.75), LAYERS.x), LAYERS.y)
    page.locator("#reset").click()
    shows(page, bp.forward(net, LAYERS.x), LAYERS.y)


def test_an_output_has_its_bias_and_what_is_desired(page: Page):
    pick(page, f"a{L}[1]")
    b, y = page.locator(".layers-handles [role=slider]").all()
    type_into(b, "0.25")
    type_into(y, "0.75")
    net = LAYERS.network.replace(f"b{L}[1]", 0.25)
    shows(page, bp.forward(net, LAYERS.x), [LAYERS.y[0], 0.75])
    rule = bp.chain_rule(net, LAYERS.x, [LAYERS.y[0], 0.75], f"b{L}[1]")
    assert shown(page, ".product [data-of]")[0] == product(rule.value)
    page.locator("#reset").click()


def test_steps_are_the_cores(page: Page):
    plan = LESSON.descent
    for action, steps in [("one", 1), ("ten", 11), ("learned", plan.steps)]:
        page.locator(f'[data-action="{action}"]').click()
        expect(page.locator(".cost-dot")).to_have_attribute("aria-valuenow", str(steps))
        descent = bp.descend(LAYERS.network, plan.examples.X, plan.examples.Y, plan.rate, steps)
        assert page.locator(".layers-step").inner_text().endswith(f" {printed(descent.costs[steps])}")
        shows(page, bp.forward(descent.networks[steps], LAYERS.x), LAYERS.y)
    page.locator("#reset").click()


def test_the_dot_is_dragged_through_time(page: Page):
    page.locator('[data-action="ten"]').click()
    dot = page.locator(".cost-dot")
    expect(dot).to_have_attribute("aria-valuenow", "10")
    end, axis = dot.locator(".dot").bounding_box(), page.locator(".cost-curve .axes").bounding_box()
    assert end
    assert axis
    page.mouse.move(end["x"] + end["width"] / 2, end["y"])
    page.mouse.down()
    page.mouse.move(axis["x"] + 0.4 * axis["width"], end["y"])
    page.mouse.up()
    expect(dot).to_have_attribute("aria-valuenow", "4")
    page.locator("#reset").click()


def test_softmax_is_summed_over_all_outputs(browser: Browser, classifier: Path):
    layers = bp.load_lesson(CLASSIFIER).layers
    rule = bp.chain_rule(layers.network, layers.x, layers.y, layers.watched_weight, cost=layers.cost)
    page = browser.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{classifier.as_uri()}#view=layers")
    pick(page, str(layers.watched_weight))
    factors = [factor.value for output in rule.outputs for factor in output.factors]
    assert shown(page, ".terms .factor") == [product(each) for each in factors]
    values = [*(output.value for output in rule.outputs), rule.factors[-1].value]
    assert shown(page, ".barred .number") == [product(each, signed=True) for each in values]
    assert page.locator(".short").inner_text().endswith(f" {product(values[-1])}")
    page.locator('[data-action="ten"]').click()  # in many pictures, as motion is not reduced
    expect(page.locator(".cost-dot")).to_have_attribute("aria-valuenow", "10")
    page.close()


# Draws a curve of costs that come in portions; returns its points, and the box of its axes.
_CURVE = """async (costs) => {
  const curve = CostCurve.create({ words: {}, language: "en" }, () => {});
  document.body.append(curve.element);
  const grown = [];
  for (const C of costs) {
    grown.push(C);
    if (grown.length % 97 === 0) curve.update(grown, 0, costs.length - 1, "");
  }
  curve.update(grown, 0, costs.length - 1, "");
  const line = curve.element.querySelector(".cost-line");
  while (!line.getAttribute("d")) await new Promise(requestAnimationFrame);
  const { x, y, width, height } = curve.element.querySelector(".axes").getBBox();
  curve.element.remove();
  const points = line.getAttribute("d").slice(1).split("L").map((point) => point.split(" ").map(Number));
  return [points, [x, y, width, height]];
}"""


def test_a_long_descent_has_some_hundred_pieces_and_shows_every_extreme(page: Page):
    costs = [1.0] * 5001
    costs[1234], costs[3210] = 4.0, 0.0
    points, (left, top, width, height) = page.evaluate(_CURVE, costs)
    assert len(points) < 2000
    found = [points[0], min(points, key=lambda at: at[1]), max(points, key=lambda at: at[1]), points[-1]]
    for (x, y), (step, C) in zip(found, [(0, 1.0), (1234, 4.0), (3210, 0.0), (5000, 1.0)], strict=True):
        assert x == pytest.approx(left + step / 5000 * width, abs=0.01 * width)
        assert y == pytest.approx(top + (1 - C / 4) * height, abs=0.1)
