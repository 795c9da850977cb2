"""The repository contains no registry addresses, no paths of a machine and no dead code."""

import inspect
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from vulture import Vulture

import backprop_core
from scenes.handout.compose import section_function
from tests.architecture.source import sources
from tests.rigs.rehearsal import ROOT, clips

BINARY = (".png", ".webp")

# The hosts that the project may link to.
HOSTS = {
    *("www.manim.community", "keepachangelog.com", "semver.org", "distributed.dask.org", "www.w3.org"),
    *("packaging.python.org", "github.com", "docs.python.org"),
    "rhasspy.github.io",  # where Piper's voices are listed
    *("revealjs.com", "hakim.se"),  # as reveal.js says of itself
}

# Home folders, and folders of build machines.
PATHS = re.compile(r"(?<![\w.…])/(?:home|root|Users|work|mnt|srv|builds?|workspace)/[\w.]|[A-Z]:\\\\Users")

REGISTRIES = re.compile(
    r"index-url\s*[=:]|extra-index|find-links|pythonhosted|pypi\.org/simple|registry\.npm|--hash=", re.I
)


def tracked() -> list[Path]:
    """Return the files that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is not a clone")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """Return the contents of all text files, except for this one."""
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in tracked()
        if path.suffix not in BINARY and path != Path(__file__)
    }


def test_no_lock_that_writes_down_addresses():
    assert [
        path.name for path in tracked() if path.name in ("uv.lock", "pylock.toml", "Pipfile.lock", "poetry.lock")
    ] == []


def complaints(name: str, text: str) -> list[str]:
    """Return the links and paths in a file that do not belong there."""
    found = [f"{name}: {each}" for each in PATHS.findall(text)]
    found += [f"{name}: {each}" for each in REGISTRIES.findall(text)]
    if not name.startswith("tests/"):  # these contain made-up hosts
        hosts = {re.sub(r":.*", "", each) for each in re.findall(r"https?://([\w.:-]+)", text)}
        found += [f"{name}: {host}" for host in hosts - HOSTS]
    if name in ("requirements.lock", "requirements-docs.lock"):
        pins = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
        found += [
            f"{name}: {pin}" for pin in pins if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+]+( ; .+)?", pin)
        ]
    return found


def test_no_registry_and_no_machine_is_named():
    assert [each for name, text in texts().items() for each in complaints(name, text)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "see /home/ann/lecture"),
        ("scenes/kit/theme.py", 'FONT = "/Users/ann/Fonts"'),
        ("Makefile", "pip install --index-url=https://pypi.org/simple"),
        ("tooling/setup.sh", "curl https://files.pythonhosted.org/x"),
        ("README.md", "http://10.0.0.7:8080/lecture"),
        ("requirements.lock", "numpy @ file:///opt/numpy"),
        ("requirements.lock", "numpy==2.0 --hash=sha256:00"),
        ("requirements.lock", "--extra-index-url https://example.org"),
        ("requirements-docs.lock", "mkdocs @ file:///opt/mkdocs"),
    ],
)
def test_what_is_planted_is_caught(name: str, text: str):
    assert complaints(name, text)


def test_each_public_function_of_the_core_is_shown_at_work():
    functions = {name: getattr(backprop_core, name) for name in backprop_core.__all__}
    functions = {name: each for name, each in functions.items() if inspect.isfunction(each)}
    assert len(functions) > 8
    assert [name for name, each in functions.items() if ">>>" not in (each.__doc__ or "")] == []


# Names that are only used dynamically: by manim, PyAV, uvicorn, python-pptx, templates, Python, commands or a worker.
USED_BY_OTHERS = [
    *("background_color", "_original_skipping_status", "static_image"),
    *("pix_fmt", "pict_type", "subtitle_header", "duration"),
    *("color_primaries", "color_trc", "colorspace", "color_range", "is_keyframe", "thread_type"),
    *("memo", "checksum", "Future"),
    *("us_letter", "work"),
    *("name_columns", "should_exit"),
    *("_repr_html_", "_repr_latex_", "__getattr__", "kernel_spec"),
    *("author", "last_modified_by", "rgb", "alignment", "number_colour"),
    "from_dict",  # by whoever computes with the core
    *("on_config", "on_files", "on_page_markdown", "on_page_content"),  # by MkDocs
]


def overriding() -> set[str]:
    """Return the names of methods that override a library's own."""
    modules = [import_module(source.name) for source in sources() if "__" not in source.name]
    classes = {each for module in modules for _, each in inspect.getmembers(module, inspect.isclass)}
    ours = {each for each in classes if each.__module__.split(".")[0] in ("backprop_core", "scenes")}
    return {name for each in ours for name in vars(each) for base in set(each.__mro__) - ours if name in vars(base)}


def dead(*paths: Path) -> list[str]:
    """Return unused code; clips, handout sections, beats and variants count as used, as they are found by name."""
    by_name = [clip.__name__ for clip in clips()]
    by_name += [function.__name__ for clip in clips() if (function := section_function(clip.__name__))]
    by_name += [variant for clip in clips() for beat in clip.beats() for variant in beat.variants]
    used = [*USED_BY_OTHERS, *overriding(), *by_name]
    found = Vulture(ignore_names=used, ignore_decorators=["@beat*", "@*.command*", "@*.callback*", "@*.register"])
    found.scavenge(list(map(str, paths)))
    return [f"{Path(each.filename).name}: {each.name}" for each in found.get_unused_code(min_confidence=60)]


def test_no_code_is_dead():
    product = [ROOT / name for name in ("backprop_core", "scenes", "benchmarks", "tooling")]
    assert dead(*product) == []


def test_dead_code_is_caught(tmp_path: Path):
    (tmp_path / "planted.py").write_text("import os\n\nSIZE = 1\n\ndef f():\n    return 2\n\nclass A:\n    pass\n")
    assert dead(tmp_path) == [f"planted.py: {name}" for name in ("os", "SIZE", "f", "A")]
