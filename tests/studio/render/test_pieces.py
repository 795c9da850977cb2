"""A clip that is drawn in pieces: the same bytes as in one go, whoever draws which beat."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pytest

import backprop_core as bp
from scenes.kit.text import glyphs
from scenes.studio.build.catalogue import catalogue
from scenes.studio.build.job import Job
from scenes.studio.render.assemble import assembled, claims_of, render
from scenes.studio.render.beat_queue import Claims
from scenes.studio.render.draw import draw

SOON_DRAWN = ("Opening", "WeightIndices")
EACH = [name if name in SOON_DRAWN else pytest.param(name, marks=pytest.mark.long) for name in catalogue()]


@pytest.mark.parametrize("name", EACH)
def test_drawn_by_two(name: str, tmp_path: Path):
    """One draws the first beat, the third and so on, the other the rest."""
    job = Job.of(name, bp.load_document(), "l")
    claims = claims_of(job, tmp_path)
    pieces = []
    for mine in (0, 1):
        for path in claims.folder.iterdir():
            path.unlink()
        for place, beat in enumerate(claims.beats):
            assert place % 2 == mine or claims.take(beat)
        drawn: list[int] = []
        pieces.append(draw(job, drawn.append, claims))
        assert set(pieces[-1].segments) == set(claims.beats[mine::2])
        assert len(drawn) > 0
    assert assembled(job, pieces[::-1]) == render(job, lambda _: None, tmp_path)


def test_a_line_is_typeset_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A process that learns what another one has set, sets nothing again."""
    job = Job.of("WeightIndices", bp.load_document(), "l")
    monkeypatch.setattr(glyphs, "_KNOWN", {})
    lines = pickle.loads(pickle.dumps(draw(job, lambda _: None, claims_of(job, tmp_path)).lines))
    assert lines
    assert lines.keys() == glyphs.known().keys()
    monkeypatch.setattr(glyphs, "_KNOWN", {})
    glyphs.learn(lines)
    monkeypatch.setattr(glyphs, "_compiled", lambda _: pytest.fail("it was set again"))
    (tmp_path / "again").mkdir()
    assert draw(job, lambda _: None, claims_of(job, tmp_path / "again")).lines == {}


def test_nothing_is_drawn_when_nothing_is_left(tmp_path: Path):
    job = Job.of("Recap", bp.load_document(), "l")
    claims = claims_of(job, tmp_path)
    assert all(map(claims.take, claims.beats))
    piece = draw(job, lambda _: pytest.fail("a frame was drawn"), claims)
    assert (piece.segments, piece.frames) == ({}, 0)


def test_each_beat_is_taken_once(tmp_path: Path):
    beats = [f"beat{number}" for number in range(50)]

    def taken(_: int) -> list[str]:
        claims = Claims(tmp_path, beats)
        return [beat for beat in beats if claims.take(beat)]

    with ThreadPoolExecutor(8) as pool:
        assert sorted(chain(*pool.map(taken, range(8)))) == sorted(beats)
    assert Claims(tmp_path, beats).left == 0
