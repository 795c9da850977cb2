"""Reads numbers in pixels with tesseract."""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageFilter, ImageOps

# The heights to which a line of digits is scaled before it is read, in pixels.
SIZES = (28, 36, 44, 52, 60)
_RIM = 24

# Enlarged pixels have steps and rings, which tesseract takes for shapes: they are blurred, by these shares of the
# height.
BLURS = (1 / 40, 1 / 20)

# Each number is read at all heights with all blurs, and the most frequent reading counts: in any single variant,
# tesseract misreads a glyph now and then, or sees nothing at all.
VARIANTS = [(size, size * part) for size in SIZES for part in BLURS]

# Tesseract reads a minus sign as any of these dashes.
_DASHES = "-–—−"
_ALLOWED = f"0123456789.,+×(){_DASHES}"


def read_numbers(cuts: Sequence[np.ndarray]) -> list[str]:
    """Return the number in each of some pictures, as the lecture prints it: ``−0.25``."""
    with TemporaryDirectory() as folder:
        paths = []
        for place, cut in enumerate(cuts):
            for number, look in enumerate(VARIANTS):
                paths.append(Path(folder) / f"{place}-{number}.png")
                _black_on_white(cut, *look).save(paths[-1])
        listed = Path(folder) / "list.txt"
        listed.write_text("\n".join(map(str, paths)))
        command = ["tesseract", str(listed), "-", "--psm", "7", "-l", "eng", "-c", "page_separator=|"]
        run = subprocess.run(
            [*command, "-c", f"tessedit_char_whitelist={_ALLOWED}"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    texts = [_normalized(text) for text in run.stdout.split("|")[: len(paths)]]
    assert len(texts) == len(paths), run.stderr
    each = [texts[i : i + len(VARIANTS)] for i in range(0, len(texts), len(VARIANTS))]
    return [max(readings, key=Counter(filter(None, readings)).__getitem__) for readings in each]


def _black_on_white(cut: np.ndarray, size: int, blur: float) -> Image.Image:
    """Return a line of text in black on white, scaled to a height of ``size`` pixels and blurred by ``blur``."""
    ground = np.median(cut.reshape(-1, 3), axis=0)
    ink = np.linalg.norm(cut - ground, axis=-1)
    ink /= max(float(ink.max()), 1.0)
    rows = np.flatnonzero((ink > 0.5).any(axis=1))
    height = len(rows) and int(rows[-1] - rows[0]) + 1
    picture = Image.fromarray((255 * (1 - ink)).astype(np.uint8))
    if height:
        picture = ImageOps.scale(picture, size / height, Image.Resampling.LANCZOS)
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    return ImageOps.expand(picture, _RIM, 255)


def _normalized(text: str) -> str:
    """Return a number with proper minus signs, and without the brackets around a negative one."""
    number = re.sub(f"[{_DASHES}]", "−", re.sub(r"\s", "", text))
    number = re.sub(r"^\((−.*)\)$", r"\1", number)
    return re.sub(r"×10(−?\d+)$", r"×10^\1", number)
