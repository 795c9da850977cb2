"""The texts that stand below the constants of a module."""

import ast
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path


def below(module: str) -> dict[str, str]:
    """Return what is said of each constant of a module, by its name.

    >>> below("backprop_core.model.activations")["tanh"]
    'tanh z, between −1 and 1; its derivative is 1 − tanh² z.'
    """
    spec = find_spec(module)
    body = ast.parse(Path(str(spec and spec.origin)).read_text("utf-8")).body
    return {
        assigned.targets[0].id: " ".join(text.value.value.split())
        for assigned, text in pairwise(body)
        if isinstance(assigned, ast.Assign) and isinstance(assigned.targets[0], ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
