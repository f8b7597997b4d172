"""The tree of a web page in, what it declares about itself out: title, source, address, date."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.dates import normalize_published, publication_as_written
from corpus.errors import RefusedError
from corpus.json_text import parse_json

_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@property='og:article:published_time' or @property='og:published_time']/@content",
    "//*[@itemprop='datePublished']/@*[name()='content' or name()='datetime']",
    "//meta[@content]/@content[re:test(../@name, $names, 'i')]",
)
_DATE_NAMES = (
    r"^(?:date|dc\.date(?:\.issued)?|dcterms\.created|pub-?date|parsely-pub-date|"
    r"publish(?:ed)?[-_]?date|publication[-_]?date|sailthru\.date|article\.published)$"
)
EXSLT = {"re": "http://exslt.org/regular-expressions"}
_TIMES = ("//article//time/@datetime", "//time[@pubdate]/@datetime", "//time/@datetime")
_VISIBLE = "//time | //*[contains(@class, 'date') or contains(@class, 'time')]"
_MOST_VISIBLE = 20  # elements
_LINKED_DATA = "//script[contains(translate(@type, 'DJLNOS', 'djlnos'), 'ld+json')]/text()"
_WRAPPING = re.compile(
    r"""
    ^ \s* (?:/[/*]\s*)? (?:<!--|<!\[CDATA\[) (?:\s*\*/)?
    | (?:/[/*]\s*)? (?:-->|\]\]>) (?:\s*\*/)? \s* $
    | ; \s* $
    """,
    re.VERBOSE,
)
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{1,60})"')
_STORY_TYPES = re.compile(r"(?:.*Article|.*Posting|Report|Article)")
_MOST_OBJECTS = 1_000  # of a page's linked data


class Declared:
    """What a page says of itself, in schema.org's linked data, OpenGraph and `<time>`."""

    def __init__(self, tree: Any) -> None:
        """Take the page as lxml's tree."""
        self._tree = tree
        self._scripts = [str(script) for script in tree.xpath(_LINKED_DATA)]
        self._stories = list(_stories(self._scripts))
        self._story = next(iter(self._stories), {})

    @property
    def title(self) -> str:
        """Return the headline, empty where none is declared."""
        return self._meta("og:title") or _text(self._story.get("headline"))

    @property
    def body(self) -> str:
        """Return the story, empty where none is declared; some sites put its markup in.

        A page that a script fills has it there only.
        """
        for story in self._stories:
            body = story.get("articleBody")
            parts = body if isinstance(body, list) else [body]
            if text := "\n".join(part for part in parts if isinstance(part, str)):
                return text
        return ""

    @property
    def source(self) -> str:
        """Return the name of the site, empty where none is declared."""
        publisher = self._story.get("publisher")
        first = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = first.get("name") if isinstance(first, Mapping) else first
        return self._meta("og:site_name") or _text(name)

    @property
    def url(self) -> str:
        """Return the address of the page, empty where none is declared."""
        page = self._story.get("mainEntityOfPage")
        address = page.get("@id") if isinstance(page, Mapping) else page
        links = self._tree.xpath("//link[@rel='canonical']/@href")
        candidates = (*links, self._meta("og:url"), self._story.get("url"), address)
        return next((url for url in map(_text, candidates) if url.startswith("http")), "")

    @property
    def published(self) -> str:
        """Return the moment of publication as written, empty where none is declared.

        Of several the first that is a date, else the first, for its reader to complain of.
        """
        declared = [_text(value) for value in self._dates() if _text(value)]
        return next((value for value in declared if normalize_published(value)), "") or next(
            iter(declared), ""
        )

    @property
    def visible_date(self) -> str:
        """Return the date that the page shows its readers, empty where none is marked as one."""
        elements = self._tree.xpath(_VISIBLE)[:_MOST_VISIBLE]
        lines = (" ".join("".join(element.itertext()).split()) for element in elements)
        return publication_as_written("\n".join(line for line in lines if len(line) < 200))

    def _meta(self, name: str) -> str:
        values = self._tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
        return next(filter(None, map(_text, values)), "")

    def _dates(self) -> Iterator[object]:
        for path in _DATES:
            yield from self._tree.xpath(path, namespaces=EXSLT, names=_DATE_NAMES)
        yield self._story.get("datePublished")
        for script in self._scripts:
            yield from _LINKED_DATE.findall(script)
        for path in _TIMES:
            yield from self._tree.xpath(path)[:1]


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str) else ""


def _stories(scripts: list[str]) -> Iterator[Mapping[str, object]]:
    """Yield the articles that linked data describes; a script that is not JSON describes none."""
    for script in scripts:
        try:
            # Browsers and crawlers let line ends pass, and what keeps other parsers off the text.
            value = parse_json(_WRAPPING.sub("", script), strict=False)
        except RefusedError:
            continue
        for item in _objects(value):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _STORY_TYPES.fullmatch(name) for name in names):
                yield item


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of linked data, those inside lists and graphs included."""
    pending = [value]
    for _ in range(_MOST_OBJECTS):
        if not pending:
            return
        item = pending.pop(0)
        if isinstance(item, list):
            pending.extend(item[:_MOST_OBJECTS])
        elif isinstance(item, Mapping):
            yield item
            pending.extend(item[key] for key in ("@graph", "mainEntity") if key in item)
