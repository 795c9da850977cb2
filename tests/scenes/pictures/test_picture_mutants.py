"""The geometry judge notices each fault that is planted in the kit and the figures, in a real clip."""

import pytest

from tests.judges.geometry import GeometryJudge
from tests.readers.geometry_readers import READERS
from tests.rigs.geometry_faults import FAULTS
from tests.rigs.rehearsal import clips, home, lessons, rehearse

QUICK = ("bar too long",)


@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in QUICK else pytest.mark.long) for n in FAULTS])
def test_a_fault_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch):
    fault = FAULTS[name]
    monkeypatch.setattr(fault.owner, fault.method, fault.change(getattr(fault.owner, fault.method)))
    assert complaints_of(fault.clip)


def complaints_of(clip: str) -> list[str]:
    kind = next(each for each in clips() if each.__name__ == clip)
    pictures = GeometryJudge(READERS)
    try:
        rehearse(kind, lessons()[home(kind)], frames=3, look=pictures.observe)
    except AssertionError as error:  # a picture so wrong that a reader fails
        return [str(error)]
    return pictures.complaints
