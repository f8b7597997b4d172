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
    else:
        yield from _read_object(value)


def _read_object(value: object) -> Iterator[Draft | Refusal]:
    """Yield the article that an object is, and those in its list of articles."""
    if not isinstance(value, dict) or "articles" not in value:
        yield from read_record(value)
        return
    if isinstance(value, Doubled) and "articles" in value.doubled:
        yield Refusal(Reason.REPEATED_KEY, '"articles" twice; the last counts')
    listed = value["articles"]
    if "text" in value:
        entries = listed if isinstance(listed, list) else [listed]
        yield from _without_raising(read_record(value))
        if any(map(_is_article, entries)):
            yield from _read_list(entries)
    elif isinstance(listed, list):
        yield from _read_list(listed)
    else:
        raise RefusedError(Reason.BAD_STRUCTURE, '"articles" is no list')


def _read_list(entries: list[object]) -> Iterator[Draft | Refusal]:
    """Yield what a list holds; refusals say which entry it was, as they have no line."""
    if not entries:
        raise RefusedError(Reason.NO_TEXT, "no article in the list")
    for number, entry in enumerate(entries, start=1):
        for item in _without_raising(_read_object(entry)):
            if isinstance(item, Draft):
                yield replace(item, entry=number)
            else:
                yield replace(item, detail=f"entry {number}: {item.detail}")


def _without_raising(items: Iterator[Draft | Refusal]) -> Iterator[Draft | Refusal]:
    try:
        yield from items
    except RefusedError as error:
        yield Refusal(error.reason, str(error))


def _is_article(entry: object) -> bool:
    return isinstance(entry, dict) and ("text" in entry or "articles" in entry)
