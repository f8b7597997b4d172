"""An answer in, the messages that show it out: Telegram's HTML, split, safe in both directions.

Knows strings only. Of Telegram's rules it keeps these: the tags b, a and blockquote; the escapes
of `&`, `<`, `>` and `"`; at most 4,096 UTF-16 units a message. Telegram counts the units after it
has read the tags; here they are counted before, so that no way of counting finds one too many.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from bot import texts
from bot.answering.answer import Answer, Citation, Status
from bot.direction import MARKS, isolate, isolate_name, leading_mark, one_line
from bot.links import link_to_quote, valid_address
from corpus.article import Language

if TYPE_CHECKING:
    from bot.answering.library import Coverage

LONGEST_MESSAGE: Final = 4096
"""In UTF-16 units."""

_LONGEST_OPEN_QUOTE: Final = 600
"""In characters; a longer quote, some ten lines on a phone, is folded until it is tapped."""
_LONGEST_TITLE: Final = 200
_LONGEST_SOURCE: Final = 80
_SOURCES_NAMED: Final = 6
_OTHERS_NAMED: Final = 2
_LONGEST_OTHER_LINK: Final = 400
"""With its escapes; a longer one is left out, as the quote's own link needs the room."""

_JOINER: Final = "\u2060"
"""WORD JOINER: no line ends behind the slash before it."""

_COMMAND = re.compile(r"(?<!\S)/[a-z]+")


def render_answer(answer: Answer) -> list[str]:
    """Return the messages of an answer, to be sent in order.

    The quotes stand in block quotes, each above the line that names its article. A `not_found`
    is its sentence.
    """
    if answer.status is Status.NOT_FOUND:
        return render_text(answer.text, answer.language)
    lead = f"<b>{_escaped(_lead(answer))}</b>\n"
    room = LONGEST_MESSAGE - _units(lead)
    named: dict[str, Citation] = {}
    blocks: list[str] = []
    for citation in answer.citations:
        lines = _source_lines(
            citation, answer.language, named.setdefault(citation.article_id, citation)
        )
        blocks += _citation_blocks(citation, lines, room)
    return _packed([lead + blocks[0], *blocks[1:]])


def render_text(text: str, language: Language) -> list[str]:
    """Return plain words as messages; a command in Arabic words keeps its slash in front."""
    if language == "ar":
        text = _COMMAND.sub(lambda command: isolate(command[0], "en"), text)
    lines = [leading_mark(line, language) + line if line else line for line in text.split("\n")]
    return [_escaped(piece) for piece in _split("\n".join(lines), LONGEST_MESSAGE)]


def render_coverage(coverage: "Coverage", language: Language) -> list[str]:
    """Return what the collection covers: how many articles, in which languages, when, from whom."""
    count = texts.ARTICLES[language].format(count=coverage.articles)
    lines = [texts.ABOUT[language], f"• {count}{_languages(coverage, language)}"]
    if coverage.first and coverage.last:
        span = {"first": _day(coverage.first, language), "last": _day(coverage.last, language)}
        lines.append(f"• {texts.DATES[language].format_map(span)}")
    if coverage.sources:
        lines.append(f"• {texts.SOURCES[language].format(sources=_sources(coverage, language))}")
    return render_text("\n".join(lines), language)


def _languages(coverage: "Coverage", language: Language) -> str:
    parts = [
        pattern.format(count=coverage.languages[code])
        for code, pattern in texts.LANGUAGES[language].items()
        if coverage.languages.get(code)
    ]
    return f" ({texts.COMMA[language].join(parts)})" if parts else ""


def _sources(coverage: "Coverage", language: Language) -> str:
    named = [isolate_name(_clipped(source, _LONGEST_SOURCE)) for source in coverage.sources]
    more = len(named) - _SOURCES_NAMED
    if more > 1:
        named[_SOURCES_NAMED:] = [texts.MORE_SOURCES[language].format(count=more)]
    return texts.COMMA[language].join(named)


def _lead(answer: Answer) -> str:
    if answer.status is Status.RELATED:
        return texts.RELATED[answer.language]
    if answer.as_of:
        return texts.AS_OF[answer.language].format(date=_day(answer.as_of, answer.language))
    return texts.UNDATED[answer.language]


def _citation_blocks(citation: Citation, lines: str, room: int) -> Iterator[str]:
    """Yield the quote and the lines that name its article, in one block where that fits.

    A quote that is too long is cut into several block quotes; the last bears the lines.
    """
    mark = leading_mark(citation.quote, citation.language)
    tag = "blockquote" if len(citation.quote) <= _LONGEST_OPEN_QUOTE else "blockquote expandable"
    frame = _units(f"<{tag}>{mark}</blockquote>\n{lines}")
    *pieces, last = _split(citation.quote, room - frame)
    for piece in pieces:
        yield f"<{tag}>{mark}{_escaped(piece)}</blockquote>"
    yield f"<{tag}>{mark}{_escaped(last)}</blockquote>\n{lines}"


def _source_lines(citation: Citation, language: Language, first: Citation) -> str:
    """Return «[1] Title», linked to the quoted words; below it «Source, date», and other sources.

    Lines apart, since a title that wraps in a line of the other direction reads back to front. An
    article that an earlier quote, the `first`, is from already is not described again.
    """
    link = link_to_quote(citation.url, citation.quote)
    if first is not citation:
        said = texts.SAME_ARTICLE[language].format(number=first.number)
        return f"{MARKS[language]}[{citation.number}] {_anchored(said, link)}"
    name = _clipped(citation.title, _LONGEST_TITLE)
    title = _anchored(name or texts.UNTITLED[language], link)
    mark = MARKS[citation.language if name else language]
    lines = f"{mark}[{citation.number}] {title}"
    source = _clipped(citation.source, _LONGEST_SOURCE)
    origin = [isolate_name(source)] if source else []
    if citation.published:
        origin.append(_day(citation.published, language))
    if origin:
        lines += f"\n{MARKS[language]}{_escaped(texts.COMMA[language].join(origin))}"
    if others := _other_sources(citation):
        sources = texts.COMMA[language].join(others)
        lines += f"\n{MARKS[language]}{texts.ALSO[language].format(sources=sources)}"
    return lines


def _other_sources(citation: Citation) -> list[str]:
    """Return the other sources of a report by name, linked, the last of many as «+3»."""
    addresses = {one_line(other.source or other.title): other.url for other in citation.also}
    addresses.pop(one_line(citation.source), None)
    addresses.pop("", None)
    named = [
        _linked(isolate_name(_clipped(name, _LONGEST_SOURCE)), url)
        for name, url in list(addresses.items())[:_OTHERS_NAMED]
    ]
    more = len(addresses) - len(named)
    return [*named, isolate(f"+{more}", "en")] if more else named


def _linked(name: str, url: str) -> str:
    link = valid_address(url)
    return _anchored(name, link if len(escape(link)) <= _LONGEST_OTHER_LINK else "")


def _anchored(text: str, link: str) -> str:
    return f'<a href="{escape(link)}">{_escaped(text)}</a>' if link else _escaped(text)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _clipped(name: str, longest: int) -> str:
    line = one_line(name)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _day(published: str, language: Language) -> str:
    """Return a day as the reader's language writes it: «3 July 2024», «3 يوليو/تموز 2024».

    In Arabic both names of the month, of the Nile and of the Levant, as pan-Arab media write it.
    """
    day = date.fromisoformat(published[:10])
    if language == "en":
        return format_date(day, "d MMMM y", locale="en")
    nile, levant = (format_date(day, "MMMM", locale=locale) for locale in ("ar", "ar_SY"))
    return f"{day.day} {nile}/{_JOINER}{levant} {day.year}"


def _packed(blocks: Iterable[str]) -> list[str]:
    """Return the blocks as few messages, a blank line between two blocks of one message."""
    messages: list[str] = []
    for block in blocks:
        joined = f"{messages[-1]}\n\n{block}" if messages else block
        if messages and _units(joined) <= LONGEST_MESSAGE:
            messages[-1] = joined
        else:
            messages.append(block)
    return messages


def _split(text: str, room: int) -> list[str]:
    """Return the text in pieces that, escaped, take at most `room` units; together they are it."""
    pieces = []
    while (cut := _fitting(text, room)) < len(text):
        cut = _break_before(text, cut)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def _fitting(text: str, room: int) -> int:
    """Return how many characters of the text fit, escaped, into `room` units."""
    for position, character in enumerate(text):
        room -= _units(_escaped(character))
        if room < 0:
            return position
    return len(text)


def _break_before(text: str, cut: int) -> int:
    """Return the end of the last line or word in the second half before `cut`.

    Where there is none, `cut` itself, moved before a letter that has marks on it.
    """
    for gap in ("\n", " "):
        found = text.rfind(gap, cut // 2, cut)
        if found > 0:
            return found + 1
    while cut > 1 and unicodedata.category(text[cut])[0] == "M":
        cut -= 1
    return cut


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
