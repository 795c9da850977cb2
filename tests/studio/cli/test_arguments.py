"""Fuzzes command lines: invalid ones are refused in one line with status 2, and change nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.kit.flow.catalogue import catalogue
from scenes.studio.cli import main, options, render
from tests.rigs.cli import complaint_of, run_cli
from tests.rigs.fake_renders import (
    MustNotRender,
    contents,
    file_states,
    request,
    update_folder,
)
from tests.rigs.malformed_lessons import STRANGE_NAMES, TEXTS, matches

SOME = settings(max_examples=30)
FREE = settings(max_examples=15)
MANY = settings(max_examples=4000)

BROKEN = tuple(f"{number}.toml" for number in range(0, len(TEXTS), 20))
"""Files in the working folder: every twentieth of the malformed lessons."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Change to a folder with broken lessons, a valid one, and an up-to-date lecture."""
    folder = tmp_path_factory.mktemp("here")
    for name in BROKEN:
        content = list(TEXTS.values())[int(name.removesuffix(".toml"))][0]
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in STRANGE_NAMES:
        (folder / name).write_text("chain.nudge = 0\n")
    (folder / "good.toml").write_text("[chain]\ninput = 0.5\n")
    os.mkfifo(folder / "pipe")
    update_folder(folder / "lecture", request())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "Processes", lambda _jobs: MustNotRender())
        patch.chdir(folder)
        patch.setenv("HOME", str(folder))
        patch.delenv("BACKPROP_LESSON", raising=False)
        yield folder


JUNK = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30) | (
    st.sampled_from(
        [
            *("\x1b[31m", "\x1b]0;x\x07", "\u202e", "a\nb", "\udcff\udc80", " ", "x" * 5000, "é" * 300, "[red]x[/]"),
            *("../../../etc/passwd", "/etc/passwd", "/", "..", "~", "*", "$(id)", "%s%n", "{0}", "'", '"', "`id`"),
            *("#read", "<b>", "nan", "-1", "1e400", "０", "True", "None", "null", "-", "@x", "=", ",", "en,", ",fr"),
        ]
    )
)
NO_NUMBER = JUNK.filter(lambda text: not any(each.isdigit() for each in text)) | st.sampled_from(
    ["0", "257", "-1", "9" * 30, "1.5", "1e9", "0x10"]
)
WORDS = JUNK.filter(lambda text: not text.startswith("-"))
NO_FILE = st.sampled_from(
    [*BROKEN, *STRANGE_NAMES, "pipe", ".", "lecture", "/dev/null", "/dev/zero", "good.toml/x", "x" * 300]
) | WORDS.map(lambda text: f"nowhere/{text}")

PLAIN = {
    "render": [
        ["--lesson", "good.toml"],
        ["--lang", "en,fr"],
        ["--theme", "dark"],
        ["--quality", "l"],
        ["--jobs", "1"],
    ]
    + [["--force"], ["--out", "lecture"], ["Recap"], ["Opening", "Recap"]],
    "handout": [
        ["--lesson", "good.toml"],
        ["--lang", "en,fr"],
        ["--paper", "a4"],
        ["--jobs", "1"],
        ["--solutions"],
        ["--out", "lecture"],
    ],
    "numbers": [["--lesson", "good.toml"], ["--format", "csv"]],
    "script": [["--lesson", "good.toml"], ["--lang", "fr"], ["--format", "csv"], ["Recap"]],
    "speak": [["--lesson", "good.toml"], ["--lang", "fr"], ["--into", "voice"], ["Recap"]],
    "check": [["--lesson", "good.toml"]],
    "clips": [["--out", "lecture"]],
    "export": [
        ["--to", "gif"],
        ["--lesson", "good.toml"],
        ["--lang", "fr"],
        ["--theme", "light"],
        ["Recap/well_done"],
    ]
    + [["--width", "480"], ["--out", "here.gif"]],
    "slides": [
        ["--to", "html"],
        ["--by", "chapter"],
        ["--quality", "m"],
        ["--lesson", "good.toml"],
        ["--lang", "fr"],
        ["--out", "lecture"],
        ["Recap"],
    ],
}


def wrong(command: str) -> st.SearchStrategy[list[str]]:
    """Return arguments that make a command line invalid, wherever they stand."""

    def option(name: str, values: st.SearchStrategy[str], *fit: str) -> st.SearchStrategy[list[str]]:
        unfit = values.filter(lambda text: text not in fit)
        return unfit.map(lambda text: [name, text]) | unfit.map(lambda text: [f"{name}={text}"])

    ways = [JUNK.map(lambda text: [f"--no-such-{text}"])]
    if command in ("render", "slides", "handout", "speak"):
        languages = JUNK.filter(lambda text: not set(text.split(",")) <= {"en", "fr"})
        ways.append(option("--lang", languages))
    named = command in ("render", "slides", "script", "speak", "export")
    ways.append(WORDS.filter(lambda text: not named or text not in catalogue()).map(lambda text: [text]))
    if command == "render":
        ways += [
            option("--theme", JUNK, "dark", "light"),
            option("--quality", JUNK, *main.Quality),
            option("--jobs", NO_NUMBER),
        ]
        ways.append(option("--voice", NO_FILE | st.sampled_from(["good.toml", "."])))
    if command == "script":
        ways += [option("--lang", JUNK, "en", "fr"), option("--format", JUNK, *options.ScriptFormat)]
    if command == "speak":
        ways += [option("--engine", JUNK, *options.EngineName), option("--command", JUNK)]
    if command == "handout":
        ways += [option("--paper", JUNK, *main.PaperSize), option("--jobs", NO_NUMBER)]
    if command == "slides":
        ways += [
            option("--to", JUNK, *main.Presenter),
            option("--by", JUNK, *main.DeckOf),
            option("--quality", JUNK, *main.Quality),
        ]
    if command == "export":
        ways += [
            option("--to", JUNK, *main.Form),
            option("--theme", JUNK, "dark", "light"),
            option("--lang", JUNK, "en", "fr"),
        ]
        ways += [option("--width", NO_NUMBER), option("--out", NO_FILE)]
        ways.append(st.just(["--transparent", "--to", "gif"]))
    if command == "numbers":
        ways.append(option("--format", JUNK, *main.NumberFormat))
    if command != "clips":
        ways.append(option("--lesson", NO_FILE))
    return st.one_of(ways)


@st.composite
def wrong_lines(draw: st.DrawFn) -> list[str]:
    """Draw a command line with one invalid argument."""
    kind = draw(st.sampled_from([*PLAIN, "lesson check", "lesson new", "no command", "no value"]))
    match kind:
        case "lesson check":
            return ["lesson", "check", draw(NO_FILE)]
        case "lesson new":
            taken = [
                "good.toml",
                "lecture",
                "pipe",
                "nowhere/x.toml",
                "good.toml/x.toml",
                "x" * 300,
                "/dev/null",
                "/",
            ]
            return ["lesson", "new", draw(st.sampled_from(taken))]
        case "no command":
            return [draw(WORDS.filter(lambda text: text not in (*PLAIN, "lesson")))]
        case "no value":
            return [draw(st.sampled_from(["render", "numbers", "script", "check"])), "--lesson"]
    plain = draw(st.lists(st.sampled_from(PLAIN[kind]), max_size=3, unique_by=lambda words: words[0]))
    if kind == "render" and ["--out", "lecture"] not in plain:
        plain.append(["--out", "lecture"])
    fault = draw(wrong(kind))
    return [kind, *(word for words in [*plain, fault] for word in words)]  # of an option given twice, the last counts


def judge_wrong(here: Path, line: list[str]) -> None:
    before = file_states(here)
    said = complaint_of(run_cli(*line))
    assert len(said) < 12_000
    assert file_states(here) == before


# Each is refused by the core's own tests, in the short run too.
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if place % 5 else []) for place, name in enumerate(TEXTS)]
)
def test_a_malformed_lesson_is_refused_however_it_is_given(here: Path, name: str):
    """The complaint is the same however the lesson is given, and the lecture stays unchanged."""
    content, expected = TEXTS[name]
    Path("lesson.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    before = file_states(here)
    try:
        lines = [run_cli("render", "--out", "lecture"), run_cli("lesson", "check", "lesson.toml")]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("BACKPROP_LESSON", "lesson.toml")
            lines.append(run_cli("numbers"))
        (said,) = {complaint_of(line) for line in lines}
        assert said.startswith("lesson.toml: ")
        assert matches(said.removeprefix("lesson.toml: "), expected)
        assert file_states(here) == before
    finally:
        Path("lesson.toml").unlink()


@SOME
@given(wrong_lines())
def test_an_invalid_command_line_is_refused_in_one_line(here: Path, line: list[str]):
    judge_wrong(here, line)


ANY_WORD = JUNK | st.sampled_from(
    [
        *(command for command in PLAIN if command != "handout"),
        "lesson",
        "new",
        "check",
        "--help",
        "--",
        "--lesson",
        "--lang",
        "--theme",
        "--quality",
        "--jobs",
    ]
    + ["--force", "--dry-run", "--voice", "--out", "--format", "good.toml", "lecture", "en", "fr", "l", "1"]
    + ["Recap", "json", "csv", "table", *BROKEN[:3]]
)


def judge_any(here: Path, words: list[str]) -> None:
    """Assert that a command line is answered, either with output or with one line of complaint."""
    if "render" in words:  # nothing must be rendered here
        words = [*words[: words.index("render") + 1], "--dry-run", *words[words.index("render") + 1 :]]
    if "slides" in words or "export" in words:  # nor any output be made of it
        words = [*words, "--to", "nobody"]
    before = contents(here / "lecture")
    answer = run_cli(*words)
    assert answer.status in (0, 1, 2)
    assert "Traceback" not in answer.err
    if answer.status and "Usage: " not in answer.out:  # a command without arguments prints its help
        complaint_of(answer, answer.status)
    assert contents(here / "lecture") == before


@FREE
@given(st.lists(ANY_WORD, max_size=6))
def test_any_command_line_is_answered_or_refused_in_one_line(here: Path, words: list[str]):
    judge_any(here, words)


@pytest.mark.long
@MANY
@given(st.lists(ANY_WORD, max_size=8))
def test_many_command_lines_are_answered_or_refused_in_one_line(here: Path, words: list[str]):
    judge_any(here, words)


@pytest.mark.long
@MANY
@given(wrong_lines())
def test_many_invalid_command_lines_are_refused_in_one_line(here: Path, line: list[str]):
    judge_wrong(here, line)
