"""Makes recordings equally loud, measured by EBU R 128, without clipping their peaks."""

import numpy as np

from scenes.studio.media.audio import RATE

LOUDNESS = -16.0
"""The target in LUFS for one voice from two loudspeakers, usual on the web; R 128 asks for −23 in broadcasts."""

# The highest true peak, −2 dBTP: R 128 allows −1, and encoding adds some.
_CEILING = 10 ** (-2 / 20)

# Samples before and after a high peak that are turned down with it: about 5 milliseconds.
_PEAK_MARGIN = 241

# Between two samples the wave may be higher than at either: peaks are measured at this multiple of the rate.
_OVERSAMPLING = 4

# Turning peaks down costs loudness. It is measured again at most this often, until it is this close, in LU.
_MAX_ROUNDS = 4
_TOLERANCE = 0.05


def normalized(sound: np.ndarray) -> np.ndarray:
    """Return samples, shape (n,), at the loudness ``LOUDNESS``; silence is returned unchanged."""
    gain, loud = 1.0, sound
    for _ in range(_MAX_ROUNDS):
        missing = LOUDNESS - _loudness(loud)
        if not np.isfinite(missing) or abs(missing) < _TOLERANCE:
            break
        gain *= 10 ** (missing / 20)
        loud = _limited(sound * np.float32(gain))
    return loud


def _loudness(sound: np.ndarray) -> float:
    """Return the integrated loudness from two loudspeakers, in LUFS; samples shorter than a block are repeated."""
    from pyloudnorm import Meter

    meter = Meter(RATE)
    least = round(meter.block_size * RATE)
    whole = np.resize(sound, max(len(sound), least)).astype(np.float64)
    return float(meter.integrated_loudness(np.stack([whole, whole], axis=1)))


def _limited(sound: np.ndarray) -> np.ndarray:
    """Return samples without true peaks above the ceiling; around each peak the gain falls and rises smoothly."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d
    from scipy.signal import resample_poly

    peaks = np.abs(resample_poly(sound, _OVERSAMPLING, 1)).reshape(-1, _OVERSAMPLING).max(axis=1)
    wanted = np.minimum(1, _CEILING / np.maximum(peaks, _CEILING))
    gain = uniform_filter1d(minimum_filter1d(wanted, _PEAK_MARGIN, mode="nearest"), _PEAK_MARGIN, mode="nearest")
    return (sound * gain).astype(np.float32)
