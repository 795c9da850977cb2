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
