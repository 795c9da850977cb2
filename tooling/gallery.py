"""Makes the README's pictures, in media/gallery, from the lecture in media/lecture, its slides and a handout.

Called by make gallery. The slides are made first; the browser that shows one is that of the tests.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import av
from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

import backprop_core as bp
from scenes.handout.pdf import page_pictures
from scenes.studio.cli.handout import with_posters

ROOT = Path(__file__).parents[1]
CLIPS, GALLERY = ROOT / "media" / "lecture" / "en" / "clips", ROOT / "media" / "gallery"

# The animated picture: the clip, its first and last beat, and the frames a second.
ANIMATED, FIRST_BEAT, LAST_BEAT, FRAME_RATE = "NudgePropagation", "nudge", "ratio", 8
ANIMATED_SIZE, STILL_SIZE = (720, 405), (480, 270)

# The still pictures: each clip, and the beat whose last frame is shown.
STILLS = {
    "ComputationTree": "tree",
    "ThreeDerivatives": "activation_by_sum",
    "AverageOverExamples": "average",
    "MultiplePaths": "add_them_up",
    "BackwardSweep": "every_weight",
    "GradientDescent": "many_steps",
}

# The page of the handout that is shown, counted from 1, and its pixels per inch.
PAGE, PAGE_PPI = 4, 90

# The page of slides, and the size of the window with the lecturer's notes, which shows LAST_BEAT.
SLIDES = ROOT / "media" / "lecture" / "en" / "slides" / "lecture-html" / "index.html"
WINDOW = ViewportSize(width=1000, height=440)


def main() -> None:
    """Make the pictures."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    _page()
    start, end = _beat(ANIMATED, FIRST_BEAT)["start"], _beat(ANIMATED, LAST_BEAT)["end"]
    images = _frames(ANIMATED, start, end)
    first, *others = [image.resize(ANIMATED_SIZE, Image.Resampling.LANCZOS) for image in images]
    timing = {"save_all": True, "append_images": others, "duration": round(1000 / FRAME_RATE), "loop": 0}
    first.save(GALLERY / f"{ANIMATED}.webp", quality=70, method=6, **timing)
    for clip, beat in STILLS.items():
        end = _beat(clip, beat)["end"]
        *_, image = _frames(clip, end - 1, end)
        small = image.resize(STILL_SIZE, Image.Resampling.LANCZOS)
        small.quantize(256, kmeans=2, dither=Image.Dither.NONE).save(GALLERY / f"{clip}.png", optimize=True)
    _slide().quantize(128, dither=Image.Dither.NONE).save(GALLERY / "slide.png", optimize=True)


def _slide() -> Image.Image:
    """Make the slides, and return a screenshot of the lecturer's window: a slide, the next one, and the notes."""
    subprocess.run([sys.executable, "-m", "scenes", "slides", "--to", "html", "--lang", "en"], cwd=ROOT, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), chromium_sandbox=False)
        page = browser.new_page(viewport=WINDOW)
        page.goto(SLIDES.as_uri())
        films = page.locator("section").evaluate_all("all => all.map(each => each.dataset.backgroundVideo)")
        (wanted,) = (place for place, film in enumerate(films) if f"{ANIMATED}-{LAST_BEAT}-" in film)
        with page.expect_popup() as opened:
            page.keyboard.press("s")
        notes = opened.value
        notes.set_viewport_size(WINDOW)
        page.evaluate(f"Reveal.slide({wanted})")
        page.wait_for_timeout(1000 * (_beat(ANIMATED, LAST_BEAT)["end"] - _beat(ANIMATED, LAST_BEAT)["start"] + 2))
        return Image.open(BytesIO(notes.screenshot())).convert("RGB")


def _page() -> None:
    """Make the picture of a page of the handout."""
    pages = page_pictures(*with_posters(bp.load_document(), "a4"), PAGE_PPI)
    sheet = Image.open(BytesIO(pages[PAGE - 1])).convert("RGB")
    sheet.quantize(256, dither=Image.Dither.NONE).save(GALLERY / "handout.png", optimize=True)


def _file(clip: str, suffix: str) -> Path:
    found = sorted(CLIPS.glob(f"*-{clip}{suffix}"))
    if not found:
        sys.exit(f"{CLIPS}: {clip} is not there; first: make render LANGUAGES=en QUALITY=h")
    return found[0]


def _beat(clip: str, name: str) -> dict:
    beats = json.loads(_file(clip, ".json").read_bytes())["beats"]
    return next(beat for beat in beats if beat["name"] == name)


def _frames(clip: str, start: float, end: float) -> Iterator[Image.Image]:
    """Yield FRAME_RATE pictures a second of a clip, from ``start`` to ``end`` in seconds."""
    wanted = start
    with av.open(str(_file(clip, ".mp4"))) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and wanted <= frame.time < end:
                yield frame.to_image()
                wanted += 1 / FRAME_RATE


if __name__ == "__main__":
    main()
