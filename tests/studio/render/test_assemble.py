"""A rendered clip: its files, and what its record says of them, judged by what the clip itself did."""

import os
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise, product
from math import isfinite
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from manim import tempconfig
from PIL import Image

import backprop_core as bp
from scenes.kit.flow.catalogue import catalogue
from scenes.numbers.language import Language
from scenes.studio.build.job import Job, localized
from scenes.studio.render.assemble import render
from tests.readers.video_decoder import decode_frames
from tests.rigs.languages import PAIR
from tests.rigs.rehearsal import ROOT, rehearse
from tests.rigs.rendered_lecture import CLIPS, files, record_of

# In the short run, the lecture is in English only.
EACH = pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param(code, name, marks=[] if code == "en" else [pytest.mark.long])
        for code, name in product(PAIR, CLIPS)
    ],
)


@EACH
def test_the_files(rendered: Path, code: str, name: str):
    """The record names them with their true sizes and hashes, and the poster is as large as the video."""
    record, stem = record_of(rendered, code, name), files(rendered, code, name)
    assert set(record.files) == {f"{stem.name}{suffix}" for suffix in (".mp4", ".srt", ".vtt", ".png")}
    for each, about in record.files.items():
        data = (stem.parent / each).read_bytes()
        assert (about.size, about.sha256) == (len(data), sha256(data).hexdigest())
    with Image.open(stem.with_suffix(".png")) as poster:
        assert poster.format == "PNG"
        assert poster.size == (record.width, record.height) == (854, 480)
        picture = np.asarray(poster.convert("RGB"))
    with av.open(str(stem.with_suffix(".mp4"))) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert (stream.width, stream.height, stream.average_rate) == (record.width, record.height, record.frame_rate)
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(pictures) == record.frames
    chosen = catalogue()[name].clip.poster or record.beats[-1].name
    ends = {beat.name: pictures[round(beat.end * record.frame_rate) - 1] for beat in record.beats}
    distances = {beat: np.abs(picture.astype(int) - end).mean() for beat, end in ends.items()}
    assert min(distances, key=lambda beat: distances[beat]) == chosen
    assert distances[chosen] < 4


@EACH
def test_the_beats(rendered: Path, code: str, name: str):
    """From the first frame to the last, one after the other, each with its narration in captions."""
    record = record_of(rendered, code, name)
    assert [beat.name for beat in record.beats] == [beat.name for beat in catalogue()[name].clip.beats()]
    assert record.beats[0].start == 0
    assert record.beats[-1].end == pytest.approx(float(record.seconds), abs=0.5 / record.frame_rate)
    for before, after in pairwise(record.beats):
        assert before.start < before.end == after.start
    for beat in record.beats:
        said = [each.text for each in record.captions if beat.start - 1e-3 < (each.start + each.end) / 2 < beat.end]
        assert " ".join(" ".join(said).split("\n")) == beat.narration
    subtitles = srt.parse(files(rendered, code, name).with_suffix(".srt").read_text("utf-8"))
    for caption, subtitle in zip(record.captions, subtitles, strict=True):
        assert subtitle.content == caption.text
        assert subtitle.start.total_seconds() == pytest.approx(caption.start, abs=1e-3)
        assert subtitle.end.total_seconds() == pytest.approx(caption.end, abs=1e-3)


@EACH
def test_the_words(rendered: Path, code: str, name: str):
    """What is said of the clip is in its language, and each sentence is kept to see when it changes."""
    record, clip, text = record_of(rendered, code, name), catalogue()[name].clip, Language(code).text
    assert (record.headline, record.about) == (text(clip.headline), text(str(clip.__doc__)))
    assert {english: text(english) for english in record.sentences} == record.sentences
    needed = {clip.headline, str(clip.__doc__), *(beat.narration for beat in clip.beats())}
    assert needed <= set(record.sentences)


@EACH
def test_the_numbers(rendered: Path, lesson_file: Path, code: str, name: str):
    """What the record says was shown, the clip's own ledger says too, of the same quantity in the same beat."""
    record = record_of(rendered, code, name)
    lesson = bp.make_lesson(localized(bp.load_document(lesson_file), code))
    clip = rehearse(catalogue()[name].clip, lesson).clip
    first = clip.played[0].name
    ledger = {
        (entry.beat or first, entry.quantity.symbol.plain, float(entry.quantity.value), entry.text)
        for entry in clip.typesetter.ledger.entries
    }
    assert record.numbers
    for each in record.numbers:
        assert each.value is not None
        assert isfinite(each.value)
        assert (each.beat, each.symbol, each.value, each.shown) in ledger
    spoken = {
        entry.text
        for entry in clip.typesetter.ledger.entries
        if entry.text in " ".join(b.narration for b in clip.played)
    }
    assert spoken <= {each.shown for each in record.numbers}
    places = [(each.beat, each.symbol, each.given) for each in record.numbers]
    assert len(set(places)) == len(places)


@pytest.mark.long
def test_every_frame_as_plain_manim_draws_it(rendered: Path, lesson_file: Path, tmp_path: Path):
    entry = catalogue()["BackwardSweep"]
    chapter = str(ROOT / f"{entry.clip.__module__.replace('.', '/')}.py")
    command = [
        sys.executable,
        "-m",
        "manim",
        "-ql",
        "--disable_caching",
        "--media_dir",
        str(tmp_path),
        chapter,
        entry.name,
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT), "BACKPROP_LESSON": str(lesson_file)}
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    (video,) = tmp_path.rglob("BackwardSweep.mp4")
    here, there = decode_frames(video), decode_frames(files(rendered, "en", entry.name).with_suffix(".mp4"))
    assert len(here) == len(there)
    assert all(np.array_equal(one, other) for one, other in zip(here, there, strict=True))


@pytest.mark.long
def test_twice_the_same_bytes(rendered: Path, lesson_file: Path, tmp_path: Path):
    """In this process or in another one, whatever was rendered before, whatever a ``manim.cfg`` may say."""
    job = Job.of("BackwardSweep", localized(bp.load_document(lesson_file), "fr"), "l")
    told_frames: list[int] = []
    odd = {"format": "gif", "frame_height": 4.0, "from_animation_number": 1, "dry_run": True, "max_files_cached": 1}
    with tempconfig(odd):
        made = render(job, told_frames.append)
    assert made == {name: (rendered / "fr" / "clips" / name).read_bytes() for name in made}
    assert list(made)[-1].endswith(".json")
    assert told_frames == sorted(told_frames)
    assert told_frames[-1] == record_of(rendered, "fr", "BackwardSweep").frames
    assert list(tmp_path.iterdir()) == []
