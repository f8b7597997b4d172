"""An `.html` file in, its draft out: story and metadata as trafilatura finds them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from corpus.contents import read_bytes
from corpus.dates import normalize_published
from corpus.decoding import decode_html
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.limits import LARGEST_PAGE
from corpus.rejects import Reason

# Elements of the story's tree that are a paragraph each; the others only group them.
_BLOCKS = ("p", "head", "item", "quote", "row", "code")
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@*[name()='content' or name()='datetime']",
    "//meta[translate(@name, 'DATE', 'date')='date']/@content",
)
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{1,60})"')


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the one draft of a file.

    Raises:
        OSError: the file cannot be read.
        RefusedError: it is not text, or a page without a story.
    """
    yield understand(decode_html(read_bytes(path, LARGEST_PAGE)))


def understand(html: str) -> Draft:
    """Return the story of a page: its paragraphs as a browser shows them, a blank line between.

    The language is left to be detected: what pages declare is often their template's.

    Raises:
        RefusedError: no story was found in it.
    """
    document = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(document, Document):
        raise RefusedError(Reason.NO_TEXT, "no story was found on the page")
    title = document.title or ""
    return Draft(
        "\n\n".join(_paragraphs(document.body, title)),
        title=title,
        url=document.url or "",
        source=document.sitename or document.hostname or "",
        published=_published(load_html(html)) or document.date or "",
    )


def _paragraphs(body: Any, title: str) -> Iterator[str]:
    """Yield the paragraphs of a story's tree, without its headline."""
    is_first = True
    for element in body.iter(*_BLOCKS):
        if any(ancestor.tag in _BLOCKS for ancestor in element.iterancestors()):
            continue
        paragraph = " ".join(" ".join(element.itertext()).split())
        if paragraph and not (is_first and paragraph == title):
            yield paragraph
        is_first = is_first and not paragraph


def _published(tree: Any) -> str:
    """Return the moment of publication that the page declares, empty where it declares none.

    trafilatura gives the day only.
    """
    declared = [str(value) for path in _DATES for value in tree.xpath(path)]
    for script in tree.xpath(_LINKED_DATA):
        declared.extend(_LINKED_DATE.findall(script))
    return next((value for value in declared if normalize_published(value)), "")
