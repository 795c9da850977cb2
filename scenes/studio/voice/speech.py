"""Joins what an engine says, clause by clause, to a recording with pauses, and knows where each clause begins."""

import wave
from collections.abc import Callable, Sequence
from io import BytesIO

import click
import numpy as np

from scenes.studio.media.audio import RATE

# The seconds of silence after a clause that ends with one of these marks, and after any other.
_PAUSES = ((".?!…", 0.55), (":;", 0.45), (",", 0.2))
_OTHER_PAUSE = 0.1

# What is heard: samples above this share of the loudest one, −34 dB, and this many seconds around them, in which a
# consonant begins or a word fades away; less than this, as a recording's least, is silence.
_HEARD, _AROUND, _AUDIBLE = 0.02, 0.04, 1e-3


def joined(
    clauses: Sequence[str], sounds: Callable[[Sequence[str]], Sequence[np.ndarray]]
) -> tuple[np.ndarray, list[float]]:
    """Return the samples of clauses, shape (n,), and the seconds after which each begins.

    Parameters
    ----------
    clauses
        What is said; of those that are empty, nothing is heard.
    sounds
        The engine's function, which returns a sound for each clause.

    Raises
    ------
    UsageError
        If the engine fails, or nothing is heard.
    """
    said = [clause for clause in clauses if clause]
    heard = iter([_heard(sound) for sound in sounds(said)])
    pieces, begins, length = [], [], 0
    for clause in clauses:
        begins.append(round(length / RATE, 4))
        if clause:
            pieces += [next(heard), np.zeros(round(_pause(clause) * RATE), np.float32)]
            length += len(pieces[-2]) + len(pieces[-1])
    whole = np.concatenate(pieces[:-1])
    return whole / max(1.0, np.abs(whole).max()), begins


def wav(sound: np.ndarray) -> bytes:
    """Return samples, shape (n,), as a WAV file."""
    data = BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.round(sound * 32767).astype("<i2").tobytes())
    return data.getvalue()


def _heard(sound: np.ndarray) -> np.ndarray:
    """Return a sound without the silence around it."""
    level = np.abs(sound)
    if level.max(initial=0.0) < _AUDIBLE:
        raise click.UsageError("expected speech, got silence")
    loud, around = np.flatnonzero(level > _HEARD * level.max()), round(_AROUND * RATE)
    return sound[max(0, loud[0] - around) : loud[-1] + around]


def _pause(clause: str) -> float:
    return next((seconds for marks, seconds in _PAUSES if clause[-1] in marks), _OTHER_PAUSE)
