"""A draft in, its article out, with a refusal for each field that was not taken as it was."""

import html
import re
from collections.abc import Generator, Iterator
from datetime import date
from hashlib import blake2b
from urllib.parse import urlsplit

from corpus.article import Article, Language
from corpus.dates import is_ambiguous, normalize_published
from corpus.formats.draft import Draft, Refusal
from corpus.language import detect_language
from corpus.limits import LONGEST_FIELD
from corpus.rejects import Reason, printable
from corpus.slash_dates import SlashDates

_UNSOUND = "a NUL or half of a surrogate pair"
_SHOWN = 80  # characters of a bad value
_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(("ar", "ara", "arabic", "عربي", "عربية", "العربية"), "ar"),
    **dict.fromkeys(("en", "eng", "english", "إنجليزي", "الإنجليزية", "انجليزي"), "en"),
}
_REGION = re.compile(r"[-_\s]")


def complete(draft: Draft, dates: SlashDates, today: date | None) -> Iterator[Article | Refusal]:
    """Yield the article that a draft makes, or why there is none, and each field it loses.

    What a source leaves out is filled in: the language is detected, the id derived from the URL,
    else from title and text.
    """
    for item in _completed(draft, dates, today):
        if isinstance(item, Article):
            yield item
        else:
            entry = "" if draft.entry is None else f"entry {draft.entry}: "
            yield Refusal(item.reason, entry + item.detail, draft.line)


def is_sound(text: str) -> bool:
    """Return whether a text can be stored: no NUL, no half of a surrogate pair."""
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def _completed(draft: Draft, dates: SlashDates, today: date | None) -> Iterator[Article | Refusal]:
    if not is_sound(draft.text):
        yield Refusal(Reason.BAD_CHARACTER, _UNSOUND)
        return
    if not any(map(str.isalnum, draft.text)):
        yield Refusal(Reason.NO_TEXT, "not one letter or figure in the text")
        return
    fields: dict[str, str] = {}
    for name in ("id", "title", "url", "source"):
        value = _one_line(getattr(draft, name), is_prose=name in {"title", "source"})
        complaint = _complaint(name, value)
        if complaint:
            yield Refusal(Reason.BAD_FIELD, f'"{name}": {complaint}')
        fields[name] = "" if complaint else value
    published = yield from _published(draft, dates, today)
    language = yield from _language(draft, fields["title"])
    yield Article(
        id=fields["id"] or _derived_id(fields["url"], fields["title"], draft.text),
        text=draft.text,
        language=language,
        title=fields["title"],
        url=fields["url"],
        source=fields["source"],
        published=published,
    )


def _one_line(value: str, *, is_prose: bool) -> str:
    """Return a field without white space around it; of prose, no line breaks and no «&amp;»."""
    if not is_prose:
        return value.strip()
    if "&" in value and is_sound(value):
        value = html.unescape(value)
    return " ".join(value.split())


def _complaint(name: str, value: str) -> str:
    """Return what is wrong with the value of a field, empty where nothing is."""
    if not is_sound(value):
        return _UNSOUND
    if len(value) > LONGEST_FIELD[name]:
        return f"longer than {LONGEST_FIELD[name]:,} characters"
    if name == "id" and not value.isprintable():
        return f"characters that cannot be seen: {_short(value)}"
    if name == "url" and value and not _is_web_address(value):
        return f"no web address: {_short(value)}"
    return ""


def _is_web_address(value: str) -> bool:
    """Return whether a value is an address that a reader may be sent to."""
    if not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # http://[
        return False


def _published(
    draft: Draft, dates: SlashDates, today: date | None
) -> Generator[Refusal, None, str]:
    """Yield what is wrong with the date of a draft, and return it as ISO 8601 or empty."""
    value = draft.published.strip()
    if not value:
        return ""
    ambiguous = is_ambiguous(value)
    day_first = dates.is_day_first(draft) if ambiguous else True
    published = normalize_published(value, today, day_first=day_first) if is_sound(value) else None
    if published is None:
        yield Refusal(Reason.BAD_DATE, f"no date, or one in the future: {_short(value)}")
        return ""
    if ambiguous and dates.is_first_report():
        order = "day" if day_first else "month"
        detail = f"{_short(value)} read as {published}, as are others of this file: {order} first"
        yield Refusal(Reason.AMBIGUOUS_DATE, detail)
    return published


def _language(draft: Draft, title: str) -> Generator[Refusal, None, Language]:
    """Return the language that a source gives where it is one of ours, else the one it is in."""
    given = draft.language.strip()
    known = _LANGUAGES.get(_REGION.split(given.casefold())[0])
    if known:
        return known
    if given:
        yield Refusal(Reason.BAD_FIELD, f'"language": neither Arabic nor English: {_short(given)}')
    return detect_language(f"{title}\n{draft.text}")


def _short(value: str) -> str:
    shown = printable(value[:_SHOWN])
    return f"«{shown}…»" if len(value) > _SHOWN else f"«{shown}»"


def _derived_id(url: str, title: str, text: str) -> str:
    """Return 16 hexadecimal digits: BLAKE2b of the URL, else of title and text.

    Two of a million articles collide with a probability of 3e-8. The names of files play no part,
    so that an article may move.
    """
    content = f"url\n{url}" if url else f"text\n{title}\n{text}"
    return blake2b(content.encode("utf-8"), digest_size=8).hexdigest()
