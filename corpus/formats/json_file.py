"""A `.json` file in, its drafts out: one article, a list of them, or {"articles": [...]}."""

from collections.abc import Iterator
from pathlib import Path

from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.jsonlines import parse_json
from corpus.formats.record import read_record


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the drafts of a file in order; an entry that is no article costs itself only.

    Raises:
        OSError: the file cannot be read.
        RefusedError: it is not JSON, or the one thing in it is no article.
    """
    value = parse_json(decode(path.read_bytes()))
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if not isinstance(value, list):
        yield from read_record(value)
        return
    for number, entry in enumerate(value, start=1):
        try:
            yield from read_record(entry)
        except RefusedError as error:
            yield Refusal(error.reason, f"entry {number}: {error}")
