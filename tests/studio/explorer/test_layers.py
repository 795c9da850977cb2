"""The explorer's layered network shows the core's numbers, and each of its handles changes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import backprop_core as bp
from backprop_core.quantities import Change, Quantity, cost, measured, weight
from scenes.numbers.format import clip_decimals, with_superscripts
from scenes.numbers.language import Language

LESSON = bp.default_lesson()
LAYERS = LESSON.layers


@pytest.fixture(scope="module")
def page(browser: Browser, explorer: Path) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(3000)
    page.goto(f"{explorer.as_uri()}#view=layers")
    yield page
    page.close()


def printed(value: float) -> str:
    return with_superscripts(Language(LESSON.language).number(value, LESSON.decimals))


def pick(page: Page, name: str) -> list[str]:
    """Pick an edge or a neuron with the keyboard; return the numbers of its panel."""
    page.locator(f'[data-name="{name}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-name="{name}"]')).to_have_attribute("aria-pressed", "true")
    return page.locator(".layers-panel td:not(.track)").all_inner_texts()


def product(value: float) -> str:
    """Return a factor or a product as it is printed."""
    w = weight(3)
    quantity = Quantity(measured(cost(), w), value, (Quantity(Change(w), LESSON.chain.nudge),))
    return with_superscripts(Language(LESSON.language).number(value, clip_decimals(quantity, LESSON.decimals)))


def test_neurons_are_the_cores(page: Page):
    run = bp.forward(LAYERS.network, LAYERS.x)
    expected = [printed(a) for a_l in run.a for a in a_l]
    assert page.locator(".neuron text").all_text_contents() == expected


def test_an_edge_tells_its_factors(page: Page):
    p = LAYERS.watched_weight
    rule = bp.chain_rule(LAYERS.network, LAYERS.x, LAYERS.y, p)
    found = pick(page, str(p))
    assert found == [product(each) for each in (*(factor.value for factor in rule.factors), rule.value)]


def test_a_neuron_tells_its_paths(page: Page):
    sums = bp.paths(LAYERS.network, LAYERS.x, LAYERS.y, "a1[0]")
    found = pick(page, "a1[0]")
    assert found == [product(each) for each in (*(path.value for path in sums.paths), sums.value)]


def test_a_weight_is_set(page: Page):
    p = LAYERS.watched_weight
    pick(page, str(p))
    page.locator(".layers-handle [role=slider]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    expect(page.locator(".layers-handle .line-value")).to_have_text(printed(0.5))
    run = bp.forward(LAYERS.network.replace(p, 0.5), LAYERS.x)
    assert page.locator(".neuron text").all_text_contents() == [printed(a) for a_l in run.a for a in a_l]
    page.locator('[data-action="lesson"]').click()


def test_ten_steps_are_the_cores(page: Page):
    plan = LESSON.descent
    page.locator('[data-action="ten"]').click()
    page.wait_for_function("() => document.querySelector('.cost-dot').getAttribute('aria-valuenow') === '10'")
    costs = page.locator(".layers-step").inner_text()
    descent = bp.descend(LAYERS.network, plan.examples.X, plan.examples.Y, plan.rate, 10)
    assert costs.endswith(printed(descent.costs[10]))
