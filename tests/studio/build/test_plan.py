"""Planning: exactly the clips that changed are rendered again. No test here renders a clip."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.kit.clip import Clip
from scenes.kit.flow.catalogue import CatalogEntry, catalogue
from scenes.kit.flow.catalogue import lecture as lecture_of
from scenes.locale.languages import settings
from scenes.numbers import language
from scenes.numbers.language import Language
from scenes.studio.build import fingerprint, job
from scenes.studio.build.folder import Folder
from scenes.studio.build.plan import planned
from tests.readers.video_decoder import decode_frames
from tests.rigs.fake_renders import (
    FakeExecutor,
    MustNotRender,
    contents,
    due_labels,
    file_states,
    request,
    update_folder,
)
from tests.rigs.hashed_modules import hashed_modules
from tests.rigs.languages import PAIR

DOCUMENT = bp.load_document()
LECTURE = lecture_of(bp.default_lesson())

CHAPTERS = (
    *("1-simple_network", "2-nudges", "3-derivatives"),
    *("4-training_examples", "5-layered_network", "6-learning"),
)


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all clips in both languages, which tests must not change."""
    path = tmp_path_factory.mktemp("complete")
    update_folder(path, request())
    return path


@pytest.fixture
def lecture(complete: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, which a test may change."""
    return Path(shutil.copytree(complete, tmp_path / "lecture"))


def shown(entry: CatalogEntry) -> list[type[Clip]]:
    """Return the classes of a clip, and of the one before it."""
    return [clip for clip in (entry.clip, entry.before) if clip]


def labels(reads: Callable[[str], bool], languages: tuple[str, ...] = PAIR) -> set[str]:
    """Return the labels of the clips that read a part of the lesson, or begin with the picture of one that does."""
    entries = [entry for entry in LECTURE.values() if any(reads(clip.reads) for clip in shown(entry))]
    return {f"{code}/{entry.stem}" for code in languages for entry in entries}


ALL = labels(lambda reads: True)


def changed(*path: str | int, value: Any = None) -> Document:
    """Return the lesson with one entry changed; a number, by a little."""
    document = deepcopy(DOCUMENT)
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = holder[path[-1]] * 0.75 + 0.01 if value is None else value
    return document


def test_the_first_run_renders_everything(tmp_path: Path):
    steps = planned(request().jobs(), Folder(tmp_path / "new"))
    assert {step.reason for step in steps} == {"not rendered yet"}
    assert {step.job.label for step in steps} == ALL
    assert len(ALL) == 2 * len(LECTURE) >= 38


def test_an_unchanged_lecture_is_not_touched(complete: Path):
    before = file_states(complete)
    heard = update_folder(complete, request(), MustNotRender())
    assert (heard.events, heard.paths) == ([], [])
    assert file_states(complete) == before


@pytest.mark.parametrize(
    "entry",
    [
        ("chain", "weights", 0),
        ("chain", "biases", 2),
        ("chain", "input"),
        ("chain", "target"),
        ("chain", "nudge"),
        ("chain", "examples", 7, "target"),
        ("chain", "activation", "tanh"),
        ("layers", "weights", 1, 0, 2),
        ("layers", "biases", 0, 1),
        ("layers", "input", 0),
        ("layers", "target", 1),
        ("layers", "watch", "k", 0),
        ("descent", "rate"),
        ("descent", "steps", 17),
        ("descent", "examples", 0, "input", 1),
    ],
    ids=lambda entry: ".".join(map(str, entry)),
)
def test_a_changed_entry_makes_exactly_the_clips_due_that_read_its_part(complete: Path, entry: tuple[Any, ...]):
    """Each entry of the lesson is changed in turn."""
    is_new = entry[1] in ("activation", "watch", "steps")
    document = changed(*entry[:-1], value=entry[-1]) if is_new else changed(*entry)
    assert document != DOCUMENT
    expected = labels(lambda reads: entry[0] in reads.split())
    assert 0 < len(expected) < len(ALL)
    assert due_labels(complete, request(document)) == expected


@pytest.mark.parametrize(
    ("entry", "language"), [(("title",), "en"), (("titles", "fr"), "fr")], ids=["title", "titles.fr"]
)
def test_a_changed_title_makes_the_clips_due_that_show_it(complete: Path, entry: tuple[str, ...], language: str):
    """The French lecture has a title of its own, so that of the lesson is only seen in English."""
    document = changed("lesson", *entry, value="Another title")
    expected = labels(lambda reads: "title" in reads.split(), (language,))
    assert 0 < len(expected) < len(ALL) / 2
    assert due_labels(complete, request(document)) == expected


@pytest.mark.parametrize(("name", "value"), [("decimals", 4), ("reading_speed", 17.0), ("theme", "light")])
def test_a_changed_setting_makes_all_clips_due(complete: Path, name: str, value: object):
    assert due_labels(complete, request(changed("lesson", name, value=value))) == ALL


def test_an_own_sentence_makes_its_clip_due_in_its_language(complete: Path):
    """The clip after it begins with the same picture. Without the sentence, the clip is as it was."""
    in_french = changed("narration", value={"NudgePropagation": {"ratio": {"fr": "Le rapport."}}})
    assert due_labels(complete, request(in_french)) == {"fr/05-NudgePropagation"}
    in_all = changed("narration", value={"Opening": {"pause_and_ponder": "Pause."}})
    assert due_labels(complete, request(in_all)) == {"en/01-Opening", "fr/01-Opening"}


def test_an_own_sentence_that_is_given_up_makes_its_clip_due(tmp_path: Path):
    own = changed("narration", value={"ChainRule": {"product": "A product."}})
    update_folder(tmp_path, request(own, "ChainRule", languages=("en",)))
    folder, reasons = Folder(tmp_path), []
    for document in (own, DOCUMENT):
        (step,) = planned(request(document, "ChainRule", languages=("en",)).jobs(), folder)
        reasons.append(step.reason)
    assert reasons == [None, "one of the lesson’s own sentences for it changed"]


def test_another_order_makes_the_clips_due_that_begin_otherwise(complete: Path):
    """Of these four, the second one only begins as in the whole lecture; of the others, one begins the lecture."""
    document = changed("lesson", "clips", value=["NudgePropagation", "ChainRule", "Recap", "AverageOverExamples"])
    wanted = request(document, *document["lesson"]["clips"], languages=("en",))
    reasons = {step.job.clip: step.reason for step in planned(wanted.jobs(), Folder(complete))}
    otherwise = "the clip before it is another one"
    assert reasons.pop("ChainRule") is None
    assert len(reasons) == 3
    assert set(reasons.values()) <= {otherwise, "its part of the lesson changed"}
    assert reasons["NudgePropagation"] == otherwise


def test_a_lecture_of_chosen_clips(tmp_path: Path):
    """It has these clips only, in this order, with the numbers and names that they always have."""
    document = changed("lesson", "clips", value=["LayeredNetwork", "ChainRule"])
    heard = update_folder(tmp_path, request(document, "LayeredNetwork", "ChainRule", languages=("en",)))
    assert {path.name for path in heard.paths if path.suffix == ".mp4"} == {
        "lecture.mp4",
        "2-nudges.mp4",
        "5-layered_network.mp4",
    }
    page = (tmp_path / "en" / "index.html").read_text("utf-8")
    assert re.findall(r'data-clip="(\w+)"', page) == ["LayeredNetwork", "ChainRule"]
    assert {path.stem for path in (tmp_path / "en" / "clips").glob("*.mp4")} == {"13-LayeredNetwork", "06-ChainRule"}


def test_the_language_entry_of_the_lesson_makes_no_clip_due(complete: Path):
    assert due_labels(complete, request(changed("lesson", "language", value="fr"))) == set()


def test_the_same_numbers_in_another_notation_make_no_clip_due(complete: Path, tmp_path: Path):
    (tmp_path / "mine.toml").write_text("[chain]\ninput = 0.60\nnudge = 1e-2\n[descent]\nrate = 1\n")
    assert bp.default_lesson().descent.rate == 1
    assert due_labels(complete, request(bp.load_document(tmp_path / "mine.toml"))) == set()


def test_another_quality_makes_all_clips_due(complete: Path):
    assert due_labels(complete, request(quality="h")) == ALL


@pytest.mark.parametrize("library", ["manim", "typst"])
def test_another_version_of_a_library_makes_all_clips_due(
    complete: Path, library: str, monkeypatch: pytest.MonkeyPatch
):
    real = job.version
    monkeypatch.setattr(job, "version", lambda name: "99.0" if name == library else real(name))
    monkeypatch.setattr(job, "library_versions", job.library_versions.__wrapped__)
    assert due_labels(complete, request()) == ALL
    (reason,) = {step.reason for step in planned(request().jobs(), Folder(complete))}
    assert reason == f"{library} is 99.0, was {real(library)}"


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Return a function that changes the French translation of a sentence."""
    catalogues = dict(language.translations("fr"))
    monkeypatch.setattr(language, "translations", lambda code: catalogues)

    def say(english: str, french: str) -> None:
        assert catalogues[english] != french
        catalogues[english] = french

    return say


def test_a_changed_translation_makes_its_clip_due_in_that_language_only(
    lecture: Path, say: Callable[[str, str], None]
):
    """A sentence of each clip is changed in turn; nothing else is written."""
    sentences = Counter(beat.narration for entry in catalogue().values() for beat in entry.clip.beats())
    entry = catalogue()["NudgePropagation"]
    (english, *_) = [beat.narration for beat in entry.clip.beats() if sentences[beat.narration] == 1]
    french = Language("fr").text(english)
    say(english, "Autrement dit.")
    label = f"fr/{entry.stem}"
    assert due_labels(lecture, request()) == {label}
    (step,) = [step for step in planned(request().jobs(), Folder(lecture)) if step.reason]
    assert step.reason == f"a sentence changed: “{french}”"

    before, executor = contents(lecture), FakeExecutor()
    heard = update_folder(lecture, request(), executor)
    assert executor.labels == [label]
    after = contents(lecture)
    other = {name for name in before if before[name] != after[name]}
    suffixes = [".vtt", ".srt", ".json"]  # the fake's video is the same
    videos = [f"fr/{stem}" for stem in ("lecture", "chapters/2-nudges")]
    records, shared = {f"{video}.json" for video in videos}, {"fr/index.html", "en/index.html"}
    shared |= {f"{video}{suffix}" for video in videos for suffix in (".mp4", ".vtt")}
    assert other == shared | records | {f"fr/clips/{entry.stem}{suffix}" for suffix in suffixes}
    assert set(heard.paths) == {lecture / name for name in shared}
    assert due_labels(lecture, request()) == set()


def test_another_notation_of_numbers_makes_the_clips_of_its_language_due(
    complete: Path, monkeypatch: pytest.MonkeyPatch
):
    swiss = msgspec.structs.replace(settings("fr"), locale="fr_CH")
    monkeypatch.setattr(job, "language_settings", lambda code: swiss if code == "fr" else settings(code))
    assert due_labels(complete, request()) == labels(lambda reads: True, ("fr",))


def test_only_the_requested_clips_are_planned(complete: Path):
    document = changed("layers", "input", 0)
    assert due_labels(complete, request(document, "NudgePropagation", "BackwardSweep", languages=("en",))) == {
        f"en/{catalogue()['BackwardSweep'].stem}"
    }


def test_force_makes_all_clips_due(complete: Path):
    forced = request(None, "NudgePropagation", languages=("fr",), force=True)
    assert due_labels(complete, forced) == {f"fr/{catalogue()['NudgePropagation'].stem}"}


def test_the_longest_clips_are_rendered_first(tmp_path: Path):
    executor = FakeExecutor()
    update_folder(tmp_path, request(), executor)
    speed = DOCUMENT["lesson"]["reading_speed"]

    def seconds(label: str) -> float:
        code, _, stem = label.partition("/")
        clip = catalogue()[stem.partition("-")[2]].clip
        return sum(max(3.0, len(Language(code).text(beat.narration)) / speed) for beat in clip.beats())

    lengths = [seconds(label) for label in executor.labels]
    assert set(executor.labels) == ALL
    assert lengths == sorted(lengths, reverse=True)


STEM = "05-NudgePropagation"


def remove(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def spoil(path: Path) -> None:
    path.write_bytes(b"\xff\xfe" + path.read_bytes())


@pytest.mark.parametrize("damage", [remove, truncate, empty, flip, spoil])
@pytest.mark.parametrize("suffix", [".mp4", ".srt", ".vtt", ".png", ".json"])
def test_a_damaged_file_makes_only_its_clip_due(lecture: Path, suffix: str, damage: Callable[[Path], None]):
    """The damage is noticed, only that clip is rendered again, and the folder is as before."""
    before = contents(lecture)
    damage(lecture / "fr" / "clips" / f"{STEM}{suffix}")
    assert due_labels(lecture, request()) == {f"fr/{STEM}"}
    executor = FakeExecutor()
    update_folder(lecture, request(), executor)
    assert executor.labels == [f"fr/{STEM}"]
    assert contents(lecture) == before


def other_seconds(record: str) -> str:
    return record.replace('"frames": 6', '"frames": 7')


def other_number(record: str) -> str:
    return record.replace("1.600", "1.601")


def other_word(record: str) -> str:
    return re.sub(r'"headline": ".', '"headline": "X', record)


def no_files(record: str) -> str:
    return json.dumps(json.loads(record) | {"files": {}})


def one_more_key(record: str) -> str:
    return record.replace("{", '{"more": 1, ', 1)


@pytest.mark.parametrize(
    "edit",
    [
        other_seconds,
        other_number,
        other_word,
        no_files,
        one_more_key,
        lambda record: "[" * 100_000,
        lambda record: "{}",
    ],
)
def test_an_edited_record_is_not_believed(lecture: Path, edit: Callable[[str], str]):
    """A record that differs from what was rendered makes its clip due, whether it is well formed or not."""
    path = lecture / "fr" / "clips" / f"{STEM}.json"
    record = path.read_text()
    path.write_text(edit(record))
    assert path.read_text() != record
    assert due_labels(lecture, request()) == {f"fr/{STEM}"}
    update_folder(lecture, request())
    assert path.read_text() == record


@pytest.mark.parametrize("damage", [remove, truncate, empty, flip, spoil])
@pytest.mark.parametrize(
    "name", ["lecture.mp4", "chapters/2-nudges.vtt", "lecture.json", "index.html", "explore.html"]
)
def test_a_damaged_lecture_file_is_made_again(lecture: Path, name: str, damage: Callable[[Path], None]):
    """It is made from the clips as they are."""
    before = contents(lecture)
    damage(lecture / "en" / name)
    assert due_labels(lecture, request()) == set()
    heard = update_folder(lecture, request(), MustNotRender())
    assert contents(lecture) == before
    assert heard.paths
    assert {path.parent for path in heard.paths} == {(lecture / "en" / name).parent}


def test_a_changed_title_changes_the_lecture_files_only(lecture: Path):
    document = changed("lesson", "title", value="Another title")
    document["lesson"]["titles"] = {}
    heard = update_folder(lecture, request(document))
    joined = [f"{stem}{suffix}" for stem in ("lecture", *CHAPTERS) for suffix in (".mp4", ".vtt")]
    assert {path.name for path in heard.paths} == {*joined, "index.html", "explore.html"}
    assert b"Another title" in (lecture / "en" / "index.html").read_bytes()
    assert b"Another title" in (lecture / "fr" / "lecture.mp4").read_bytes()


def test_the_other_clips_are_finished_when_one_fails(lecture: Path):
    """The lecture is made of the other clips, and the next run renders the missing one."""
    whole = contents(lecture)
    (lecture / "en" / "clips" / f"{STEM}.mp4").unlink()
    (lecture / "en" / "clips" / "01-Opening.mp4").unlink()
    folder, executor = Folder(lecture), FakeExecutor(f"en/{STEM}")
    update_folder(lecture, request(), executor)
    assert set(executor.labels) == {f"en/{STEM}", "en/01-Opening"}
    assert due_labels(lecture, request()) == {f"en/{STEM}"}
    assert folder.read("en/clips/01-Opening.mp4")
    assert b'"NudgePropagation"' not in (lecture / "en" / "index.html").read_bytes()
    update_folder(lecture, request())
    assert contents(lecture) == whole


def pictures(video: Path) -> list[int]:
    """Return the shade of each frame; each of the fake clips has its own."""
    return [int(frame.mean()) for frame in decode_frames(video)]


def test_each_chapter_has_a_video_of_its_clips(lecture: Path):
    """Together they are the lecture; their names are the same in both languages."""
    for code in PAIR:
        assert {path.stem for path in (lecture / code / "chapters").iterdir()} == set(CHAPTERS)
        videos = [pictures(lecture / code / "chapters" / f"{stem}.mp4") for stem in CHAPTERS]
        assert [len(set(video)) for video in videos] == [4, 2, 4, 2, 5, 2]
        page = (lecture / code / "index.html").read_text("utf-8")
        assert re.findall(r'href="chapters/(.+)\.mp4"', page) == [*CHAPTERS]
        assert [shade for video in videos for shade in video] == pictures(lecture / code / "lecture.mp4")


def test_a_chapter_without_clips_has_no_video(lecture: Path):
    """The chapters that read what changed go; those in which one clip was rendered again have that one only."""
    document = changed("chain", "weights", 0)
    (lecture / "en" / "chapters" / "2-mine.mp4").write_text("mine")
    before = contents(lecture)
    update_folder(lecture, request(document, "PreviousActivation", languages=("en",)))
    assert {path.stem for path in (lecture / "en" / "chapters").iterdir()} == {
        *("1-simple_network", "2-mine", "3-derivatives", "5-layered_network", "6-learning")
    }
    assert len(set(pictures(lecture / "en" / "chapters" / "3-derivatives.mp4"))) == 1
    assert "chapters/4-" not in (lecture / "en" / "index.html").read_text("utf-8")
    update_folder(lecture, request(languages=("en",)))
    assert contents(lecture) == before


def test_an_outdated_clip_is_left_out_of_the_lecture(lecture: Path):
    """A lecture shows one lesson: a clip of an earlier lesson is left out."""
    update_folder(lecture, request(changed("layers", "input", 0), "BackwardSweep", languages=("en",)))
    page = (lecture / "en" / "index.html").read_text("utf-8")
    assert '"BackwardSweep"' in page
    assert '"NudgePropagation"' in page
    assert '"LayeredChainRule"' not in page
    assert (lecture / "en" / "clips" / f"{catalogue()['LayeredChainRule'].stem}.mp4").exists()


def test_each_reason_is_told_in_words(lecture: Path, monkeypatch: pytest.MonkeyPatch):
    def reason(document: Document | None = None, **options: Any) -> str | None:
        wanted = request(document, "NudgePropagation", languages=("en",), **options)
        (step,) = planned(wanted.jobs(), Folder(lecture))
        return wanted.reason(step)

    assert reason() is None
    assert reason(changed("chain", "nudge")) == "its part of the lesson changed"
    assert reason(changed("lesson", "theme", value="light")) == "theme is light, was dark"
    assert reason(quality="h") == "quality is h, was l"
    assert reason(force=True) == "forced"
    with monkeypatch.context() as patch:
        patch.setattr(job, "source_hash", lambda *modules: "another")
        assert reason() == "its source changed"
    (lecture / "en" / "clips" / f"{STEM}.srt").unlink()
    assert reason() == f"{STEM}.srt is missing or damaged"


@pytest.mark.parametrize(
    "module",
    ["scenes.figures.nudges.stage", "scenes.numbers.scales", "scenes.kit.text.typesetter", "backprop_core"],
)
def test_a_changed_module_makes_exactly_the_clips_due_that_import_it(
    complete: Path, module: str, monkeypatch: pytest.MonkeyPatch
):
    """Exactly the clips of chapters that import the module, directly or not, are due, and the clip after them."""
    chapters = [
        name for name in {entry.clip.__module__ for entry in catalogue().values()} if module in hashed_modules(name)
    ]
    real = fingerprint._content_hash
    monkeypatch.setattr(fingerprint, "_content_hash", lambda name: "another" if name == module else real(name))
    monkeypatch.setattr(job, "source_hash", fingerprint.source_hash.__wrapped__)
    stems = [entry.stem for entry in LECTURE.values() if any(clip.__module__ in chapters for clip in shown(entry))]
    assert stems
    assert due_labels(complete, request()) == {f"{code}/{stem}" for code in PAIR for stem in stems}
