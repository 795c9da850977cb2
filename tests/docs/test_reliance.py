"""What the page on reliance says is so: the tests that it names are there, and have as many cases as it says."""

import re
from importlib import import_module

import pytest

from tests.rigs.rehearsal import ROOT

PAGE = (ROOT / "docs/explanation/reliance.md").read_text("utf-8")

# What is counted on the page, and where the tests have it.
COUNTED = [
    (r"Of (\d+) faults put into the core", "tests.rigs.number_faults", "CORE"),
    (r"of (\d+) faults in what writes", "tests.rigs.number_faults", "KIT"),
    (r"of (\d+) false claims", "tests.scenes.clips.test_claims", "FALSE"),
    (r"Of (\d+) faults put into the\nkit", "tests.rigs.geometry_faults", "FAULTS"),
    (r"Of (\d+) faults put into them", "tests.rigs.explorer_faults", "FAULTS"),
    (r"(\d+) malformed lessons", "tests.rigs.malformed_lessons", "TEXTS"),
    (r"(\d+) titles with Typst code", "tests.rigs.hostile_titles", "TITLES"),
    (r"and (\d+) rules", "tests.architecture.test_rules", "RULES"),
    (r"in (\d+) other places", "tests.studio.runs.test_everywhere", "PLACES"),
    (r"for (\d+) lessons in four languages", "tests.handout.test_truth", "LESSONS"),
    (r"(\d+) ways in which a recording", "tests.studio.voice.test_recordings", "WRONG"),
]


def named_tests() -> list[str]:
    """Return the test files that the page names, a name alone being in the folder of the one before."""
    found, folder = [], ""
    for name in re.findall(r"`([\w/]*test_\w+\.py)`", PAGE):
        folder = name.rpartition("/")[0] or folder
        found.append(f"{folder}/{name.rpartition('/')[2]}")
    return found


def test_the_tests_that_are_named_are_there():
    assert len(named_tests()) > 40
    assert [name for name in named_tests() if not (ROOT / name).is_file()] == []


@pytest.mark.long
@pytest.mark.parametrize(("said", "module", "name"), COUNTED)
def test_there_are_as_many_as_is_said(said: str, module: str, name: str):
    (number,) = re.findall(said, PAGE)
    cases = getattr(import_module(module), name)
    several = cases.values() if isinstance(cases, dict) and name == "KIT" else ()
    assert int(number) == (sum(map(len, several)) or len(cases))
