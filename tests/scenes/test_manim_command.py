"""Clips rendered by manim's own command."""

import json
import os
import subprocess
import sys
from inspect import getfile
from itertools import pairwise
from pathlib import Path

import av
import pytest
import srt

from scenes.kit.clip import Clip
from scenes.learning import GradientDescent
from scenes.nudges import NudgePropagation
from scenes.simple_network import Opening
from tests.readers.colour_tags import is_bt709
from tests.readers.mp4_boxes import plays_at_once
from tests.rigs.malformed_lessons import TEXTS, matches
from tests.rigs.rehearsal import ROOT

# The smallest video: few pixels, and the highest reading speed.
SMALL = """\
[lesson]
reading_speed = 17
decimals = 2
[chain]
weights = [-2.1, 1.3]
biases = [0.6, 0.2]
nudge = 0.1
"""
SIZE = ["--resolution", "214,120", "--frame_rate", "5"]


def manim(
    *options: str, media: Path, clip: type[Clip] = NudgePropagation, cwd: Path = ROOT, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m manim`` on a clip, without a terminal."""
    command = [sys.executable, "-m", "manim", *options, "--media_dir", str(media), getfile(clip), clip.__name__]
    here = {key: value for key, value in os.environ.items() if key != "BACKPROP_LESSON"}
    return subprocess.run(
        command,
        cwd=cwd,
        env=here | {"PYTHONPATH": str(ROOT)} | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def duration(video: Path) -> float:
    with av.open(str(video)) as container:
        assert container.duration is not None
        return container.duration / 1e6


def test_manim_writes_video_captions_and_sections(tmp_path: Path):
    """One run writes the video, its captions and its sections; -p does no harm without a video player."""
    lesson = tmp_path / "small.toml"
    lesson.write_text(SMALL)
    (tmp_path / "bin").mkdir()
    media = tmp_path / "my media"
    run = manim(
        "-pql", *SIZE, "--save_sections", media=media, BACKPROP_LESSON=str(lesson), PATH=str(tmp_path / "bin")
    )
    assert run.returncode == 0, run.stderr
    assert "No video player found" in run.stdout + run.stderr
    (video,) = media.rglob("NudgePropagation.mp4")
    seconds = duration(video)
    assert 25 < seconds < 60

    captions = list(srt.parse(video.with_suffix(".srt").read_text("utf-8")))
    said = " ".join(caption.content.replace("\n", " ") for caption in captions)
    assert "the weight moves by 0.1. A lens on each line" in said
    assert captions[0].start.total_seconds() == 0
    assert captions[-1].end.total_seconds() == pytest.approx(seconds, abs=0.3)
    for before, after in pairwise(captions):
        assert before.start < before.end <= after.start

    beats = [beat.name for beat in NudgePropagation.beats()]
    (index,) = media.rglob("NudgePropagation.json")
    sections = json.loads(index.read_text())
    assert [section["name"] for section in sections] == beats
    assert sum(float(section["duration"]) for section in sections) == pytest.approx(seconds, abs=0.5)
    assert all((index.parent / section["video"]).exists() for section in sections)
    for path in [video, *index.parent.glob("*.mp4")]:
        assert plays_at_once(path)
        assert is_bt709(path)


@pytest.mark.long
def test_manim_follows_the_lesson_of_the_working_folder(tmp_path: Path):
    """The last frame has the theme and the numbers of that lesson; no other lesson is read."""
    (tmp_path / "lesson.toml").write_text(SMALL.replace("[lesson]", '[lesson]\ntheme = "light"'))
    run = manim("-ql", "-s", "--disable_caching", clip=Opening, media=tmp_path / "media", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    (picture,) = (tmp_path / "media").rglob("*.png")
    with av.open(str(picture)) as image:
        corner = next(image.decode(video=0)).to_ndarray(format="rgb24")[0, 0]
    assert corner.tolist() == [0xFA, 0xFA, 0xF6]


@pytest.mark.long
def test_all_clips_of_a_file_that_can_show_the_lesson_are_drawn(tmp_path: Path):
    run = manim("-a", "-ql", "-s", "--disable_caching", *SIZE, clip=GradientDescent, media=tmp_path, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    drawn = {picture.name.partition("_")[0] for picture in tmp_path.rglob("*.png")}
    assert drawn == {"GradientDescent", "Recap"}
    assert "SoftmaxOutput is left out" in " ".join((run.stdout + run.stderr).split())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[chain]\nweights = [1.5, nan]\nbiases = [1, 2]\n", "chain.weights[1]"),
        pytest.param("[lesson\n", "line 1", marks=pytest.mark.long),
        pytest.param(None, "no such file", marks=pytest.mark.long),
    ],
)
def test_a_broken_lesson_is_refused_in_one_line(tmp_path: Path, text: str | None, complaint: str):
    lesson = tmp_path / "broken.toml"
    if text is not None:
        lesson.write_text(text)
    run = manim("-ql", media=tmp_path / "media", BACKPROP_LESSON=str(lesson))
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith(str(lesson))
    assert complaint in line.lower()
    assert "Traceback" not in run.stdout
    assert not list((tmp_path / "media").rglob("*.mp4"))


@pytest.mark.long
def test_a_lesson_that_is_a_pipe_is_refused(tmp_path: Path):
    """A pipe without a writer is refused without waiting."""
    os.mkfifo(tmp_path / "lesson.toml")
    run = manim("-ql", media=tmp_path / "media", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr == "lesson.toml: cannot be read: expected a file, got a device or a pipe\n"


@pytest.mark.long
@pytest.mark.parametrize("name", [*TEXTS][::5])
def test_malformed_lessons_are_refused_in_one_line(tmp_path: Path, name: str):
    content, expected = TEXTS[name]
    (tmp_path / "lesson.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    run = manim("-ql", media=tmp_path / "media", cwd=tmp_path)
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.isprintable()
    assert matches(line, f"lesson.toml: {expected}")
    assert "Traceback" not in run.stdout
