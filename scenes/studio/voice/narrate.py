"""Puts the recordings of its beats into a rendered clip's video, as an audio track.

This happens on the machine that has the recordings. Where a clip is drawn, here or on a cluster, only their lengths
are known.
"""

from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO

import av
import msgspec
import numpy as np

from scenes.studio.build.job import Recording
from scenes.studio.build.manifest import ClipRecord, FileRecord, decoded, to_json
from scenes.studio.media.audio import RATE, AudioTrack
from scenes.studio.media.loudness import normalized
from scenes.studio.media.mux import mux_packets, open_mp4, video_packets
from scenes.studio.voice.recordings import read_recording


def narrated(files: Mapping[str, bytes], language: str, recordings: Mapping[str, Recording]) -> dict[str, bytes]:
    """Return a clip's files with the recordings of its beats in its video.

    Parameters
    ----------
    files
        The files by name; the last one is the clip's record.
    language
        The code of the language that is spoken.
    recordings
        The recordings by beat.

    Raises
    ------
    UsageError
        If a recording was changed or removed during the run.
    """
    *_, name = files
    record = decoded(files[name], ClipRecord)
    assert record
    (video,) = (each for each in files if each.endswith(".mp4"))
    data = with_audio(files[video], _audio(record, recordings), language)
    of_video = {video: FileRecord.of(data)}
    changed = msgspec.structs.replace(record, files={**record.files, **of_video})
    return {**files, video: data, name: to_json(changed)}


def with_audio(video: bytes, sound: np.ndarray, language: str) -> bytes:
    """Return an mp4 with samples added as an audio track; its pictures are not encoded again."""
    file = BytesIO()
    with open_mp4(file) as whole, av.open(BytesIO(video)) as silent:
        packets = video_packets(silent, whole.add_stream_from_template(silent.streams.video[0]), Fraction(0))
        track = AudioTrack(whole, language)
        mux_packets(whole, [*packets, *track.packets(sound, Fraction(len(sound), RATE)), *track.flush()])
    return file.getvalue()


def _audio(record: ClipRecord, recordings: Mapping[str, Recording]) -> np.ndarray:
    """Return the samples of a whole clip: each recording begins with its beat."""
    whole = np.zeros(round(record.seconds * RATE), np.float32)
    for beat in record.beats:
        if beat.name in recordings:
            start, end = round(beat.start * RATE), round(beat.end * RATE)
            sound = normalized(read_recording(recordings[beat.name]))[: end - start]
            whole[start : start + len(sound)] = sound
    return whole
