"""Articles in, a file of one JSON line each out, read back one at a time by number."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from corpus.article import Article


class ArticleStore:
    """The articles of one version; only those asked for are read from the file."""

    def __init__(self, articles: Path, offsets: Path) -> None:
        self._file = np.memmap(articles, dtype=np.uint8, mode="r")
        self._offsets = np.load(offsets, mmap_mode="r")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> Article:
        start, end = self._offsets[number], self._offsets[number + 1]
        return Article(**json.loads(self._file[start:end].tobytes()))

    def __iter__(self) -> Iterator[Article]:
        return (self[number] for number in range(len(self)))


def write_articles(articles: Iterable[Article], path: Path, offsets: Path) -> None:
    """Write the articles to `path`, and to `offsets` where each of their lines begins."""
    begins = [0]
    with path.open("wb") as file:
        for article in articles:
            line = json.dumps(asdict(article), ensure_ascii=False) + "\n"
            begins.append(begins[-1] + file.write(line.encode()))
    np.save(offsets, np.array(begins, dtype=np.int64))
