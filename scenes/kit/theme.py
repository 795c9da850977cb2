"""The themes' colours by meaning, the safe area, and the sizes and durations that clips share."""

from dataclasses import dataclass

from backprop_core.quantities import Change, Name, Product, Ratio, Symbol


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, as ``#RRGGBB``.

    One hue has one meaning: a letter of the lecture has the same colour in formulas, on lines and on edges, and
    ``highlight`` is what is happening now. A sign has none: it is a direction, a printed sign, or dashes. The hues
    are of the Okabe-Ito family, shifted in lightness until each stands out from the background (at least 4.5 : 1),
    and those of letters from each other for colour-blind eyes.
    """

    name: str
    background: str
    panel: str
    text: str
    muted: str
    highlight: str
    w: str
    b: str
    z: str
    a: str
    y: str
    C: str

    def colour_of(self, name: Name) -> str:
        """Return the colour of a symbol or its change; ratios with a change of C, and their products, have that of C.

        Other ratios and products have the text's colour.
        """
        match name:
            case Symbol(letter=letter) | Change(of=Symbol(letter=letter)):
                return getattr(self, letter, self.text)
            case Ratio(top=Change(of=Symbol(letter="C"))):
                return self.C
            case Product(factors=factors) if self.C in map(self.colour_of, factors):
                return self.C
            case _:
                return self.text

    @property
    def shades(self) -> tuple[str, str]:
        """The darkest and the lightest fill of a neuron."""
        dark, light = sorted((self.background, self.a), key=luminance)
        return dark, light


DARK = Theme(
    name="dark",
    background="#0B0F14",
    panel="#141B24",
    text="#E8EAED",
    muted="#87929F",
    highlight="#FFB000",
    w="#56B4E9",
    b="#D58BBF",
    z="#35C998",
    a="#F4F4F4",
    y="#F0E442",
    C="#FF7A45",
)

LIGHT = Theme(
    name="light",
    background="#FAFAF6",
    panel="#F0F1EC",
    text="#22272E",
    muted="#5C656D",
    highlight="#8F5A00",
    w="#0069A6",
    b="#A03A7C",
    z="#00734F",
    a="#16191D",
    y="#544200",
    C="#C14200",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

# The frame, in units of 135 pixels at 1080p.
FRAME_WIDTH, FRAME_HEIGHT = 128 / 9, 8.0

# Nothing is drawn outside of the safe area; captions are shown below it.
SAFE_LEFT, SAFE_RIGHT = -6.76, 6.76
SAFE_TOP, SAFE_BOTTOM = 3.65, -3.1

# Type sizes, in frame units per em. A digit is 0.65 em high: at 480p, 14 pixels in SMALL, which is used where numbers
# have a usual length, and 11 in SMALLEST, for longer ones.
TITLE, LARGE, NORMAL, LABEL, SMALL, SMALLEST = 0.9, 0.72, 0.56, 0.46, 0.36, 0.285

# Strokes, in manim's pixels at 1080p.
THIN, MEDIUM, THICK = 2.0, 3.5, 7.0

# The opacity of what the narration is not about at the moment.
DIM = 0.35

# Durations of an animation, in seconds.
QUICK, MOVE, SLOW = 0.6, 1.0, 1.5


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, from 0 (black) to 1 (white), as WCAG 2 defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(fill: str) -> str:
    """Return black or white, whichever has more contrast to ``fill``: at least 4.5 : 1.

    >>> ink_on("#35C998"), ink_on("#141B24")
    ('#000000', '#FFFFFF')
    """
    lifted = luminance(fill) + 0.05
    return "#000000" if lifted / 0.05 > 1.05 / lifted else "#FFFFFF"
