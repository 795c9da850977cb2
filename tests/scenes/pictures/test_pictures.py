"""The geometry judge accepts every frame of each clip with each lesson."""

import pytest

from scenes.kit.clip import Clip
from tests.judges.geometry import GeometryJudge
from tests.readers.geometry_readers import READERS
from tests.rigs.rehearsal import lessons, rehearse, squares


@pytest.mark.long
@pytest.mark.parametrize(
    ("clip", "name"), [pytest.param(clip, name, id=f"{clip.__name__}-{name}") for clip, name in squares()]
)
def test_every_frame(clip: type[Clip], name: str):
    pictures = GeometryJudge(READERS)
    rehearse(clip, lessons()[name], frames=10, look=pictures.observe)
    assert pictures.measured.total()
    if pictures.complaints:
        pytest.fail("\n".join(pictures.complaints), pytrace=False)
