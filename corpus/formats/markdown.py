"""A `.md` file in, its draft out: YAML front matter for the fields, the rest as the story."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.record import read_record
from corpus.rejects import Reason

_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"\s*#[ \t]([^\r\n]*)")
# What editors and static site generators call the fields.
_SYNONYMS = {"date": "published", "lang": "language", "link": "url", "site": "source"}
_LONGEST_FRONT_MATTER = 20_000  # characters


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the one draft of a file; its first heading is the title where none is given.

    Raises:
        OSError: the file cannot be read.
        RefusedError: the front matter is not closed, not YAML, or not a mapping.
    """
    front_matter, body = _divided(decode(path.read_bytes()))
    fields = {_SYNONYMS.get(key, key): value for key, value in _fields(front_matter).items()}
    if "title" not in fields and (heading := _HEADING.match(body)):
        fields["title"] = heading[1].strip("# \t")
    yield from read_record({**fields, "text": body})


def _divided(text: str) -> tuple[str, str]:
    """Return the front matter and the body, the former empty where the file has none."""
    fence = _FENCE.match(text)
    if fence is None:
        return "", text
    closing = _FENCE.search(text, fence.end())
    if closing is None:
        raise RefusedError(Reason.BAD_SYNTAX, "the front matter has no closing line")
    return text[fence.end() : closing.start()], text[closing.end() :].lstrip("\r\n")


def _fields(front_matter: str) -> dict[str, object]:
    if len(front_matter) > _LONGEST_FRONT_MATTER:
        raise RefusedError(Reason.BAD_SYNTAX, "the front matter is too long")
    try:
        # The most restricted loader: scalars stay text («12:30» is no number), tags mean nothing.
        fields = yaml.BaseLoader(front_matter).get_single_data()
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        raise RefusedError(Reason.BAD_SYNTAX, f"the front matter is not YAML: {what}") from error
    except RecursionError as error:
        raise RefusedError(Reason.BAD_SYNTAX, "the front matter is nested too deep") from error
    if not isinstance(fields, dict | None):
        raise RefusedError(Reason.BAD_STRUCTURE, "the front matter is not a mapping")
    return {str(key): value for key, value in (fields or {}).items()}
