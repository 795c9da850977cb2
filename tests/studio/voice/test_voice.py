"""Spoken lectures: which sounds the videos contain, when and how loud, and which clips are rendered again."""

import json
import shutil
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
import msgspec
import numpy as np
import pytest

import backprop_core as bp
from scenes.kit.flow.beats import BREATH, REST
from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.job import Job
from scenes.studio.build.manifest import ClipRecord
from scenes.studio.cluster.job_process import encoded
from scenes.studio.media.loudness import LOUDNESS
from scenes.studio.render.executor import Failed
from scenes.studio.voice.narrate import with_audio
from scenes.studio.voice.recordings import Voice, recordings
from tests.readers.colour_tags import is_bt709
from tests.readers.mp4_boxes import plays_at_once
from tests.readers.video_decoder import decode_frames
from tests.rigs.audio import RATE, decode_audio, find_start, loudness_and_peak, make_sweep, save_recording
from tests.rigs.dask_cluster import DaskCluster
from tests.rigs.fake_renders import FakeExecutor, contents, due_labels, request, update_folder
from tests.rigs.rehearsal import home, lesson, rehearse
from tests.rigs.small_project import Files, Project

# In the project of short clips, one beat is silent, and the recordings of the others differ in length and level.
SPOKEN = {
    "Second/start": (1, 1.0, 0.02),
    "Second/end": (2, 4.321, 0.5),
    "Third/only": (3, 2.0005, 0.1),
}
STEMS = {"First": "01-First", "Second": "02-Second", "Third": "03-Third"}

# The tolerance of times in seconds; a frame lasts a fifteenth of a second.
EXACTLY = 0.001
FRAME = 1 / 15


def record(folder: Path, clip: str) -> ClipRecord:
    return msgspec.json.decode((folder / "en/clips" / f"{STEMS[clip]}.json").read_bytes(), type=ClipRecord)


@pytest.fixture(scope="module")
def spoken(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with recordings in ``voice`` and the lecture in ``out``, which tests must not change."""
    folder = tmp_path_factory.mktemp("spoken")
    for name, sound in SPOKEN.items():
        save_recording(folder / "voice" / f"{name}.wav", make_sweep(*sound[:2], level=sound[2]))
    run = built.run("render", "--voice", folder / "voice", "--out", folder / "out")
    built.reset()
    assert (run.returncode, run.stderr) == (0, "")
    assert "en: 3 of 4 beats have a recording" in run.stdout
    return folder


@pytest.fixture
def copy(spoken: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, which a test may change."""
    return Path(shutil.copytree(spoken, tmp_path / "spoken"))


def told(folder: Path) -> dict[str, tuple[Fraction, float, float]]:
    """Return, for each beat with a recording, the start of its clip in the lecture, and its own start and end."""
    beats, start = {}, Fraction(0)
    for clip in STEMS:
        for beat in record(folder, clip).beats:
            if f"{clip}/{beat.name}" in SPOKEN:
                beats[f"{clip}/{beat.name}"] = start, beat.start, beat.end
        start += record(folder, clip).seconds
    return beats


def body(name: str) -> np.ndarray:
    """Return a recording's sound without the silence at its end."""
    number, seconds, level = SPOKEN[name]
    return make_sweep(number, seconds, level=level)[: round((seconds - 0.25) * RATE)]


def test_each_recording_is_on_its_beat(spoken: Path):
    """It starts with its beat in the clip and in the lecture, to a millisecond; everything else is silent."""
    lecture = decode_audio(spoken / "out/en/lecture.mp4")
    beats = told(spoken / "out")
    assert set(beats) == set(SPOKEN)
    silence = np.ones(len(lecture), bool)
    for name, (clip_start, start, _) in beats.items():
        clip = name.partition("/")[0]
        sound = decode_audio(spoken / "out/en/clips" / f"{STEMS[clip]}.mp4")
        assert find_start(body(name), sound) == pytest.approx(start, abs=EXACTLY)
        at = float(clip_start) + start
        assert find_start(body(name), lecture) == pytest.approx(at, abs=EXACTLY)
        silence[max(0, round((at - 0.05) * RATE)) : round((at + 0.05) * RATE) + len(body(name))] = False
    assert silence.sum() > RATE
    assert np.abs(lecture[silence]).max() < 1e-3


def test_a_beat_lasts_as_long_as_its_recording_and_a_breath(spoken: Path):
    """A beat lasts longer if its moves and a rest do; beats start at frame boundaries."""
    for name, (_, start, end) in told(spoken / "out").items():
        seconds, moves = SPOKEN[name][1], 1.0 if name == "Second/end" else 0.4
        assert (
            max(seconds + BREATH, moves + REST) - FRAME <= end - start <= max(seconds + BREATH, moves + REST) + FRAME
        )
        assert start / FRAME == pytest.approx(round(start / FRAME), abs=1e-6)
    clip = record(spoken / "out", "Second")
    assert clip.beats[-1].end == pytest.approx(float(clip.seconds), abs=1e-6)


@pytest.mark.long
def test_a_clip_without_a_recording_is_unchanged(spoken: Path, whole: Files):
    for suffix in (".mp4", ".srt", ".vtt", ".png", ".json"):
        name = f"en/clips/01-First{suffix}"
        assert (spoken / "out" / name).read_bytes() == whole[name]


def test_captions_follow_the_voice(spoken: Path):
    """Captions end with the recording, not with the breath, unless they need more time to be read."""
    for name, (_, start, end) in told(spoken / "out").items():
        clip = record(spoken / "out", name.partition("/")[0])
        (caption,) = [each for each in clip.captions if start <= (each.start + each.end) / 2 < end]
        assert caption.start == pytest.approx(start)
        needed = max(SPOKEN[name][1], len(caption.text) / 17, 1.2)
        assert caption.end == pytest.approx(min(start + needed, end), abs=1e-6)


def test_all_beats_are_equally_loud(spoken: Path):
    """The recordings' levels were 28 dB apart; libavfilter measures each beat of the finished lecture."""
    lecture = decode_audio(spoken / "out/en/lecture.mp4")
    for name, (clip_start, start, _) in told(spoken / "out").items():
        at = round((float(clip_start) + start) * RATE)
        loudness, peak = loudness_and_peak(lecture[at : at + round(SPOKEN[name][1] * RATE)])
        assert loudness == pytest.approx(LOUDNESS, abs=0.5)
        assert peak <= -1


def test_every_video_plays_at_once_and_in_true_colours(spoken: Path):
    """Browsers can play each while it is still loading, and each says that it is BT.709."""
    videos = [*(spoken / "out").rglob("*.mp4")]
    assert len(videos) > len(SPOKEN)
    assert all(map(plays_at_once, videos))
    assert all(map(is_bt709, videos))


def test_the_frames_are_not_encoded_again(spoken: Path):
    """The lecture has the clips' video packets, and its sound is about as long as they are."""
    clips = [spoken / "out/en/clips" / f"{stem}.mp4" for stem in STEMS.values()]
    lecture = spoken / "out/en/lecture.mp4"
    assert [packet for clip in clips for packet in pictures(clip)] == pictures(lecture)
    assert len(decode_frames(lecture)) == sum(record(spoken / "out", clip).frames for clip in STEMS)
    for path in (lecture, *clips[1:]):
        with av.open(str(path)) as container:
            lengths = [stream.duration * stream.time_base for stream in container.streams.get(video=0, audio=0)]  # pyright: ignore
            assert lengths[0] - Fraction(1, 50) <= lengths[1] <= lengths[0]
            assert container.streams.audio[0].metadata["language"] == "eng"


def pictures(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_sound_and_frames_are_interleaved():
    """A player of a long video finds both in one place of the file."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", 3, options={"threads": "1"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 32, 18, "yuv420p"
        for _ in range(3 * 60):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((18, 32, 3), np.uint8), "rgb24")))
        container.mux(stream.encode())
    spoken_file = BytesIO(with_audio(file.getvalue(), make_sweep(1, 60).astype(np.float32), "en"))
    with av.open(spoken_file, "r") as spoken:
        places = [
            (packet.pos or 0, float(packet.dts * packet.time_base), packet.stream.type)
            for packet in spoken.demux(video=0, audio=0)
            if packet.dts is not None
        ]
    times = [time for _, time, _ in sorted(places)]
    assert {kind for *_, kind in places} == {"video", "audio"}
    assert max(before - after for before, after in pairwise(times)) < 1.5


@pytest.mark.long
def test_a_changed_recording_makes_only_its_clip_due(copy: Path, project: Project, spoken: Path):
    """With the first recording back, the folder is the same again, byte for byte."""
    before = contents(copy / "out")
    path = copy / "voice/Third/only.wav"
    first = path.read_bytes()
    save_recording(path, make_sweep(7, 1.5))
    run = project.run("render", "--voice", copy / "voice", "--out", copy / "out", "--dry-run")
    assert run.stdout.splitlines()[1:] == [
        *("en: 3 of 4 beats have a recording", "en/01-First: no recording of only"),
        *("en/01-First: up to date", "en/02-Second: up to date"),
        "en/03-Third: its recording of only changed",
        "1 of 3 clips would be rendered, and the lecture's videos, player and explorer brought up to date",
    ]
    run = project.run("render", "--voice", copy / "voice", "--out", copy / "out")
    assert (run.returncode, run.stderr) == (0, "")
    after = contents(copy / "out")
    changed = {name for name in before if before[name] != after[name]}
    clip = {f"en/clips/03-Third{suffix}" for suffix in (".mp4", ".srt", ".vtt", ".json", ".png")}
    assert {name for name in changed if name.startswith("en/clips")} <= clip
    assert "en/clips/03-Third.mp4" in changed
    assert find_start(
        make_sweep(7, 1.5)[: RATE // 2], decode_audio(copy / "out/en/clips/03-Third.mp4")
    ) == pytest.approx(0, abs=EXACTLY)
    path.write_bytes(first)
    run = project.run("render", "--voice", copy / "voice", "--out", copy / "out", "--jobs", "1")
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(copy / "out") == before


@pytest.mark.long
def test_a_run_without_the_voice_gives_the_silent_lecture(copy: Path, project: Project, whole: Files):
    """The command says so, and the silent lecture is the same, byte for byte."""
    run = project.run("render", "--out", copy / "out", "--dry-run")
    assert "en/02-Second: its recording of start is not used any more" in run.stdout
    run = project.run("render", "--out", copy / "out")
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(copy / "out") == whole


CLIP = "NudgePropagation"
STEM = catalogue()[CLIP].stem


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    """Return recordings of two beats of one clip."""
    for number, beat in enumerate(("swing", "ratio")):
        save_recording(tmp_path / "voice" / CLIP / f"{beat}.wav", make_sweep(number, 0.5))
    return recordings(tmp_path / "voice", ["en"])["en"]


def test_a_job_without_a_recording_is_the_same_as_without_a_voice(voice: Voice):
    """A clip without recordings has the same job with and without a voice folder."""
    silent = {job.clip: job.depends for job in request(languages=("en",)).jobs()}
    for given in ({}, {"en": {}}, {"en": voice}):
        for job in request(languages=("en",), voice=given).jobs():
            if given.get("en") and job.clip == CLIP:
                names = {"recording of swing", "recording of ratio", "sound", "pyloudnorm", "scipy"}
                assert job.depends.keys() - silent[CLIP].keys() == names
                assert job.speech == {"swing": 0.5, "ratio": 0.5}
            else:
                assert (job.depends, job.speech or {}) == (silent[job.clip], {})


def test_a_language_that_is_not_asked_for_stays_as_it_is(tmp_path: Path, voice: Voice):
    """With or without a voice, it is neither rendered again nor left out of the player."""
    silent = {"en": {}, "fr": {}}
    update_folder(tmp_path / "out", request(None, CLIP, "Recap", voice=silent | {"fr": voice}))
    french = contents(tmp_path / "out" / "fr" / "clips")
    executor = FakeExecutor()
    update_folder(tmp_path / "out", request(None, CLIP, languages=("en",), voice={"en": voice}), executor)
    assert executor.labels == [f"en/{STEM}"]
    assert contents(tmp_path / "out" / "fr" / "clips") == french
    for code in ("en", "fr"):
        page = (tmp_path / "out" / code / "index.html").read_text()
        assert '"voiced": true' in page
        assert "Français" in page
        assert decode_audio(tmp_path / "out" / code / "lecture.mp4").any()
    assert due_labels(tmp_path / "out", request(None, CLIP, voice=silent)) == {f"en/{STEM}", f"fr/{STEM}"}
    assert due_labels(tmp_path / "out", request(None, CLIP, voice={"en": voice, "fr": voice})) == set()


def test_each_change_has_its_reason(tmp_path: Path, voice: Voice):
    def reason(given: dict[str, Voice]) -> set[str]:
        wanted = request(None, CLIP, languages=("en",), voice=given)
        executor = FakeExecutor()
        update_folder(tmp_path / "out", wanted, executor)
        return {str(job.depends.get("recording of ratio")) for job in executor.jobs}

    assert reason({"en": {}}) == {"None"}
    assert reason({"en": voice}) == {voice[CLIP]["ratio"].sha256}
    assert reason({"en": voice}) == set()
    assert reason({"en": {CLIP: {"swing": voice[CLIP]["swing"]}}}) == {"None"}
    assert reason({"en": {}}) == {"None"}
    assert reason({"en": {}}) == set()


def test_a_clip_fails_if_its_recording_changes_during_the_run(tmp_path: Path, voice: Voice):
    """The clip fails with the reason, the others are finished, and the next run renders it."""
    path = save_recording(tmp_path / "voice" / CLIP / "ratio.wav", make_sweep(7))
    wanted = request(None, CLIP, "Recap", languages=("en",), voice={"en": voice})
    heard_of = update_folder(tmp_path / "out", wanted)
    (failed,) = [event for event in heard_of.events if isinstance(event, Failed)]
    assert (failed.job.clip, failed.cause) == (CLIP, f"{path}: changed during the run")
    assert due_labels(tmp_path / "out", wanted) == {f"en/{STEM}"}
    assert not [name for name in contents(tmp_path / "out") if STEM in name]


@pytest.mark.parametrize(
    "name", [name if name == "LastTwoNeurons" else pytest.param(name, marks=pytest.mark.long) for name in catalogue()]
)
def test_every_clip_can_be_spoken(name: str):
    """At any speed, no beat ends before its recording, and the moves stay the same."""
    clip = catalogue()[name].clip
    shown = lesson(home(clip))
    silent = rehearse(clip, shown).clip.played
    for seconds in (0.1, 20.0):
        played = rehearse(clip, shown, speech={beat.name: seconds for beat in clip.beats()}).clip.played
        for beat, read in zip(played, silent, strict=True):
            assert beat.narration == read.narration
            assert beat.end - beat.start >= seconds
            assert (beat.end - beat.start > read.end - read.start + FRAME) == (seconds > 10)


def test_a_job_with_a_recording_survives_serialization(voice: Voice):
    job = Job.of(CLIP, bp.load_document(), "l", voice[CLIP])
    assert Job(**json.loads(encoded(job))["job"]) == job


@pytest.mark.long
def test_a_cluster_gives_the_same_bytes(spoken: Path, built: Project, tmp_path: Path):
    """The bytes are the same, although no recording is sent to a worker."""
    (tmp_path / "network").mkdir()
    network = DaskCluster(tmp_path / "network")
    try:
        network.worker("--nthreads", "2", source=built.root)
        options = ("--voice", spoken / "voice", "--out", tmp_path / "out", "--cluster", network.address)
        run = built.run("render", *options)
        assert (run.returncode, run.stderr) == (0, "")
    finally:
        network.end()
        built.reset()
    assert contents(tmp_path / "out") == contents(spoken / "out")
