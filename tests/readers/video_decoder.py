"""Videos, decoded."""

from pathlib import Path

import av
import numpy as np


def decode_frames(path: Path) -> list[np.ndarray]:
    """Return the decoded pictures of a video, exactly."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]
