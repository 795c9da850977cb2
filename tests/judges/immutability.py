"""Checks that results cannot be changed."""

import dataclasses
from typing import Any

import numpy as np
import pytest


def assert_frozen(result: Any) -> None:
    """Assert that no field of a result can be set, and no array in it, however deeply nested, written to."""
    if isinstance(result, np.ndarray):
        assert result.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            result[...] = 0.0
    elif isinstance(result, tuple):
        for part in result:
            assert_frozen(part)
    elif dataclasses.is_dataclass(result):
        for field in dataclasses.fields(result):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(result, field.name, None)
            assert_frozen(getattr(result, field.name))
