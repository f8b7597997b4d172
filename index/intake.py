"""A stream of articles in, the list of what is to be indexed out; the texts wait on the disk.

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
from index.article_store import as_line
from index.ledger import Record
from index.statistics import LANGUAGES


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to be indexed.

    `carried` is its number in the version before, if it is there unaltered. Otherwise its line
    lies in the spool from byte `start` to `end`.
    """

    record: Record
    language: Language
    carried: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read: the entries in the order of the index, and the ids of those that gave way.

    A language's articles stand together: a range of numbers is all that a search within it needs.
    """

    entries: list[Entry]
    replaced: list[str]


def take_in(
    articles: Iterable[Article | Located], spool: Path, known: Mapping[str, tuple[int, Record]]
) -> Intake:
    """Return the articles to be indexed; of several with one id the last.

    Args:
        spool: the file that the texts of new and altered articles go to.
        known: number and record, by id, of the articles that may be carried over.
    """
    by_id: dict[str, Entry] = {}
    replaced: list[str] = []
    files: dict[str, str] = {}  # one string for all the articles of a file
    with spool.open("wb") as file:
        for item in articles:
            article, name = (item, "") if isinstance(item, Article) else (item.article, item.file)
            line = as_line(article)
            digest = blake2b(line, digest_size=16).hexdigest()
            record = Record(article.id, digest, files.setdefault(name, name))
            if by_id.pop(article.id, None):  # the last of one id also takes the last place
                replaced.append(article.id)
            number, before = known.get(article.id, (None, record))
            if number is not None and before.digest == digest:
                by_id[article.id] = Entry(record, article.language, number)
            else:
                start = file.tell()
                end = start + file.write(line)
                by_id[article.id] = Entry(record, article.language, None, start, end)
    entries = sorted(by_id.values(), key=lambda entry: LANGUAGES.index(entry.language))
    return Intake(entries, replaced)


def spooled_lines(entries: Iterable[Entry], spool: Path) -> Iterator[tuple[Entry, bytes | None]]:
    """Yield each entry with its line in the spool, None for those that are carried over."""
    with spool.open("rb") as file:
        for entry in entries:
            if entry.carried is not None:
                yield entry, None
            else:
                file.seek(entry.start, os.SEEK_SET)
                yield entry, file.read(entry.end - entry.start)
