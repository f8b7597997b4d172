"""An `.html` file in, its draft out: the story as trafilatura finds it, and the page's metadata."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from trafilatura import bare_extraction

from corpus.completion import is_sound
from corpus.contents import read_bytes
from corpus.decoding import decode_html
from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.formats.metadata import EXSLT, Declared
from corpus.formats.walls import wall_in
from corpus.limits import LARGEST_PAGE, MOST_ATTRIBUTES
from corpus.rejects import Reason

# What it has to say of a page is said here, as a refusal.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Elements of the story's tree that begin and end a paragraph.
_BLOCKS = frozenset({"p", "head", "list", "item", "quote", "table", "row", "code"})
_BLANK_LINE = re.compile(r"\n\s*\n")
_TOO_DEEP = "Excessive depth"  # how libxml2 begins to say so; what lies deeper is not in the tree
# libxml2 compares each attribute of an element with all others: of 50,000 it does not come back in
# minutes. Possessive throughout, so that the search itself takes time linear in the page.
_CROWDED = re.compile(
    rf"""
    <[a-z][^\s>]*+
    (?: \s++ [^\s=>"'/]++ (?: \s*+ = \s*+ (?: "[^"]*+" | '[^']*+' | [^\s>"']++ ) )?+ )
    {{{MOST_ATTRIBUTES}}}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OUTSIDE_LINKS = etree.XPath(
    "//body//text()[not(ancestor::a[@href] or parent::script or parent::style)]",
    smart_strings=False,
)
# «until-found» is shown to whoever looks for it, or follows a link to its words. What ARIA hides
# from screen readers is decoration, or said elsewhere on the page.
_HIDDEN = etree.XPath(
    r"""//body//*[
        (@hidden and not(re:test(@hidden, '^\s*until-found\s*$', 'i')))
        or re:test(@style, '(?:^|;)\s*display\s*:\s*none', 'i')
        or re:test(@aria-hidden, '^\s*true\s*$', 'i')
    ]""",
    namespaces=EXSLT,
)
_DATA = etree.XPath("//script[re:test(@type, 'json', 'i')]", namespaces=EXSLT)
_MARKUP = re.compile(r"</[a-z]\w*\s*>|<(?:p|br|li)\b[^<>]*>", re.IGNORECASE)
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "time", "u"}
)  # fmt: skip
_HOLD_STORIES = ("main", "article", "h1")
_ARCHIVE = (b"MIME-Version:", b"multipart/related")


def read(path: Path) -> Iterator[Draft | Refusal]:
    """Yield the one draft of a file.

    Raises:
        OSError: the file cannot be read.
        RefusedError: it is not text, or a page without a story.
    """
    data = read_bytes(path, LARGEST_PAGE)
    if all(mark in data[:2000] for mark in _ARCHIVE):
        raise RefusedError(Reason.BAD_STRUCTURE, "a web archive (MHTML); save the page as HTML")
    yield understand(decode_html(data))


def understand(html: str) -> Draft:
    """Return the story of a page: its paragraphs as a browser shows them, a blank line between.

    The language is left to be detected: what pages declare is often their template's.

    Raises:
        RefusedError: no story was found in it, or it is nested too deep to be read whole.
    """
    tree = _parsed(html)
    declared = Declared(tree)
    has_frames = bool(tree.xpath("//frameset"))
    declared_date = declared.published or declared.visible_date
    _drop_hidden(tree)
    for element in _DATA(tree):
        element.drop_tree()  # trafilatura would parse the markup in it without any limit
    for element in tree.xpath("//time[not(ancestor::p)]"):
        element.drop_tree()  # it would be glued to the paragraph behind it
    outside_links = sum(len(text.strip()) for text in _OUTSIDE_LINKS(tree))
    document = _extracted(tree)
    title = declared.title or _found(document, "title")
    paragraphs = list(_paragraphs(document, title))
    if found := _no_story(paragraphs, outside_links):
        paragraphs = list(_declared_paragraphs(declared.body))
        if not paragraphs or wall_in(paragraphs):
            rest = ", only frames" if has_frames else ""
            raise RefusedError(Reason.NO_TEXT, f"{found}{rest}")
    return Draft(
        "\n\n".join(paragraphs),
        title=title,
        url=declared.url or _found(document, "url"),
        source=declared.source or _found(document, "sitename") or _found(document, "hostname"),
        published=declared_date or _found(document, "date"),
    )


def _no_story(paragraphs: list[str], outside_links: int) -> str:
    """Return why what was found is no story, empty if it is one."""
    found = "no story was found on the page"
    if not paragraphs:
        return found
    if wall := wall_in(paragraphs):
        return f"{found}, but {wall}"
    # A paragraph may have links, a story is not made of them.
    is_of_links = len("\n\n".join(paragraphs)) > 2 * outside_links
    return f"{found}, but links" if is_of_links else ""


def _declared_paragraphs(body: str) -> Iterator[str]:
    """Yield the paragraphs of a story that a page declares, with or without markup."""
    plain = body if _MARKUP.search(body) else unescape(body)
    if _MARKUP.search(plain) and is_sound(plain):
        tree = _parsed(plain)
        for element in tree.xpath("//script | //style"):
            element.drop_tree()
        pieces = []
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            text = element.text if event == "start" else element.tail
            is_inline = element.tag in _INLINE
            pieces.append(" ".join((text or "").splitlines()) if is_inline else f"\n{text or ''}")
        plain = "".join(pieces)
    yield from filter(None, (" ".join(line.split()) for line in plain.splitlines()))


def _parsed(html: str) -> Any:
    """Return the tree of a page, whole: without `huge_tree` lxml leaves out what lies deep."""
    if _CROWDED.search(html):
        detail = f"an element with {MOST_ATTRIBUTES:,} attributes"
        raise RefusedError(Reason.OVER_LIMIT, detail)
    parser = HTMLParser(
        huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        tree = document_fromstring(html.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise RefusedError(Reason.NO_TEXT, "no story was found: the page is empty") from error
    if any(entry.message.startswith(_TOO_DEEP) for entry in parser.error_log):
        raise RefusedError(Reason.OVER_LIMIT, "elements nested more than 2,048 deep")
    return tree


def _drop_hidden(tree: Any) -> None:
    """Take out what a browser does not show, but for what holds a story.

    A page may hide all of itself until its script has run, or while a dialogue is open.
    """
    holders = set()
    for element in tree.iter(*_HOLD_STORIES):
        while (element := element.getparent()) is not None and element not in holders:
            holders.add(element)
    for element in _HIDDEN(tree):
        if element not in holders:
            element.drop_tree()


def _extracted(tree: Any) -> object:
    """Return what trafilatura makes of a page; it goes into some elements by recursion."""
    try:
        return bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except RecursionError as error:
        raise RefusedError(Reason.OVER_LIMIT, "elements nested too deep to be read") from error


def _found(document: object, name: str) -> str:
    """Return a piece of metadata that trafilatura found, empty where it found none."""
    return str(getattr(document, name, None) or "")


def _paragraphs(document: object, title: str) -> Iterator[str]:
    """Yield the paragraphs of the story that was found, without its headline; none for none."""
    body: Any = getattr(document, "body", None)
    if body is None:
        return
    is_first = True
    for paragraph in _BLANK_LINE.split(" ".join(_pieces(body))):
        words = " ".join(paragraph.split())
        if words and not (is_first and words == title):
            yield words
        is_first = is_first and not words


def _pieces(body: Any) -> Iterator[str]:
    """Yield the text of a story in order, a blank line around blocks and for two line breaks."""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_start = event == "start"
        if element.tag in _BLOCKS:
            yield "\n\n"
        elif element.tag == "lb" and is_start:
            yield "\n"
        yield " ".join(((element.text if is_start else element.tail) or "").split())
