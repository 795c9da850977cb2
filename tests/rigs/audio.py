"""Makes recordings of sweeps, finds them in a video's sound to the sample, and measures loudness."""

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
    """Return a frequency sweep that no other number has; its last quarter of a second is silent."""
    t = np.arange(round(seconds * rate)) / rate
    low = 200.0 * (1 + number)
    sound = level * np.sin(2 * np.pi * (low * t + 400 * t**2))
    sound[t > seconds - 0.25] = 0
    return sound


def save_recording(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    """Write a recording of one channel, shape (n,), or several, shape (channels, n), in the suffix's format."""
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
    """Return the sound of a video, with each decoded frame at its time stamp."""
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
    """Return the time, in seconds, at which a part begins in a sound."""
    return int(np.argmax(correlate(sound, part, "valid"))) / RATE


def loudness_and_peak(sound: np.ndarray) -> tuple[float, float]:
    """Return the loudness in LUFS of a mono sound on two loudspeakers, and its true peak in dBTP, by libavfilter."""
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
