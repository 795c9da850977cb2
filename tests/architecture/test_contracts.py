"""The import contracts of pyproject.toml catch planted violations."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.rigs.rehearsal import ROOT

LINT = Path(sys.executable).with_name("lint-imports")

# Forbidden code of each kind, and the module to whose end it is added.
PLANTED = [
    ("backprop_core.calculus.forward", "scenes.kit.theme"),
    ("backprop_core.calculus.nudge", "backprop_core.reports.numbers"),
    ("backprop_core.lesson.load", "backprop_core.notebook.tables"),
    ("backprop_core.model.network", "backprop_core.lesson.load"),
    ("scenes.engine.film", "scenes.kit.text.typesetter"),
    ("scenes.engine.box", "backprop_core.quantities"),
    ("scenes.numbers.scales", "scenes.kit.layout"),
    ("scenes.numbers.language", "manim"),
    ("scenes.kit.plot.bars", "scenes.nudges"),
    ("scenes.kit.plot.axes", "scenes.kit.network.neuron"),
    ("scenes.kit.text.ledger", "scenes.kit.plot.axes"),
    ("scenes.kit.theme", "scenes.figures.learning.diagram"),
    ("scenes.kit.flow.captions", "scenes.handout.document"),
    ("scenes.figures.nudges.lens", "scenes.figures.learning.diagram"),
    ("scenes.nudges", "scenes.derivatives"),
    ("scenes.learning", "scenes.studio.build.job"),
    ("scenes.handout.document", "scenes.engine.canvas"),
    ("scenes.handout.pdf", "scenes.nudges"),
    ("scenes.handout.formulas.steps", "scenes.studio.render.posters"),
    ("scenes.studio.build.job", "scenes.studio.render.draw"),
    ("scenes.studio.media.mux", "scenes.studio.voice.narrate"),
    ("scenes.studio.publish.player_data", "scenes.nudges"),
    ("scenes.studio.watch.session", "scenes.studio.cli.progress"),
    ("scenes.studio.render.draw", "scenes.figures.learning.diagram"),
    ("scenes.studio.cli.options", "tests"),
]


def test_what_is_planted_is_caught(tmp_path: Path):
    for name in ("backprop_core", "scenes"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=lambda folder, names: not_code(Path(folder), names))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for importer, imported in PLANTED:
        with (tmp_path / importer.replace(".", "/")).with_suffix(".py").open("a") as module:
            module.write(f"\n\ndef planted():\n    import {imported}\n")
    run = subprocess.run([LINT, "--no-cache"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1, run.stderr
    assert " KEPT" not in run.stdout
    missed = [f"{importer} -> {imported}" for importer, imported in PLANTED]
    assert [each for each in missed if f"{each} (l." not in " ".join(run.stdout.split())] == []


def not_code(folder: Path, names: list[str]) -> list[str]:
    """Return the entries of a folder that are not code."""
    return [name for name in names if not (folder / name).is_dir() and not name.endswith(".py")]
