"""Checks of a rehearsed clip's narration: its sentences and numbers, beat lengths, captions and subtitle files."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from io import BytesIO
from itertools import pairwise

import srt
import webvtt
from babel.messages.pofile import read_po

from scenes.kit.flow.captions import Caption
from scenes.locale.languages import settings
from scenes.studio.media.subtitles import srt_text, vtt_text
from tests.judges.claims import claims
from tests.judges.language import known
from tests.rigs.rehearsal import ROOT, Rehearsal


def spoken_sentences(rehearsal: Rehearsal) -> Iterator[str]:
    """Each beat says one of its sentences, in the lesson's language, with its function and numbers of the ledger."""
    clip, language = rehearsal.clip, rehearsal.clip.lesson.language
    words = known(language)
    infinities = dict(zip(words["infinities"], ("∞", "−∞"), strict=True))
    for beat, played in zip(clip.beats(), clip.played, strict=True):
        english = [beat.narration, *beat.variants.values()]
        sentences = english if language == "en" else [translations(language)[text] for text in english]
        found = [match for text in sentences if (match := sentence_pattern(text).fullmatch(played.narration))]
        if not found:
            yield f"{beat.name}: said {played.narration!r}, which is none of its sentences in {language}"
            continue
        shown = {entry.text for entry in clip.typesetter.ledger.entries if entry.beat == beat.name}
        for name, said in found[0].groupdict().items():
            number = infinities.get(said) or re.sub(
                "[⁻⁰¹²³⁴-⁹]+", lambda raised: "^" + raised[0].translate(_UNRAISED), said
            )
            part = clip.lesson.chain if clip.reads == "chain" else clip.lesson.layers
            softmax = part.network.activation[part.network.L].name == "softmax"
            if name == "factors":
                if said != words["factors"][softmax]:
                    yield f"{beat.name}: says {said!r}, which is not how many there are"
            elif name == "first_slope" and softmax and part.cost.name != "categorical_cross_entropy":
                if said != words["summed"]:
                    yield f"{beat.name}: says {said!r}, but the derivative is a sum"
            elif name in words["costs"]:
                if said.replace("\N{NO-BREAK SPACE}", " ") != words["costs"][name][part.cost.name]:
                    yield f"{beat.name}: says {said!r}, which is not the lesson's cost"
            elif name == "function":
                if said != words["functions"][part.network.activation[part.network.L].name]:
                    yield f"{beat.name}: says {said!r}, which is not the lesson's function"
            elif name == "chain_function":
                chain = clip.lesson.chain.network
                if said != words["functions"][chain.activation[chain.L].name]:
                    yield f"{beat.name}: says {said!r}, which is not the chain's function"
            elif number not in shown and not (name.startswith("size_of_") and f"−{number}" in shown):
                yield f"{beat.name}: says {said!r}, which is not in the ledger"


def beat_lengths(rehearsal: Rehearsal) -> Iterator[str]:
    for played in rehearsal.clip.played:
        seconds = played.end - played.start
        to_read = len(played.narration) / rehearsal.clip.lesson.reading_speed
        if not 3 <= seconds <= max(25, to_read + 1):
            yield f"{played.name} lasts {seconds:.1f} s"


def captions(rehearsal: Rehearsal) -> Iterator[str]:
    shown = rehearsal.clip.renderer.file_writer.subcaptions
    said = " ".join(caption.content.replace("\n", " ") for caption in shown)
    if said != " ".join(played.narration for played in rehearsal.clip.played):
        yield f"the captions are not what is said: {said!r}"
    for caption in shown:
        lines, seconds = caption.content.split("\n"), (caption.end - caption.start).total_seconds()
        if len(lines) > 2 or max(map(len, lines)) > 42:
            yield f"a caption does not fit on two lines of 42 characters: {caption.content!r}"
        if seconds < 1.2 - 1e-6:
            yield f"a caption is shown for {seconds:.2f} s: {caption.content!r}"
        if len(caption.content) > 17 * seconds + 1e-3:
            rate = len(caption.content) / seconds
            yield f"a caption is to be read at {rate:.1f} characters a second: {caption.content!r}"
    for before, after in pairwise(shown):
        if not before.start < before.end <= after.start:
            yield f"captions overlap: {before.content!r}, {after.content!r}"


def subtitle_files(rehearsal: Rehearsal) -> Iterator[str]:
    """Independent parsers read the captions back from the SubRip and WebVTT files."""
    shown = rehearsal.clip.renderer.file_writer.subcaptions
    captions = [Caption(each.content, each.start.total_seconds(), each.end.total_seconds()) for each in shown]
    for kind, found in (("SubRip", parse_subrip(srt_text(captions))), ("WebVTT", parse_web_vtt(vtt_text(captions)))):
        if [each.text for each in found] != [each.text for each in captions]:
            yield f"{kind}: read {found}, expected {captions}"
        for read, written in zip(found, captions, strict=False):
            if max(abs(read.start - written.start), abs(read.end - written.end)) > 1e-3:
                yield f"{kind}: read {read}, expected {written}"
        yield from (f"{kind}: {one} overlaps {other}" for one, other in pairwise(found) if one.end > other.start)


def typography(rehearsal: Rehearsal) -> Iterator[str]:
    """Narration, with its numbers filled in, follows the typography of its language."""
    for played in rehearsal.clip.played:
        faults = typographic_faults(played.narration, rehearsal.clip.lesson.language)
        yield from (f"{played.name}: expected {fault} in {played.narration!r}" for fault in faults)


NARRATION_CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [
    spoken_sentences,
    beat_lengths,
    claims,
    captions,
    subtitle_files,
    typography,
]


def parse_subrip(text: str) -> list[Caption]:
    found = srt.parse(text, ignore_errors=False)
    return [Caption(each.content, each.start.total_seconds(), each.end.total_seconds()) for each in found]


def parse_web_vtt(text: str) -> list[Caption]:
    return [
        Caption(unescape(cue.raw_text), parse_seconds(cue.start), parse_seconds(cue.end))
        for cue in webvtt.from_string(text)
    ]


def parse_seconds(time: str) -> float:
    hours, minutes, seconds = map(float, time.split(":"))
    return 3600 * hours + 60 * minutes + seconds


def typographic_faults(text: str, language: str) -> list[str]:
    """Return what the typography of a language would have in a text: other spaces, quotes, decimal marks."""
    return [words for words, found in settings(language).typography.items() if re.search(found, text)]


_UNRAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")


def sentence_pattern(sentence: str) -> re.Pattern[str]:
    """Return a pattern that matches a sentence with numbers, and a function, in place of its ``{names}``."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence)))


@cache
def translations(language: str) -> dict[str, str]:
    catalogues = sorted((ROOT / "scenes" / "locale" / language / "LC_MESSAGES").glob("*.po"))
    return {
        str(message.id): str(message.string)
        for path in catalogues
        for message in read_po(BytesIO(path.read_bytes()), locale=language)
        if message.id
    }
