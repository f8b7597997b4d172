"""A `.json` file in, its drafts out: one article, a list of them, or {"articles": [...]}."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.contents import read_bytes
from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.record import read_record
from corpus.json_text import Doubled, parse_json
from corpus.limits import LARGEST_JSON
from corpus.rejects import Reason


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the drafts of a file in order; an entry that is no article costs itself only.

    Raises:
        OSError: the file cannot be read.
        RefusedError: it is not JSON, holds no entry, or the one thing in it is no article.
    """
    text = decode(read_bytes(path, LARGEST_JSON))
    if not text.strip():
        raise RefusedError(Reason.NO_TEXT, "the file is empty")
    value = parse_json(text)
    if isinstance(value, dict) and "articles" in value and "text" not in value:
        if isinstance(value, Doubled) and "articles" in value.doubled:
            yield Refusal(Reason.REPEATED_KEY, '"articles" twice; the last counts')
        value = value["articles"]
        if not isinstance(value, list):
            raise RefusedError(Reason.BAD_STRUCTURE, '"articles" is no list')
    if not isinstance(value, list):
        yield from read_record(value)
        return
    if not value:
        raise RefusedError(Reason.NO_TEXT, "no article in the list")
    for number, entry in enumerate(value, start=1):
        yield from _read_entry(entry, number)


def _read_entry(entry: object, number: int) -> Iterator[Draft | Refusal]:
    """Yield what one entry of a list holds; refusals say which it was, as they have no line."""
    try:
        for item in read_record(entry):
            if isinstance(item, Draft):
                yield replace(item, entry=number)
            else:
                yield replace(item, detail=f"entry {number}: {item.detail}")
    except RefusedError as error:
        yield Refusal(error.reason, f"entry {number}: {error}")
