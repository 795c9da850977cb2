"""The engine's frames equal manim's own, pixel by pixel, for every clip and output format."""

import gc
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import Any
from unittest.mock import Mock

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter
from manim import Circle, FadeIn, Scene, Square, config, tempconfig
from manim._config.video_encoder import VideoEncoderSpec
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.engine.film import SegmentEncoder
from scenes.engine.memory_film import InMemoryFileWriter
from scenes.engine.pool import LentFrame
from scenes.engine.renderer import Renderer
from scenes.engine.yuv import FORMAT, Converter, to_yuv
from scenes.kit.clip import Clip
from tests.rigs.rehearsal import clips, home, lesson

SMALL = {
    "pixel_width": 426,
    "pixel_height": 240,
    "frame_rate": 6,
    "progress_bar": "none",
    "verbosity": "ERROR",
    "disable_caching": True,
    "preview": False,
    "video_encoder_options": {"threads": "1"},
}


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> Iterator[None]:
    with tempconfig(SMALL | {"media_dir": tmp_path}):
        yield


def digest(array: np.ndarray) -> str:
    return sha256(array.tobytes()).hexdigest()


def seen(base: type[CairoRenderer], clip: type[Clip], **changed: Any) -> list[tuple[str, str, int]]:
    """Return, for each frame, hashes of its pixels and of the encoder's input, and how often it is repeated."""
    frames: list[tuple[str, str, int]] = []

    class Seen(base):
        def init_scene(self, *args: Any) -> None:
            super().init_scene(*args)
            self.file_writer.begin_animation = self.file_writer.end_animation = lambda *_, **__: None

        def scene_finished(self, scene: Scene) -> None:
            pass

        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            if isinstance(frame, np.ndarray):
                given = to_yuv(av.VideoFrame.from_ndarray(frame, format="rgba"), FORMAT, VideoReformatter())
            else:
                given = frame.frame
            frames.append((digest(self.camera.pixel_array), digest(given.to_ndarray()), num_frames))

    clip(Seen(), lesson=lesson(**changed)).render()
    return frames


@pytest.mark.long
@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_each_frame_of_each_clip_equals_manims(clip: type[Clip]):
    theirs = seen(CairoRenderer, clip, name=home(clip))
    assert len({pixels for pixels, *_ in theirs}) > 10, "nothing moves"
    assert seen(Renderer, clip, name=home(clip)) == theirs


@pytest.mark.long
def test_frames_equal_manims_in_the_light_theme_with_another_lesson():
    (clip,) = (each for each in clips() if each.__name__ == "BackwardSweep")
    other = {"name": "relu", "theme": "light", "language": "fr"}
    assert seen(Renderer, clip, **other) == seen(CairoRenderer, clip, **other)


class Drawing(Scene):
    """A scene of two sections, with two moves and a wait each."""

    def construct(self) -> None:
        for name in ("one", "two"):
            self.next_section(name)
            shape = Square(fill_opacity=0.5)
            self.play(FadeIn(shape), run_time=0.5)
            self.play(shape.animate.shift((1, 1, 0)), run_time=0.5)
            self.add(Circle())
            self.wait(0.5)


class StockFileWriter(SceneFileWriter):
    """manim's file writer, with an encoder that has the engine's colours."""

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        assert self.video_encoder
        return SegmentEncoder(target=target, spec=self.video_encoder)


class StockRenderer(CairoRenderer):
    """manim's renderer, with that file writer."""

    def __init__(self, **options: Any):
        super().__init__(file_writer_class=StockFileWriter, **options)


def rendered(renderer: type[CairoRenderer], **options: Any) -> dict[str, list[np.ndarray]]:
    """Return the frames of all files that a scene leaves, by file name, without the partial movie files."""
    lossless = {"threads": "1", "crf": "0"}  # the engine encodes a section in one go, manim each play
    folder = Path(config.media_dir) / renderer.__name__
    with tempconfig({"media_dir": folder, "video_encoder_options": lossless, **options}):
        scene = Drawing(renderer())
        scene.render()
        files = [path for path in Path(config.media_dir).rglob("*.*") if "partial_movie_files" not in path.parts]
    return {path.name: pictures(path) for path in sorted(files) if path.suffix != ".json"}


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]


FORMATS: dict[str, dict[str, Any]] = {
    "video": {},
    "sections": {"save_sections": True},
    "cached": {"disable_caching": False},
    "gif": {"format": "gif"},
    "webm": {"format": "webm"},
    "transparent": {"transparent": True},
    "pictures": {"format": "png-sequence"},
    "last": {"save_last_frame": True},
    "some": {"from_animation_number": 1, "upto_animation_number": 4},
}


@pytest.mark.parametrize("options", FORMATS.values(), ids=FORMATS)
def test_every_output_format_of_manim_is_supported(options: dict[str, Any]):
    ours, theirs = rendered(Renderer, **options), rendered(StockRenderer, **options)
    assert theirs
    assert ours.keys() == theirs.keys()
    for name, expected in theirs.items():
        assert len(ours[name]) == len(expected)
        for mine, picture in zip(ours[name], expected, strict=True):
            if name.endswith(".webm"):  # it cannot be without loss here
                assert np.abs(mine.astype(int) - picture).mean() < 0.5
            else:
                np.testing.assert_array_equal(mine, picture)


def test_a_folder_name_with_quotes_and_newlines_works(tmp_path: Path):
    """manim joins partial movie files by a list of their names, in which quotes and newlines are special."""
    expected = rendered(Renderer)
    with tempconfig({"media_dir": tmp_path / "concat:l'été %05d\n\udcff "}):
        found = rendered(Renderer)
    assert found.keys() == expected.keys()
    np.testing.assert_array_equal(found["Drawing.mp4"], expected["Drawing.mp4"])


@pytest.mark.parametrize(("caching", "segments"), [(False, 2), (True, 6)], ids=["sections", "plays"])
def test_a_section_is_one_segment_unless_manim_looks_for_plays(caching: bool, segments: int):
    with tempconfig({"disable_caching": not caching}):
        for _ in range(2):
            Drawing(Renderer()).render()
        assert len(list(Path(config.media_dir).rglob("partial_movie_files/**/*.mp4"))) == segments


def test_a_film_in_memory_keeps_no_encoder():
    """An encoder at 1080p takes two hundred megabytes, and a clip has one for each beat."""
    renderer = Renderer(InMemoryFileWriter)
    Drawing(renderer).render()
    gc.collect()
    assert len(renderer.file_writer.segments) == 2
    assert not [each for each in gc.get_objects() if isinstance(each, SegmentEncoder)]


def test_skipped_animations_are_not_drawn(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Renderer, "_frame", lambda _: pytest.fail("a frame was made"))
    scene = Drawing(Renderer(skip_animations=True), skip_animations=True)
    scene.render()
    assert scene.time == pytest.approx(3.0)


class Conversions:
    """Records the frames that are converted, and those that encoders get, later."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails_at: int | None = None):
        self.frames: list[av.VideoFrame] = []
        self.made: list[str] = []
        self.encoded: list[str] = []
        convert, encode = Converter.frame, SegmentEncoder.write_frame

        def converted(*arguments: Any) -> LentFrame:
            lent = convert(*arguments)
            self.frames.append(lent.frame)
            self.made.append(digest(lent.frame.to_ndarray()))
            return lent

        def written(segment: SegmentEncoder, pixels: LentFrame, *, repeat: int = 1) -> None:
            sleep(0.005)  # so that frames wait in manim's queue
            self.encoded.append(digest(pixels.frame.to_ndarray()))
            if len(self.encoded) == fails_at:
                segment._stream = Mock(encode=Mock(side_effect=OSError("no memory")))
            encode(segment, pixels, repeat=repeat)

        monkeypatch.setattr(Converter, "frame", converted)
        monkeypatch.setattr(SegmentEncoder, "write_frame", written)


@pytest.mark.parametrize("caching", [False, True], ids=["sections", "plays"])
def test_a_frame_that_waits_for_the_encoder_is_not_overwritten(monkeypatch: pytest.MonkeyPatch, caching: bool):
    seen = Conversions(monkeypatch)
    with tempconfig({"frame_rate": 60, "disable_caching": not caching, "max_inflight_encoders": 2}):
        Drawing(Renderer()).render()
    assert len(set(seen.made)) > 100, "nothing moves"
    assert sorted(seen.encoded) == sorted(seen.made)  # segments are written concurrently, in any order
    each = 1 + config.encoder_queue_size + 1  # being made, waiting, being encoded
    assert len({id(frame) for frame in seen.frames}) <= 2 * each


def test_a_failing_encoder_ends_the_rendering(monkeypatch: pytest.MonkeyPatch):
    seen = Conversions(monkeypatch, fails_at=10)
    with (
        tempconfig({"frame_rate": 60}),
        pytest.raises(RuntimeError, match=r"Failed to encode video segment .*: no memory"),
    ):
        Drawing(Renderer()).render()
    assert seen.encoded == seen.made[:10]


def test_a_segment_releases_each_frame(tmp_path: Path):
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", 32, 16, Fraction(15), (("crf", "0"),))
    converter, everything = Converter(32, 16), np.array([(0, 0, 32, 16)])
    segment = SegmentEncoder(target=tmp_path / "segment.mp4", spec=spec)
    frames = []
    for shade, times in ((30, 1), (120, 3), (220, 2)):
        lent = converter.frame(np.full((16, 32, 4), shade, np.uint8), everything)
        segment.write_frame(lent, repeat=times)
        frames.append(lent.frame)
    segment.finish()
    shades = [int(picture[0, 0, 0]) for picture in pictures(segment.target)]
    assert shades == pytest.approx([30, 120, 120, 120, 220, 220], abs=2)
    segment._stream = Mock(encode=Mock(side_effect=OSError("no memory")))
    for _ in range(2):
        lent = converter.frame(np.zeros((16, 32, 4), np.uint8), everything)
        with pytest.raises(RuntimeError, match=r"Failed to encode video segment .*: no memory"):
            segment.write_frame(lent)
        frames.append(lent.frame)
    assert len({id(frame) for frame in frames}) == 1
