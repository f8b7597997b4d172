"""Killed, refused and cut off: an index is one whole version or the one before it.

The long version: pytest -m faults
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index import durability
from index.errors import RetrievalError
from tests.index.power_cut import cuts, lay_down
from tests.index.scenarios import SCENARIOS, content, problem_with

FAULTS = ("kill", "ENOSPC", "EIO", "EROFS")


def go_through(directory: Path, scenario: str, fault: str, every: int) -> tuple[int, int]:
    """Return at how many operations the fault happened, and at how many after the first write."""
    command = ["-m", "tests.index.kill_points", str(directory), scenario, fault, str(every)]
    # A forked child has none of its parent's threads, and OpenMP would wait for them for ever.
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
        env=one_thread,
    )
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    assert result["problems"] == {}, run.stderr
    return result["points"], result["after_write"]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_fault_the_index_is_whole(tmp_path: Path, scenario: str, fault: str) -> None:
    points, after_write = go_through(tmp_path / "runs", scenario, fault, 60)
    assert points >= 10
    assert after_write


@pytest.mark.faults
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_fault_at_any_operation_the_index_is_whole(
    tmp_path: Path, scenario: str, fault: str
) -> None:
    points, after_write = go_through(tmp_path / "runs", scenario, fault, 1)
    if scenario == "rebuild":
        assert points >= 200
        assert after_write >= 150


def problems_after_cuts(tmp_path: Path, scenario: str, every: int = 1) -> list[str]:
    """Return what is wrong with what power cuts leave."""
    root = tmp_path / "root"
    root.mkdir()
    SCENARIOS[scenario].prepare(root / "index")
    problems = []
    every_cut = list(cuts(root, SCENARIOS[scenario]))
    for number, (operation, tree) in enumerate(every_cut):
        if number % every and number < len(every_cut) - 8:
            continue
        place = tmp_path / str(number)
        lay_down(tree, place)
        try:
            if operation.startswith("end") and (
                content(place / "index") != SCENARIOS[scenario].after
            ):
                problems.append(f"{operation}: what was reported as done is not there")
            problem = problem_with(place / "index", SCENARIOS[scenario])
        except (AssertionError, RetrievalError) as error:
            problem = str(error)
        if problem:
            problems.append(f"{operation}: {problem}")
        shutil.rmtree(place)
    return problems


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_power_cut_the_index_is_whole(tmp_path: Path, scenario: str) -> None:
    assert problems_after_cuts(tmp_path, scenario, every=5) == []


@pytest.mark.faults
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_power_cut_at_any_operation_the_index_is_whole(
    tmp_path: Path, scenario: str
) -> None:
    assert problems_after_cuts(tmp_path, scenario) == []


def rename_unsynced(path: Path, target: Path) -> None:
    path.replace(target)


@pytest.mark.parametrize(
    ("what", "scenario"),
    [
        ("files", "first"),
        ("directories", "first"),
        ("sealing", "first"),
        ("durability", "rebuild"),  # a first version is found without CURRENT, a second is not
    ],
)
def test_without_a_sync_a_power_cut_would_do_harm(
    tmp_path: Path, what: str, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulation notices what is left out: the tests above would fail."""
    real = durability.sync
    if what in {"sealing", "durability"}:
        monkeypatch.setattr(f"index.{what}.rename", rename_unsynced)
    else:

        def sync(path: Path) -> None:
            if path.is_dir() == (what == "files"):
                real(path)

        monkeypatch.setattr(durability, "sync", sync)
    assert problems_after_cuts(tmp_path, scenario, every=10)
