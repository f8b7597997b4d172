"""A `.json` file in, its drafts out: one article, a list of them, or {"articles": [...]}.

An article with a list of articles in it is read as all of them; any other list in it, say of links,
is a key like others that are passed over.
"""

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
    if isinstance(value, list):
        yield from _read_list(value)
    elif isinstance(value, dict) and "articles" in value:
        yield from _read_wrapped(value, value["articles"])
    else:
        yield from read_record(value)


def _read_wrapped(value: dict[str, object], listed: object) -> Iterator[Draft | Refusal]:
    if isinstance(value, Doubled) and "articles" in value.doubled:
        yield Refusal(Reason.REPEATED_KEY, '"articles" twice; the last counts')
    if "text" in value:
        yield from _read_entry(value)
        if isinstance(listed, list) and any(map(_is_article, listed)):
            yield from _read_list(listed)
    elif isinstance(listed, list):
        yield from _read_list(listed)
    else:
        raise RefusedError(Reason.BAD_STRUCTURE, '"articles" is no list')


def _read_list(entries: list[object]) -> Iterator[Draft | Refusal]:
    """Yield what a list holds; refusals say which entry it was, as they have no line."""
    if not entries:
        raise RefusedError(Reason.NO_TEXT, "no article in the list")
    for number, entry in enumerate(entries, start=1):
        for item in _read_entry(entry):
            if isinstance(item, Draft):
                yield replace(item, entry=number)
            else:
                yield replace(item, detail=f"entry {number}: {item.detail}")


def _is_article(entry: object) -> bool:
    return isinstance(entry, dict) and "text" in entry


def _read_entry(entry: object) -> Iterator[Draft | Refusal]:
    try:
        yield from read_record(entry)
    except RefusedError as error:
        yield Refusal(error.reason, str(error))
