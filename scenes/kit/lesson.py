"""Finds the lesson to show, and checks that its title can be drawn, and what it names is the lecture's.

It is the file that ``BACKPROP_LESSON`` names, else ``./lesson.toml``, else the default lesson.
"""

import os
import sys
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import numpy as np

import backprop_core as bp
from backprop_core import validation
from backprop_core.lesson.narration import OwnSentence, names_in, own_sentences
from backprop_core.lesson.remarks import remarks
from backprop_core.lesson.schema import describe, shown_key, shown_texts
from backprop_core.lesson.toml import Document
from scenes.locale.languages import all_languages, expected_language, folders

if TYPE_CHECKING:
    from scenes.kit.clip import Clip  # which asks here for the lesson

# All letters below this one are in the clips' fonts; for others, the text is typeset, which needs manim.
_BEYOND_LATIN = "\u0300"

# A code point that is no character, so no font has it: it is drawn as an empty box.
_NO_CHARACTER = "\uffff"

# Scripts, as the names of their letters begin, of which the fonts have single letters, but not how they are joined.
_UNJOINED = ("ARABIC", "DEVANAGARI", "LAO ", "HIRAGANA")

# The letters of the longest number in a sentence, such as a small one as a power of ten, or of a function's name.
_LONGEST_PART = 12


def findings(path: Path) -> list[str]:
    """Return what a lesson's file is, and what in it may not be meant, a line each.

    Raises
    ------
    LessonError
        If the lesson cannot be drawn.
    """
    lesson = drawable_lesson(bp.load_document(path), path)
    chain, layers = (" – ".join(map(str, part.network.sizes)) for part in (lesson.chain, lesson.layers))
    return [f"“{lesson.title}” can be drawn: a chain {chain}, and layers {layers}", *remarks(lesson)]


def drawable_lesson(document: Document, path: Path | None) -> bp.Lesson:
    """Return the lesson of a complete document, after checking all that makes it one that can be drawn.

    Raises
    ------
    LessonError
        Naming the first thing that is wrong; ``path`` is the lesson's file.
    """
    lesson = bp.make_lesson(document)
    bp.check_training(lesson, path)
    check_languages(document, path)
    check_titles(document, path)
    check_clips(lesson, path)
    check_narration(lesson.narration, path)
    return lesson


def check_languages(document: Document, path: Path | None) -> None:
    """Check that the lecture has a lesson's language, and those for which it has titles, credits and sentences.

    Raises
    ------
    LessonError
        Naming the first that it does not have.

    Examples
    --------
    >>> check_languages({"lesson": {"language": "en", "titles": {"xx": "Mine"}}, "narration": {}}, Path("a.toml"))
    Traceback (most recent call last):
    backprop_core.lesson.toml.LessonError: a.toml: lesson.titles.xx: expected a language (...), got 'xx'
    """
    section = document["lesson"]
    if section["language"] not in all_languages():
        _refuse(path, f"lesson.language: {expected_language(section['language'])}")
    tables = {key: given for key, given in section.items() if isinstance(given, dict)}
    named = {f"lesson.{key}.{shown_key(code)}": code for key, given in tables.items() for code in given}
    named |= {each.place: each.language for each in own_sentences(document["narration"]) if each.language is not None}
    for place, code in named.items():
        if code not in folders():
            _refuse(path, f"{place}: {expected_language(code)}")


def check_titles(document: Document, path: Path | None) -> None:
    """Check that the title of a lesson, and its credits, can be drawn in all languages; ``path`` is its file.

    Raises
    ------
    LessonError
        As ``check_title``.
    """
    for place, text in shown_texts(document["lesson"]).items():
        check_title(text, path, f"lesson.{place}")


def check_clips(lesson: bp.Lesson, path: Path | None) -> None:
    """Check that the clips of a lecture exist and can show the lesson, and in which order they are.

    Each is there only once, and those of a chapter one after the other.

    Raises
    ------
    LessonError
        Naming the first that is wrong.
    """
    names = lesson.clips
    if not names:
        return
    from scenes.kit.flow.catalogue import catalogue  # which needs manim

    for place, name in enumerate(names):
        at, known = f"lesson.clips[{place}]", catalogue()
        if name not in known:
            got = repr(name) + validation.did_you_mean(name, known)
            _refuse(path, f"{at}: expected a clip ({', '.join(known)}), got {got}")
        if name in names[:place]:
            _refuse(path, f"{at}: expected each clip once, got {name!r} again")
        check_shown(known[name].clip, lesson, path, at)
        chapters = [known[each].chapter.number for each in names[: place + 1]]
        if chapters[-1] in chapters[:-1] and chapters[-1] != chapters[-2]:
            _refuse(
                path, f"{at}: expected the clips of chapter {chapters[-1]} one after the other, got {name!r} apart"
            )


def check_shown(clip: "type[Clip]", lesson: bp.Lesson, path: Path | None, at: str = "lesson") -> None:
    """Check that a clip can show a lesson; ``at`` is where that was asked for.

    Raises
    ------
    LessonError
        Saying what the clip needs.
    """
    if not clip.shows(lesson):
        _refuse(path, f"{at}: {clip.__name__} needs {clip.reads} with {clip.needs}")


def check_narration(sentences: Sequence[OwnSentence], path: Path | None) -> None:
    """Check that a lesson's own sentences are for beats that exist, and name only numbers that are known there.

    Raises
    ------
    LessonError
        Naming the first that is wrong.
    """
    if not sentences:
        return
    from scenes.kit.flow.catalogue import catalogue  # which needs manim

    for sentence in sentences:
        entry = catalogue().get(sentence.clip)
        if entry is None:
            _refuse_name(path, sentence, "a clip", catalogue(), sentence.clip)
        beats = {beat.name: beat for beat in entry.clip.beats()}
        if sentence.beat not in beats:
            _refuse_name(path, sentence, f"a beat of {sentence.clip}", beats, sentence.beat)
        _check_words(sentence, beats[sentence.beat].names(), path)


def _check_words(sentence: OwnSentence, own: Sequence[str], path: Path | None) -> None:
    """Check a sentence's names, for a beat whose own ones are given, and that a caption can hold each word."""
    from scenes.kit.flow.captions import LINE_LENGTH
    from scenes.kit.text.typesetter import SIZE_OF  # which needs manim

    known = list(dict.fromkeys([*own, *(name.removeprefix(SIZE_OF) for name in own)]))
    for name in names_in(sentence.text):
        if name not in known:
            _refuse_name(path, sentence, "a name that the project’s sentence has", known, name)
    written = sentence.text.format(**dict.fromkeys(known, _LONGEST_PART * "0"))
    longest = max(written.split(" "), key=len)
    if len(longest) > LINE_LENGTH:
        _refuse(path, f"{sentence.place}: expected words of at most {LINE_LENGTH} letters, got {describe(longest)}")


def _refuse_name(
    path: Path | None, sentence: OwnSentence, expected: str, known: Collection[str], name: str
) -> NoReturn:
    got = describe(name) + validation.did_you_mean(name, known)
    _refuse(path, f"{sentence.place}: expected {expected} ({', '.join(known) or 'it has none'}), got {got}")


def check_title(title: str, path: Path | None, entry: str = "lesson.title") -> None:
    """Check that a title can be drawn; ``path`` is the lesson's file, and ``entry`` is where it stands there.

    Raises
    ------
    LessonError
        If a viewer would see nothing, accents without letters, an empty box instead of a letter, or letters that
        are not joined as their script joins them.

    Examples
    --------
    >>> check_title("Λ, ∂ and ש", None)
    >>> check_title("Learning 學習", Path("a.toml"))
    Traceback (most recent call last):
    backprop_core.lesson.toml.LessonError: a.toml: lesson.title: expected letters of the clips' fonts, got text "學"
    """
    if max(title) < _BEYOND_LATIN:
        return
    if not _shapes("".join(letter for letter in title if not _is_mark(letter))):
        expected, got = "something to be seen", title
    elif unjoined := next(filter(_is_unjoined, title), None):
        expected, got = "letters that the clips' fonts can join", unjoined
    elif _has_boxes(title):
        expected, got = "letters of the clips' fonts", next(filter(_has_boxes, title), title)
    else:
        return
    _refuse(path, f"{entry}: expected {expected}, got {describe(got)}")


def _refuse(path: Path | None, message: str) -> NoReturn:
    place = validation.shown(path) if path else "the default lesson"
    raise bp.LessonError(validation.printable(f"{place}: {message}"))


def _is_mark(letter: str) -> bool:
    """Tell whether a character is an accent or another mark on the letter before it."""
    return unicodedata.category(letter).startswith("M")


def _is_unjoined(letter: str) -> bool:
    """Tell whether a letter is of a script that the fonts cannot join."""
    return unicodedata.name(letter, "").startswith(_UNJOINED)


def _has_boxes(text: str) -> bool:
    """Tell whether a character of a text is drawn as an empty box."""
    (box,) = _shapes(_NO_CHARACTER)
    return any(shape.shape == box.shape and np.allclose(shape, box) for shape in _shapes(text))


def _shapes(text: str) -> list[np.ndarray]:
    """Return the outline of each glyph of a text, from the glyph's own origin."""
    from scenes.kit.text.glyphs import typeset_words

    return [glyph.outline - glyph.origin for glyph in typeset_words(text)]


def lesson_path() -> Path | None:
    """Return the path in ``BACKPROP_LESSON``, else the working folder's ``lesson.toml``, else None."""
    if named := os.environ.get("BACKPROP_LESSON"):
        return Path(named)
    here = Path("lesson.toml")
    return here if os.path.lexists(here) else None  # one that cannot be read is an error, not the default lesson


def chosen_lesson(path: Path | None = None) -> bp.Lesson:
    """Return the lesson of a file, else the one at ``lesson_path``, else the default one.

    Raises
    ------
    LessonError
        If the file is not a valid lesson, or cannot be drawn.
    """
    path = path or lesson_path()
    return drawable_lesson(bp.load_document(path), path) if path else bp.default_lesson()


def current_lesson(clip: "type[Clip]") -> bp.Lesson:
    """Return the chosen lesson; if it or the clip cannot be shown, end with one line and exit status 2.

    With ``manim -a``, which draws all clips of a file, a clip that cannot show the lesson is left out instead.
    """
    from manim import config

    try:
        lesson = drawable_lesson(bp.load_document(lesson_path()), lesson_path())
        if not config.write_all:
            check_shown(clip, lesson, lesson_path())
        return lesson
    except bp.LessonError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
