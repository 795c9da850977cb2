"""Synthetic speech, from the script to the finished lecture, in both languages."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from scenes.kit.flow.beats import BREATH
from scenes.studio.build.manifest import ClipRecord
from scenes.studio.media.loudness import LOUDNESS
from scenes.studio.voice.recordings import read_recording, recordings
from tests.rigs.audio import RATE, decode_audio, find_start, loudness_and_peak
from tests.rigs.languages import PAIR
from tests.rigs.rehearsal import ROOT

pytestmark = pytest.mark.long

CLIPS = ("NudgePropagation", "BackwardSweep")
SPEEDS = {"en": "175", "fr": "150"}


def command(*arguments: object) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "scenes", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_synthetic_speech_is_heard_in_the_lecture(tmp_path: Path, lesson_file: Path):
    speaker = shutil.which("espeak-ng")
    assert speaker, "the voice is tried with espeak-ng, and there is none"
    for code in PAIR:
        table = command("script", *CLIPS, "--lesson", lesson_file, "--lang", code, "--format", "csv")
        for row in csv.DictReader(table.splitlines()):
            path = tmp_path / "voice" / code / row["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            spoken = [speaker, "-v", code, "-s", SPEEDS[code], "-w", str(path), row["narration"]]
            subprocess.run(spoken, check=True, capture_output=True)
    out = tmp_path / "out"
    options = ("--lesson", lesson_file, "--lang", "en,fr", "--voice", tmp_path / "voice", "--out", out)
    command("render", *CLIPS, *options)
    for code in PAIR:
        start, lecture = 0.0, decode_audio(out / code / "lecture.mp4")
        for path in sorted((out / code / "clips").glob("*.json")):
            record = msgspec.json.decode(path.read_bytes(), type=ClipRecord)
            clip = decode_audio(path.with_suffix(".mp4"))
            voice = recordings(tmp_path / "voice", [code])[code][record.clip]
            assert list(voice) == [beat.name for beat in record.beats]
            for beat in record.beats:
                sound = read_recording(voice[beat.name])
                assert beat.end - beat.start >= voice[beat.name].seconds + BREATH - 1 / record.frame_rate
                assert find_start(sound, clip) == pytest.approx(beat.start, abs=0.001)
                assert find_start(sound, lecture) == pytest.approx(start + beat.start, abs=0.001)
                there = clip[round(beat.start * RATE) :][: len(sound)]
                loudness, peak = loudness_and_peak(there)
                assert loudness == pytest.approx(LOUDNESS, abs=0.5)
                assert peak <= -1
                words = [each for each in record.captions if beat.start <= (each.start + each.end) / 2 < beat.end]
                assert words[-1].end <= beat.end
                assert words[-1].end >= beat.start + len(sound) / RATE - 1e-6
                assert np.corrcoef(there, sound)[0, 1] > 0.95, "and it is what was said"
            start += float(record.seconds)
    assert "up to date" in command("render", *CLIPS, *options)
