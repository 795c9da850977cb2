"""Measures the explorer while a handle of a 6-6-6-6 network is dragged: pictures a second, and its scripts' time.

``python -m benchmarks.dragging`` prints these rows alone.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

import backprop_core as bp
from benchmarks.cost import Row
from scenes.studio.publish.explorer_page import render_explorer

LESSON = Path(bp.__file__).parent / "lessons" / "wide.toml"

PICKS = {"a weight": "w1[3,2]", "a bias with its paths": "a1[2]"}
"""What is picked, for its slider is what is dragged."""

SECONDS = 3.0

# How fast the pointer goes to and fro, in radians a second; how far from the handle's ends it turns, as a share of
# its length; which share of the updates takes less than the longest that is told.
_SPEED, _EDGE, _OFTEN = 4.0, 0.1, 0.95

# Counts the browser's pictures, and what the page's own callbacks take before each of them.
_COUNTER = """(() => {
  window.request = window.requestAnimationFrame.bind(window);
  window.measured = { pictures: [], updates: [] };
  window.requestAnimationFrame = (callback) => request((now) => {
    const start = performance.now();
    callback(now);
    measured.updates.push(performance.now() - start);
  });
})()"""

# Counts pictures at rest, and then while the pointer that is down moves before each of them.
_DRAG = """async ([seconds, left, width, y, speed]) => {
  const handle = document.querySelector(".layers-handles [role=slider]");
  const run = (each) => new Promise((done) => {
    measured.pictures = [];
    const picture = (now) => {
      measured.pictures.push(now);
      const passed = (now - measured.pictures[0]) / 1000;
      if (passed > seconds) return done(measured.pictures);
      each(left + width / 2 * (1 + Math.sin(speed * passed)));
      request(picture);
    };
    request(picture);
  });
  const rest = await run(() => {});
  measured.updates = [];
  const move = (clientX) => new PointerEvent("pointermove", { bubbles: true, pointerId: 1, clientX, clientY: y });
  const dragged = await run((clientX) => handle.dispatchEvent(move(clientX)));
  return { rest, dragged, updates: measured.updates };
}"""


def rows() -> Iterator[Row]:
    """Yield the pictures a second, and the milliseconds of an update, for each handle."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "explore.html")
        path.write_text(render_explorer(bp.load_lesson(LESSON)), "utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), chromium_sandbox=False)
        for name, pick in PICKS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.add_init_script(_COUNTER)
            page.goto(f"{path.as_uri()}#view=layers&layers.pick={pick}")
            yield from rows_of(name, drag(page))
            page.close()
        browser.close()


def drag(page: Page) -> Any:
    """Drag the first handle to and fro; return the times of pictures at rest and meanwhile, and what updates took."""
    box = page.locator(".layers-handles .line-axis").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"])
    page.mouse.down()
    reach = [box["x"] + _EDGE * box["width"], (1 - 2 * _EDGE) * box["width"]]
    return page.evaluate(_DRAG, [SECONDS, *reach, box["y"], _SPEED])


def rows_of(name: str, measured: Any) -> Iterator[Row]:
    """Yield the rows of one handle."""
    updates = sorted(measured["updates"])
    rate, rest = per_second(measured["dragged"]), per_second(measured["rest"])
    yield Row(f"6-6-6-6, {name} dragged: pictures a second", rate, "≥ 60", f"{rest:.1f} at rest")
    often = updates[round(_OFTEN * (len(updates) - 1))]
    figures = f"of {len(updates)}, the middle one; 95 % take at most {often:.1f}"
    yield Row(f"6-6-6-6, {name} dragged: ms of scripts a picture", median(updates), "", figures)


def per_second(pictures: list[float]) -> float:
    """Return how many pictures a second there are, given the times of all in milliseconds."""
    return round(1000 * (len(pictures) - 1) / (pictures[-1] - pictures[0]), 1)


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(f"{row.name:<66}{row.ratio:>8.2f}  {row.aim:<8}{row.figures}\n")
