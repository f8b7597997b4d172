"""Articles in, a file of one JSON line each out, read back one at a time by number."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from corpus.article import Article


class ArticleStore:
    """The articles of one version; only those asked for are read from the file."""

    def __init__(self, articles: Path, offsets: Path) -> None:
        # As plain arrays, still on the file: to index those is many times as fast.
        self._file = np.asarray(np.memmap(articles, dtype=np.uint8, mode="r"))
        self._offsets = np.asarray(np.load(offsets, mmap_mode="r"))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> Article:
        return from_line(self.line(number))

    def __iter__(self) -> Iterator[Article]:
        return (self[number] for number in range(len(self)))

    def line(self, number: int) -> bytes:
        """Return an article's line as it stands in the file."""
        start, end = self._offsets[number], self._offsets[number + 1]
        return self._file[start:end].tobytes()


def as_line(article: Article) -> bytes:
    """Return an article as a line of JSON."""
    fields = {name: getattr(article, name) for name in Article.__slots__}
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode()


def from_line(line: bytes) -> Article:
    """Return the article that a line holds."""
    return Article(**json.loads(line))


def write_lines(lines: Iterable[bytes], path: Path, offsets: Path) -> None:
    """Write articles' lines to `path`, and to `offsets` where each of them begins."""
    begins = [0]
    with path.open("wb") as file:
        for line in lines:
            begins.append(begins[-1] + file.write(line))
    np.save(offsets, np.array(begins, dtype=np.int64))
