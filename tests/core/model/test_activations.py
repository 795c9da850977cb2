import pickle

import mpmath
import numpy as np
import pytest

from backprop_core import Activation, get_activation
from backprop_core.model.activations import ACTIVATIONS
from tests.judges.network import ACTIVATIONS as JUDGED

NAMES = list(ACTIVATIONS)
MAGNITUDES = [1e-300, 1e-12, 1e-3, 0.5, 1.0, 5.0, 30.0, 36.9, 40.0, 300.0, 700.0, 745.0, 1e3, 1e4]
Z = np.array([sign * size for size in MAGNITUDES for sign in (-1, 1)])


@pytest.mark.parametrize("name", NAMES)
def test_values_are_accurate_to_the_last_digit(name):
    with mpmath.workdps(9000):  # enough for 1 + e^-1e4
        expected = [float(JUDGED[name](mpmath.mpf(float(z)))) for z in Z]
    np.testing.assert_allclose(ACTIVATIONS[name].f(Z), expected, rtol=1e-15, atol=1e-307)


@pytest.mark.parametrize("name", NAMES)
def test_derivatives_are_accurate_even_where_saturated(name):
    with mpmath.workdps(50):
        expected = [float(_derivative(name, mpmath.mpf(float(z)))) for z in Z]
    np.testing.assert_allclose(ACTIVATIONS[name].df(Z), expected, rtol=1e-14, atol=1e-307)


def _derivative(name, z):
    """Return the derivative by a closed form that does not cancel."""
    match name:
        case "sigmoid":
            return mpmath.sech(z / 2) ** 2 / 4
        case "tanh":
            return mpmath.sech(z) ** 2
        case "softplus":
            return JUDGED["sigmoid"](z)
        case "relu" | "leaky_relu" | "identity":
            return JUDGED[name](mpmath.sign(z)) / mpmath.sign(z)  # piecewise straight through the origin
    raise AssertionError(name)


STEPS = [sign * size for size in (1e-15, 1e-6, 0.01, 0.5, 1.0, 3.0, 50.0, 1e3) for sign in (-1, 1)]


@pytest.mark.parametrize("name", NAMES)
def test_changes_are_accurate_however_small(name):
    z, dz = np.meshgrid(Z[abs(Z) < 1e4], STEPS)
    f = JUDGED[name]
    with mpmath.workdps(1000):
        ends = {z: f(mpmath.mpf(float(z))) for z in Z}
        pairs = zip(z.flat, dz.flat, strict=True)
        expected = [float(f(mpmath.mpf(float(z)) + mpmath.mpf(float(dz))) - ends[z]) for z, dz in pairs]
    np.testing.assert_allclose(ACTIVATIONS[name].change(z, dz).flat, expected, rtol=1e-11, atol=1e-300)


def test_the_change_of_a_custom_function_is_a_difference():
    cube = Activation("cube", lambda z: z**3, lambda z: 3 * z**2)
    np.testing.assert_allclose(cube.change(np.array([2.0, -1.0]), np.array([1.0, 2.0])), [19.0, 2.0])


@pytest.mark.parametrize("name", NAMES)
def test_no_warning_up_to_1e4(name):
    z = np.concatenate([np.linspace(-1e4, 1e4, 2001), Z, [0.0]])
    with np.errstate(all="raise"):
        a, da_dz = ACTIVATIONS[name].f(z), ACTIVATIONS[name].df(z)
        da = ACTIVATIONS[name].change(*np.meshgrid(z, STEPS))
    assert np.isfinite(a).all()
    assert np.isfinite(da_dz).all()
    assert np.isfinite(da).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (4, 3)])
def test_shape_and_type_are_kept(name, shape):
    z = np.full(shape, 0.5)
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        assert np.shape(function(z)) == shape
        assert np.asarray(function(z)).dtype == np.float64


@pytest.mark.parametrize("name", NAMES)
def test_result_is_a_new_array(name):
    z = np.array([0.5, 1.5])
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        assert not np.shares_memory(function(z), z)


def test_derivative_at_a_kink_is_the_documented_choice():
    zero = np.array([0.0, -0.0])
    np.testing.assert_array_equal(ACTIVATIONS["relu"].df(zero), [0.0, 0.0])
    np.testing.assert_array_equal(ACTIVATIONS["leaky_relu"].df(zero), [0.01, 0.01])
    assert {name: f.kinks for name, f in ACTIVATIONS.items() if f.kinks} == {"relu": (0.0,), "leaky_relu": (0.0,)}


@pytest.mark.parametrize("name", NAMES)
def test_a_function_survives_pickling(name):
    assert pickle.loads(pickle.dumps(ACTIVATIONS[name])) == ACTIVATIONS[name]


def test_functions_are_found_by_name():
    assert get_activation("tanh").name == "tanh"
    cube = Activation("cube", lambda z: z**3, lambda z: 3 * z**2)
    assert get_activation(cube) is cube


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("sigmod", r"activation: expected one of sigmoid, relu, .*, got 'sigmod' \(did you mean 'sigmoid'\?\)$"),
        ("xyz", r"activation: expected one of sigmoid, relu, .*, got 'xyz'$"),
        (3, r"activation: expected one of .*, got 3$"),
    ],
)
def test_an_unknown_name_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        get_activation(given)


@pytest.mark.parametrize(
    ("name", "f", "df", "message"),
    [
        ("", np.sin, np.cos, "activation: expected a name, got ''"),
        (
            "sum",
            np.sum,
            np.cos,
            r"activation 'sum': f: expected float64 of shape \(1, 3\) .*, got float64 of shape \(\)",
        ),
        ("step", np.sin, lambda z: z > 0, r"activation 'step': df: expected float64 .*, got bool of shape \(1, 3\)"),
        (
            "scalar",
            float,
            np.cos,
            "activation 'scalar': f: expected a function that takes an array and .*, but only ",
        ),
        (
            "in place",
            lambda z: np.maximum(z, 0, out=z),
            np.sign,
            "activation 'in place': f: expected a function .* returns a new one, but .* read-only",
        ),
        (
            "in place",
            np.sin,
            lambda z: z.__imul__(2),
            "activation 'in place': df: .* returns a new one, but .* read-only",
        ),
    ],
)
def test_an_invalid_function_is_refused(name, f, df, message):
    with pytest.raises(ValueError, match=message):
        Activation(name, f, df)
