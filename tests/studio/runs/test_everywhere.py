"""The same lesson gives the same files, byte by byte, wherever it is rendered: real clips, by the real command."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from importlib.metadata import files as installed
from pathlib import Path

import numpy as np
import pytest

import backprop_core as bp
from scenes.kit.flow.catalogue import lecture
from tests.readers.video_decoder import decode_frames
from tests.rigs.dask_cluster import DaskCluster
from tests.rigs.fake_renders import contents
from tests.rigs.rehearsal import ROOT
from tests.rigs.rendered_lecture import CLIPS

pytestmark = pytest.mark.long

# Where this folder is on the path, Python lacks what Windows lacks: forks, masks of signals, locks of folders.
NO_UNIX = ROOT / "tests/rigs/no_unix"

BACKPROP = Path(sys.executable).with_name("backprop")

# What somebody may have written for clips of his own; none of it is the lecture's business.
MANIM_CFG = """\
[CLI]
frame_rate = 7
pixel_height = 100
background_color = RED
frame_height = 4.0
movie_file_extension = .mov
format = gif
media_dir = /nowhere
save_last_frame = True
disable_caching = False
[logger]
logging_keyword = magenta
"""

# No font at all; the fonts of one folder alone, each of them by any name.
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'
OTHER_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}</dir>
<match target="pattern"><edit name="family" mode="assign" binding="strong"><string>Source Sans Pro</string></edit>
<edit name="slant" mode="assign"><const>italic</const></edit></match></fontconfig>"""


@dataclass(frozen=True)
class Place:
    """A machine, as far as a program can tell, and somebody who works there."""

    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    cwd: Path | None = None
    umask: int = -1
    cores: int | None = None

    def and_(self, other: "Place") -> "Place":
        """Return a place that is like both."""
        return Place(
            {**self.environment, **other.environment},
            self.options + other.options,
            other.cwd or self.cwd,
            max(self.umask, other.umask),
            other.cores or self.cores,
        )

    def render(self, out: Path, *arguments: str) -> None:
        """Run the command there."""

        def use_cores() -> None:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: self.cores])

        ours = ("LANG", "LANGUAGE", "LC_", "TZ", "PYTHON", "BACKPROP_", "FONTCONFIG_", "XDG_")
        here = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        run = subprocess.run(
            [str(BACKPROP), "render", *arguments, *self.options, "--out", str(out)],
            cwd=self.cwd or out.parent,
            env={**here, **self.environment},
            umask=self.umask,
            preexec_fn=use_cores if self.cores else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        assert (run.returncode, run.stderr) == (0, "")


def variables(**environment: str) -> Callable[[Path], Place]:
    return lambda _: Place(environment)


def options(*given: str) -> Callable[[Path], Place]:
    return lambda _: Place(options=given)


def fonts(text: str) -> Callable[[Path], Place]:
    """Return what makes a machine with other fonts."""

    def place(folder: Path) -> Place:
        (found,) = {
            Path(str(path.locate())).parent
            for path in installed("font-source-sans-pro") or []
            if path.suffix == ".ttf"
        }
        (folder / "fonts.conf").write_text(text.format(folder=found))
        return Place({"FONTCONFIG_FILE": str(folder / "fonts.conf")})

    return place


def locale(language: str, charset: str = "UTF-8") -> Callable[[Path], Place]:
    """Return what makes a machine that speaks another language, in all that the C library does."""

    def place(folder: Path) -> Place:
        name = f"{language}.{charset}"
        subprocess.run(["localedef", "-i", language, "-f", charset, folder / name], check=True, capture_output=True)
        return Place({"LOCPATH": str(folder), "LANG": name, "LC_ALL": name, "LANGUAGE": language})

    return place


def another_home(folder: Path) -> Place:
    """Somebody else's home, with settings of manim's of his own."""
    (folder / "home/.config/manim").mkdir(parents=True)
    (folder / "home/.config/manim/manim.cfg").write_text(MANIM_CFG)
    return Place({"HOME": str(folder / "home")})


def another_folder(folder: Path) -> Place:
    """Another working folder, with manim's settings and more in it."""
    cwd = folder / "mon dossier’"
    cwd.mkdir()
    (cwd / "manim.cfg").write_text(MANIM_CFG)
    (cwd / "scenes.py").write_text("raise RuntimeError\n")
    return Place(cwd=cwd)


def all_at_once(folder: Path) -> Place:
    """Everything another way."""
    names = ("no fonts", "Turkish", "Kathmandu", "hash seed 1", "home", "folder", "umask", "one core", "3 jobs")
    return reduce(Place.and_, (PLACES[name](folder) for name in (*names, "full memory")))


PLACES: dict[str, Callable[[Path], Place]] = {
    "no fonts": fonts(NO_FONTS),
    "other fonts": fonts(OTHER_FONTS),
    "C": variables(LANG="C", LC_ALL="C"),
    "ASCII": variables(LC_ALL="POSIX", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"),
    "French": locale("fr_FR"),
    "Latin-1": locale("fr_FR", "ISO-8859-1"),
    "Turkish": locale("tr_TR"),
    "Kathmandu": variables(TZ="Asia/Kathmandu"),
    "Samoa": variables(TZ="Pacific/Apia"),
    "hash seed 0": variables(PYTHONHASHSEED="0"),
    "hash seed 1": variables(PYTHONHASHSEED="1"),
    "1 job": options("--jobs", "1"),
    "2 jobs": options("--jobs", "2"),
    "3 jobs": options("--jobs", "3"),
    "home": another_home,
    "folder": another_folder,
    "umask": lambda _: Place(umask=0o077),
    "one core": lambda _: Place(cores=1),
    "full memory": variables(MALLOC_PERTURB_="170"),  # new memory is not zero: x264 has read some that it never wrote
    "no Unix": variables(PYTHONPATH=str(NO_UNIX), PYTHONIOENCODING="cp1252"),
    "all at once": all_at_once,
}


def same(here: Path, there: Path) -> None:
    """Hold that two folders have the same files; say of videos whether it is the pictures that differ."""
    one, other = contents(here), contents(there)
    assert one.keys() == other.keys()
    assert [described(here / name, there / name) for name in one if one[name] != other[name]] == []


def described(here: Path, there: Path) -> str:
    """Return the name of a file that differs, with the first picture that does."""
    if here.suffix != ".mp4":
        return here.name
    pictures = list(zip(decode_frames(here), decode_frames(there), strict=True))
    differing = [number for number, (one, other) in enumerate(pictures) if not np.array_equal(one, other)]
    return f"{here.name}: {f'picture {differing[0]}' if differing else 'no picture, but the bytes'}"


@pytest.mark.parametrize("name", PLACES)
def test_in_another_place(rendered: Path, lesson_file: Path, tmp_path: Path, name: str):
    place = PLACES[name](tmp_path)
    place.render(tmp_path / "out", *CLIPS, "--lesson", str(lesson_file), "--lang", "en,fr")
    same(tmp_path / "out", rendered)


def test_the_places_are_other_ones(tmp_path: Path):
    """What is said to differ does; else the other tests would prove nothing."""
    place = PLACES["all at once"](tmp_path)
    program = (
        "import locale, os, time; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
    )
    told = subprocess.run(
        [sys.executable, "-c", f"{program}; print(time.tzname[0], os.getcwd())"],
        env={**os.environ, **place.environment},
        cwd=place.cwd,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    assert told[0] == ","
    assert told[1].startswith(f"+0545 {tmp_path}")


def test_on_an_older_processor(rendered: Path, lesson_file: Path, tmp_path: Path):
    """Its exponentials and sums may end in another last digit: that is in the exact values, and in no picture."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])  # pyright: ignore[reportOptionalSubscript]
    place = Place({"NPY_DISABLE_CPU_FEATURES": " ".join(found), "OPENBLAS_CORETYPE": "Nehalem"})
    place.render(tmp_path / "out", *CLIPS, "--lesson", str(lesson_file), "--lang", "en,fr")
    one, other = contents(tmp_path / "out"), contents(rendered)
    differing = [name for name in one if one[name] != other[name]]
    assert one.keys() == other.keys()
    assert {Path(name).suffix for name in differing} <= {".json", ".html"}
    for name in differing:
        (words, numbers), (others, nearly) = parted(one[name]), parted(other[name])
        assert words == others
        assert numbers == pytest.approx(nearly, rel=1e-12, abs=1e-15)


def parted(data: bytes | None) -> tuple[list[str], list[float]]:
    """Return the words of a file, without its checksum, and the numbers between them."""
    assert data
    number = r"-?[0-9]+\.[0-9]+(?:e-?[0-9]+)?"
    text = re.sub(r'"checksum": "\w+"', "", data.decode())
    return re.split(number, text), [float(each) for each in re.findall(number, text)]


def test_on_a_cluster(rendered: Path, lesson_file: Path, tmp_path: Path):
    """Two workers, one of which is in another place than the other."""
    (tmp_path / "network").mkdir()
    network = DaskCluster(tmp_path / "network")
    try:
        network.worker("--nthreads", "1")
        network.worker("--nthreads", "2", environment=PLACES["all at once"](tmp_path).environment)
        place = Place(options=("--cluster", network.address))
        place.render(tmp_path / "out", *CLIPS, "--lesson", str(lesson_file), "--lang", "en,fr")
    finally:
        network.end()
    same(tmp_path / "out", rendered)


def test_the_whole_lecture(tmp_path: Path):
    """All clips in both languages, here and where all is another way."""
    for name, place in (("here", Place()), ("there", PLACES["all at once"](tmp_path))):
        (tmp_path / name).mkdir()
        place.render(tmp_path / name / "out", "--lang", "en,fr")
    assert len(list((tmp_path / "here/out").rglob("clips/*.mp4"))) == 2 * len(lecture(bp.default_lesson()))
    same(tmp_path / "there/out", tmp_path / "here/out")
