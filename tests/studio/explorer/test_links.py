"""Each beat of the lecture leads to a state of the explorer, and the explorer back to the beat, and nowhere else."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from scenes.kit.flow.catalogue import catalogue, lecture
from scenes.studio.publish.explorer_data import explorer_data
from scenes.studio.publish.player_data import explored
from tests.rigs.explorer_scripts import Plain
from tests.rigs.rehearsal import ROOT, lessons

# Which clips show the network with several neurons in each layer; the others show the chain.
OF_LAYERS = {
    *("Opening", "LayeredNetwork", "WeightIndices", "LayeredChainRule", "MultiplePaths", "BackwardSweep"),
    *("SoftmaxOutput", "GradientDescent", "Recap"),
}


@pytest.fixture(scope="module")
def states(scripts: Page) -> Page:
    scripts.add_script_tag(path=ROOT / "scenes" / "studio" / "pages" / "explorer" / "state.js")
    return scripts


def read(states: Page, fragments: list[str], lesson: str = "default") -> list[Plain]:
    """Return how the explorer of a lesson reads addresses."""
    script = "([fragments, data]) => fragments.map((each) => State.read(each, data))"
    return states.evaluate(script, [fragments, explorer_data(lessons()[lesson])])


@pytest.mark.parametrize("lesson", sorted(lessons()))
def test_each_beat_leads_to_a_state_of_its_lesson(states: Page, lesson: str):
    beats = [(entry.clip, beat.name) for entry in lecture(lessons()[lesson]).values() for beat in entry.clip.beats()]
    links = [f"#{explored(*each, lessons()[lesson])}" for each in beats]
    for (clip, beat), found in zip(beats, read(states, links, lesson), strict=True):
        assert found["whole"], (clip, beat)
        assert found["state"]["view"] == ("layers" if clip.__name__ in OF_LAYERS else "chain"), (clip, beat)


def test_what_beats_lead_to_in_the_default_lesson(states: Page):
    expected = {
        "NudgePropagation/ratio": ("chain", {"by": 0.01}),
        "NudgePropagation/shrink_the_nudge": ("chain", {"by": 0.001}),
        "BiasSensitivity/value": ("chain", {"by": 0.01}),
        "LayeredChainRule/numbers": ("layers", {"pick": "w2[0,2]", "path": None, "steps": 0}),
        "MultiplePaths/add_them_up": ("layers", {"pick": "a1[2]", "path": None}),
        "MultiplePaths/one_path_at_a_time": ("layers", {"pick": "a1[2]", "path": 0}),
        "MultiplePaths/of_an_older_film": ("layers", {"pick": "a1[2]", "path": None}),
        "GradientDescent/one_step": ("layers", {"steps": 1}),
        "GradientDescent/learned": ("layers", {"steps": 200}),
    }
    names = [each.split("/") for each in expected]
    links = [f"#{explored(catalogue()[clip].clip, beat, lessons()['default'])}" for clip, beat in names]
    for (view, part), found in zip(expected.values(), read(states, links), strict=True):
        assert found["state"]["view"] == view
        assert found["state"][view] | part == found["state"][view]


def test_the_way_back_leads_to_a_beat_in_the_same_folder_only(states: Page):
    right = ["index.html#Opening", "index.html#NudgePropagation/ratio"]
    wrong = [
        *("javascript:alert(1)", "javascript:alert(1)//x.html#A", "data:text/html,x.html#A", "JaVaScript:x.html#A"),
        *("https://evil.example/index.html#A", "//evil.example/index.html#A", "\\\\evil.example\\index.html#A"),
        *("/index.html#A", "../index.html#A", "./../index.html#A", "%2e%2e/index.html#A", "fr/index.html#A"),
        *("index.html", "index.html#A/b/c", "index.html#A?b", " index.html#A", "index.html#A\n", "\tindex.html#A"),
        *("index.html?x#A", "clips/01-Opening.mp4", "index.htm#A", "#A", "", "index.html#<b>"),
    ]
    links = [f"#view=layers&from={quote(each, safe='')}" for each in (*right, *wrong)]
    found = read(states, links)
    assert [each["state"]["from"] for each in found] == right + [None] * len(wrong)
    assert [each["whole"] for each in found] == [True] * len(right) + [False] * len(wrong)
    assert {each["state"]["view"] for each in found} == {"layers"}
