"""A stream of articles in, the list of what is to be indexed out; the texts wait on the disk.

Of several articles with one id the last is kept, and of those that are left with one text the
first. Both are known only when all are read: an article that is replaced gives its text free again.
Of each article only a few words stay in memory. Its text goes into a file, or is left where it is
when the version before has it already.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from corpus.article import Article, Language
from corpus.reading import Located
from corpus.rejects import Reason, Reject
from corpus.repeats import KeptTexts, repeated_text, text_digest
from index.article_store import as_line
from index.ledger import Record
from index.statistics import LANGUAGES


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to be indexed, or that could be but for its text; `line` is that of its file.

    `carried` is its number in the version before, if it is there unaltered. Otherwise its line
    lies in the spool from byte `start` to `end`.
    """

    record: Record
    language: Language
    text_digest: bytes
    line: int | None
    carried: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read: the entries in the order of the index, and what is said of those left out.

    A language's articles stand together: a range of numbers is all that a search within it needs.
    """

    entries: list[Entry]
    rejects: list[Reject]


def take_in(
    articles: Iterable[Article | Located], spool: Path, known: Mapping[str, tuple[int, Record]]
) -> Intake:
    """Return the articles to be indexed.

    Args:
        spool: the file that the texts of new and altered articles go to.
        known: number and record, by id, of the articles that may be carried over.
    """
    by_id: dict[str, Entry] = {}
    rejects: list[Reject] = []
    files: dict[str, str] = {}  # one string for all the articles of a file
    with spool.open("wb") as file:
        for item in articles:
            located = Located(item, "") if isinstance(item, Article) else item
            article, name = located.article, located.file
            stored = as_line(article)
            digest = blake2b(stored, digest_size=16).hexdigest()
            record = Record(article.id, digest, files.setdefault(name, name))
            number, before = known.get(article.id, (None, record))
            carried = number if before.digest == digest else None
            start = file.tell()
            end = start + (file.write(stored) if carried is None else 0)
            same_text = text_digest(article.text)
            entry = Entry(record, article.language, same_text, located.line, carried, start, end)
            if before_it := by_id.pop(article.id, None):  # the last also takes the last place
                rejects.append(_replaced(before_it, entry))
            by_id[article.id] = entry
    entries, copies = _without_copies(by_id.values())
    entries.sort(key=lambda entry: LANGUAGES.index(entry.language))
    return Intake(entries, rejects + copies)


def _replaced(entry: Entry, later: Entry) -> Reject:
    """Return what is said of an article that a later one with its id takes the place of."""
    id_, file = entry.record.id, entry.record.file
    if entry.text_digest == later.text_digest:
        return repeated_text(id_, id_, file, entry.line)
    place = f"{later.record.file}:{later.line}" if later.line else later.record.file
    return Reject.of(file, entry.line, Reason.REPLACED, f"{id_}: by that in {place}")


def _without_copies(entries: Iterable[Entry]) -> tuple[list[Entry], list[Reject]]:
    kept = KeptTexts()
    first: list[Entry] = []
    copies: list[Reject] = []
    for entry in entries:
        record = entry.record
        if owner := kept.keep(record.id, entry.text_digest):
            copies.append(repeated_text(record.id, owner, record.file, entry.line))
        else:
            first.append(entry)
    return first, copies


def spooled_lines(entries: Iterable[Entry], spool: Path) -> Iterator[tuple[Entry, bytes | None]]:
    """Yield each entry with its line in the spool, None for those that are carried over."""
    with spool.open("rb") as file:
        for entry in entries:
            if entry.carried is not None:
                yield entry, None
            else:
                file.seek(entry.start, os.SEEK_SET)
                yield entry, file.read(entry.end - entry.start)
