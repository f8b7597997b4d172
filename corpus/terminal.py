"""What the three programs do alike: streams in UTF-8, errors in one line, an exit status."""

import argparse
import errno
import os
import sys
from collections.abc import Callable
from datetime import date
from io import TextIOWrapper
from pathlib import Path

DONE, FAILED = 0, 1
_OUTPUT_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
INTERRUPTED = 130
"""What shells say of a command that ended by Ctrl-C: 128 and the number of the signal."""


def run_program(
    name: str,
    run: Callable[[], int],
    errors: tuple[type[Exception], ...],
    interrupted: str = "interrupted",
) -> int:
    """Return the exit status of `run`, or 1 after saying in one line which error it raised.

    A reader of the output that has seen enough, such as `head`, is no error; a full disk is one.
    Whatever a program does, from reading its arguments on, is part of `run`: an interrupt ends it
    in one line too.
    """
    if sys.stdout is None:  # closed by the shell: `>&-`
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - left open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = run()
        sys.stdout.flush()
    except errors as error:
        print(f"{name}: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        _discard_output()
        return DONE
    except OSError as error:
        if error.filename is not None or error.errno not in _OUTPUT_ERRORS:
            raise
        _discard_output()
        print(f"{name}: the output cannot be written: {error.strerror}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(f"{name}: {interrupted}", file=sys.stderr, flush=True)
        # At once: a thread may still be encoding, and an interrupt in the middle of an import can
        # make Python leave by the signal instead of with a status.
        os._exit(INTERRUPTED)
    return status


def _discard_output() -> None:
    """Send what is left nowhere: Python would complain once more when it flushes on leaving."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def text_argument(argument: str) -> str:
    """Return an argument of the command line as text; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(argument).decode("utf-8", "replace")


def positive_argument(argument: str) -> int:
    """Return an argument as a whole number above 0; argparse says that it is none."""
    if not argument.isdecimal() or not int(argument):
        raise argparse.ArgumentTypeError(f"{argument!r} is not a whole number above 0")
    return int(argument)


def share_argument(argument: str) -> float:
    """Return an argument as a number from 0 to 1; argparse says that it is none."""
    try:
        share = float(argument)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number from 0 to 1")
    return share


def day_argument(argument: str) -> date:
    """Return an argument as a day; argparse says that it is none."""
    try:
        return date.fromisoformat(argument)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{argument!r} is not a day like 2024-07-03") from None


def add_question_options(parser: argparse.ArgumentParser) -> None:
    """Add to a command's parser what it is asked: one question, or those of a file, and when."""
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", type=text_argument, metavar="QUESTION")
    asked.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="one JSON line each")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--now",
        type=day_argument,
        metavar="DAY",
        help="the day it is asked, e.g. 2024-07-03; of a file, the lines that have none",
    )
