"""Frames on their way to manim's encoder."""

from contextlib import chdir
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from av.video.stream import VideoStream
from manim import config
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from scenes.engine.pool import LentFrame


class Segment(VideoSegmentEncoder):
    """An encoder that also takes frames that have the encoder's colours already."""

    _stream: VideoStream

    def write_frame(self, pixels: np.ndarray | LentFrame, *, repeat: int = 1) -> None:
        """Encode a picture, so many times, and give its frame back.

        Raises
        ------
        RuntimeError
            If it cannot be encoded or written.
        """
        if isinstance(pixels, np.ndarray):
            super().write_frame(pixels, repeat=repeat)
            return
        frame = pixels.frame
        try:
            frame.time_base = Fraction(1) / self.spec.frame_rate
            for _ in range(repeat):
                frame.pts = self._next_pts
                self._next_pts += 1
                for packet in self._stream.encode(frame):
                    self._container.mux(packet)
        except Exception as error:
            raise self._operation_error("encode", error) from error
        finally:
            pixels.give_back()


class Film(SceneFileWriter):
    """A file writer with one segment a section instead of one a play, unless manim's cache is to find them again.

    Each segment begins with a whole picture and an encoder of its own, and both are dear.
    """

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        """Begin a section, and with its first play a segment."""
        self._close()
        super().next_section(name, type_, skip_animations)

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """Plan a segment; none, if this play goes on with the last one."""
        super().add_partial_movie_file(None if self._current_encode_job else hash_animation)

    def begin_animation(self, allow_write: bool = False, **options: Any) -> None:
        """Begin a play."""
        if not self._current_encode_job:
            super().begin_animation(allow_write, **options)

    def end_animation(self, allow_write: bool = False) -> None:
        """End a play."""
        if not config.disable_caching:
            super().end_animation(allow_write)

    def finish(self) -> None:
        """Write what is still open, and the files that are made of the segments."""
        self._close()
        super().finish()

    def combine_files(self, *files: Any, **options: Any) -> None:
        """Join segments, from within their folder: its name may be one that cannot be listed."""
        with chdir(self.partial_movie_directory):
            super().combine_files(*files, **options)

    @staticmethod
    def _concat_manifest_bytes(input_files: list[str]) -> bytes:
        return SceneFileWriter._concat_manifest_bytes([Path(each).name for each in input_files])

    def _close(self) -> None:
        if self._current_encode_job:
            self.close_partial_movie_stream()

    def _create_segment_encoder(self, target: Path) -> Segment:
        assert self.video_encoder
        return Segment(target=target, spec=self.video_encoder)
