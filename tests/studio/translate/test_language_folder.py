"""The folder of a new language, and what is said to be left to do in one."""

import re
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from scenes.locale.languages import HOME, all_languages, folders
from scenes.studio.translate.findings import findings
from scenes.studio.translate.folder import new_language
from scenes.studio.translate.sentences import SourceSentence, sentences
from tests.rigs.cli import complaint_of, run_cli
from tests.rigs.rehearsal import clips

# What is said of a translation, by the translation; {} is what it has of the English sentence's names.
PLAIN = {
    "": "not translated yet",
    "Un nombre , un autre.": "expected single spaces between words, none before , and .",
    "Les 0.5 nombres.": "expected a decimal comma",
    "Un nombre : un autre.": "expected a no-break space before : ; ? ! »",
    "Un {nombre.": "a { without its }, or the other way round",
    "Un {nombre}.": "{nombre} is not in the English sentence",
    "x" * 43: "a word longer than 42 characters",
    "mot " * 30 + "mot.": "longer than 2 × 42 characters without a mark to pause at, after “",
}

SETTINGS = {
    ('"Français"', '""'): ":3: name: expected what its speakers call it",
    ('"fra"', '"fr"'): ":4: iso_639_2: expected three small letters",
    ('"fr"', '"xx"'): ":5: expected a locale of the CLDR, got 'xx'",
    ("true ", "1 "): ":6: ready: expected true or false",
    (r"'\d\.\d'", "'('"): ":14: expected a regular expression: missing ), unterminated subpattern at position 0",
    ('"Français"    # what its speakers call it', ""): ": line 3: expected a value after =, got none",
    ("ready", "redy"): ": Object contains unknown field `redy`",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a language that has its settings only."""
    (tmp_path / "fr" / "LC_MESSAGES").mkdir(parents=True)
    for name in ("language.toml", "speech.toml"):
        (tmp_path / "fr" / name).write_bytes((HOME / "fr" / name).read_bytes())
    return tmp_path / "fr"


def left(folder: Path) -> list[str]:
    """Return what is left to do but for the sentences that are in no catalogue."""
    return [each for each in findings("fr", folder.parent) if "in no catalogue yet" not in each]


def spoken() -> list[SourceSentence]:
    """Return narrations without a number, and without a mark that is written otherwise in French."""
    return [each for each in sentences().values() if each.spoken and not set(each.english) & set("{:;?!“")]


def test_what_is_left_to_do_is_said_with_its_line(folder: Path):
    numbered = next(each.english for each in sentences().values() if each.english.count("{") == 1)
    given = [*zip((each.english for each in spoken()), PLAIN, strict=False), (numbered, "Un nombre.")]
    given += [(english := spoken()[len(PLAIN)].english, english), ("Twelve o’clock", "Midi")]
    catalogue = Catalog("fr", fuzzy=False)
    for english, text in given:
        catalogue.add(english, text)
    fuzzy = spoken()[len(PLAIN) + 1].english
    catalogue.add(fuzzy, "Oui.", flags=["fuzzy"])
    with (folder / "LC_MESSAGES" / "all.po").open("wb") as file:
        write_po(file, catalogue)
    (folder / "LC_MESSAGES" / "more.po").write_text(f'msgid "{given[0][0]}"\nmsgstr "Oui."\n', "utf-8")
    expected = [*PLAIN.values(), f"{re.findall('{.*?}', numbered)[0]} is missing", "still English"]
    expected += ["no sentence of the lecture", "not translated yet", f"it is in {folder}/LC_MESSAGES/all.po:"]
    found = left(folder)
    assert len(found) == len(expected), "\n".join(found)
    for said in expected:
        (line,) = [each for each in found if said in each][:1] or [""]
        assert re.match(rf"{re.escape(str(folder))}/LC_MESSAGES/\w+\.po:\d+: {re.escape(said)}", line), (said, found)
        assert line.isprintable()
        found.remove(line)


@pytest.mark.parametrize("fault", SETTINGS)
def test_settings_that_cannot_be_used_are_said_with_their_line(folder: Path, fault: tuple[str, str]):
    path = folder / "language.toml"
    path.write_text(path.read_text("utf-8").replace(*fault, 1), "utf-8")
    (said,) = left(folder)
    assert said.startswith(f"{path}{SETTINGS[fault]}"), said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (('"virgule"', '""'), ":6: point: expected what is said for it"),
        (('"≈" = "vaut environ"\n', ""), ": ≈: expected what is said for it"),
        (('"whole"', '"words"'), ": Invalid enum value 'words' - at `$.decimals`"),
    ],
)
def test_what_is_not_read_aloud_yet_is_said(folder: Path, given: tuple[str, str], said: str):
    path = folder / "speech.toml"
    path.write_text(path.read_text("utf-8").replace(*given, 1), "utf-8")
    assert left(folder) == [f"{path}{said}"]


def test_a_catalogue_that_cannot_be_read_is_named(folder: Path):
    (folder / "LC_MESSAGES" / "kit.po").write_bytes(b'msgid "since"\nmsgstr "car\n')
    (folder / "LC_MESSAGES" / "nudges.po").write_bytes('msgid "since"\nmsgstr "né"\n'.encode("latin-1"))
    kit, nudges = left(folder)
    assert kit == f"{folder}/LC_MESSAGES/kit.po:2: expected msgid or msgstr, and a text in quotes"
    assert nudges == f"{folder}/LC_MESSAGES/nudges.po:2: expected UTF-8 text, got byte 0xe9"


def test_a_missing_sentence_is_named_by_its_place_in_the_source(folder: Path):
    found = findings("fr", folder.parent)
    assert len(found) == len(sentences()) > 300
    assert all(re.match(r"scenes/[\w/]+\.py:\d+: in no catalogue yet: “", line) for line in found)


@pytest.mark.long
@pytest.mark.parametrize("code", all_languages())
def test_in_the_languages_of_the_lecture_nothing_is_left_to_do(code: str):
    assert findings(code) == []


def test_a_new_language_has_all_sentences_to_be_filled_in(tmp_path: Path):
    folder = new_language("it", tmp_path)
    catalogues = [read_po(BytesIO(path.read_bytes())) for path in sorted(folder.rglob("*.po"))]
    messages = {str(each.id): each for catalogue in catalogues for each in catalogue if each.id}
    assert messages.keys() == sentences().keys()
    assert not any(each.string or each.fuzzy for each in messages.values())
    recap = messages[next(each for each in clips() if each.__name__ == "Recap").headline]
    assert (recap.auto_comments, recap.locations[0][0]) == (["Headline of Recap."], "scenes/learning.py")
    words = [each for each in findings("it", tmp_path) if each.endswith("expected what is said for it")]
    assert len(words) == len(re.findall('= ""', (folder / "speech.toml").read_text("utf-8"))) > 15
    assert len(findings("it", tmp_path)) == len(messages) + len(words) + 1, "its three-letter code"
    with pytest.raises(click.UsageError, match="expected a language without a folder"):
        new_language("it", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["it"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("new", "fr"), "fr: expected a language without a folder, got one that has it"),
        (("new", "xx"), "expected a language that the CLDR knows, got 'xx'"),
        (("new", "../it"), "expected the two-letter code of a language, such as it, got '../it'"),
        (("new", ""), "expected the two-letter code of a language, such as it, got ''"),
        (("check", "xx"), "expected a language that has a folder (en, "),
    ],
)
def test_a_language_that_is_none_is_refused(arguments: tuple[str, ...], complaint: str):
    before = sorted(HOME.iterdir())
    assert complaint in complaint_of(run_cli("language", *arguments))
    assert sorted(HOME.iterdir()) == before


def test_the_exit_status_tells_whether_something_is_left(monkeypatch: pytest.MonkeyPatch):
    def one_in_french(code: str) -> list[str]:
        return ["kit.po:1: not translated yet: “a”"] if code == "fr" else []

    monkeypatch.setattr("scenes.studio.translate.findings.findings", one_in_french)
    answer = run_cli("language", "check", "fr")
    assert (answer.status, answer.out) == (1, "kit.po:1: not translated yet: “a”\nfr: 1 left to do\n")
    answer = run_cli("language", "check", "en")
    assert (answer.status, answer.out) == (0, "en: nothing left to do\n")
    assert run_cli("language", "check").out.count("left to do\n") == len(folders())
