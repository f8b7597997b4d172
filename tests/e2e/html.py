"""Telegram's HTML in, the text and the entities that a reader sees out; refuses what Telegram does.

After TDLib's `parse_html` and `clean_input_string`. Stricter in one point: Telegram shows an
unknown reference such as `&nbsp;`, and a lone `&`, as they stand; here they are errors, because
they only come from a text that was not escaped.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

KNOWN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
LONGEST_TEXT = 4096

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-z-]+)(?P<attributes>(?:\s+[a-z-]+(?:=\"[^\"<]*\")?)*)\s*>"
    r"|(?P<reference>&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)"
    r"|(?P<text>[^<&]+)"
)
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\")?")
_REMOVED = re.compile("[\u2028-\u202e\r\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKS = re.compile("[\u200e\u200f]+([\u200e\u200f])")


class CannotParseError(ValueError):
    """Telegram answers 400 with this text."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A part of the text with a form: `start` and `end` count characters; `url` is a link's."""

    kind: str
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader sees of a message."""

    text: str
    entities: tuple[Entity, ...]

    def parts(self, kind: str) -> list[str]:
        """Return the texts of the entities of one kind."""
        return [self.text[e.start : e.end] for e in self.entities if e.kind == kind]

    @property
    def links(self) -> list[str]:
        """Return the addresses that can be tapped."""
        return [entity.url for entity in self.entities if entity.url]


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse_plain(text: str) -> Parsed:
    """Return a message without a parse mode, checked and cleaned like any other."""
    return _checked(Parsed(_clean(text), ()))


def parse_html(source: str) -> Parsed:
    """Return what a reader sees of an HTML message.

    Raises:
        CannotParseError: the HTML is not Telegram's, or the text is empty or too long.
    """
    text = ""
    entities: list[Entity] = []
    open_tags: list[tuple[str, str, int]] = []
    position = 0
    while position < len(source):
        token = _TOKEN.match(source, position)
        if token is None:
            raise CannotParseError(f"can't parse entities: unsupported {source[position:][:12]!r}")
        position = token.end()
        if token["tag"] is None:
            text = _clean(text + unescape(token[0]))
        elif token["end"]:
            entities += _closed(token["tag"], open_tags, text)
        else:
            open_tags.append(_opened(token["tag"], token["attributes"], open_tags, text))
    if open_tags:
        raise CannotParseError(f"can't parse entities: can't find end tag of <{open_tags[-1][0]}>")
    return _checked(Parsed(text, tuple(sorted(entities, key=lambda entity: entity.start))))


def _opened(
    tag: str, attributes: str, open_tags: list[tuple[str, str, int]], text: str
) -> tuple[str, str, int]:
    if tag not in KNOWN_TAGS:
        raise CannotParseError(f"can't parse entities: unsupported start tag <{tag}>")
    if tag == "blockquote" and any(name == "blockquote" for name, _, _ in open_tags):
        raise CannotParseError("can't parse entities: blockquotes can't be nested")
    values = dict(_ATTRIBUTE.findall(attributes))
    allowed = {"a": {"href"}, "blockquote": {"expandable"}}.get(tag, set())
    if unknown := values.keys() - allowed:
        raise CannotParseError(f"can't parse entities: <{tag}> with {sorted(unknown)}")
    return tag, _decoded(values.get("href", "")), len(text)


def _decoded(value: str) -> str:
    if re.search(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)", value):
        raise CannotParseError("can't parse entities: an attribute is not escaped")
    return unescape(value)


def _closed(tag: str, open_tags: list[tuple[str, str, int]], text: str) -> list[Entity]:
    if not open_tags or open_tags[-1][0] != tag:
        raise CannotParseError(f"can't parse entities: unexpected end tag </{tag}>")
    _, href, start = open_tags.pop()
    if start == len(text):
        return []
    if tag == "a":
        address = href or text[start:]
        return [Entity("text_link", start, len(text), address)] if _is_valid(address) else []
    return [Entity(KNOWN_TAGS[tag], start, len(text))]


def _is_valid(address: str) -> bool:
    """Return whether Telegram makes a link of it; if not, it drops the link without a word."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme in {"http", "https", "tg"}
        and "." in host
        and not re.search(r"[\s<>\"]", address)
        and all(label and len(label) < 64 for label in host.split("."))
    )


def _clean(text: str) -> str:
    """Return the text without embeddings and overrides, of a run of marks only the last."""
    return _MARKS.sub(r"\1", _REMOVED.sub("", text))


def _checked(parsed: Parsed) -> Parsed:
    if not parsed.text.strip():
        raise CannotParseError("message text is empty")
    if units(parsed.text) > LONGEST_TEXT:
        raise CannotParseError("message is too long")
    return parsed
