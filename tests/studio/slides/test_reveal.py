"""The vendored reveal.js is the version that is written down, byte by byte."""

import re
from hashlib import sha256

from tests.rigs.rehearsal import ROOT

SLIDES = ROOT / "scenes" / "studio" / "slides"


def test_checksums():
    """Each vendored file has its checksum, and the version is the one that reveal.js reports."""
    header, *lines = (SLIDES / "reveal.sha256").read_text().splitlines()
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in (SLIDES / "reveal").iterdir()}
    assert found == {name: checksum for checksum, name in map(str.split, lines)}
    version = re.match(r"# reveal\.js (\d+\.\d+\.\d+);", header)
    assert version
    assert f"`{version[1]}`" in (SLIDES / "reveal" / "reveal.js").read_text()
