"""Paths in, articles out, one at a time; what could not be read is reported and stops nothing."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from corpus.article import Article
from corpus.completion import complete
from corpus.errors import NoArticlesError, RefusedError
from corpus.files import find_files
from corpus.formats import SUFFIXES, reader_for
from corpus.formats.draft import Draft, Refusal
from corpus.rejects import Reason, Reject
from corpus.repeats import KeptTexts, repeated_text, text_digest
from corpus.slash_dates import SlashDates

OnReject = Callable[[Reject], None]


@dataclass(frozen=True, slots=True)
class Located:
    """An article, the path of the file it was read from, as rejects show it, and its line."""

    article: Article
    file: str
    line: int | None = None


def read_articles(
    paths: Sequence[Path], on_reject: OnReject, today: date | None = None
) -> Iterator[Article]:
    """Yield the articles of files and folders as `locate_articles` does, but a text only once.

    One that came before is reported as `Reason.REPEATED_TEXT`. Which of several articles with one
    id counts is not known until the last is read, and only then, which texts are left: that is
    for a build to say (`index.intake`).
    """
    kept = KeptTexts()
    for located in locate_articles(paths, on_reject, today):
        article = located.article
        if owner := kept.keep(article.id, text_digest(article.text)):
            on_reject(repeated_text(article.id, owner, located.file, located.line))
        else:
            yield article


def locate_articles(
    paths: Sequence[Path],
    on_reject: OnReject,
    today: date | None = None,
    without: Path | None = None,
) -> Iterator[Located]:
    """Yield the articles of files and folders, in an order that depends on the names only.

    The format of a file is chosen by its suffix. The same id may come twice, and so may the same
    text; which one counts is for the caller to say.

    Args:
        on_reject: called, in reading order, for every file, line and field that was not taken.
        today: dates after it are refused; the day of the call where it is left out.
        without: a folder that is passed over: an index among its articles.

    Raises:
        NoArticlesError: after the last path, when there was not one article.
    """
    found = False
    orders: dict[str, bool] = {}

    def refuse(path: Path, reason: Reason, detail: str, line: int | None = None) -> None:
        on_reject(Reject.of(_shown(path), line, reason, detail))

    for path in find_files(paths, refuse, without):
        for item in _read_file(path, today, orders):
            if isinstance(item, Refusal):
                refuse(path, item.reason, item.detail, item.line)
                continue
            article, line = item
            found = True
            yield Located(article, _shown(path), line)
    if not found:
        places = ", ".join(map(_shown, paths)) or "no path at all"
        raise NoArticlesError(
            f"no article could be read from {places}; "
            "name files or folders of .jsonl, .json, .md, .txt or .html"
        )


def _shown(path: Path) -> str:
    """Return a path as text; bytes that are not UTF-8 show as \\x.."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _read_file(
    path: Path, today: date | None, orders: dict[str, bool]
) -> Iterator[tuple[Article, int | None] | Refusal]:
    """Yield the articles of a file with their lines, and what of it was not taken."""
    read = partial(_drafts, path)
    dates = SlashDates(read, orders)
    for draft in read():
        if isinstance(draft, Refusal):
            yield draft
            continue
        dates.note(draft)
        for item in complete(draft, dates, today):
            yield item if isinstance(item, Refusal) else (item, draft.line)


def _drafts(path: Path) -> Iterator[Draft | Refusal]:
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
    except FileNotFoundError:
        yield Refusal(Reason.MISSING, "no longer there")
    except OSError as error:
        yield Refusal(Reason.UNREADABLE, error.strerror or str(error))
