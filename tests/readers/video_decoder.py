"""Decodes videos."""

from pathlib import Path

import av
import numpy as np


def decode_frames(path: Path) -> list[np.ndarray]:
    """Return the decoded frames of a video, in their own pixel format."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]
