"""A clip's files and the recordings of its beats → the same files, spoken.

This is done where the recordings are: who draws a clip, here or on a cluster, is only told how long they last.
"""

from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO

import av
import msgspec
import numpy as np

from scenes.studio.build.job import Recording
from scenes.studio.build.manifest import ClipRecord, FileRecord, decoded, to_json
from scenes.studio.media.audio import RATE, Track
from scenes.studio.media.loudness import evened
from scenes.studio.media.mux import pictures, write
from scenes.studio.voice.recordings import samples


def spoken(files: Mapping[str, bytes], language: str, recordings: Mapping[str, Recording]) -> dict[str, bytes]:
    """Return a clip's files, of which the record comes last, with its recordings in its video.

    Raises
    ------
    UsageError
        If a recording is not there any more as it was.
    """
    *_, name = files
    record = decoded(files[name], ClipRecord)
    assert record
    (video,) = (each for each in files if each.endswith(".mp4"))
    data = with_sound(files[video], _sound(record, recordings), language)
    of_video = {video: FileRecord.of(data)}
    changed = msgspec.structs.replace(record, files={**record.files, **of_video})
    return {**files, video: data, name: to_json(changed)}


def with_sound(video: bytes, sound: np.ndarray, language: str) -> bytes:
    """Return an mp4 with sound; the pictures are not encoded again."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as whole, av.open(BytesIO(video)) as silent:
        packets = pictures(silent, whole.add_stream_from_template(silent.streams.video[0]), Fraction(0))
        track = Track(whole, language)
        write(whole, [*packets, *track.packets(sound, Fraction(len(sound), RATE)), *track.rest()])
    return file.getvalue()


def _sound(record: ClipRecord, recordings: Mapping[str, Recording]) -> np.ndarray:
    """Return the sound of a whole clip: each recording begins with its beat."""
    whole = np.zeros(round(record.seconds * RATE), np.float32)
    for beat in record.beats:
        if beat.name in recordings:
            start, end = round(beat.start * RATE), round(beat.end * RATE)
            sound = evened(samples(recordings[beat.name]))[: end - start]
            whole[start : start + len(sound)] = sound
    return whole
