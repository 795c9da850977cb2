"""A manim file writer with one video segment for each section, and its encoder, which takes converted frames."""

from contextlib import chdir
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.stream import VideoStream
from manim import config
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from scenes.engine.pool import LentFrame


class SegmentEncoder(VideoSegmentEncoder):
    """A segment's encoder that also takes frames that are already in the encoder's colours."""

    _stream: VideoStream

    def write_frame(self, pixels: np.ndarray | LentFrame, *, repeat: int = 1) -> None:
        """Encode a picture ``repeat`` times, and give its frame back to the pool.

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


class SectionFileWriter(SceneFileWriter):
    """A file writer with one segment per section or, with manim's cache on, per play.

    Each segment costs a key frame and the start of an encoder.
    """

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        """Begin a section; its first play begins a segment."""
        self._close()
        super().next_section(name, type_, skip_animations)

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """Plan a segment, unless this play continues the last one."""
        super().add_partial_movie_file(None if self._current_encode_job else hash_animation)

    def begin_animation(self, allow_write: bool = False, **options: Any) -> None:
        """Begin a play, and a segment if none is open."""
        if not self._current_encode_job:
            super().begin_animation(allow_write, **options)

    def end_animation(self, allow_write: bool = False) -> None:
        """End a play; its segment stays open unless manim's cache is on."""
        if not config.disable_caching:
            super().end_animation(allow_write)

    def finish(self) -> None:
        """Close the last segment and write the files that are made of all segments."""
        self._close()
        super().finish()

    def combine_files(self, input_files: list[str], output_file: Path, *options: Any) -> None:
        """Join segments from within their folder, because FFmpeg's list cannot hold every folder's name."""
        with chdir(self.partial_movie_directory):
            super().combine_files(input_files, output_file, *options)
        if output_file.suffix == ".mp4":
            _move_index_to_front(output_file)

    @staticmethod
    def _concat_manifest_bytes(input_files: list[str]) -> bytes:
        return SceneFileWriter._concat_manifest_bytes([Path(each).name for each in input_files])

    def _close(self) -> None:
        if self._current_encode_job:
            self.close_partial_movie_stream()

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        assert self.video_encoder
        return SegmentEncoder(target=target, spec=self.video_encoder)


def _move_index_to_front(video: Path) -> None:
    """Write an mp4 again with its index in front, so that browsers play it while it is still loading."""
    moved = video.with_stem(f"{video.stem}_temp")  # as manim names its own
    with av.open(video) as source, av.open(moved, "w", options={"movflags": "+faststart"}) as target:
        target.metadata.update(source.metadata)
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:  # else it only marks the end of the video
                packet.stream = stream
                target.mux(packet)
    moved.replace(video)
