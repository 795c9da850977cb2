"""Makes the README's pictures of the explorer and of watching, in media/gallery; called by make gallery.

The lesson is the default one. It is watched in a folder of its own, and saved with a mistake.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "media" / "gallery"
COMMAND = [sys.executable, "-m", "scenes"]

# What the explorer shows: a weight that was moved, in a window that holds the network, the lenses and the product.
EXPLORED, EXPLORER_WINDOW = "view=chain&chain.w3=2.4", ViewportSize(width=1240, height=830)

# What is watched, and the mistake: the line as it was, and as it is saved.
CLIP, BEAT, WATCH_WINDOW = "ThreeDerivatives", "activation_by_sum", ViewportSize(width=1240, height=810)
RIGHT, WRONG = "input = 0.6", "input = 0,6"

# Seek to the seconds into the beat at which its curve and its tangent are there, and wait for that picture.
SHOW = """async (video) => {
    if (video.readyState < 2) await new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
    const shown = new Promise((done) => video.addEventListener("seeked", done, { once: true }));
    video.currentTime += 10;
    await shown;
}"""

COLOURS = 256
WAIT = 120_000  # milliseconds: as long as a clip may take to be drawn on a busy machine


def main() -> None:
    """Make both pictures."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), chromium_sandbox=False)
        _explorer(browser, Path(folder))
        _watched(browser, Path(folder))


def _explorer(browser: Browser, folder: Path) -> None:
    path = folder / "explore.html"
    subprocess.run([*COMMAND, "explore", "--no-browser", "--out", str(path)], cwd=ROOT, check=True)
    page = browser.new_page(viewport=EXPLORER_WINDOW)
    page.goto(f"{path.as_uri()}#{EXPLORED}")
    _save(page, "explorer")


def _watched(browser: Browser, folder: Path) -> None:
    lesson = folder / "lesson.toml"
    subprocess.run([*COMMAND, "lesson", "new", lesson.name], cwd=folder, check=True)
    command = [*COMMAND, "watch", CLIP, "--lesson", lesson.name, "--no-browser"]
    watching = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        said = watching.stdout
        assert said is not None
        lines = iter(said.readline, "")
        address = next(line for line in lines if line.startswith("http")).strip()
        next(line for line in lines if line.strip() == "watching")
        page = browser.new_page(viewport=WATCH_WINDOW)
        page.set_default_timeout(WAIT)
        page.goto(address)
        page.goto(f"{page.url.partition('#')[0]}#{CLIP}/{BEAT}")
        page.locator("video").evaluate(SHOW)
        lesson.write_text(lesson.read_text().replace(RIGHT, WRONG))
        page.locator("#trouble").wait_for()
        _save(page, "watch")
    finally:
        watching.send_signal(signal.SIGINT)
        watching.wait()


def _save(page: Page, name: str) -> None:
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(GALLERY / f"{name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
