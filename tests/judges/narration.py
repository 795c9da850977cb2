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
from scenes.studio.media.subtitles import srt_text, vtt_text
from tests.judges.claims import claims
from tests.rigs.rehearsal import ROOT, Rehearsal

FUNCTIONS = {
    "en": {
        "sigmoid": "the sigmoid",
        "relu": "ReLU",
        "leaky_relu": "leaky ReLU",
        "tanh": "tanh",
        "softplus": "softplus",
        "identity": "the identity",
        "softmax": "softmax",
    },
    "fr": {
        "sigmoid": "la sigmoïde",
        "relu": "ReLU",
        "leaky_relu": "leaky ReLU",
        "tanh": "la tangente hyperbolique",
        "softplus": "softplus",
        "identity": "l’identité",
        "softmax": "softmax",
    },
}

COSTS = {
    "en": {
        "cost": {
            "squared_error": "a L minus y, squared",
            "half_squared_error": "half the square of a L minus y",
            "cross_entropy": "the cross-entropy of a L and y",
        },
        "cost_slope": {
            "squared_error": "twice the gap, a L minus y",
            "half_squared_error": "just the gap, a L minus y",
            "cross_entropy": "the gap, a L minus y, over a L times one minus a L",
        },
        "terms": {
            "squared_error": "the squared differences, one for each output",
            "half_squared_error": "half of each squared difference, one for each output",
            "cross_entropy": "the cross-entropies, one for each output",
            "categorical_cross_entropy": "minus y j times the logarithm of a j, one for each output",
        },
        "first_slope": {
            "squared_error": "two times a minus y",
            "half_squared_error": "a minus y",
            "cross_entropy": "a minus y, over a times one minus a",
            "categorical_cross_entropy": "a minus y",
        },
    },
    "fr": {
        "cost": {
            "squared_error": "a L moins y, au carré",
            "half_squared_error": "la moitié du carré de a L moins y",
            "cross_entropy": "l’entropie croisée de a L et y",
        },
        "cost_slope": {
            "squared_error": "le double de l’écart, a L moins y",
            "half_squared_error": "l’écart lui-même, a L moins y",
            "cross_entropy": "l’écart, a L moins y, divisé par a L fois un moins a L",
        },
        "terms": {
            "squared_error": "les carrés des écarts, un pour chaque sortie",
            "half_squared_error": "la moitié du carré de chaque écart, une pour chaque sortie",
            "cross_entropy": "les entropies croisées, une pour chaque sortie",
            "categorical_cross_entropy": "moins y j fois le logarithme de a j, un terme par sortie",
        },
        "first_slope": {
            "squared_error": "deux fois la différence a moins y",
            "half_squared_error": "la différence a moins y",
            "cross_entropy": "la différence a moins y, divisée par a fois un moins a",
            "categorical_cross_entropy": "la différence a moins y",
        },
    },
}

# Of softmax outputs there are two factors, and the derivative by z is a sum, which only one cost makes short.
FACTORS = {"en": ("three factors", "two factors"), "fr": ("trois facteurs", "deux facteurs")}
INFINITIES = {"infinity": "∞", "minus infinity": "−∞", "l’infini": "∞", "moins l’infini": "−∞"}
SUMMED = {"en": "a sum over all outputs", "fr": "une somme sur toutes les sorties"}


def spoken_sentences(rehearsal: Rehearsal) -> Iterator[str]:
    """Each beat says one of its sentences, in the lesson's language, with its function and numbers of the ledger."""
    clip, language = rehearsal.clip, rehearsal.clip.lesson.language
    for beat, played in zip(clip.beats(), clip.played, strict=True):
        english = [beat.narration, *beat.variants.values()]
        sentences = english if language == "en" else [translations(language)[text] for text in english]
        found = [match for text in sentences if (match := sentence_pattern(text).fullmatch(played.narration))]
        if not found:
            yield f"{beat.name}: said {played.narration!r}, which is none of its sentences in {language}"
            continue
        shown = {entry.text for entry in clip.typesetter.ledger.entries if entry.beat == beat.name}
        for name, said in found[0].groupdict().items():
            number = INFINITIES.get(said) or re.sub(
                "[⁻⁰¹²³⁴-⁹]+", lambda raised: "^" + raised[0].translate(_UNRAISED), said
            )
            part = clip.lesson.chain if clip.reads == "chain" else clip.lesson.layers
            softmax = part.network.activation[part.network.L].name == "softmax"
            if name == "factors":
                if said != FACTORS[language][softmax]:
                    yield f"{beat.name}: says {said!r}, which is not how many there are"
            elif name == "first_slope" and softmax and part.cost.name != "categorical_cross_entropy":
                if said != SUMMED[language]:
                    yield f"{beat.name}: says {said!r}, but the derivative is a sum"
            elif name in COSTS[language]:
                if said.replace("\N{NO-BREAK SPACE}", " ") != COSTS[language][name][part.cost.name]:
                    yield f"{beat.name}: says {said!r}, which is not the lesson's cost"
            elif name == "function":
                if said != FUNCTIONS[language][part.network.activation[part.network.L].name]:
                    yield f"{beat.name}: says {said!r}, which is not the lesson's function"
            elif name == "chain_function":
                chain = clip.lesson.chain.network
                if said != FUNCTIONS[language][chain.activation[chain.L].name]:
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


def french_typography(rehearsal: Rehearsal) -> Iterator[str]:
    """French narration, with its numbers filled in, follows French typography."""
    if rehearsal.clip.lesson.language == "fr":
        for played in rehearsal.clip.played:
            yield from (
                f"{played.name}: {fault} in {played.narration!r}" for fault in french_faults(played.narration)
            )


NARRATION_CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [
    spoken_sentences,
    beat_lengths,
    claims,
    captions,
    subtitle_files,
    french_typography,
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


def french_faults(text: str) -> list[str]:
    """Return the typographic faults of a French text: spaces around punctuation, quotes, decimal marks."""
    return [words for found, words in _FRENCH.items() if re.search(found, text)]


_FRENCH = {
    r"[^\u00a0\u202f][:;?!»]": "no no-break space before : ; ? ! »",
    r"«[^\u00a0\u202f]": "no no-break space after «",
    r"['\"“”]": "straight or English quotes, not ’ or « »",
    r" {2}|^ | $|\.\.\.| ,| \.": "a space too many, or three dots for …",
    r"\d\.\d": "a decimal point",
}


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
