"""Paths in, articles out, one at a time; what could not be read is reported and stops nothing."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path

from corpus.article import Article, Language
from corpus.dates import normalize_published
from corpus.errors import NoArticlesError, RefusedError
from corpus.files import find_files
from corpus.formats import SUFFIXES, reader_for
from corpus.formats.draft import Draft, Refusal
from corpus.language import detect_language
from corpus.rejects import Reason, Reject

__all__ = ["Located", "Reason", "Reject", "locate_articles", "read_articles"]

OnReject = Callable[[Reject], None]

_FIELDS = ("id", "title", "url", "source", "published", "language")
_UNSOUND = "a NUL or half of a surrogate pair"


@dataclass(frozen=True, slots=True)
class Located:
    """An article and the path of the file it was read from, as rejects show it."""

    article: Article
    file: str


def read_articles(
    paths: Sequence[Path], on_reject: OnReject, today: date | None = None
) -> Iterator[Article]:
    """Yield the articles of files and folders; see `locate_articles`."""
    return (located.article for located in locate_articles(paths, on_reject, today))


def locate_articles(
    paths: Sequence[Path], on_reject: OnReject, today: date | None = None
) -> Iterator[Located]:
    """Yield the articles of files and folders, in an order that depends on the names only.

    The format of a file is chosen by its suffix. What a source leaves out is filled in: the
    language is detected, the id derived from the URL, else from title and text. The same id may
    come twice; which one counts is for the caller to say.

    Args:
        on_reject: called, in reading order, for every file, line and field that was not taken.
        today: dates after it are refused; the day of the call where it is left out.

    Raises:
        NoArticlesError: after the last path, when there was not one article.
    """
    found = False

    def refuse(path: Path, reason: Reason, detail: str, line: int | None = None) -> None:
        on_reject(Reject(_shown(path), line, reason, detail))

    for path in find_files(paths, refuse):
        for item in _read_file(path):
            completed = [item] if isinstance(item, Refusal) else _completed(item, today)
            for result in completed:
                if isinstance(result, Article):
                    found = True
                    yield Located(result, _shown(path))
                else:
                    refuse(path, result.reason, result.detail, result.line)
    if not found:
        places = ", ".join(map(_shown, paths)) or "no path at all"
        raise NoArticlesError(f"no article could be read from {places}")


def _shown(path: Path) -> str:
    """Return a path as text; bytes that are not UTF-8 show as \\x.."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _read_file(path: Path) -> Iterator[Draft | Refusal]:
    """Yield what a file's reader yields, and for what it raises a refusal of the rest."""
    read = reader_for(path)
    if read is None:
        known = ", ".join(SUFFIXES)
        yield Refusal(Reason.UNKNOWN_FORMAT, f"{path.suffix or 'no suffix'} is none of {known}")
        return
    try:
        yield from read(path)
    except RefusedError as error:
        yield Refusal(error.reason, str(error))
    except OSError as error:
        yield Refusal(Reason.UNREADABLE, error.strerror or str(error))


def _completed(draft: Draft, today: date | None) -> Iterator[Article | Refusal]:
    """Yield the article that a draft makes, or why there is none, and each field it loses."""
    if not draft.text.strip():
        yield Refusal(Reason.NO_TEXT, "the text is empty", draft.line)
        return
    if not _is_sound(draft.text):
        yield Refusal(Reason.BAD_CHARACTER, _UNSOUND, draft.line)
        return
    fields = {name: getattr(draft, name).strip() for name in _FIELDS}
    for name in [name for name in _FIELDS if not _is_sound(fields[name])]:
        yield Refusal(Reason.BAD_FIELD, f'"{name}": {_UNSOUND}', draft.line)
        fields[name] = ""
    published = normalize_published(fields["published"], today) or ""
    if fields["published"] and not published:
        detail = f"no date, or one in the future: {fields['published'][:80]!r}"
        yield Refusal(Reason.BAD_DATE, detail, draft.line)
    yield Article(
        id=fields["id"] or _derived_id(fields["url"], fields["title"], draft.text),
        text=draft.text,
        language=_language(fields["language"], fields["title"], draft.text),
        title=fields["title"],
        url=fields["url"],
        source=fields["source"],
        published=published,
    )


def _is_sound(text: str) -> bool:
    """Return whether a text can be stored: no NUL, no half of a surrogate pair."""
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def _language(given: str, title: str, text: str) -> Language:
    """Return the language a source gives where it is one of ours, else the one it is written in."""
    match given.casefold().replace("_", "-").partition("-")[0]:
        case "ar":
            return "ar"
        case "en":
            return "en"
        case _:
            return detect_language(f"{title}\n{text}")


def _derived_id(url: str, title: str, text: str) -> str:
    """Return 16 hexadecimal digits: BLAKE2b of the URL, else of title and text.

    Two of a million articles collide with a probability of 3e-8. The names of files play no part,
    so that an article may move.
    """
    content = f"url\n{url}" if url else f"text\n{title}\n{text}"
    return blake2b(content.encode("utf-8"), digest_size=8).hexdigest()
