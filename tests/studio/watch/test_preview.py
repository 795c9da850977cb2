"""A preview of a real clip against the film that ``render`` makes: the same pictures, and a page that says so."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import backprop_core as bp
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job
from scenes.studio.publish.update import UpdateRequest
from scenes.studio.watch.messages import News, Piece, Preview, Still
from scenes.studio.watch.preview import preview
from tests.rigs.rendered_lecture import CLIPS, files, record_of

pytestmark = pytest.mark.long

# By how much pictures may differ on average, as encoders do; by how many seconds the beats may begin sooner or later
# up to the open one, and after it, for a beat may last longer than it is read.
NEAR, SOON, LATE = 3.0, 0.2, 2.0


class Heard(list[News]):
    """The news that were sent."""

    send = list.append


def pictures(film: bytes | Path) -> list[np.ndarray]:
    with av.open(film if isinstance(film, Path) else BytesIO(film), "r") as opened:
        return [frame.to_ndarray(format="rgb24").astype(float) for frame in opened.decode(video=0)]


@pytest.mark.parametrize("place", [0, -2])
@pytest.mark.parametrize("clip", CLIPS)
def test_a_preview_is_like_its_film(rendered: Path, lesson_file: Path, tmp_path: Path, clip: str, place: int):
    film, heard = record_of(rendered, "en", clip), Heard()
    document, beat = bp.load_document(lesson_file), film.beats[place]
    request, out = UpdateRequest(document, [clip], ["en"], "l"), Folder(tmp_path)
    preview(heard, request, out, Job.of(clip, document, "l"), beat.name)  # pyright: ignore[reportArgumentType]
    still, begun, *pieces = heard
    assert isinstance(still, Still)
    assert isinstance(begun, Preview)
    assert pieces[-1] == Piece(b"")
    shown = pictures(b"".join(piece.data for piece in pieces if isinstance(piece, Piece)))
    wanted = pictures(files(rendered, "en", clip).with_suffix(".mp4"))[round(beat.start * film.frame_rate) :]
    assert len(shown) == pytest.approx(len(wanted), abs=SOON * film.frame_rate)
    near = [np.abs(one - other).mean() for one, other in zip(shown, wanted, strict=False)]
    assert np.quantile(near, 0.95) < NEAR
    page = clip_of(begun.page.html)
    assert [(each["name"], each["narration"]) for each in page["beats"]] == [
        (b.name, b.narration) for b in film.beats
    ]
    first = film.beats.index(beat)
    late = np.array([each["start"] - other.start for each, other in zip(page["beats"], film.beats, strict=True)])
    assert np.abs(late[: first + 1]).max() < SOON
    assert np.abs(late).max() < LATE
    known = {each.name for each in film.beats[: first + 1]}
    numbers = {(each.beat, each.symbol, each.shown) for each in film.numbers if each.beat in known}
    assert {(row["beat"], row["symbol"], row["shown"]) for row in page["numbers"]} == numbers


def clip_of(html: str) -> dict[str, Any]:
    """Return what a page says of its only clip."""
    data = html.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    (clip,) = json.loads(data)["clips"]
    return clip
