"""Recordings of sweeps, which are found again to the sample, and what is heard in a video: no code of the project."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.filter import Graph
from scipy.signal import correlate

RATE = 48_000

CODECS = {
    ".mp3": ("mp3", "libmp3lame"),
    ".flac": ("flac", "flac"),
    ".ogg": ("ogg", "flac"),
    ".opus": ("ogg", "libopus"),
    ".m4a": ("ipod", "aac"),
}


def make_sweep(number: int, seconds: float = 1.0, rate: int = RATE, level: float = 0.1) -> np.ndarray:
    """Return a sweep unlike those with other numbers, with a quarter of a second of silence after it."""
    t = np.arange(round(seconds * rate)) / rate
    low = 200.0 * (1 + number)
    sound = level * np.sin(2 * np.pi * (low * t + 400 * t**2))
    sound[t > seconds - 0.25] = 0
    return sound


def save_recording(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    """Write a recording, of one channel or, shape (channels, n), several; a WAV by Python itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    channels = np.atleast_2d(sound)
    numbers = np.round(channels.T * 32767).astype("<i2")
    if path.suffix.lower() == ".wav":
        with wave.open(str(path), "wb") as file:
            file.setnchannels(len(channels))
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(numbers.tobytes())
        return path
    container, codec = CODECS[path.suffix]
    layout = {1: "mono", 2: "stereo"}[len(channels)]
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        frame = av.AudioFrame.from_ndarray(numbers.reshape(1, -1), "s16", layout)
        frame.rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def decode_audio(path: Path) -> np.ndarray:
    """Return the sound of a video, each decoded piece where its time stamp says."""
    with av.open(str(path)) as container:
        (stream,) = container.streams.audio
        assert (stream.rate, stream.layout.name) == (RATE, "mono")
        pieces = [(frame.time, frame.to_ndarray()[0]) for frame in container.decode(stream)]
    starts = [round(time * RATE) for time, _ in pieces if time is not None]
    sound = np.zeros(starts[-1] + len(pieces[-1][1]), np.float32)
    for start, (_, piece) in zip(starts, pieces, strict=True):
        sound[start : start + len(piece)] = piece
    return sound


def find_start(part: np.ndarray, sound: np.ndarray) -> float:
    """Return when, in seconds, a part of a sound begins."""
    return int(np.argmax(correlate(sound, part, "valid"))) / RATE


def loudness_and_peak(sound: np.ndarray) -> tuple[float, float]:
    """Return the loudness of a voice from two loudspeakers in LUFS, and its true peak in dBTP, by libavfilter."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="mono", time_base=Fraction(1, RATE))
    meter = graph.add("ebur128", "metadata=1:peak=true:dualmono=true")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(sound[None].astype(np.float32), "fltp", "mono")
    frame.rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
    graph.push(frame)
    graph.push(None)
    told: dict[str, str] = {}
    while True:
        try:
            told |= graph.pull().metadata
        except (EOFError, BlockingIOError):
            break
    peaks = [float(value) for name, value in told.items() if "true_peak" in name]
    return float(told["lavfi.r128.I"]), 20 * np.log10(max(peaks))
