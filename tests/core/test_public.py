import subprocess
import sys

import backprop_core


def test_every_public_name_exists():
    assert all(hasattr(backprop_core, name) for name in backprop_core.__all__)
    assert sorted(backprop_core.__all__) == backprop_core.__all__


def test_import_is_light():
    """Importing the core loads no slow module."""
    program = "import sys, backprop_core; print(*{'manim', 'scipy', 'pandas', 'scenes'} & set(sys.modules))"
    heavy = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert heavy.split() == []


def test_what_notebooks_and_reports_look_like_is_imported_when_asked_for():
    program = """
import sys, backprop_core as bp
def loaded():
    return {name.split(".")[1] for name in sys.modules if name.startswith("backprop_core.")} & {"notebook", "reports"}
net = bp.Network.chain([1.5], [0.0])
print(*loaded())
bp.report(bp.default_lesson())
print(*loaded())
net._repr_html_()
print(*sorted(loaded()))
print(bp.report is bp.report, hasattr(bp, "reports"), hasattr(bp, "nothing"))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["", "reports", "notebook reports", "True True False"]
