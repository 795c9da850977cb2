"""The ``backprop`` command: its output, and its refusals, which change nothing."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from time import sleep
from typing import get_args
from urllib.parse import unquote

import msgspec
import numpy as np
import pytest

import backprop_core as bp
from backprop_core.lesson.schema import LessonSection
from backprop_core.model.activations import ACTIVATIONS, Activation
from scenes.kit.flow.catalogue import catalogue, lecture
from scenes.kit.theme import THEMES
from scenes.studio.build.job import QUALITIES
from scenes.studio.cli import main
from scenes.studio.cli.options import ThemeName
from scenes.studio.slides.formats import SLIDE_FORMATS
from tests.rigs.cli import KNOWN, CliResult, complaint_of
from tests.rigs.fake_renders import contents, request, update_folder
from tests.rigs.malformed_lessons import matches
from tests.rigs.rehearsal import ROOT, clips, rehearse
from tests.rigs.small_project import Project, end_group, wait_for

Ask = Callable[..., CliResult]

# What a dry run says of the files that are made of the clips.
THEN = "and the lecture's videos, player and explorer brought up to date"


@pytest.fixture
def ask(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Ask]:
    """Run the command in this process, in an empty folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("BACKPROP_LESSON", raising=False)
    before = signal.getsignal(signal.SIGTERM)

    def ask(*arguments: str | Path) -> CliResult:
        monkeypatch.setattr(sys, "argv", ["backprop", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main.main()
        assert ended.value.code is None or isinstance(ended.value.code, int)
        out, err = capfd.readouterr()
        return CliResult(ended.value.code or 0, out, err)

    yield ask
    signal.signal(signal.SIGTERM, before)


def test_help_lists_commands_and_options(ask: Ask):
    top = ask("--help")
    assert (top.status, top.err) == (0, "")
    for command in ("clips", "numbers", "script", "check", "render", "export", "handout", "lesson"):
        assert command in top.out
        answer = ask(command, "--help")
        assert answer.status == 0
        assert answer.out
    options = ask("render", "--help").out
    for option in ("lesson", "lang", "theme", "quality", "jobs", "cluster", "force", "dry-run", "voice", "out"):
        assert f"--{option}" in options
    options = ask("handout", "--help").out
    for option in ("lesson", "lang", "solutions", "exercises", "paper", "jobs", "out"):
        assert f"--{option}" in options
    assert ask().status == 2
    assert ask("--version").out == f"{version('backprop-calculus')}\n"
    for command in (
        "render",
        "handout",
        "export",
        "explore",
        "watch",
    ):  # an option without a value is shown without one
        flags = re.findall(r"(--[a-z-]+) +<bool>", ask(command, "--help").out)
        assert flags == ["--help"]


WITHOUT_MANIM = """
import sys
from scenes.studio.cli.main import main
for line in (["--help"], ["numbers"], ["numbers", "--format", "json"], ["lesson", "check", sys.argv[1]], ["check"]):
    sys.argv = ["backprop", *line]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, line
assert "scenes" in sys.modules
print(*{"manim", "av", "typst"} & set(sys.modules), file=sys.stderr)
"""


def test_commands_that_draw_nothing_do_not_import_manim():
    lesson = ROOT / "backprop_core" / "lessons" / "default.toml"
    command = [sys.executable, "-c", WITHOUT_MANIM, lesson]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=surroundings())
    assert (run.returncode, run.stderr) == (0, "\n")


def surroundings(**more: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "BACKPROP_LESSON"} | more


def test_numbers_prints_the_cores_numbers_in_each_format(ask: Ask, tmp_path: Path):
    """``numbers`` prints the numbers of the given lesson, as the core has them."""
    (tmp_path / "mine.toml").write_text("[chain]\ninput = 0.123456\n")
    lesson = bp.load_lesson(tmp_path / "mine.toml")
    value = bp.backward(lesson.chain.network, bp.forward(lesson.chain.network, lesson.chain.x), lesson.chain.y).w[3][
        0, 0
    ]
    for name in main.NumberFormat:
        answer = ask("numbers", "--lesson", tmp_path / "mine.toml", "--format", name.value)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out == bp.report(lesson).to(name.value)
        match name.value:
            case "json":
                assert repr(float(value))[:12] in json.dumps(json.loads(answer.out))
            case "csv":
                assert len(list(csv.reader(io.StringIO(answer.out)))) > 20
            case _:
                assert "0.123" in answer.out


def test_numbers_and_check_speak_the_lessons_language(ask: Ask, tmp_path: Path):
    """In the formats that people read; those for programs are the same in every language."""
    said: dict[str, list[str]] = {}
    for language in ("en", "fr"):
        Path("mine.toml").write_text(
            f'[lesson]\nlanguage = "{language}"\ntitle = "M"\n[chain]\ncost = "half_squared_error"\n'
        )
        asked = [("numbers", "--format", each) for each in ("table", "markdown", "latex", "typst", "csv", "json")]
        said[language] = [ask(*words, "--lesson", "mine.toml").out for words in [*asked, ("check",)]]
    for english, french, mark in zip(said["en"], said["fr"], (",", ",", "{,}", '","', None, None, ","), strict=True):
        if mark is None:
            assert french == english
            continue
        digits = re.compile(rf"(?<![\[\d])\d+{re.escape(mark)}\d+")
        assert [number.replace(mark, ".") for number in digits.findall(french)] == re.findall(
            r"(?<![{\d])\d+\.\d+", english
        )
        assert "half_squared_error" in french.replace("\\", "")
        assert not re.search(r"(?i)chain|layers|forward|quantity|examples|summed|derivative", french)


def test_words_that_are_written_out_twice():
    """What the options accept, and what a lesson may say, is what the studio and the kit have."""
    assert set(main.Quality) == set(QUALITIES)
    assert set(main.Presenter) == set(SLIDE_FORMATS)
    (theme,) = (field for field in msgspec.structs.fields(LessonSection) if field.name == "theme")
    assert set(get_args(get_args(theme.type)[0])) == set(THEMES) == set(ThemeName)


def test_clips_lists_every_clip(ask: Ask, tmp_path: Path):
    update_folder(tmp_path / "out", request(None, "NudgePropagation", languages=("fr",)))
    answer = ask("clips", "--out", tmp_path / "out")
    assert (answer.status, answer.err) == (0, "")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in answer.out.splitlines() if "│" in line]
    named = {row[1].partition(" ")[2]: row for row in rows if re.match(r"\d\d ", row[1])}
    assert list(named) == list(catalogue())
    assert set(named) == {clip.__name__ for clip in clips()}
    assert named["NudgePropagation"][-1] == "0:02"
    assert {row[-1] for name, row in named.items() if name != "NudgePropagation"} == {""}
    assert named["Opening"][3] == "title, layers"
    assert named["NudgePropagation"][2].startswith("number_lines")
    for entry in catalogue().values():
        for beat in entry.clip.beats():
            assert beat.name in answer.out


def test_lesson_new_writes_a_lesson_that_loads(ask: Ask):
    file = Path("mine.toml")
    answer = ask("lesson", "new", file)
    assert (answer.status, answer.err) == (0, "")
    assert f"backprop render --lesson {file}" in answer.out
    template = file.read_bytes()
    assert tomllib.loads(template.decode()).keys() == {"lesson", "chain", "layers", "descent", "narration"}
    assert bp.load_document(file) == bp.load_document()
    assert template.count(b"#") > 20
    assert ask("lesson", "check", file).status == 0
    file.write_text("mine")
    assert complaint_of(ask("lesson", "new", file)).startswith("mine.toml: ")
    assert file.read_text() == "mine"
    assert "nowhere/mine.toml: cannot be written: No such file" in complaint_of(
        ask("lesson", "new", "nowhere/mine.toml")
    )
    assert complaint_of(ask("lesson", "new", "mine.toml/x")) == "mine.toml/x: cannot be written: Not a directory"
    assert complaint_of(ask("lesson", "new", "x" * 300)).endswith("x: cannot be written: File name too long")


def test_lesson_check_tells_whether_a_lesson_can_be_drawn(ask: Ask):
    Path("good.toml").write_text("[lesson]\ntitle = '[bold]#emph[x]'\n[chain]\nweights = [1, 2]\nbiases = [0, 0]\n")
    answer = ask("lesson", "check", "good.toml")
    assert (answer.status, answer.err) == (0, "")
    assert "“[bold]#emph[x]”" in answer.out
    assert "1 – 1 – 1" in answer.out
    Path("bad.toml").write_text("[chain]\nweights = [1, nan]\nbiases = [0, 0]\n")
    assert complaint_of(ask("lesson", "check", "bad.toml")).startswith(
        "bad.toml: chain.weights[1]: expected a finite number"
    )


def test_lesson_check_takes_its_file_either_way(ask: Ask):
    Path("bad.toml").write_text("[chain]\ninput = 0,7\n")
    said = "bad.toml: line 2: expected a decimal point (0.7), got 0,7"
    for given in (["bad.toml"], ["--lesson", "bad.toml"]):
        assert complaint_of(ask("lesson", "check", *given)) == said
    assert complaint_of(ask("lesson", "check")) == "expected the file of one lesson, got none"
    both = complaint_of(ask("lesson", "check", "bad.toml", "--lesson", "bad.toml"))
    assert both == "expected the file of one lesson, got 2"
    Path("bad.toml").rename("lesson.toml")
    assert complaint_of(ask("lesson", "check")) == said.replace("bad", "lesson")


def test_lesson_check_remarks_what_may_not_be_meant(ask: Ask):
    Path("mine.toml").write_text("[chain]\nnudge = 5\ntarget = 0\n")
    answer = ask("lesson", "check", "mine.toml")
    assert (answer.status, answer.err) == (0, "")
    _, nudge, examples = answer.out.splitlines()
    assert nudge.startswith("mine.toml: chain.nudge: 5 is not small: the ratio of the changes is ")
    assert examples.startswith("mine.toml: chain.input, chain.target: this example is not among the 8 of ")


def test_check_tells_by_its_status_whether_the_gradients_are_right(ask: Ask, monkeypatch: pytest.MonkeyPatch):
    """The status is 0 if all derivatives are right, and 1 otherwise."""
    answer = ask("check")
    assert (answer.status, answer.err) == (0, "")
    parameters = [str(p) for part in (LESSON.chain, LESSON.layers) for p in part.network.parameters()]
    for parameter in parameters:
        assert re.search(rf"│ {re.escape(parameter)} +│", answer.out)
    assert "NO" not in answer.out
    assert answer.out.count("squared_error, summed over the outputs") == 2

    Path("flat.toml").write_text("[chain]\nweights = [1, 1, 1]\nbiases = [0, 0, -730]\ninput = 1\ntarget = 0\n")
    answer = ask("check", "--lesson", "flat.toml")
    assert (answer.status, answer.err) == (0, "")
    assert len(re.findall(r"│ 0 +│ 0 +│ flat", answer.out)) == 6
    assert re.search(r"│ Chain +│ +│ +│ +│ w1, b1, w2, b2, w3, b3 │ yes", answer.out)
    assert not re.search(r"e-[2-9]\d\d", answer.out.partition("gradient")[2])

    right = ACTIVATIONS["sigmoid"]
    wrong = Activation("sigmoid", right.f, lambda z: right.df(z) * 1.0001)
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", wrong)
    Path("mine.toml").write_text("[lesson]\ntitle = 'wrong'\n")
    answer = ask("check", "--lesson", "mine.toml")
    assert answer.status == 1
    assert "NO" in answer.out


LESSON = bp.default_lesson()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["render", "NoSuchClip"], "expected a clip (Opening, .*), got 'NoSuchClip'"),
        (["render", "opening"], "expected a clip (Opening, .*), got 'opening' (did you mean 'Opening'[?])"),
        (["render", "--lang", "FR"], f"expected a language ({KNOWN}), got 'FR' (did you mean 'fr'[?])"),
        (["render", "--lang", "en,de"], f"expected a language ({KNOWN}), got 'de'"),
        (["render", "--lang", ""], f"expected a language ({KNOWN}), got ''"),
        (["render", "--jobs", "0"], "--jobs.*1"),
        (["render", "--jobs", "many"], "--jobs"),
        (["render", "--quality", "x"], "--quality"),
        (["render", "--theme", "blue"], "--theme"),
        (["render", "--lesson", "none.toml"], "none.toml: cannot be read: No such file or directory"),
        (["render", "--lesson", "."], ".: cannot be read: Is a directory"),
        (["render", "--colour"], "No such option: --colour"),
        (["render", "--cluster", "nonsense"], "expected the address of a Dask scheduler .*, got 'nonsense'"),
        (["render", "--dry-run", "NoSuchClip"], "NoSuchClip"),
        (["numbers", "--format", "pdf"], "--format.*'pdf'"),
        (["numbers", "--lesson", "none.toml"], "none.toml"),
        (["check", "--lesson", "none.toml"], "none.toml"),
        (["lesson", "check", "none.toml"], "none.toml"),
        (["lesson", "check"], "expected the file of one lesson, got none"),
        (["paint"], "No such command 'paint'"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_an_impossible_request_is_refused_in_one_line(ask: Ask, arguments: list[str], complaint: str):
    assert re.search(complaint.replace("(", r"\(").replace(")", r"\)"), complaint_of(ask(*arguments)))
    assert contents(Path()) == {}


NEEDS_SOFTMAX = "SoftmaxOutput needs layers with softmax outputs and categorical_cross_entropy"


@pytest.mark.parametrize(
    "arguments",
    [("render", "SoftmaxOutput"), ("script", "SoftmaxOutput"), ("export", "SoftmaxOutput/cost", "--to", "png")],
    ids=lambda arguments: arguments[0],
)
def test_a_clip_that_cannot_show_the_lesson_is_refused(ask: Ask, arguments: list[str]):
    assert complaint_of(ask(*arguments)) == f"the default lesson: lesson: {NEEDS_SOFTMAX}"
    assert contents(Path()) == {}


def test_a_lecture_has_the_clips_that_can_show_its_lesson(ask: Ask):
    """Its own file is enough for the clip to be there, between those that stand around it."""
    classifier = ROOT / "backprop_core" / "lessons" / "classifier.toml"
    usual, with_classes = (
        re.findall(r"en/\d\d-(\w+): not rendered yet", ask("render", "--dry-run", *options).out)
        for options in ((), ("--lesson", classifier))
    )
    at = usual.index("GradientDescent")
    assert with_classes == [*usual[:at], "SoftmaxOutput", *usual[at:]]


@pytest.mark.parametrize(
    ("clips", "complaint"),
    [
        (
            '["Opning"]',
            r"lesson\.clips\[0\]: expected a clip \(Opening, .*, Recap\), got 'Opning' \(did you mean 'Opening'\?\)",
        ),
        ('["SoftmaxOutput"]', rf"lesson\.clips\[0\]: {NEEDS_SOFTMAX}"),
        ('["Recap", "Recap"]', r"lesson\.clips\[1\]: expected each clip once, got 'Recap' again"),
        (
            '["ChainRule", "Recap", "NudgePropagation"]',
            r"lesson\.clips\[2\]: expected the clips of chapter 2 one after the other, got 'NudgePropagation' apart",
        ),
    ],
)
def test_a_choice_of_clips_that_is_none_is_refused(ask: Ask, clips: str, complaint: str):
    Path("mine.toml").write_text(f"lesson.clips = {clips}", "utf-8")
    for command in (("lesson", "check", "mine.toml"), ("render", "--lesson", "mine.toml")):
        assert re.fullmatch(f"mine.toml: {complaint}", complaint_of(ask(*command)))


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("Opning.a = 'x'", "Opning.a: expected a clip (*, Recap), got text \"Opning\" (did you mean 'Opening'?)"),
        (
            "NudgePropagation.ration.fr = 'x'",
            "NudgePropagation.ration.fr: expected a beat of NudgePropagation (*), got text \"ration\" (*'ratio'?)",
        ),
        (
            "NudgePropagation.nudge = '{dD}'",
            'NudgePropagation.nudge: expected a name that the project’s sentence has (dw, *, dC), got text "dD"',
        ),
        (
            "Opening.pause_and_ponder = '{C}'",
            'Opening.pause_and_ponder: expected a name that the project’s sentence has (it has none), got text "C"',
        ),
        (
            f"NudgePropagation.nudge = '{'x' * 31}{{dC}}'",
            'NudgePropagation.nudge: expected words of at most 42 letters, got text "x*0…"',
        ),
    ],
    ids=["clip", "beat", "name", "no names", "word"],
)
def test_a_sentence_that_cannot_be_said_is_refused(ask: Ask, entry: str, complaint: str):
    Path("mine.toml").write_text(f"[narration]\n{entry}", "utf-8")
    for command in (("lesson", "check", "mine.toml"), ("script", "--lesson", "mine.toml")):
        said = complaint_of(ask(*command))
        assert matches(said, f"mine.toml: narration.{complaint}"), said


def test_only_clips_of_the_lecture_can_be_asked_for(ask: Ask):
    Path("mine.toml").write_text('lesson.clips = ["Recap", "ChainRule"]', "utf-8")
    said = complaint_of(ask("render", "Opening", "--lesson", "mine.toml"))
    assert said == "expected a clip (Recap, ChainRule), got 'Opening'"
    lines = ask("render", "--lesson", "mine.toml", "--dry-run").out.splitlines()
    assert lines[1:3] == ["en/20-Recap: not rendered yet", "en/06-ChainRule: not rendered yet"]


def test_a_wrong_lesson_of_the_environment_or_folder_is_refused(ask: Ask, monkeypatch: pytest.MonkeyPatch):
    """A wrong lesson, of BACKPROP_LESSON or the working folder, is reported, and nothing is rendered."""
    Path("lesson.toml").write_text("[chain]\nnudge = 0\n")
    for arguments in (["render"], ["numbers"], ["check"]):
        assert complaint_of(ask(*arguments)).startswith("lesson.toml: chain.nudge: ")
    monkeypatch.setenv("BACKPROP_LESSON", "other.toml")
    assert complaint_of(ask("numbers")).startswith("other.toml: ")
    assert set(contents(Path())) == {"lesson.toml"}


def test_a_dry_run_gives_the_reasons_and_writes_nothing(ask: Ask, tmp_path: Path):
    """It gives the reason for each clip, and does not even make the folder."""
    answer = ask("render", "--dry-run", "--lang", "fr,en")
    assert (answer.status, answer.err) == (0, "")
    source, *lines = answer.out.splitlines()
    assert source == f"the default lesson: “{LESSON.title}”"
    assert [line.partition(":")[0] for line in lines[:-1]] == [
        f"{code}/{entry.stem}" for code in ("en", "fr") for entry in lecture(bp.default_lesson()).values()
    ]
    assert {line.partition(": ")[2] for line in lines[:-1]} == {"not rendered yet"}
    assert lines[-1] == f"{len(lines) - 1} of {len(lines) - 1} clips would be rendered, {THEN}"
    assert contents(Path()) == {}
    update_folder(tmp_path / "out", request())
    answer = ask("render", "--dry-run", "--out", tmp_path / "out", "Recap", "Opening", "Recap")
    assert answer.out.splitlines()[1:] == [
        "en/01-Opening: up to date",
        f"en/{catalogue()['Recap'].stem}: up to date",
        f"0 of 2 clips would be rendered, {THEN}",
    ]
    spaced = ask("render", "--dry-run", "--lang", "fr, en", "Opening").out.splitlines()
    assert [line.partition("/")[0] for line in spaced[1:-1]] == ["en", "fr"]
    assert "theme is light, was dark" in ask("render", "--dry-run", "--out", tmp_path / "out", "--theme", "light").out
    assert ": forced" in ask("render", "--dry-run", "--out", tmp_path / "out", "--force", "Recap").out


@pytest.mark.parametrize("where", ["file", "file/lecture"])
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_an_output_path_that_is_no_folder_is_refused(ask: Ask, where: str, more: list[str]):
    Path("file").write_text("mine")
    line = complaint_of(ask("render", "Opening", "--out", where, *more), status=1)
    assert line.startswith(where)
    assert line.endswith("Not a directory")
    assert contents(Path()) == {"file": b"mine"}


HOSTILE = [
    "$ x $ #emph[x] *bold* _x_ `raw` @ref <label> \\u{61}",
    "</script><img src=x onerror=alert(1)>",
    "שלום عالم",
    *(
        pytest.param(title, marks=pytest.mark.long)
        for title in (
            '#read("/etc/passwd")',
            "<script>alert(1)</script>",
            "../../../etc/passwd",
            "/" * 80,
            "[bold red]{title}%s{{ 7 * 7 }}",
            "W" * 80,
            "e\u0301\u0301\u0301 \u200d \U0001f9e0",
        )
    ),
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_shown_as_text_or_refused(ask: Ask, tmp_path: Path, title: str):
    """It is shown as text on screen and in the page, or refused in one line; no path leaves the folder."""
    Path("mine.toml").write_text(f"[lesson]\ntitle = {json.dumps(title, ensure_ascii=False)}\n")
    answer = ask("lesson", "check", "mine.toml")
    if answer.status:
        expected = "1 to 80 printable characters", "letters that the clips' fonts can join"
        assert complaint_of(answer).startswith(
            tuple(f"mine.toml: lesson.title: expected {each}" for each in expected)
        )
        return
    assert f"“{title}”" in answer.out
    document = bp.load_document("mine.toml")
    before = contents(Path())
    update_folder(tmp_path / "out", request(document, "Opening", "Recap"))
    assert contents(Path()) == before
    assert {path.name for path in tmp_path.iterdir()} == {"here", "out"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"en", "fr"}
    page = (tmp_path / "out" / "en" / "index.html").read_text("utf-8")
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert page.count("</script>") == len(re.findall(r"<script\b", page))
    played = rehearse(catalogue()["Opening"].clip, bp.make_lesson(document))
    assert not played.warnings


@pytest.mark.parametrize(
    "title", ["a\u202eb", "a\u200fb", "a\x1b[31mb", "a\nb", "a\0b", "a\x7fb", "", "   ", "x" * 81]
)
def test_a_title_that_cannot_be_shown_is_refused(ask: Ask, title: str):
    Path("mine.toml").write_text(f"[lesson]\ntitle = {json.dumps(title)}\n".replace("\x7f", "\\u007f"))
    for arguments in (["lesson", "check", "mine.toml"], ["render", "--lesson", "mine.toml"]):
        assert complaint_of(ask(*arguments)).startswith("mine.toml: lesson.title: ")
    assert set(contents(Path())) == {"mine.toml"}


def test_hostile_keys_and_texts_are_escaped_in_messages(ask: Ask):
    """Complaints quote a lesson without its control characters."""
    for text in (
        '[lesson]\n"\\u001b[31mx\\nfoo" = 1\n',
        '[chain]\nactivation = "\\u001b]0;x\\u0007"\n',
        "[lesson]\n\x1b = 1\n",
    ):
        Path("mine.toml").write_text(text)
        assert complaint_of(ask("lesson", "check", "mine.toml")).startswith("mine.toml: ")


def completed(line: str) -> list[str]:
    """Return the completions that bash gets for the last word of a line."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1), "_BACKPROP_COMPLETE": "complete_bash"}
    command = [sys.executable, "-m", "scenes"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=surroundings(**words))
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.split()


@pytest.mark.long
def test_bash_completes_commands_clips_and_beats():
    assert completed("backprop render Nudge") == ["NudgePropagation"]
    assert completed("backprop render --lang en,f") == ["en,fr"]
    assert completed("backprop script --lang e") == ["en"]
    assert completed("backprop cl") == ["clips"]
    assert completed("backprop export NudgePropagation/n") == [
        "NudgePropagation/number_lines",
        "NudgePropagation/nudge",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["numbers"],
        pytest.param(["clips"], marks=pytest.mark.long),
        pytest.param(["render", "--dry-run"], marks=pytest.mark.long),
    ],
)
def test_a_closed_output_pipe_ends_the_command_quietly(arguments: list[str]):
    """As in ``backprop clips | head -1``, the reader of the output has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "scenes", *arguments]
    run = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, env=surroundings())
    os.close(writing)
    assert run.stderr == ""
    assert run.returncode != 0


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project")


def test_the_line_for_a_course_page_shows_any_title(ask: Ask):
    title = "\"A\" 'b' <i>c</i> & &quot;d&quot;"
    Path("own.toml").write_text(f"[lesson]\ntitle = '''{title}'''\ntitles = {{}}\n")
    answer = ask("explore", "--lesson", "own.toml", "--embed", "--out", 'my "own" page.html')
    assert (answer.status, answer.err) == (0, "")
    frames: list[dict[str, str | None]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: frames.append({"": tag, **dict(attrs)})
    parser.feed(answer.out)
    (frame,) = frames
    assert (frame[""], frame["title"]) == ("iframe", title)
    assert Path(unquote(str(frame["src"]))).read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.long
def test_progress_is_in_bars_in_a_terminal(project: Project):
    """There is a bar for the whole run and one for each clip being drawn, with its name and the frames done."""
    wait = project.disturb("First", "wait")
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    options = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = project.start(
        "render", "--jobs", "2", "--out", "out", env={"TERM": "xterm", "COLUMNS": "100"}, **options
    )
    os.close(theirs)
    seen = ""

    def screen() -> str:
        nonlocal seen
        with suppress(OSError):  # no output yet, or the end of it
            seen += os.read(ours, 65536).decode(errors="replace")
            sleep(0.05)
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen)

    try:
        project.wait_for_start("First")
        wait_for(lambda: re.search(r"en/01-First +[━╸╺ ]+", screen()), "First has a bar")
        wait_for(lambda: re.search(r"lecture +[━╸╺ ]+ +\d/3", screen()), "the whole has a bar")
        wait_for(lambda: "[2/3]" in screen(), "the others are done")
        sleep(0.5)  # the bars are drawn again only some time after they were last drawn
        wait.unlink()
        wait_for(lambda: re.search(r"en/01-First +[━╸╺ ]+\d+ frames", screen()), "First says how far it is")
        wait_for(lambda: screen() and process.poll() is not None, "it has ended")
    finally:
        end_quietly(process)
        text = screen()
        os.close(ours)
    assert process.returncode == 0
    assert "out/en/index.html" in text
    assert "Traceback" not in text
    assert seen.endswith("\n")


def end_quietly(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        end_group(process)


def test_typst_runs_no_code_of_a_title():
    """A title that looks like code is drawn letter by letter, as wide as its letters."""
    document = bp.load_document()
    widths = []
    for title in ("#(1+1)", "#(1+1"):
        lesson = bp.make_lesson(document | {"lesson": document["lesson"] | {"title": title}})
        widths.append(len(rehearse(catalogue()["Opening"].clip, lesson).rests[0].texts[0].ink))
    assert np.diff(widths).tolist() == [-1]
