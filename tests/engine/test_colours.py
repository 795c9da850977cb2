"""Films decode to the colours that were drawn, and say in which colour space they are."""

from dataclasses import asdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim import Camera, ManimColor, Scene, Square, VGroup, config, tempconfig

from scenes.engine.memory_film import InMemoryFileWriter
from scenes.engine.renderer import Renderer
from scenes.kit.theme import DARK, THEMES, Theme
from scenes.studio.render.draw import manim_defaults, render_settings
from tests.judges.legibility import contrast_ratio
from tests.readers.colour_tags import BT709, tags

SHIFT = (0.5, 0, 0)


def colours(theme: Theme) -> dict[str, tuple[int, int, int]]:
    """Return all colours of a theme as RGB, 0 to 255, by name."""
    flat = {name: value for name, value in asdict(theme).items() if str(value).startswith("#")}
    return {name: (int(value[1:3], 16), int(value[3:5], 16), int(value[5:], 16)) for name, value in flat.items()}


def swatches(theme: Theme) -> VGroup:
    """Return a square of each of a theme's colours."""
    squares = (
        Square(1, stroke_width=0, fill_opacity=1, fill_color=ManimColor.from_rgb(rgb))
        for rgb in colours(theme).values()
    )
    return VGroup(*squares).arrange_in_grid(cols=6)


class Swatches(Scene):
    """A scene that shows each of a theme's colours as a square."""

    def __init__(self, renderer: Renderer, theme: Theme):
        super().__init__(renderer)
        assert isinstance(self.camera, Camera)
        self.camera.background_color = ManimColor(theme.background)
        self.squares = swatches(theme)

    def construct(self) -> None:
        """Show the squares, moving and then at rest."""
        self.add(self.squares)
        self.play(self.squares.animate.shift(SHIFT), run_time=0.5)
        self.wait(0.5)


@cache
def film_of(theme: Theme) -> bytes:
    with tempconfig(manim_defaults()), tempconfig(render_settings("l")):
        renderer = Renderer(InMemoryFileWriter)
        Swatches(renderer, theme).render()
        (film,) = renderer.file_writer.segments.values()
    return film


def decoded(film: Path | BytesIO, theme: Theme) -> dict[str, np.ndarray]:
    """Return each colour of a theme in the last frame of a film, decoded as BT.709 in limited range."""
    with av.open(film, "r") as container:
        *_, last = container.decode(video=0)
    luma, blue, red = (np.array(plane).reshape(plane.height, -1)[:, : plane.width] for plane in last.planes)
    found = {}
    for name, square in zip(colours(theme), swatches(theme), strict=True):
        x, y, _ = (square.get_center() + SHIFT) * last.width / config.frame_width
        column, row = round(last.width / 2 + x), round(last.height / 2 - y)
        at = slice(row // 2 - 4, row // 2 + 4), slice(column // 2 - 4, column // 2 + 4)
        bright = (np.median(luma[row - 8 : row + 8, column - 8 : column + 8]) - 16) / 219
        b, r = ((np.median(plane[at]) - 128) / 224 for plane in (blue, red))
        # Recommendation ITU-R BT.709-6, items 3.2 to 3.4: Y = 0.2126 R + 0.7152 G + 0.0722 B.
        green = bright - 0.0722 / 0.7152 * 1.8556 * b - 0.2126 / 0.7152 * 1.5748 * r
        found[name] = np.clip(255 * np.array([bright + 1.5748 * r, green, bright + 1.8556 * b]), 0, 255)
    return found


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_each_colour_is_decoded_as_it_was_drawn(theme: Theme):
    drawn = colours(theme)
    for name, rgb in decoded(BytesIO(film_of(theme)), theme).items():
        assert np.abs(rgb - drawn[name]).max() <= 2, f"{name}: {drawn[name]} is decoded to {rgb.round(1)}"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_decoded_text_has_enough_contrast(theme: Theme):
    """WCAG 2: 4.5 for text."""
    shown = {name: rgb / 255 for name, rgb in decoded(BytesIO(film_of(theme)), theme).items()}
    for name in ("text", "muted", "highlight", "w", "b", "z", "a", "y", "C"):
        for ground in ("background", "panel"):
            assert contrast_ratio(shown[name], shown[ground]) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize(
    "options",
    [{"format": "mp4"}, {"format": "webm"}, {"format": "webm", "transparent": True}],
    ids=["mp4", "webm", "transparent"],
)
def test_films_of_plain_manim_are_bt709(options: dict[str, Any], tmp_path: Path):
    with tempconfig(manim_defaults()), tempconfig(render_settings("l") | options | {"media_dir": str(tmp_path)}):
        Swatches(Renderer(), DARK).render()
    (path,) = (path for path in tmp_path.rglob("Swatches.*") if path.suffix != ".json")
    with av.open(str(path)) as film:
        frame = next(film.decode(video=0))
        assert isinstance(frame, av.VideoFrame)
        assert (frame.colorspace, frame.color_range) == (1, 1)
    for name, rgb in decoded(path, DARK).items():
        assert np.abs(rgb - colours(DARK)[name]).max() <= 2, f"{name}: {rgb.round(1)}"


def test_the_stream_and_its_container_say_that_a_film_is_bt709():
    assert tags(film_of(DARK)) == (BT709, BT709)
