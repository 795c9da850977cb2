"""Updates the vendored reveal.js, scenes/studio/slides/reveal, to a version that npm has, and writes its checksums.

Called by make reveal, with the version as the only argument. Needs npm.
"""

import json
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

SLIDES = Path(__file__).parents[1] / "scenes" / "studio" / "slides"
VENDORED, CHECKSUMS = SLIDES / "reveal", SLIDES / "reveal.sha256"

# The files that the slides need, as they are named in the package.
NEEDED = ("LICENSE", "dist/reveal.css", "dist/reveal.js", "dist/plugin/notes.js")


def main() -> None:
    """Replace the vendored files."""
    version, contents = download(sys.argv[1])
    for name, content in contents.items():
        (VENDORED / name).write_bytes(content)
    sums = [f"{sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
    CHECKSUMS.write_text("".join([f"# reveal.js {version}; updated by: make reveal\n", *sums]))
    print(f"reveal.js {version}: {', '.join(contents)}")


def download(version: str) -> tuple[str, dict[str, bytes]]:
    """Return the exact version and the needed files, by name without folders."""
    with TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", f"reveal.js@{version}"], cwd=scratch, check=True)  # noqa: S607
        (archive,) = Path(scratch).iterdir()
        with tarfile.open(archive) as package:
            contents = {Path(name).name: read(package, name) for name in NEEDED}
            return json.loads(read(package, "package.json"))["version"], contents


def read(package: tarfile.TarFile, name: str) -> bytes:
    """Return the content of a file of the package."""
    file = package.extractfile(f"package/{name}")
    assert file
    return file.read()


if __name__ == "__main__":
    main()
