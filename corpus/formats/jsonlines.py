"""A `.jsonl` file in, a draft a line out; a bad line costs itself only."""

import json
from collections.abc import Iterator
from pathlib import Path

from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.record import read_record
from corpus.rejects import Reason


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the drafts of a file in order, one line in memory at a time; empty lines are none.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield from _read_line(line, number)


def _read_line(line: bytes, number: int) -> Iterator[Draft | Refusal]:
    try:
        yield from read_record(parse_json(decode(line)), number)
    except RefusedError as error:
        yield Refusal(error.reason, str(error), number)


def parse_json(text: str) -> object:
    """Return the value of a JSON text.

    Raises:
        RefusedError: it is not JSON, or nested too deep to read.
    """
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RefusedError(Reason.BAD_SYNTAX, f"not JSON: {error.msg} at {place}") from error
    except RecursionError as error:
        raise RefusedError(Reason.BAD_SYNTAX, "nested too deep") from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise RefusedError(Reason.BAD_SYNTAX, f"not readable as JSON: {error}") from error
    return value
