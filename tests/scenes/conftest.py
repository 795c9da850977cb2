"""Reports how many mutants were noticed at the end of a run."""

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write how many mutants of the core die, and in how many plays of clips that show them."""
    reports = [each for outcome in ("passed", "failed") for each in terminalreporter.stats.get(outcome, [])]
    fates = [value for report in reports for name, value in report.user_properties if name == "mutant"]
    if fates:
        dead = sum(0 < fate["shown"] == fate["noticed"] for fate in fates)
        total = sum(map(Counter, fates), Counter())
        terminalreporter.write_line(
            f"{dead} of {len(fates)} mutants die. Other numbers were shown in {total['shown']} plays of a clip (in "
            f"{total['printed']} as printed, too), and {total['noticed']} times that was noticed; in "
            f"{total['drawn only']} plays only pictures were others, and {total['not played']} broke off."
        )
