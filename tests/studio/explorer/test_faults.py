"""Faults of the explorer's scripts are noticed by what they compute and print in the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from scenes.locale.languages import all_languages
from scenes.numbers.language import Language
from tests.judges.explorer import differences
from tests.rigs.explorer_edges import EDGES
from tests.rigs.explorer_faults import FAULTS
from tests.rigs.explorer_scripts import ScriptFault, answer, open_scripts, printed, questions, source
from tests.rigs.mutant_runs import all_lessons
from tests.rigs.number_sizes import prints


@pytest.fixture
def faulty(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page()
    yield open_scripts(page, request.getfixturevalue("fault"))
    page.close()


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_noticed(faulty: Page, fault: ScriptFault):
    assert misprints(faulty) if fault.script == "digits" else miscomputes(faulty)


def misprints(page: Page) -> bool:
    tasks = [task for code in all_languages() for task in prints(code)]
    expected = [Language(code).number(value, places, signed=plus) for value, places, code, plus in tasks]
    return printed(page, tasks) != expected


def miscomputes(page: Page) -> bool:
    for question in EDGES.values():
        wrong, _, noisy = differences(answer(page, question), question)
        if wrong or noisy:
            return True
    asked = (question for lesson in all_lessons().values() for question in questions(lesson).values())
    return any(differences(answer(page, question), question)[0] for question in asked)


def test_each_fault_can_be_put_in():
    assert [str(fault) for fault in FAULTS if source(fault.script, fault) == source(fault.script)] == []
