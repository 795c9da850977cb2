"""Exports, opened by other programs: their pictures are those of the rendered clip; what cannot be is one line."""

import signal
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence
from playwright.sync_api import Browser

from tests.rigs.cli import KNOWN, complaint_of, run_cli
from tests.rigs.rendered_lecture import files, record_of
from tests.rigs.small_project import Project, end_group

CLIP, BEAT = "BackwardSweep", "next_layer_back"
FORMS = ("gif", "png", "svg")
RATE = 15
"""Frames per second, of a GIF and of clips in preview quality."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, lesson_file: Path) -> Iterator[Path]:
    """Export a beat in some forms, of the size of clips in preview quality, and go to their folder."""
    folder = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for form in FORMS:
            done = run_cli("export", f"{CLIP}/{BEAT}", "--to", form, "--width", 854, "--lesson", lesson_file)
            assert (done.status, done.out, done.err) == (0, f"{CLIP}-{BEAT}.{form}\n", "")
        assert {path.name for path in folder.iterdir()} == {f"{CLIP}-{BEAT}.{form}" for form in FORMS}
        yield folder


@pytest.fixture(scope="module")
def clip_pictures(rendered: Path) -> list[np.ndarray]:
    """Return the pictures of the beat in the rendered clip."""
    record = record_of(rendered, "en", CLIP)
    (beat,) = [each for each in record.beats if each.name == BEAT]
    with av.open(str(files(rendered, "en", CLIP).with_suffix(".mp4"))) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return pictures[round(beat.start * RATE) : round(beat.end * RATE)]


def film(path: Path) -> tuple[list[np.ndarray], list[float]]:
    """Return the pictures of a WebP or a GIF that repeats for ever, and for how many milliseconds each is shown."""
    pictures, times = [], []
    with Image.open(path) as image:
        for picture in ImageSequence.Iterator(image):
            picture.load()
            assert picture.info["loop"] == 0
            pictures.append(np.asarray(picture.convert("RGB")))
            times.append(picture.info["duration"])
    return pictures, times


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_a_gif_moves_as_the_clip_does(exported: Path, clip_pictures: list[np.ndarray]):
    pictures, times = film(exported / f"{CLIP}-{BEAT}.gif")
    ends = np.rint(np.cumsum(times) * RATE / 1000).astype(int)
    lengths = np.diff(ends, prepend=0)
    shown = [each for each, count in zip(pictures, lengths, strict=True) for _ in range(count)]
    assert len(shown) == len(clip_pictures) + RATE  # the last one is held for another second
    assert max(map(distance, shown, clip_pictures)) < 4
    assert distance(shown[0], shown[-1]) > 4


@pytest.mark.long
def test_a_webp_ends_as_the_picture_does(exported: Path, clip_pictures: list[np.ndarray], lesson_file: Path):
    assert run_cli("export", f"{CLIP}/{BEAT}", "--to", "webp", "--width", 854, "--lesson", lesson_file).status == 0
    pictures, times = film(exported / f"{CLIP}-{BEAT}.webp")
    with Image.open(exported / f"{CLIP}-{BEAT}.png") as picture:
        assert (picture.mode, picture.size) == ("RGB", (854, 480))
        np.testing.assert_array_equal(pictures[-1], np.asarray(picture))
    assert distance(pictures[-1], clip_pictures[-1]) < 4
    assert distance(pictures[0], clip_pictures[0]) < 4
    # At each frame rate, every move of the beat ends with a whole frame.
    assert sum(times) == pytest.approx(1000 * (len(clip_pictures) / RATE + 1), abs=300)


def screenshot(browser: Browser, path: Path, size: tuple[int, int]) -> np.ndarray:
    """Return what a browser shows of a file, on white."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(path.as_uri())
    png = page.screenshot()
    page.close()
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"))


def test_an_svg_is_outlines_that_look_the_same(exported: Path, browser: Browser):
    path = exported / f"{CLIP}-{BEAT}.svg"
    with Image.open(path.with_suffix(".png")) as picture:
        assert distance(screenshot(browser, path, picture.size), np.asarray(picture)) < 1
    assert not ElementTree.parse(path).findall(".//{*}text")


def test_an_svg_is_read_aloud(exported: Path, browser: Browser):
    page = browser.new_page()
    page.goto((exported / f"{CLIP}-{BEAT}.svg").as_uri())
    assert page.locator("svg").aria_snapshot() == f'- img "{page.title()}"'
    assert page.title() == "The sweep backwards"
    assert "the same reasoning works one layer further back" in str(page.locator("desc").text_content())
    page.close()


def test_pictures_without_a_background_look_the_same_on_white(tmp_path: Path, lesson_file: Path, browser: Browser):
    options = ("--theme", "light", "--transparent", "--width", 480, "--lesson", lesson_file)
    for form in ("png", "svg"):
        assert run_cli("export", CLIP, "--to", form, *options, "--out", tmp_path / f"clear.{form}").status == 0
    with Image.open(tmp_path / "clear.png") as picture:
        assert picture.mode == "RGBA"
        on_white = Image.new("RGBA", picture.size, "white")
        on_white.alpha_composite(picture)
    seen = screenshot(browser, tmp_path / "clear.svg", on_white.size)
    assert distance(seen, np.asarray(on_white.convert("RGB"))) < 1
    assert (seen[0] == 255).all()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("BackwardSwep",), "did you mean 'BackwardSweep'?"),
        ((f"{CLIP}/next_layer",), f"expected a beat of {CLIP} (next_layer_back, every_weight), got 'next_layer'"),
        ((f"{CLIP}/",), f"expected a beat of {CLIP} "),
        ((CLIP, "--transparent"), "--transparent: expected a form with half-transparent edges (webp, png, svg, mov)"),
        ((CLIP, "--width", 159), "--width: expected a number from 160 to 960 for gif, got 159"),
        ((CLIP, "--to", "mov", "--width", 481), "--width: expected an even number from 160 to 3840 for mov, got 481"),
        ((CLIP, "--out", "sweep.png"), "--out: expected the name of a .gif file, got 'sweep.png'"),
        ((CLIP, "--out", "nowhere/sweep.gif"), "--out: expected a folder that exists, got nowhere"),
        ((CLIP, "--lang", "en,fr"), f"expected a language ({KNOWN}), got 'en,fr'"),
    ],
)
def test_what_cannot_be_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple, said: str):
    monkeypatch.chdir(tmp_path)
    assert said in complaint_of(run_cli("export", "--to", "gif", *words))
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_stopped(project: Project, tmp_path: Path):
    """Ctrl-C leaves the file that was there before, and nothing else."""
    (tmp_path / "Second.mov").write_text("before")
    project.disturb("Second", "wait")
    process = project.start("export", "Second", "--to", "mov", "--out", tmp_path / "Second.mov")
    try:
        project.wait_for_start("Second")
        assert len(list(tmp_path.iterdir())) == 2
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        end_group(process)
    assert process.returncode == 130
    assert err in ("", "backprop: stopped\n")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"Second.mov": "before"}
