"""Sound: files → samples → AAC. A voice is one channel of 48,000 samples a second, however it was recorded."""

from fractions import Fraction
from itertools import chain
from math import inf
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from scenes.numbers.language import Language
from scenes.studio.media.mux import url

RATE = 48_000
"""Samples a second."""

# For one voice, which is encoded in the clip and once more in the lecture. Where speech begins after silence, the
# encoder's other way to choose its steps makes errors of a quarter of the loudest sample, as was measured.
_BIT_RATE = 128_000
_OPTIONS = {"aac_coder": "fast"}

# Channels whose mean has less than this part of the loudest one's power cancel each other, or most of them are empty.
_LEAST_POWER = 0.1


def read(file: Path, container: str, most: float = inf) -> np.ndarray:
    """Return the voice in a file, shape (n,).

    Parameters
    ----------
    container
        libavformat's name for the file's format: as another one it is not read.
    most
        How many seconds are enough.

    Raises
    ------
    ValueError
        If it has no sound, or none that can be decoded.
    OSError
        If it cannot be read.
    """
    chunks: list[np.ndarray] = []
    length = 0
    resampler = av.AudioResampler(format="fltp", rate=RATE)
    try:
        with av.open(url(file), format=container) as opened:
            if not opened.streams.audio:
                raise ValueError("no sound in it")
            for frame in chain(opened.decode(opened.streams.audio[0]), [None]):
                for each in filter(None, resampler.resample(frame)):
                    chunks.append(each.to_ndarray())
                    length += each.samples
                if length > most * RATE:
                    break
    except FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise ValueError(error.strerror) from None
    return _one_channel(np.concatenate(chunks, axis=1)) if length else np.zeros(0, np.float32)


class Track:
    """The sound of a video that is being written.

    Parameters
    ----------
    video
        The video; its other streams come before.
    language
        The code of the language that is spoken.
    """

    def __init__(self, video: OutputContainer, language: str):
        self._stream: AudioStream = video.add_stream("aac", RATE, _OPTIONS, layout="mono", bit_rate=_BIT_RATE)
        self._stream.metadata["language"] = Language(language).iso_639_2
        self._length = 0

    def packets(self, sound: np.ndarray, end: Fraction) -> list[Packet]:
        """Return some more sound as packets, cut or with silence added so that it ends after so many seconds."""
        missing = round(end * RATE) - self._length
        samples = np.zeros((1, missing), np.float32)
        samples[0, : len(sound)] = sound[:missing]
        frame = av.AudioFrame.from_ndarray(samples, "fltp", "mono")
        frame.rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._length
        self._length += missing
        return self._stream.encode(frame)

    def rest(self) -> list[Packet]:
        """Return the packets that are still due when there is no more sound."""
        return self._stream.encode(None)


def _one_channel(channels: np.ndarray) -> np.ndarray:
    """Return the mean of all channels; where that is much weaker than the loudest one, that one."""
    mean, powers = channels.mean(axis=0), (channels**2).mean(axis=1)
    return mean if (mean**2).mean() >= _LEAST_POWER * powers.max() else channels[powers.argmax()]
