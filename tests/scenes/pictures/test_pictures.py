"""The geometry judge accepts every frame of each clip with each lesson."""

import pytest

from scenes.kit.clip import Clip
from tests.judges.geometry import GeometryJudge
from tests.readers.geometry_readers import READERS
from tests.rigs.rehearsal import clips, lessons, rehearse


@pytest.mark.long
@pytest.mark.parametrize("name", lessons())
@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.__name__)
def test_every_frame(clip: type[Clip], name: str):
    pictures = GeometryJudge(READERS)
    rehearse(clip, lessons()[name], frames=10, look=pictures.observe)
    assert pictures.measured.total()
    if pictures.complaints:
        pytest.fail("\n".join(pictures.complaints), pytrace=False)
