"""Faults in softmax, the cross-entropies, networks as data and single steps are noticed by the tests of the core."""

import os
import subprocess
import sys

import pytest

from tests.rigs.core_faults import FAULTS
from tests.rigs.mutant import Mutant
from tests.rigs.rehearsal import ROOT

CASES = [(tests, fault) for tests, faults in FAULTS.items() for fault in faults]

# One of each kind.
FEW = {
    "softmax._softmax_derivative: the diagonal left out",
    "descent.step: uphill",
}


def exit_status(tests: tuple[str, ...], fault: Mutant) -> int:
    """Run tests with a fault, up to the first that fails."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "tests.rigs.mutant_session", *tests]
    environment = os.environ | {"BACKPROP_FAULT": str(fault)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode


@pytest.mark.parametrize(
    ("tests", "fault"),
    [pytest.param(*case, id=str(case[1]), marks=() if str(case[1]) in FEW else pytest.mark.long) for case in CASES],
)
def test_a_fault_is_noticed(tests: tuple[str, ...], fault: Mutant):
    assert exit_status(tests, fault) == 1


def test_each_fault_has_a_name_of_its_own():
    names = [str(fault) for _, fault in CASES]
    assert len(set(names)) == len(names)
    assert set(names) > FEW


@pytest.mark.parametrize("fault", [fault for _, fault in CASES], ids=str)
def test_each_fault_can_be_put_in(fault: Mutant):
    """What it changes still stands where it says."""
    with fault.applied():
        pass
