"""A manim file writer with one video segment for each section, and its encoder, which knows the film's colours."""

from contextlib import chdir
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from manim import config
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from scenes.engine.pool import LentFrame
from scenes.engine.yuv import tag_colours, to_yuv

# About half the time of manim's settings (medium, crf 23), and no less true, in brightness and in colours: see
# benchmarks/ENCODER.md. With more threads, the frames would depend on the number of cores (clips are rendered side by
# side anyway); with presets that look ahead by 40 frames, on what the memory held before, because x264 reads some
# that it never wrote.
X264_OPTIONS = {"preset": "veryfast", "crf": "21", "chromaoffset": "-3", "rc-lookahead": "20", "threads": "1"}
"""The options of the video encoder, unless the user has set others in ``manim.cfg``."""


class SegmentEncoder(VideoSegmentEncoder):
    """A segment's encoder that converts pictures to the film's colours, and takes frames that already are."""

    _stream: VideoStream

    def __init__(self, *, target: Path, spec: VideoEncoderSpec):
        super().__init__(target=target, spec=spec)
        self._begin()

    def _begin(self) -> None:
        """Prepare for the first picture, once the stream is open."""
        self._reformatter = VideoReformatter()
        self._is_rgb = av.VideoFormat(self.spec.pixel_format).is_rgb
        if not self._is_rgb:
            tag_colours(self._stream.codec_context)

    def write_frame(self, pixels: np.ndarray | LentFrame, *, repeat: int = 1) -> None:
        """Encode a picture ``repeat`` times, and give its frame back to the pool.

        Raises
        ------
        RuntimeError
            If it cannot be encoded or written.
        """
        if isinstance(pixels, LentFrame):
            try:
                self._encode(pixels.frame, repeat)
            finally:
                pixels.give_back()
        elif self._is_rgb:
            super().write_frame(pixels, repeat=repeat)
        else:
            picture = av.VideoFrame.from_ndarray(pixels, format="rgba")
            self._encode(to_yuv(picture, self.spec.pixel_format, self._reformatter), repeat)

    def _encode(self, frame: av.VideoFrame, repeat: int) -> None:
        try:
            frame.time_base = Fraction(1) / self.spec.frame_rate
            for _ in range(repeat):
                frame.pts = self._next_pts
                self._next_pts += 1
                for packet in self._stream.encode(frame):
                    self._container.mux(packet)
        except Exception as error:
            raise self._operation_error("encode", error) from error


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

    def _encoder_spec(self) -> VideoEncoderSpec:
        """Return manim's settings of the video encoder, with the film's options for x264."""
        spec = self.video_encoder
        assert spec
        if spec.codec != "libx264":
            return spec
        options = dict(spec.options) | X264_OPTIONS | config.video_encoder_options
        return replace(spec, options=tuple(sorted(options.items())))

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        return SegmentEncoder(target=target, spec=self._encoder_spec())


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
