"""Recordings made equally loud, as EBU R 128 measures it."""

import numpy as np

from scenes.studio.media.audio import RATE

LOUDNESS = -16.0
"""In LUFS, of one voice from two loudspeakers: as is usual on the web. (R 128 itself has −23, for broadcasting.)"""

# The highest true peak: −2 dBTP. R 128 allows −1; what encoding adds has room.
_CEILING = 10 ** (-2 / 20)

# A peak that is too high is turned down for so many samples before it and after it, about 5 milliseconds.
_REACH = 241

# Between two samples the wave may be higher than both: it is looked at in so many places.
_OVERSAMPLING = 4

# Turning peaks down takes some of the loudness: how often it is measured again, and which difference is none, in LU.
_ROUNDS = 4
_NO_DIFFERENCE = 0.05


def evened(sound: np.ndarray) -> np.ndarray:
    """Return a recording, shape (n,), as loud as all are to be; what has no loudness at all is left as it is."""
    gain, loud = 1.0, sound
    for _ in range(_ROUNDS):
        missing = LOUDNESS - _loudness(loud)
        if not np.isfinite(missing) or abs(missing) < _NO_DIFFERENCE:
            break
        gain *= 10 ** (missing / 20)
        loud = _limited(sound * np.float32(gain))
    return loud


def _loudness(sound: np.ndarray) -> float:
    """Return the integrated loudness from two loudspeakers, in LUFS; what is shorter than a block is repeated."""
    from pyloudnorm import Meter

    meter = Meter(RATE)
    least = round(meter.block_size * RATE)
    whole = np.resize(sound, max(len(sound), least)).astype(np.float64)
    return float(meter.integrated_loudness(np.stack([whole, whole], axis=1)))


def _limited(sound: np.ndarray) -> np.ndarray:
    """Return sound without true peaks above the ceiling: around each it is turned down, smoothly."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d
    from scipy.signal import resample_poly

    peaks = np.abs(resample_poly(sound, _OVERSAMPLING, 1)).reshape(-1, _OVERSAMPLING).max(axis=1)
    wanted = np.minimum(1, _CEILING / np.maximum(peaks, _CEILING))
    gain = uniform_filter1d(minimum_filter1d(wanted, _REACH, mode="nearest"), _REACH, mode="nearest")
    return (sound * gain).astype(np.float32)
