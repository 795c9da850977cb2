"""The posters as outlines show the same picture as the rendered clip, in the light theme."""

import os
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.kit.flow.catalogue import lecture
from scenes.kit.theme import LIGHT
from scenes.numbers.typesetting import compiler
from scenes.studio.build.job import Job, localized
from scenes.studio.render import posters as drawing_posters
from scenes.studio.render.draw import draw
from scenes.studio.render.posters import poster, posters

WIDTH = 854


def french() -> Document:
    return localized(bp.load_document(), language="fr")


def rendered(clip: str) -> np.ndarray:
    """Return the poster as the studio draws it for a light lecture: pixels, by manim's camera."""
    job = Job.of(clip, localized(french(), theme=LIGHT.name), "l")
    png = draw(job, lambda _frames: None).poster
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(float)


def rasterised(svg: bytes) -> np.ndarray:
    """Return a drawing as pixels, by another program than the one that made it."""
    source = b'#set page(width: 854pt, height: 480pt, margin: 0pt)\n#image("poster.svg", width: 100%, height: 100%)'
    png = compiler().compile(input={"main.typ": source, "poster.svg": svg}, format="png", ppi=72)  # pyright: ignore
    assert isinstance(png, bytes)
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(float)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest difference of small patches of two pictures, 0 to 255; edges are smoothed differently."""
    patches = [each[:480, :852].reshape(120, 4, 213, 4, 3).mean(axis=(1, 3)) for each in (one, other)]
    return float(abs(patches[0] - patches[1]).max())


@pytest.mark.long
@pytest.mark.parametrize("clip", lecture(bp.default_lesson()))
def test_the_same_picture(clip: str):
    drawn, expected = rasterised(poster(clip, localized(french(), theme=LIGHT.name))), rendered(clip)
    assert difference(drawn, expected) < 60
    for axis in (0, 1):  # a shift of two pixels would be noticed
        assert difference(drawn, np.roll(expected, 2, axis)) > 90


def killed(*_: object) -> bytes:
    os._exit(9)


def test_a_process_is_killed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing_posters, "poster", killed)
    with pytest.raises(ChildProcessError, match="a process that drew one was killed"):
        posters(["Recap", "Opening"], french(), 2)


@pytest.mark.long
def test_several_at_once():
    """Several processes draw the same as one: paths only, in the light theme, though the lesson's is dark."""
    assert french()["lesson"]["theme"] == "dark"
    drawn = posters(["Recap", "BackwardSweep"], french(), 2)
    assert drawn == {clip: poster(clip, localized(french(), theme=LIGHT.name)) for clip in ("Recap", "BackwardSweep")}
    for svg in drawn.values():
        assert b"<path" in svg
        assert not any(tag in svg for tag in (b"<image", b"<text", b"href"))
