"""Lessons that cannot be used are refused in one line that names the file, the place and what was expected."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import backprop_core as bp
from tests.rigs.malformed_lessons import STRANGE_NAMES, TEXTS, matches, time_limit, unusable_files


def complaint(path: Path) -> str:
    """Return the message about a file, and assert that it is one line without control characters."""
    with time_limit(), pytest.raises(bp.LessonError) as raised:
        bp.check_training(bp.load_lesson(path), path)
    line = str(raised.value)
    assert line.isprintable()
    assert len(line) < 400 + 6 * len(str(path))
    return line


@pytest.mark.parametrize("name", TEXTS)
def test_a_malformed_lesson_is_refused_in_one_line(name: str, tmp_path: Path):
    content, expected = TEXTS[name]
    file = tmp_path / "mine.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = file.stat()
    where, _, said = complaint(file).partition(": ")
    assert where == str(file)
    assert matches(said, expected), said
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_there_are_many():
    assert len(TEXTS) >= 80
    assert len({content for content, _ in TEXTS.values()}) == len(TEXTS)


@contextmanager
def as_anybody() -> Iterator[None]:
    """Drop root's privileges for a while, as root may read all files."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_path_to_no_usable_file_is_refused_in_one_line(tmp_path: Path):
    """Folders, devices, pipes, broken links, noise, strange names; no read blocks."""
    tmp_path.chmod(0o755)
    with unusable_files(tmp_path) as files:
        for path, expected in files.items():
            if "Permission" in expected:
                with as_anybody():
                    said = complaint(path)
            else:
                said = complaint(path)
            assert said.endswith(f": {expected}"), (path, said)
            if path.name not in STRANGE_NAMES:
                assert said == f"{path}: {expected}"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("red \x1b[31m.toml", r"red \x1b[31m.toml"),
        ("two\nlines.toml", r"two\nlines.toml"),
        ("\u202egnp.toml", r"\u202egnp.toml"),
        ("no utf-8 \udcff.toml", r"no utf-8 \udcff.toml"),
        ("l’été.toml", "l’été.toml"),
        ("שלום.toml", "שלום.toml"),
    ],
)
def test_file_names_are_shown_escaped(name: str, shown: str, tmp_path: Path):
    assert complaint(tmp_path / name) == f"{tmp_path}/{shown}: cannot be read: No such file or directory"


def test_titles_may_contain_french_spaces(tmp_path: Path):
    (tmp_path / "mine.toml").write_text("[lesson]\ntitle = 'Le\u00a0coût\u202f: «\u00a0C\u00a0»'\n", "utf-8")
    assert bp.load_lesson(tmp_path / "mine.toml").title == "Le\u00a0coût\u202f: «\u00a0C\u00a0»"


def test_dots_outside_keys_are_not_counted_as_key_parts(tmp_path: Path):
    """Only keys have parts; numbers, texts and comments have none, however they are quoted."""
    dots = "a.b.c.d.e.f.g.h.i.j.k.l.m.n"
    (tmp_path / "mine.toml").write_text(
        f"""# {dots} " {dots} ' {dots}
[lesson]
title = '{dots}'  # "
[chain]
weights = [0.5, 1.5, 2.5, 3.5, 4.5]
"biases" = [
    0.5, 0.5,  # {dots}
    0.5, 0.5, 0.5,
]
examples = [{", ".join("{ input = 0.125, target = 1.5 }" for _ in range(100))}]
layers.watch.j = 1
""".replace("layers.watch.j", "[layers]\nwatch.j")
    )
    lesson = bp.load_lesson(tmp_path / "mine.toml")
    assert (lesson.title, len(lesson.chain.examples), lesson.layers.watch.j) == (dots, 100, 1)


def test_a_list_may_have_spaces_after_its_commas_or_none(tmp_path: Path):
    for given in ("[1,2,3,4]", "[1, 2, 3, 4]", "[1,2,3, 4]"):
        (tmp_path / "mine.toml").write_text(f"[chain]\nweights = {given} # [0,8, 1,1]\nbiases = {given}\n")
        assert bp.load_lesson(tmp_path / "mine.toml").chain.network.L == 4
