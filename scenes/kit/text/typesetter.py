"""Writes formulas, words and numbers in one theme and language, and records every number shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, isinf

from backprop_core.quantities import Name, Quantity, Symbol
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.glyphs import UNMARKED, typeset_math, typeset_words
from scenes.kit.text.ledger import Ledger
from scenes.kit.text.readout import SIGNS, Readout, printed_width
from scenes.kit.text.spacing import spaced
from scenes.kit.theme import LABEL, NORMAL, Theme
from scenes.numbers.format import (
    ABOUT_ZERO,
    MINUS,
    clip_decimals,
    held_decimals,
    significant_decimals,
    spoken_decimals,
    too_small,
)
from scenes.numbers.language import N_, Language, with_superscripts
from scenes.numbers.scales import Scale
from scenes.numbers.typesetting import number_source

SIZE_OF = "size_of_"
"""What the name of a number begins with where a sentence has it without its sign."""


@dataclass
class Typesetter:
    """Writes formulas, words and numbers in one theme and language.

    Only a typesetter puts numbers on the screen, and it notes each in its ledger.

    Parameters
    ----------
    decimals
        The decimals of a plain value; ``clip_decimals`` has the rules for other quantities.
    """

    theme: Theme
    language: Language
    decimals: int = 3
    ledger: Ledger = field(default_factory=Ledger)

    def printed(self, value: float, *, decimals: int | None = None, signed: bool = False) -> str:
        """Return a number in the lesson's language; by default with the lesson's decimals."""
        return self.language.number(value, self.decimals if decimals is None else decimals, signed=signed)

    def tick(self, value: float, decimals: int, **options) -> Formula:
        """Return the number of an axis's tick, a round number that is not one of the lesson's and so is not noted."""
        source = number_source(self.printed(value, decimals=decimals))
        return self.formula(source, **{"colour": self.theme.muted, **options})

    def ticks(self, scale: Scale, *, size: float) -> list[Formula]:
        """Return the numbers of all ticks of a scale; very small ones are multiples of one power of ten."""
        power = scale.exponent
        multiples = scale.times(float(f"1e{-power}"))
        places = multiples.decimals
        by = f"×10^{power}".replace("-", MINUS) if power else ""
        values = [round(value, places) for value in multiples.ticks]
        texts = [self.printed(value, decimals=places) + (by if value else "") for value in values]
        return [self.formula(number_source(text), colour=self.theme.muted, size=size) for text in texts]

    def formula(
        self,
        template: str,
        *arguments: Name | Quantity | str,
        size: float = NORMAL,
        colour: str | None = None,
        decimals: int | Sequence[int | None] | None = None,
        signed: bool = False,
        brackets: bool | Sequence[bool] = False,
    ) -> Formula:
        """Return a line of mathematics.

        Parameters
        ----------
        template
            Typst mathematics with ``{}`` where an argument stands.
        arguments
            A name is written in its colours; a quantity is written as its number, and noted; a string is Typst
            mathematics.
        colour
            A colour for everything, instead of the symbols' colours.
        decimals
            The decimals of all numbers or, as a sequence, of each argument; by default those of ``clip_decimals``.
        signed
            Whether positive numbers have a plus sign.
        brackets
            Whether negative numbers are put into brackets, as in a product: all, or, as a sequence, each argument.
        """
        owners: list[tuple[int | None, Symbol | None, str]] = [(None, None, colour or self.theme.text)]
        wanted = decimals if isinstance(decimals, Sequence) else [decimals] * len(arguments)
        enclosed = brackets if isinstance(brackets, Sequence) else [brackets] * len(arguments)

        def mark(source: str, index: int, symbol: Symbol | None, shade: str) -> str:
            owners.append((index, symbol, colour or shade))
            return f'marked("#{len(owners) - 1:06x}", {source})'

        def written(index: int, argument: Name | Quantity | str) -> str:
            match argument:
                case str():
                    return mark(argument, index, None, self.theme.text)
                case Quantity(symbol=name, value=value):
                    places = wanted[index]
                    text = self.printed(
                        value,
                        decimals=clip_decimals(argument, self.decimals) if places is None else places,
                        signed=signed,
                    )
                    self.ledger.note(argument, text)
                    source = number_source(text)
                    if enclosed[index] and text[0] in SIGNS:
                        source = f"({source})"
                    return mark(source, index, None, self.theme.colour_of(name))
                case _:
                    source = argument.marked(lambda s, name: mark(name, index, s, self.theme.colour_of(s)))
                    return mark(source, index, None, self.theme.text)

        glyphs = spaced(typeset_math(template.format(*(written(i, a) for i, a in enumerate(arguments)))))
        found = [owners[int(glyph.colour[1:], 16) if glyph.colour != UNMARKED else 0] for glyph in glyphs]
        return Formula(glyphs, [shade for *_, shade in found], size, [(i, symbol) for i, symbol, _ in found])

    def words(self, english: str, *, size: float = LABEL, colour: str | None = None, **numbers: Quantity) -> TextLine:
        """Return a line of words in the lesson's language, with numbers in place of ``{names}``."""
        return self.plain(self.translate(english, **numbers), size=size, colour=colour)

    def plain(self, text: str, *, size: float = LABEL, colour: str | None = None) -> TextLine:
        """Return a line of text that is not translated, such as the lesson's title; none of it is read as code."""
        glyphs = typeset_words(text)
        return TextLine(glyphs, [colour or self.theme.text] * len(glyphs), size)

    def translate(self, english: str, **parts: Quantity | str) -> str:
        """Return a sentence in the lesson's language with its parts, as ``filled`` does; the sentence is noted."""
        sentence = self.ledger.sentences[english] = self.language.text(english)
        return self.filled(sentence, **parts)

    def filled(self, sentence: str, **parts: Quantity | str) -> str:
        """Return a sentence with its parts: numbers, each of which is noted, and words.

        In place of ``{size_of_dC}`` stands the number ``dC`` without its sign, as in "drops by 0.002".
        """
        written = {}
        for name, part in parts.items():
            if isinstance(part, str):
                written[name] = self.translate(part)
                continue
            number = self.printed(part.value, decimals=spoken_decimals(part, self.decimals))
            self.ledger.note(part, number)
            spelt = N_("minus infinity") if part.value < 0 else N_("infinity")
            written[name] = self.language.text(spelt) if isinf(part.value) else with_superscripts(number)
            written[SIZE_OF + name] = written[name].removeprefix(MINUS)
        return sentence.format(**written)

    def readout(
        self,
        quantity: Quantity,
        *,
        size: float = LABEL,
        colour: str | None = None,
        decimals: int | None = None,
        signed: bool = False,
        from_left: bool = False,
        widest: float = inf,
    ) -> Readout:
        """Return a live number.

        A number that would be wider than ``widest``, in em, is written shorter if it is a small power of ten: with
        one significant digit, or else as about zero. Otherwise it is not shown.
        """
        usual = self.decimals if decimals is None else decimals

        def text(quantity: Quantity) -> str:
            value, places = quantity.value, held_decimals(quantity, usual)
            forms = [self.printed(value, decimals=places, signed=signed)]
            if too_small(value, places):
                forms += [self.printed(value, decimals=significant_decimals(value, digits=1)), ABOUT_ZERO]
            return next((form for form in forms if printed_width(form) <= widest), "")

        shade = colour or self.theme.colour_of(quantity.symbol)
        return Readout(quantity, text, self.ledger, size=size, colour=shade, from_left=from_left)
