"""The workflows and the container file name only what there is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.rigs.rehearsal import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PARSED = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in WORKFLOWS}
JOBS = [(workflow, name, job) for workflow, parsed in PARSED.items() for name, job in parsed["jobs"].items()]


def steps() -> Iterator[dict[str, Any]]:
    for *_, job in JOBS:
        yield from job["steps"]


def test_there_are_workflows_for_everything():
    assert list(PARSED) == ["ci", "docs", "nightly", "release"]
    systems = {name for *_, job in JOBS for name in re.findall(r"(ubuntu|macos|windows)-latest", str(job))}
    assert systems == {"ubuntu", "macos", "windows"}


@pytest.mark.parametrize(("workflow", "name", "job"), JOBS, ids=lambda each: each if isinstance(each, str) else "")
def test_a_job_ends(workflow: str, name: str, job: dict[str, Any]):
    assert 0 < job["timeout-minutes"] < 360, f"{workflow}: {name}"


def test_actions_are_of_a_major_version_and_know_no_secret():
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert [each for each in used if not re.fullmatch(r"actions/[\w-]+@v\d+", each)] == []
    assert [path.name for path in WORKFLOWS if "secrets." in path.read_text("utf-8")] == []


def test_tests_that_are_run_are_there():
    named = {path for step in steps() for path in re.findall(r"tests/[\w/.]+", step.get("run", ""))}
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_container_copies_what_there_is():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M) for name in line.split()}
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert copied == sent
    assert [name for name in copied if not (ROOT / name).exists()] == []
