"""A scenario in, a process that dies at each of its operations out.

    python -m tests.index.kill_points DIRECTORY SCENARIO FAULT EVERY

Forks a child for the first operation, the second, the third … until the child goes through, and
after each fault looks at what is left, in a child too. With EVERY above 1 most operations are left
out, but never the last ones. Prints one JSON object.
"""

import errno
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from index.building import build_index
from index.errors import RetrievalError
from tests.index.operations import Halfway, watched
from tests.index.scenarios import ENCODER, NEW, SCENARIOS, Scenario, problem_with

LAST = 12
"""So many last operations are never left out."""

DONE, REFUSED, BROKEN = 0, 1, 2


def main(directory: Path, scenario: Scenario, fault: str, every: int) -> None:
    """Go through the operations and print what was found."""
    base = directory / "base"
    base.mkdir(parents=True)
    # Here, once, what a build imports late is imported, and not in each of the children.
    build_index(NEW, directory / "imports", ENCODER)
    scenario.prepare(base / "index")
    operations = _operations(base, directory / "counted", scenario)
    writes = [number for number, name in enumerate(operations, 1) if name.startswith("write")]
    points = [
        number
        for number in range(1, len(operations) + 1)
        if number % every == 0 or number > len(operations) - LAST
    ]
    problems = {}
    for number in points:
        place = directory / str(number)
        shutil.copytree(base, place)
        status = _in_child(lambda place=place, number=number: _act(place, scenario, fault, number))  # type: ignore[misc]
        expected = {-signal.SIGKILL} if fault == "kill" else {DONE, REFUSED}
        looked = _in_child(lambda place=place: _look(place, scenario))  # type: ignore[misc]
        if status not in expected or looked != DONE:
            problems[f"{number} {operations[number - 1]}"] = f"left with {status}, {looked}"
        else:
            shutil.rmtree(place)
    after_write = sum(number > writes[0] for number in points)
    print(json.dumps({"points": len(points), "after_write": after_write, "problems": problems}))


def _operations(base: Path, place: Path, scenario: Scenario) -> list[str]:
    """Return the operations of a run that goes through, in order."""
    shutil.copytree(base, place)
    names: list[str] = []
    log = place / "operations"

    def run() -> int:
        with watched(lambda name, _: names.append(name)):
            scenario.act(place / "index")
        log.write_text("\n".join(names))
        return DONE

    assert _in_child(run) == DONE
    return log.read_text().splitlines()


def _act(place: Path, scenario: Scenario, fault: str, at: int) -> int:
    count = 0

    def before(name: str, half: Halfway) -> None:
        nonlocal count
        count += 1
        if fault == "kill" and count == at:
            half()
            os.kill(os.getpid(), signal.SIGKILL)
        if fault != "kill" and _fails(fault, name, count, at):
            raise OSError(getattr(errno, fault), os.strerror(getattr(errno, fault)), name)

    try:
        with watched(before):
            scenario.act(place / "index")
    except RetrievalError:
        return REFUSED
    return DONE


def _fails(fault: str, name: str, count: int, at: int) -> bool:
    """A full disk stays full, though one can remove; a read-only one so; others come once."""
    match fault:
        case "ENOSPC":
            return count >= at and name.startswith(("open", "write", "mkdir"))
        case "EROFS":
            return count >= at
        case _:
            return count == at


def _look(place: Path, scenario: Scenario) -> int:
    problem = problem_with(place / "index", scenario)
    if problem:
        print(place, problem, file=sys.stderr)
    return BROKEN if problem else DONE


def _in_child(work: Callable[[], int]) -> int:
    """Return the exit status of a forked child that does the work, minus the signal it died of."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        status = BROKEN
        try:
            status = work()
        except BaseException:  # the child must not go on as if it were the parent
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]), SCENARIOS[sys.argv[2]], sys.argv[3], int(sys.argv[4]))
