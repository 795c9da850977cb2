import math
import pickle

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Activation, get_activation

SOFTMAX = get_activation("softmax")
ROWS = [
    [0.0, 0.0],
    [1.0, -2.0, 0.5],
    [40.0, 0.0, -3.0],
    [0.0, -700.0, 700.0],
    [1e4, -1e4, 9999.0, 0.0],
    [-1e4, -1e4, -1e4],
]


def exactly(z, dz=None):
    """Return softmax of z + Δz as fractions of mpmath."""
    z = [mpmath.mpf(each) + mpmath.mpf(step) for each, step in zip(z, dz or [0.0] * len(z), strict=True)]
    e = [mpmath.exp(each) for each in z]
    return [each / mpmath.fsum(e) for each in e]


@pytest.mark.parametrize("z", ROWS)
def test_values_and_matrix_are_accurate(z):
    with mpmath.workdps(9000):
        a = exactly(z)
        matrix = [[float(p * (1 - q) if i == j else -p * q) for j, q in enumerate(a)] for i, p in enumerate(a)]
        values = list(map(float, a))
    with np.errstate(all="raise"):
        a, da_dz = SOFTMAX.f(np.array(z)), SOFTMAX.df(np.array(z))
    np.testing.assert_allclose(a, values, rtol=1e-14, atol=1e-307)
    np.testing.assert_allclose(da_dz, matrix, rtol=1e-14, atol=1e-307)


STEPS = [[1e-15, 0.0], [0.0, -1e-6], [0.3, -0.4], [3.0, 3.0], [-50.0, 1.0], [1e3, -1e3], [-2e4, 0.5]]


@pytest.mark.parametrize("z", ROWS)
@pytest.mark.parametrize("steps", STEPS)
def test_changes_are_accurate_however_small(z, steps):
    dz = [*steps, 0.0, 0.0][: len(z)]
    with mpmath.workdps(
        60 + int(np.ptp([*z, *np.add(z, dz)]) / math.log(10))
    ):  # enough for each of their exponentials
        expected = [float(after - before) for before, after in zip(exactly(z), exactly(z, dz), strict=True)]
    with np.errstate(all="raise"):
        changed = SOFTMAX.change(np.array(z), np.array(dz))
    np.testing.assert_allclose(changed, expected, rtol=1e-11, atol=1e-300)


@given(st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=6), st.floats(-1e3, 1e3))
def test_outputs_are_a_distribution_that_only_differences_of_z_decide(z, shift):
    a = SOFTMAX.f(np.array(z))
    assert ((a >= 0.0) & (a <= 1.0)).all()
    assert a.sum() == pytest.approx(1.0, rel=1e-14)
    np.testing.assert_allclose(SOFTMAX.f(np.array(z) + shift), a, rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(SOFTMAX.df(np.array(z)).sum(axis=0), 0.0, atol=1e-14)


def test_a_batch_is_computed_row_by_row():
    rng = np.random.default_rng(3)
    z, dz, g = rng.normal(size=(3, 5, 4))
    together = SOFTMAX.f(z), SOFTMAX.df(z), SOFTMAX.change(z, dz), SOFTMAX.back(z, g), SOFTMAX.terms(z, g)
    for n in range(5):
        alone = SOFTMAX.f(z[n]), SOFTMAX.df(z[n]), SOFTMAX.change(z[n], dz[n]), SOFTMAX.back(z[n], g[n])
        for whole, row in zip(together[:4], alone, strict=True):
            np.testing.assert_allclose(whole[n], row, rtol=1e-14)
        for slopes in (together[3][n], together[4][n].sum(axis=0)):
            np.testing.assert_allclose(slopes, g[n] @ SOFTMAX.df(z[n]), rtol=1e-12, atol=1e-15)


def test_it_survives_pickling():
    assert pickle.loads(pickle.dumps(SOFTMAX)) == SOFTMAX


def test_a_function_of_whole_layers_needs_a_matrix():
    with pytest.raises(
        ValueError, match=r"^activation 'own': df: expected float64 of shape \(1, 3, 3\) .* \(1, 3\)$"
    ):
        Activation("own", SOFTMAX.f, lambda z: np.ones_like(z), whole_layer=True)
