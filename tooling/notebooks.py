"""Runs the notebooks and keeps what they show, but for videos. Called by make notebooks, and by the tests."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

# A clip takes seconds; a machine that is busy with other things takes longer.
TIMEOUT = 600


class ThisPython(AsyncKernelManager):
    """Starts the Python that runs this, whatever kernels somebody has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """How to start it."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=self.kernel_name, language="python")


def main(*arguments: str) -> None:
    """Run all notebooks and put in what they show; or run one in a folder, and write it there with its videos."""
    if arguments:
        source, folder = map(Path, arguments)
        nbformat.write(executed(source, folder), folder / source.name)
        return
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        with TemporaryDirectory() as folder:
            notebook = executed(path, Path(folder))
        for cell in notebook.cells:
            if cell.source.startswith("%%manim"):
                cell.outputs = []
        nbformat.write(notebook, path)


def executed(source: Path, folder: Path) -> NotebookNode:
    """Return a notebook as it is when all its cells have been run in a folder; nothing of somebody's own is touched.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(source, as_version=4)
    where = {"metadata": {"path": str(folder)}}
    options = {"kernel_manager_class": ThisPython, "timeout": TIMEOUT, "record_timing": False}
    with _own_settings():
        NotebookClient(notebook, resources=where, **options).execute()
    notebook.metadata["language_info"] = {"name": "python"}  # not which Python it was
    return notebook


@contextmanager
def _own_settings() -> Iterator[None]:
    """Let Jupyter and IPython keep their settings and histories in a folder that is thrown away."""
    before = dict(os.environ)
    with TemporaryDirectory() as folder:
        os.environ |= dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"), folder)
        os.environ.pop("BACKPROP_LESSON", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


if __name__ == "__main__":
    main(*sys.argv[1:])
