"""The explorer's chain shows the core's numbers, whatever is moved, and its address brings them back."""

from collections.abc import Iterator
from math import prod
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import backprop_core as bp
from backprop_core.quantities import Change, Quantity, cost, measured, weight
from scenes.numbers.format import clip_decimals
from scenes.numbers.language import Language, with_superscripts
from tests.rigs.cli import complaint_of, run_cli

LESSON = bp.default_lesson()
CHAIN = LESSON.chain
WEIGHT = weight(3)


@pytest.fixture(scope="module")
def page(browser: Browser, explorer: Path) -> Iterator[Page]:
    """Open the page; errors and requests of anything but the page fail its tests."""
    page = browser.new_page()
    page.set_default_timeout(30_000)
    faults, requests = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(explorer.as_uri())
    yield page
    page.close()
    assert faults == []
    assert {url.split("#")[0] for url in requests if not url.startswith("data:")} == {explorer.as_uri()}


def visit(page: Page, address: str) -> None:
    """Open an address on a new page: on the same one, what a test before has moved might still be written to it."""
    page.goto("about:blank")
    page.goto(address)


def printed(value: float) -> str:
    return with_superscripts(Language("en").number(value, LESSON.decimals))


def ratio(value: float) -> str:
    """Return a ratio of changes, or a derivative, as it is printed in a clip."""
    quantity = Quantity(measured(cost(), WEIGHT), value, (Quantity(Change(WEIGHT), CHAIN.nudge),))
    return with_superscripts(Language("en").number(value, clip_decimals(quantity, LESSON.decimals)))


def written(page: Page, name: str) -> str:
    return page.locator(f'#chain-view [data-number="{name}"]').inner_text()


def shows(page: Page, network: bp.Network, y: float, by: float) -> None:
    """Assert that the page shows the numbers of a network and a nudge of its last weight."""
    run = bp.forward(network, CHAIN.x)
    expect(page.locator('#chain-view [data-number="z3"]')).to_have_text(printed(run.z[3].item()))
    assert written(page, "a3") == printed(run.output.item())
    assert written(page, "C0") == printed(bp.backward(network, run, [y]).cost)
    rule = bp.chain_rule(network, CHAIN.x, [y], "w3")
    assert [written(page, str(factor.symbol)) for factor in rule.factors] == [
        printed(each.value) for each in rule.factors
    ]
    assert written(page, "∂C0/∂w3") == ratio(rule.value)
    assert written(page, "ΔC0/Δw3") == ratio(bp.nudge(network, CHAIN.x, [y], "w3", by=by).ratio)


def test_the_lessons_numbers(page: Page):
    shows(page, CHAIN.network, CHAIN.y.item(), CHAIN.nudge)


def test_a_weight_is_moved_by_keys_typed_and_dragged(page: Page):
    handle = page.get_by_role("slider", name="w L", exact=True)
    w = CHAIN.network.w[3].item()
    handle.focus()
    for key, expected in [("ArrowRight", w + 0.01), ("PageDown", w - 0.09), ("Home", -3.2), ("End", 3.2)]:
        page.keyboard.press(key)
        shows(page, CHAIN.network.replace("w3", round(expected, 10)), CHAIN.y.item(), CHAIN.nudge)
    for key in ("Enter", *"−0,25", "Enter"):
        page.keyboard.press(key) if len(key) > 1 else page.keyboard.insert_text(key)
    shows(page, CHAIN.network.replace("w3", -0.25), CHAIN.y.item(), CHAIN.nudge)
    box = handle.locator(".line-axis").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 4, box["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"])
    page.mouse.up()
    address = parse_qs(page.evaluate("location.hash.slice(1)"))
    middle = float(address["chain.w3"][0])
    assert middle == pytest.approx(0.0, abs=6.4 / box["width"])
    shows(page, CHAIN.network.replace("w3", middle), CHAIN.y.item(), CHAIN.nudge)


@pytest.mark.long
def test_a_finger_drags_a_dot_or_passes(browser: Browser, explorer: Path):
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    visit(page, f"{explorer.as_uri()}#view=chain")
    box = page.get_by_role("slider", name="w L", exact=True).locator(".line-axis").bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    before = page.evaluate("location.hash")
    for across, down in ((0, -8), (8, 0)):
        x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 2
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for i in range(10):
            finger = {"x": x + i * across, "y": y + i * down}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [finger]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert (page.evaluate("location.hash") == before) == (across == 0)
        box["y"] -= page.evaluate("scrollY")
    page.close()


def test_the_ratio_settles_on_the_derivative(page: Page):
    page.get_by_role("button", name="Back to the lesson").click()
    page.get_by_role("slider", name="the change of w L").focus()
    page.keyboard.press("Home")
    shows(page, CHAIN.network, CHAIN.y.item(), 1e-6)
    assert written(page, "ΔC0/Δw3") == written(page, "∂C0/∂w3")


def test_the_nudge_has_another_sign_and_size(page: Page):
    page.get_by_role("button", name="Back to the lesson").click()
    page.get_by_role("button", name="Nudge down").click()
    shows(page, CHAIN.network, CHAIN.y.item(), -CHAIN.nudge)
    page.get_by_role("button", name="Nudge up").click()
    shows(page, CHAIN.network, CHAIN.y.item(), CHAIN.nudge)
    page.get_by_role("slider", name="the change of w L").focus()
    for key in ("Enter", *"-0.25", "Enter"):
        page.keyboard.press(key)
    shows(page, CHAIN.network, CHAIN.y.item(), -0.25)


def test_lenses_have_one_scale(page: Page, explorer: Path):
    visit(page, f"{explorer.as_uri()}#view=chain")
    shows(page, CHAIN.network, CHAIN.y.item(), CHAIN.nudge)
    lengths = page.locator(".lens-field").evaluate_all(
        """all => all.map((each) => ["ring", "dot"].map((kind) => {
          const { left, right } = each.querySelector(`.${kind}`).getBoundingClientRect();
          return (left + right) / 2;
        })).map(([from, to]) => to - from)"""
    )
    nudge = bp.nudge(CHAIN.network, CHAIN.x, CHAIN.y, "w3", by=CHAIN.nudge)
    changes = [nudge.dw, float(nudge.dz), float(nudge.da), nudge.dC]
    assert lengths == pytest.approx([change * lengths[0] / nudge.dw for change in changes], abs=0.1)


@pytest.mark.parametrize(
    ("w", "sign"), [pytest.param(CHAIN.network.w[3].item(), "=", marks=pytest.mark.long), (0.9, "≈")]
)
def test_the_product_of_what_is_printed_is_what_is_printed_or_nearly(page: Page, explorer: Path, w: float, sign: str):
    visit(page, f"{explorer.as_uri()}#view=chain&chain.w3={w}")
    shows(page, CHAIN.network.replace("w3", w), CHAIN.y.item(), CHAIN.nudge)
    names = ("∂z3/∂w3", "∂a3/∂z3", "∂C0/∂a3")
    product = prod(float(written(page, name).replace("−", "-")) for name in names)
    assert (ratio(product) == written(page, "∂C0/∂w3")) == (sign == "=")
    assert page.locator(".rule .column").nth(1).inner_text().split()[1] == sign


def test_results_are_said(page: Page):
    page.get_by_role("button", name="Back to the lesson").click()
    said = "a L by z L: at z L = −0.218, a L = 0.446, and the tangent has the slope 0.247"
    expect(page.get_by_role("img", name=said)).to_be_visible()
    expect(page.locator("#told")).to_have_text("C zero = 0.307, the derivative of C zero by w L = −0.219")


def test_the_address_holds_the_state(page: Page, explorer: Path):
    visit(page, f"{explorer.as_uri()}#view=chain&chain.w2=0.5&chain.y=0.25&chain.by=-0.1")
    shows(page, CHAIN.network.replace("w2", 0.5), 0.25, -0.1)
    expect(page.locator("#note")).to_be_empty()
    visit(page, f"{explorer.as_uri()}#view=chain&chain.w9=1")
    expect(page.locator("#note")).not_to_be_empty()
    shows(page, CHAIN.network, CHAIN.y.item(), CHAIN.nudge)


@pytest.mark.long
def test_what_is_desired_is_what_the_cost_allows(browser: Browser, classifier: Path):
    page = browser.new_page()
    visit(page, f"{classifier.as_uri()}#view=chain&chain.y=1.5")
    expect(page.locator("#note")).not_to_be_empty()
    page.get_by_role("slider", name="y", exact=True).focus()
    for key in ("Enter", *"1.5", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#note")).to_be_empty()
    expect(page.locator('[data-number="y"]')).to_have_text(printed(1.0))
    page.close()


@pytest.mark.long
def test_numbers_may_be_beyond_every_line(page: Page, explorer: Path):
    visit(page, f"{explorer.as_uri()}#view=chain&chain.w2=1e200&chain.b3=-1e300")
    shows(page, CHAIN.network.replace("w2", 1e200).replace("b3", -1e300), CHAIN.y.item(), CHAIN.nudge)
    visit(page, f"{explorer.as_uri()}#view=chain&chain.w3=1e300")
    expect(page.locator('[data-number="ΔC0/Δw3"]')).to_have_text("–")


@pytest.mark.parametrize("view", ["chain", pytest.param("layers", marks=pytest.mark.long)])
def test_nothing_is_in_the_way(page: Page, explorer: Path, view: str):
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, f"{explorer.as_uri()}#view={view}")
    expect(page.get_by_role("tab", selected=True)).to_have_id(view)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []


def test_what_cannot_be_written_is_one_line(tmp_path: Path):
    assert "--out: expected a file that ends in .html, got " in complaint_of(
        run_cli("explore", "--no-browser", "--out", tmp_path)
    )
