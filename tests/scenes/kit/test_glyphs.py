"""Typst source becomes outlines: the same on every machine, with text never run as code."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
import typst

from scenes.kit.text.glyphs import compiler, typeset_math, typeset_words
from tests.rigs.rehearsal import ROOT, typesetter

PAYLOADS = [
    '#read("/etc/passwd")',
    '"; #read("pyproject.toml") + "',
    '\\"#sys.version\\"',
    "prix : 5 $ x^2 $",
    "{{w}} {0} {w}",
    "*bold* _emph_ = x",
    "@ref <label> // comment",
    "back\\slash \\n \\u{41}",
    "#while true {}",
    "]#panic[",
    "'single' `raw` ~tilde -- ---",
    "fi ffi fl",
    "L’été, ça « marche » : 5 % ! œ À",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_never_code(payload: str):
    """There is one outline for each visible letter, equal to that of the letter alone."""
    letters = [c for c in payload if not c.isspace()]
    line = typesetter().plain(payload)
    assert len(line) == len(letters)
    for letter, glyph in zip(letters, line, strict=True):
        (alone,) = typesetter().plain(letter)
        assert glyph.points.shape == alone.points.shape
        np.testing.assert_allclose(glyph.points - glyph.points[0], alone.points - alone.points[0], atol=1e-6)


def test_a_newline_is_a_space():
    one, other = typesetter().plain("a\nb \r\n c"), typesetter().plain("a b c")
    assert len(one) == len(other) == 3
    np.testing.assert_allclose(one.width, other.width)


def test_words_on_screen_may_hold_anything():
    """A translated sentence is set the same way."""
    assert len(typesetter().words("in every lens")) == len("ineverylens")


SCRIPT = """
import hashlib
from scenes.kit.text.glyphs import typeset_math, typeset_words
digest = hashlib.sha256()
for glyph in (*typeset_math('frac(partial C_0, partial w^((L))) = sum_(j=0)^n "0.5"'), *typeset_words("L’été : ça")):
    digest.update(glyph.outline.tobytes() + glyph.origin.tobytes() + glyph.colour.encode())
print(digest.hexdigest())
"""


def test_outlines_do_not_depend_on_the_process(tmp_path: Path):
    """They do not depend on the hash seed, nor on the user's fonts, home or working folder."""
    digest = hashlib.sha256()
    for glyph in (
        *typeset_math('frac(partial C_0, partial w^((L))) = sum_(j=0)^n "0.5"'),
        *typeset_words("L’été : ça"),
    ):
        digest.update(glyph.outline.tobytes() + glyph.origin.tobytes() + glyph.colour.encode())
    nowhere = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "FONTCONFIG_FILE": str(tmp_path / "none.conf")}
    for seed, extra in (("1", {}), ("2", nowhere)):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)} | extra
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == digest.hexdigest()


def test_no_system_font_is_used():
    """Otherwise, installed fonts would replace missing letters, or the project's own versions."""
    compiler.cache_clear()
    with patch("typst.Compiler", wraps=typst.Compiler) as made:
        typeset_words("made by a new compiler")
    compiler.cache_clear()
    (call,) = made.call_args_list
    assert call.kwargs["ignore_system_fonts"] is True


def test_outlines_are_read_only():
    (glyph,) = typeset_math("x")
    with pytest.raises(ValueError, match="read-only"):
        glyph.outline[0] = 0
