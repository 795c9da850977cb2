"""What may not change must not be changeable."""

import dataclasses
from typing import Any

import numpy as np
import pytest


def assert_frozen(result: Any) -> None:
    """Try to set each field of a result, and to write into each float64 array in it, however deep."""
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
