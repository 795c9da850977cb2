"""A folder of recordings: which files are found or refused, and how their sound is read and levelled."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np
import pytest

from scenes.kit.flow.catalogue import catalogue
from scenes.studio.media.loudness import LOUDNESS, normalized
from scenes.studio.voice.recordings import FORMATS, read_recording, recordings
from tests.rigs.audio import RATE, find_start, loudness_and_peak, make_sweep, save_recording
from tests.rigs.cli import complaint_of, run_cli
from tests.rigs.fake_renders import contents, request, update_folder
from tests.rigs.hostile_titles import TITLES

CLIP = "NudgePropagation"
BEATS = [beat.name for beat in catalogue()[CLIP].clip.beats()]


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder ``voice`` with one recording, in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    save_recording(Path("voice", CLIP, "ratio.wav"), make_sweep(0))
    return Path("voice")


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_is_read(tmp_path: Path, suffix: str):
    """The sound starts with its first sample, without the padding of its format."""
    sound = make_sweep(1, 2)
    save_recording(tmp_path / CLIP / f"ratio{suffix}", sound)
    recording = recordings(tmp_path, ["en"])["en"][CLIP]["ratio"]
    assert recording.seconds == pytest.approx(2, abs=0.025)  # m4a does not store the exact end
    assert find_start(sound[: RATE // 2], read_recording(recording)) == pytest.approx(0, abs=1 / RATE)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 96000])
def test_each_rate_is_read(tmp_path: Path, rate: int):
    save_recording(tmp_path / CLIP / "ratio.WAV", make_sweep(1, 2, rate), rate)
    recording = recordings(tmp_path, ["en"])["en"][CLIP]["ratio"]
    assert recording.seconds == pytest.approx(2, abs=1e-3)
    assert find_start(make_sweep(1, 2)[: RATE // 2], read_recording(recording)) == pytest.approx(0, abs=2 / RATE)


@pytest.mark.parametrize("channels", [(1, 1), (1, 0), (0, 1), (1, -1), (1, 0.5)], ids=str)
def test_a_voice_in_any_channel_is_heard(tmp_path: Path, channels: tuple[float, float]):
    """The voice may be in one of two channels, or in two that cancel each other."""
    sound = make_sweep(1, 2)
    save_recording(tmp_path / CLIP / "ratio.wav", np.stack([factor * sound for factor in channels]))
    there = read_recording(recordings(tmp_path, ["en"])["en"][CLIP]["ratio"])
    assert np.abs(there).max() >= 0.49 * np.abs(sound).max()
    assert find_start(sound[: RATE // 2], there) == pytest.approx(0, abs=1 / RATE)


def test_recordings_are_found_by_clip_and_beat(voice: Path):
    """Hidden files, files of other kinds and older takes in subfolders are ignored."""
    save_recording(voice / CLIP / f"{BEATS[0]}.mp3", make_sweep(1))
    save_recording(voice / CLIP / "old" / "ratio.wav", make_sweep(2))
    save_recording(voice / CLIP / "._ratio.wav", make_sweep(2))
    (voice / CLIP / "ratio.txt").write_text("slowly")
    (voice / "notes").mkdir()
    (voice / "notes" / "todo.txt").write_text("all")
    there = recordings(voice, ["en"])
    assert {code: {clip: list(beats) for clip, beats in each.items()} for code, each in there.items()} == {
        "en": {CLIP: [BEATS[0], "ratio"]}
    }
    assert there["en"][CLIP]["ratio"].seconds == 1


def test_folders_named_as_languages_are_used(voice: Path):
    """A language without a folder has no voice; the folder of a language that was not requested is ignored."""
    (voice / CLIP).rename(voice / "aside")
    (voice / "fr").mkdir()
    (voice / "aside").rename(voice / "fr" / CLIP)
    there = recordings(voice, ["en", "fr"])
    assert (dict(there["en"]), list(there["fr"])) == ({}, [CLIP])
    save_recording(voice / "en" / "Nobody" / "ratio.wav", make_sweep(0))
    assert list(recordings(voice, ["fr"])["fr"]) == [CLIP]


def clip_of_nobody(voice: Path) -> str:
    (voice / CLIP).rename(voice / "NudgePropogation")
    got = "'NudgePropogation' (did you mean 'NudgePropagation'?)"
    return f"voice/NudgePropogation: expected the name of a clip, got {got}"


def beat_of_nobody(voice: Path) -> str:
    save_recording(voice / CLIP / "ration.wav", make_sweep(0))
    expected, got = f"the name of a beat of {CLIP} ({', '.join(BEATS)})", "'ration' (did you mean 'ratio'?)"
    return f"voice/{CLIP}/ration.wav: expected {expected}, got {got}"


def outside(voice: Path) -> str:
    save_recording(voice / "ratio.wav", make_sweep(0))
    return "voice/ratio.wav: expected recordings in folders called as their clips, got one outside"


def twice(voice: Path) -> str:
    save_recording(voice / CLIP / "ratio.mp3", make_sweep(0))
    return f"voice/{CLIP}/ratio.wav: expected one recording of a beat, got ratio.mp3 too"


def no_sound(voice: Path) -> str:
    (voice / CLIP / "ratio.wav").write_text("#EXTM3U\nfile:///etc/passwd\n")
    return (
        f"voice/{CLIP}/ratio.wav: expected sound as .wav files have it, got Invalid data found when processing input"
    )


def another_format(voice: Path) -> str:
    save_recording(voice / CLIP / "ratio.mp3", make_sweep(0)).replace(voice / CLIP / "ratio.wav")
    return no_sound(voice)


def empty(voice: Path) -> str:
    (voice / CLIP / "ratio.wav").write_bytes(b"")
    return no_sound(voice)


def without_a_sample(voice: Path) -> str:
    path = voice / CLIP / "ratio.wav"
    path.write_bytes(path.read_bytes()[:44])
    return no_sound(voice)


def cut_off(voice: Path) -> str:
    path = save_recording((voice / CLIP / "ratio.wav").with_suffix(".flac"), make_sweep(0))
    path.write_bytes(path.read_bytes()[:50])
    path.with_suffix(".wav").unlink()
    return f"voice/{CLIP}/ratio.flac: expected sound as .flac files have it, got "


def too_short(voice: Path) -> str:
    save_recording(voice / CLIP / "ratio.wav", make_sweep(0)[: RATE // 20])
    return f"voice/{CLIP}/ratio.wav: expected 0.1 seconds to 10 minutes of sound, got 0.05 seconds"


def too_long(voice: Path) -> str:
    """Make a small file with hours of sound."""
    save_recording(voice / CLIP / "ratio.wav", np.zeros(10), rate=8000)
    with (voice / CLIP / "ratio.wav").open("r+b") as file:
        for place, size in ((4, 2**27), (40, 2**27 - 36)):
            file.seek(place)
            file.write(size.to_bytes(4, "little"))
        file.truncate(2**27)
    return f"voice/{CLIP}/ratio.wav: expected 0.1 seconds to 10 minutes of sound, got more"


def silent(voice: Path) -> str:
    save_recording(voice / CLIP / "ratio.wav", np.zeros(RATE))
    return f"voice/{CLIP}/ratio.wav: expected speech, got silence"


def a_pipe(voice: Path) -> str:
    (voice / CLIP / "ratio.wav").unlink()
    os.mkfifo(voice / CLIP / "ratio.wav")
    return f"voice/{CLIP}/ratio.wav: expected a file, got something else"


def leads_nowhere(voice: Path) -> str:
    (voice / CLIP / "ratio.wav").unlink()
    (voice / CLIP / "ratio.wav").symlink_to("nowhere")
    return f"voice/{CLIP}/ratio.wav: cannot be read: No such file or directory"


def none_at_all(voice: Path) -> str:
    (voice / CLIP / "ratio.wav").unlink()
    first = next(iter(catalogue().values()))
    return f"voice: expected recordings such as voice/{first.name}/{first.clip.beats()[0].name}.wav, got none"


def no_folder(voice: Path) -> str:
    voice.rename("elsewhere")
    return "voice: expected a folder of recordings: No such file or directory"


def a_file(voice: Path) -> str:
    voice.rename("elsewhere")
    voice.touch()
    return "voice: expected a folder of recordings: Not a directory"


def beside_a_language(voice: Path) -> str:
    (voice / "en").mkdir()
    return f"voice/{CLIP}/ratio.wav: expected all recordings in voice/en, got one beside"


def another_language(voice: Path) -> str:
    (voice / "fr").mkdir()
    (voice / CLIP).rename(voice / "fr" / CLIP)
    first = next(iter(catalogue().values()))
    return f"voice: expected recordings such as voice/en/{first.name}/{first.clip.beats()[0].name}.wav, got none"


WRONG = (
    *(clip_of_nobody, beat_of_nobody, outside, twice, no_sound, another_format, empty, without_a_sample, cut_off),
    *(too_short, too_long, silent, a_pipe, leads_nowhere, none_at_all, no_folder, a_file),
    *(beside_a_language, another_language),
)


@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_an_unusable_folder_is_refused_in_one_line(voice: Path, spoil: Callable[[Path], str]):
    update_folder(Path("lecture"), request(None, CLIP))
    before = contents(Path("lecture"))
    said = spoil(voice)
    # By turns, as one finds all that the other does.
    more = ["--dry-run"] if WRONG.index(spoil) % 2 else []
    assert complaint_of(run_cli("render", "--voice", voice, "--out", "lecture", *more)).startswith(said)
    assert contents(Path("lecture")) == before


def test_several_languages_need_a_folder_each(voice: Path):
    said = complaint_of(run_cli("render", "--voice", voice, "--lang", "en,fr"))
    assert said == "voice: expected folders of several languages, voice/en and voice/fr, got none of them"
    assert not Path("media").exists()


def test_the_lesson_may_name_the_folder(voice: Path):
    """It is sought from the lesson's file on; --voice takes another one instead."""
    Path("course").mkdir()
    Path("course", "mine.toml").write_text('lesson.voice = "../voice"', "utf-8")
    lesson, line, *_ = run_cli("render", "--lesson", "course/mine.toml", "--dry-run").out.splitlines()
    assert lesson.startswith("course/mine.toml: “")
    assert line.startswith("en: 1 of ")
    said = complaint_of(run_cli("render", "--lesson", "course/mine.toml", "--voice", "other", "--dry-run"))
    assert said == "other: expected a folder of recordings: No such file or directory"
    Path("course", "mine.toml").write_text('lesson.voice = "voice"', "utf-8")
    said = complaint_of(run_cli("render", "--lesson", "course/mine.toml", "--dry-run"))
    assert said == "course/voice: expected a folder of recordings: No such file or directory"


@pytest.mark.parametrize("titles", [TITLES[4::8], pytest.param(TITLES, marks=pytest.mark.long)], ids=["some", "all"])
def test_hostile_file_names_are_shown_escaped(voice: Path, titles: tuple[str, ...]):
    """A complaint names any file in one line, without control characters."""
    for title in titles:
        name = title.replace("/", "_").replace("\0", "_")[:80]
        if name.startswith("."):
            continue
        path = save_recording(voice / CLIP / f"{name}.wav", make_sweep(0))
        said = complaint_of(run_cli("render", "--voice", voice))
        assert said.startswith(f"voice/{CLIP}/")
        assert "expected the name of a beat" in said
        path.unlink()


def test_a_missing_package_is_reported(voice: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyloudnorm", None)
    said = complaint_of(run_cli("render", "--voice", voice))
    assert said == """--voice: expected the extra "voice": python -m pip install -e '.[voice]'"""
    assert run_cli("script", CLIP).status == 0


def test_a_recording_that_changes_during_the_run_is_noticed(voice: Path):
    recording = recordings(voice, ["en"])["en"][CLIP]["ratio"]
    save_recording(recording.path, make_sweep(3))
    with pytest.raises(click.UsageError, match=r"ratio\.wav: changed during the run"):
        read_recording(recording)


RNG = np.random.default_rng(8)
SPEECHLIKE = RNG.standard_normal(4 * RATE) * (1 + np.sin(np.linspace(0, 60, 4 * RATE))) * 0.05


@pytest.mark.parametrize("level", [0.01, 0.1, 1.0, 4.0])
def test_recordings_are_made_equally_loud(level: float):
    """The loudness is measured by libavfilter, which the project does not use for it."""
    loudness, peak = loudness_and_peak(normalized((level * SPEECHLIKE).astype(np.float32)))
    assert loudness == pytest.approx(LOUDNESS, abs=0.3)
    assert peak <= -1.5


def test_a_knock_on_the_microphone_is_turned_down():
    """The knock is limited; the speech has the common loudness, and away from the knock only its level changes."""
    quiet = (0.02 * SPEECHLIKE).astype(np.float32)
    knocked = quiet.copy()
    knocked[RATE : RATE + 20] = 0.95
    loud = normalized(knocked)
    loudness, peak = loudness_and_peak(loud)
    assert loudness == pytest.approx(LOUDNESS, abs=0.3)
    assert peak <= -1.5
    gains = loud[2 * RATE :] / quiet[2 * RATE :]
    assert gains.max() == pytest.approx(gains.min(), rel=0.02)


@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.39, 0.4, 0.41])
def test_a_short_word_is_as_loud_as_if_repeated(seconds: float):
    """A sound shorter than a block of the standard gets the loudness that it would have if repeated."""
    sound = (0.1 * SPEECHLIKE[: round(seconds * RATE)]).astype(np.float32)
    loud = normalized(sound)
    assert len(loud) == len(sound)
    assert loudness_and_peak(np.tile(loud, 20))[0] == pytest.approx(LOUDNESS, abs=1)
