"""Films played backwards, as manim-slides has them ready for a lecturer who goes back."""

from pathlib import Path
from tempfile import TemporaryDirectory

import av
from manim_slides.utils import reverse_video_file

from scenes.studio.splice import cut, spliced


def backwards(film: Path) -> bytes:
    """Return a film's mp4 with its pictures in reverse.

    It is turned around piece by piece, from one picture that is encoded on its own to the next, as all pictures of a
    piece are in memory at once. (Let alone, manim-slides cuts it too, but puts the pieces together in any order.)
    """
    with av.open(str(film)) as container:
        starts = [packet.pts * packet.time_base for packet in container.demux(video=0) if packet.is_keyframe]
    with TemporaryDirectory(dir=film.parent) as folder:
        turned = Path(folder, "turned.mp4")
        piece = Path(folder, "piece.mp4")
        pieces = []
        for data in cut(film, starts):
            piece.write_bytes(data)
            reverse_video_file(piece, turned, max_segment_duration=None)
            pieces.append(turned.read_bytes())
    return spliced(pieces[::-1])
