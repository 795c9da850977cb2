"""A file writer that encodes each section's video in memory instead of writing files."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import av
from av.video.stream import VideoStream
from manim._config.video_encoder import VideoEncoderSpec

from scenes.engine.film import SectionFileWriter, SegmentEncoder


class InMemoryFileWriter(SectionFileWriter):
    """A film that is kept in memory."""

    def __init__(self, *settings: Any):
        self._videos: dict[str, BytesIO] = {}
        super().__init__(*settings)

    @property
    def segments(self) -> Mapping[str, bytes]:
        """The video of each section in which something was drawn, by the section's name."""
        return {name: video.getvalue() for name, video in self._videos.items()}

    def begin_animation(self, allow_write: bool = False, **options: Any) -> None:
        """Begin a play; its segment is named after the section."""
        super().begin_animation(allow_write, **options | {"file_path": self.sections[-1].name})

    def finish(self) -> None:
        """Wait until all segments are encoded."""
        self._close()
        self.join_all_encode_jobs()

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        video = self._videos[str(target)] = BytesIO()  # and not the encoder, which takes 200 MB at 1080p
        return _MemoryEncoder(target, self._encoder_spec(), video)


class _MemoryEncoder(SegmentEncoder):
    """An encoder that writes to memory; its target is only a name."""

    def __init__(self, target: Path, spec: VideoEncoderSpec, video: BytesIO):
        self.target, self.spec = target, spec
        self._next_pts, self._closed = 0, False
        self._container = av.open(video, "w", format=spec.container_format)
        stream = self._container.add_stream(spec.codec, rate=spec.frame_rate, options=dict(spec.options))
        assert isinstance(stream, VideoStream)
        stream.pix_fmt, stream.width, stream.height = spec.pixel_format, spec.width, spec.height
        self._stream = stream
        self._begin()

    def abort(self) -> None:
        """Stop encoding and discard the video."""
        if not self._closed:
            self._closed = True
            self._container.close()
