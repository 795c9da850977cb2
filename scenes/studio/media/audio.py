"""Decodes audio files to samples, and encodes samples as the AAC track of a video.

Samples are float32 in one channel, 48,000 a second, whatever the file has.
"""

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
from scenes.studio.media.mux import file_url

RATE = 48_000
"""Samples a second."""

# For one voice, which is encoded for the clip and again for the lecture. The encoder's other coder, twoloop, was
# measured to err by a quarter of the loudest sample where speech begins after silence.
_BIT_RATE = 128_000
_OPTIONS = {"aac_coder": "fast"}

# If the mean of the channels has less than this share of the loudest channel's power, they cancel each other or most
# of them are empty.
_LEAST_POWER = 0.1


def read_audio(file: Path, container: str, most: float = inf) -> np.ndarray:
    """Return the samples of an audio or video file, shape (n,).

    Parameters
    ----------
    container
        libavformat's name of the file's format; a file of another format is refused.
    most
        Reading stops after this many seconds.

    Raises
    ------
    ValueError
        If the file has no audio, or none that can be decoded.
    OSError
        If the file cannot be read.
    """
    chunks: list[np.ndarray] = []
    length = 0
    resampler = av.AudioResampler(format="fltp", rate=RATE)
    try:
        with av.open(file_url(file), format=container) as opened:
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
    return _mixed_to_mono(np.concatenate(chunks, axis=1)) if length else np.zeros(0, np.float32)


def resampled(sound: np.ndarray, rate: int) -> np.ndarray:
    """Return samples, shape (n,), of which there are ``rate`` a second, as ``RATE`` a second.

    >>> resampled(np.ones(8000, np.float32), 8000).shape
    (48000,)
    """
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None], np.float32), "fltp", "mono")
    frame.rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
    resampler = av.AudioResampler(format="fltp", rate=RATE)
    pieces = [each for given in (frame, None) for each in resampler.resample(given)]
    return np.concatenate([each.to_ndarray()[0] for each in pieces])


class AudioTrack:
    """The audio stream of a video that is being written.

    Parameters
    ----------
    video
        The video; the stream is added after those it has.
    language
        The code of the language that is spoken.
    """

    def __init__(self, video: OutputContainer, language: str):
        self._stream: AudioStream = video.add_stream("aac", RATE, _OPTIONS, layout="mono", bit_rate=_BIT_RATE)
        self._stream.metadata["language"] = Language(language).iso_639_2
        self._length = 0

    def packets(self, sound: np.ndarray, end: Fraction) -> list[Packet]:
        """Return the packets of more samples, cut or padded with silence so that the track ends at ``end``."""
        missing = round(end * RATE) - self._length
        samples = np.zeros((1, missing), np.float32)
        samples[0, : len(sound)] = sound[:missing]
        frame = av.AudioFrame.from_ndarray(samples, "fltp", "mono")
        frame.rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._length
        self._length += missing
        return self._stream.encode(frame)

    def flush(self) -> list[Packet]:
        """Return the last packets, when no more samples follow."""
        return self._stream.encode(None)


def _mixed_to_mono(channels: np.ndarray) -> np.ndarray:
    """Return the mean of all channels or, if that is much weaker than the loudest channel, that channel."""
    mean, powers = channels.mean(axis=0), (channels**2).mean(axis=1)
    return mean if (mean**2).mean() >= _LEAST_POWER * powers.max() else channels[powers.argmax()]
