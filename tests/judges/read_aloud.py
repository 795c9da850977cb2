"""Judges what is read aloud: an engine says all of it, and who parses its number words finds the same numbers."""

import re
import unicodedata
from collections.abc import Iterator

from text_to_num import alpha2digit

# What is heard as a minus sign.
MINUS = {"en": "minus", "fr": "moins", "es": "menos", "pt": "menos"}

# Letters, the marks at which engines pause, and what stands within words.
_READ = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*'?[,.;:?!…]?|[¿¡]")


def unread(said: str) -> list[str]:
    """Return the words that an engine does not say: those with signs, digits or Greek letters."""
    words = re.sub(r"[¿¡]", "", said).split(" ")
    return [word for word in words if not _READ.fullmatch(word) or (not word.isascii() and _foreign(word))]


def heard(text: str, code: str) -> list[str]:
    """Return the numbers in a sentence, whether in words or digits, with a point and with their signs."""
    spaced = re.sub("[⁻⁰¹²³⁴-⁹]+", lambda raised: " ^ " + unicodedata.normalize("NFKC", raised[0]), text)
    plain = spaced.translate({0xA0: " ", ord("’"): "'", ord("×"): " × "})
    digits = alpha2digit(plain, code, threshold=0)
    if code == "fr":
        digits = re.sub(r"\bneuf\b", "9", digits)  # after a noun, the parser takes it for "new"
    together = re.sub(r"(?<=\d) (?=\d)", "", digits)
    signed = re.sub(rf"(?:−|\b{MINUS[code]}) ?(?=\d)", "−", together)
    return [number.replace(",", ".") for number in re.findall(r"−?\d+(?:[.,]\d+)?", signed)]


def reading_errors(narration: str, said: str, code: str) -> Iterator[str]:
    """Yield what is wrong with a narration as it is read aloud."""
    if wrong := unread(said):
        yield f"{said!r} has {wrong}, which are not read"
    if heard(narration, code) != heard(said, code):
        yield f"{said!r} says {heard(said, code)}, for {heard(narration, code)} in {narration!r}"


def _foreign(word: str) -> bool:
    return any(letter.isalpha() and "LATIN" not in unicodedata.name(letter) for letter in word)
