"""A `.md` file in, its draft out: YAML front matter for the fields, the rest as the story."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from corpus.contents import read_bytes
from corpus.decoding import decode
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.record import read_record
from corpus.json_text import Doubled
from corpus.limits import LARGEST_PAGE, LONGEST_FRONT_MATTER
from corpus.rejects import Reason

_OPENING = re.compile(r"---[ \t]*(?=[\r\n]|\Z)")
_CLOSING = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)")
_HEADING = re.compile(r"\s*#[ \t]([^\r\n]*)")
# What editors and static site generators call the fields.
_SYNONYMS = {"date": "published", "lang": "language", "link": "url", "site": "source"}


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the one draft of a file; its first heading is the title where none is given.

    Raises:
        OSError: the file cannot be read.
        RefusedError: the front matter is not closed, not YAML, or not a mapping.
    """
    front_matter, body = _divided(decode(read_bytes(path, LARGEST_PAGE)))
    fields = _fields(front_matter)
    if "title" not in fields and (heading := _HEADING.match(body)):
        fields["title"] = heading[1].strip("# \t")
    fields["text"] = body
    yield from read_record(fields)


def _divided(text: str) -> tuple[str, str]:
    """Return the front matter and the body, the former empty where the file has none."""
    opening = _OPENING.match(text)
    if opening is None:
        return "", text
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise RefusedError(Reason.BAD_SYNTAX, "the front matter has no closing line")
    return text[opening.end() : closing.start()], text[closing.end() :].lstrip("\r\n")


def _fields(front_matter: str) -> dict[str, object]:
    """Return the fields of front matter under an article's names.

    The most restricted loader composes it: scalars stay text («12:30» is no number), tags mean
    nothing, and an alias is the value it stands for, not a copy, so that no bomb goes off.
    """
    if len(front_matter) > LONGEST_FRONT_MATTER:
        detail = f"front matter of more than {LONGEST_FRONT_MATTER:,} characters"
        raise RefusedError(Reason.OVER_LIMIT, detail)
    try:
        node = yaml.BaseLoader(front_matter).get_single_node()
        if not isinstance(node, yaml.MappingNode | None):
            raise RefusedError(Reason.BAD_STRUCTURE, "the front matter is not a mapping")
        return Doubled(_pairs(node)) if node else {}
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        raise RefusedError(Reason.BAD_SYNTAX, f"the front matter is not YAML: {what}") from error
    except RecursionError as error:
        raise RefusedError(Reason.OVER_LIMIT, "the front matter is nested too deep") from error


def _pairs(node: yaml.MappingNode) -> list[tuple[str, object]]:
    return [
        (str(_SYNONYMS.get(key.value, key.value)), _value(value))
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    ]


def _value(node: yaml.Node) -> object:
    """Return a scalar as text, an unquoted null as None; anything else stays a node."""
    if not isinstance(node, yaml.ScalarNode):
        return node
    return None if node.style is None and node.value in {"null", "~"} else node.value
