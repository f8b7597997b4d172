"""A `.jsonl` file in, a draft a line out; a bad line costs itself only."""

from collections.abc import Iterator
from pathlib import Path

from corpus.contents import read_blocks
from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.record import read_record
from corpus.json_text import parse_json
from corpus.limits import LONGEST_LINE, MIB
from corpus.lines import split_lines
from corpus.rejects import Reason


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the drafts of a file in order, one line in memory at a time; empty lines are none.

    Raises:
        OSError: the file cannot be read.
        RefusedError: it holds no line, or from some place on it is no text.
    """
    is_empty = True
    for number, line in enumerate(split_lines(read_blocks(path), LONGEST_LINE), start=1):
        if line is None:
            is_empty = False
            detail = f"the line is longer than {LONGEST_LINE // MIB} MiB"
            yield Refusal(Reason.OVER_LIMIT, detail, number)
        elif line.strip():
            is_empty = False
            yield from _read_line(line, number)
    if is_empty:
        raise RefusedError(Reason.NO_TEXT, "no line in it")


def _read_line(line: bytes, number: int) -> Iterator[Draft | Refusal]:
    try:
        yield from read_record(parse_json(decode(line)), number)
    except RefusedError as error:
        yield Refusal(error.reason, str(error), number)
