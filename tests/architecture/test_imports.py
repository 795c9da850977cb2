"""Importing the project's modules has no side effects."""

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import HANDOUT, sources
from tests.rigs.rehearsal import ROOT

# Reports the side effects of importing the project's modules, after all others: files opened that are not Python's
# own, connections, processes started, and settings of other modules that changed.
WATCHED = """
import importlib, json, locale, os, random, signal, sys, warnings
sys.path.insert(0, sys.argv[1])
first, *modules = json.loads(sys.argv[2])
import numpy
from manim import config, logger
for name in json.loads(sys.argv[3]):
    importlib.import_module(name)

def state():
    return {
        "chance": repr((random.getstate(), numpy.random.get_state())),
        "manim": repr(dict(config)),
        "numpy": repr((numpy.geterr(), numpy.get_printoptions())),
        "environment": repr(sorted(os.environ.items())),
        "locale": repr(locale.setlocale(locale.LC_ALL)),
        "folder": os.getcwd(),
        "path": repr(sys.path),
        "signals": repr([signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]),
        "recursion": repr(sys.getrecursionlimit()),
        "log": repr((logger.level, logger.handlers)),
    }

done = []
before = state()

def heard(event, arguments):
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")):
        if "__pycache__" not in str(arguments[0]):  # Python writes there what it compiled
            done.append(f"opens {arguments[0]}")
    elif event in ("socket.connect", "subprocess.Popen", "os.system", "os.fork", "os.remove", "os.putenv"):
        done.append(f"{event}: {arguments}")

sys.addaudithook(heard)
for name in [first, *modules]:
    importlib.import_module(name)
after = state()
print(json.dumps(done + [f"changes {name}" for name in before if before[name] != after[name]]))
"""

# The project's dependencies, some of which open files when imported.
LIBRARIES = [
    "av",
    "babel.numbers",
    "babel.support",
    "cairo",
    "click",
    "distributed",
    "font_source_sans_pro",
    "jinja2",
    "markupsafe",
]
LIBRARIES += ["manim_slides.convert", "msgspec", "PIL.Image", "rich.progress", "rich.table", "srt", "typer", "typst"]
LIBRARIES += ["unicode_rbnf"]


def done_by(folder: Path, *modules: str) -> list[str]:
    """Return the side effects of importing the modules in a folder."""
    program = [sys.executable, "-c", WATCHED, str(folder), json.dumps(modules), json.dumps(LIBRARIES)]
    run = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_nothing_is_loaded():
    modules = [source.name for source in sources() if "__" not in source.name]
    assert len(modules) > 140
    assert done_by(ROOT, *modules) == []


def test_importing_the_core_is_quick():
    script = "import sys, backprop_core; print([m for m in ('manim', 'scipy', 'pandas') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_handout_imports_no_manim():
    """Neither itself nor by way of another module."""
    modules = [source.name for source in sources() if source.package == HANDOUT]
    assert len(modules) > 20
    script = "import importlib, json, sys; [importlib.import_module(name) for name in json.loads(sys.argv[1])]\n"
    script += "print(json.dumps(sorted(name for name in sys.modules if name.partition('.')[0] == 'manim')))"
    for planted in ([], ["manim.constants"]):
        command = [sys.executable, "-c", script, json.dumps([*modules, *planted])]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert bool(json.loads(run.stdout)) == bool(planted)


PLANTED = {
    "from pathlib import Path\nTEXT = Path(__file__).with_name('table.txt').read_text()": "opens",
    "import numpy\nnumpy.random.seed(1)": "changes chance",
    "import manim\nmanim.config.frame_rate = 7": "changes manim",
    "import os\nos.environ['TZ'] = 'UTC'": "changes environment",
    "import numpy\nnumpy.seterr(all='ignore')": "changes numpy",
    "import subprocess\nsubprocess.run(['true'])": "subprocess.Popen",
}


def test_what_is_planted_is_caught(tmp_path: Path):
    (tmp_path / "table.txt").touch()
    modules = [f"planted_{number}" for number in range(len(PLANTED))]
    for name, code in zip(modules, PLANTED, strict=True):
        (tmp_path / f"{name}.py").write_text(code)
    done = done_by(tmp_path, *modules)
    assert [caught for caught in PLANTED.values() if not any(each.startswith(caught) for each in done)] == []
