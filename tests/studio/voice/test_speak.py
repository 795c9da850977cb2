"""Recordings that an engine makes: which beats are spoken, when each clause begins, what a fault leaves."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from scenes.kit.flow.captions import timed_by_speech
from scenes.kit.flow.catalogue import catalogue
from scenes.locale.languages import all_languages
from scenes.studio.voice.record import SpeechRecord
from scenes.studio.voice.recordings import read_recording, recordings
from tests.judges.read_aloud import heard
from tests.rigs.audio import RATE, make_sweep, save_recording
from tests.rigs.cli import complaint_of, run_cli
from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import lesson, rehearse

CLIP = "Opening"
BEATS = [beat.name for beat in catalogue()[CLIP].clip.beats()]
SILENCE = 0.02
"""What is not heard, as a share of a recording's loudest sample."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to an empty folder, without a lesson."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    return tmp_path


def speak(*arguments: object) -> list[str]:
    answer = run_cli("speak", CLIP, *arguments)
    assert (answer.status, answer.err) == (0, "")
    return answer.out.splitlines()


def test_only_what_changed_is_spoken(here: Path):
    """The lecturer's own recordings stay, whether in the place of one that was made or with another suffix."""
    assert speak("--engine", "espeak-ng")[-1] == (
        "en: 2 beats spoken by espeak-ng (en-us), 0 were up to date, 0 are your own"
    )
    first = contents(Path("voice"))
    assert {name for name in first if "." in name} == {
        f"en/{CLIP}/{beat}{suffix}" for beat in BEATS for suffix in (".wav", ".json")
    }
    Path("lesson.toml").write_text(f'[narration]\n{CLIP}.{BEATS[1]} = "Just −0.5, or a L."\n', "utf-8")
    assert speak()[-1] == "en: 1 beats spoken by espeak-ng (en-us), 1 were up to date, 0 are your own"
    second = contents(Path("voice"))
    assert {name for name in first if first[name] != second[name]} == {
        f"en/{CLIP}/{BEATS[1]}{suffix}" for suffix in (".wav", ".json")
    }
    record = SpeechRecord.beside(Path("voice", "en", CLIP, f"{BEATS[1]}.wav"))
    assert record
    assert heard(" ".join(clause.said for clause in record.clauses), "en") == ["−0.5"]
    Path("lesson.toml").unlink()
    own = save_recording(Path("voice", "en", CLIP, f"{BEATS[0]}.wav"), make_sweep(0)).read_bytes()
    save_recording(Path("voice", "en", CLIP, f"{BEATS[1]}.flac"), make_sweep(1))
    Path("voice", "en", CLIP, f"{BEATS[1]}.wav").unlink()
    assert speak("--engine", "espeak-ng", "--speaker", "en-gb") == [
        f"voice/en/{CLIP}/{BEATS[0]}.wav: your own recording, which stays",
        f"voice/en/{CLIP}/{BEATS[1]}.flac: your own recording, which stays",
        "en: 0 beats spoken by espeak-ng (en-gb), 0 were up to date, 2 are your own",
    ]
    assert Path("voice", "en", CLIP, f"{BEATS[0]}.wav").read_bytes() == own
    found = recordings(Path("voice"), ["en"])["en"][CLIP]
    assert [found[beat].begins for beat in BEATS] == [(), ()]


def test_each_clause_begins_when_its_record_says(here: Path):
    """Nothing is heard just before, and something just after; the first one begins with the recording."""
    speak("--command", "espeak-ng -w {out} -- {text}", "--into", "spoken")
    for beat, recording in recordings(Path("spoken"), ["en"])["en"][CLIP].items():
        sound = np.abs(read_recording(recording))
        record = SpeechRecord.beside(recording.path)
        assert record
        assert len(recording.begins) == len(re.findall(r"[^.,:?!]+", narration(beat)))
        for begin in recording.begins:
            at = round(begin * RATE)
            assert sound[max(0, at - RATE // 20) : at].max(initial=0) < SILENCE * sound.max()
            assert sound[at : at + RATE // 8].max() > SILENCE * sound.max()
        assert recording.begins[0] == 0


def narration(beat: str) -> str:
    return next(each.narration for each in catalogue()[CLIP].clip.beats() if each.name == beat)


FAULTS = {
    "sh -c 'echo boom >&2; exit 3' {out} {text}": "sh: failed with status 3, and said: boom",
    "true {out} {text}": "true: expected a sound, got no file",
    "cp /dev/null {out} -b -S {text}": "cp: expected a WAV file, got none: Invalid data found when processing input",
    "no-such-engine {out} {text}": "no-such-engine: cannot be run: No such file or directory",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_engine_that_fails_leaves_everything_as_it_was(here: Path, fault: str):
    save_recording(Path("voice", "en", CLIP, f"{BEATS[1]}.wav"), make_sweep(0))
    before = contents(Path("voice"))
    answer = run_cli("speak", CLIP, "--command", fault)
    assert answer.status == 2
    assert answer.err == f"backprop: voice/en/{CLIP}/{BEATS[0]}.wav: {FAULTS[fault]}\n"
    assert contents(Path("voice")) == before


def test_a_silent_engine_is_found(here: Path):
    silent = save_recording(here / "silent.wav", np.zeros(RATE))
    answer = run_cli("speak", CLIP, "--command", f"cp {shlex.quote(str(silent))} {{out}} -b -S {{text}}")
    assert answer.err == f"backprop: voice/en/{CLIP}/{BEATS[0]}.wav: expected speech, got silence\n"


REFUSED = {
    ("--command", "say {text}"): "--command: expected {out} in it, got 'say {text}'",
    ("--command", "say '"): '--command: No closing quotation, in "say \'"',
    ("--engine", "command"): "--engine command: expected --command with it, and no --speaker",
    ("--engine", "piper", "--lang", "fr"): "--speaker: expected the file of a voice of piper for fr, got none",
    ("--lang", "xx"): f"expected a language ({', '.join(all_languages())}), got 'xx'",
}


@pytest.mark.parametrize("options", REFUSED)
def test_impossible_options_are_refused_in_one_line(here: Path, options: tuple[str, ...]):
    assert complaint_of(run_cli("speak", CLIP, *options)) == REFUSED[options]
    assert not Path("voice").exists()


def test_a_missing_engine_is_named(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(here))
    answer = run_cli("speak", CLIP, "--engine", "espeak-ng")
    expected = (
        f"voice/en/{CLIP}/{BEATS[0]}.wav: espeak-ng: expected the program, got none: apt or brew install espeak-ng"
    )
    assert (answer.status, answer.err) == (2, f"backprop: {expected}\n")


def test_nothing_is_spoken_in_a_dry_run(here: Path):
    said = complaint_of(run_cli("render", CLIP, "--speak", "--dry-run"))
    assert said == "--dry-run: expected without --speak, which writes recordings"


def test_captions_begin_with_their_clauses():
    """Captions follow what is known of the voice, here of one that hesitates after its first words."""
    text = "Take this nudge, however small. It reaches the cost by way of everything in between them, and then ends."
    begins = [0.0, 6.0, 7.0, 9.5]
    captions = timed_by_speech(text, 11.0, 100.0, 112.0, begins)
    assert [caption.text[:5] for caption in captions] == ["Take ", "It re"]
    assert [caption.start for caption in captions] == [100.0, 107.0]
    assert captions[0].end == 107.0


@pytest.mark.parametrize(
    ("begins", "follows"),
    [([0.0, 3.0, 6.0, 9.0, 12.0, 15.0], True), pytest.param([0.0, 9.0], False, marks=pytest.mark.long)],
)
def test_moves_end_when_their_clauses_are_said(begins: list[float], follows: bool):
    """Three moves of a beat wait for the words about them, unless what is known is of other words."""
    beat = "one_weight"
    rests = rehearse(catalogue()["WeightIndices"].clip, lesson("default"), speech={beat: 20.0}, begins={beat: begins})
    times = [rest.time for rest in rests.rests if rest.beat == beat]
    assert (times[2:5] == pytest.approx([9.0, 12.0, 15.0], abs=0.1)) == follows
