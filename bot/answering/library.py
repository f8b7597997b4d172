"""Questions in, answers out of whichever version of the index is in use at that moment."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.answer import Answer
from bot.answering.extractive import answer_question
from corpus.article import Article, Language
from index.encoding import Encoder
from index.errors import RetrievalError
from index.reranking import Reranker
from index.search import Searcher, open_searcher, open_version
from index.versions import current_version

if TYPE_CHECKING:
    from index.reader import Reader

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a collection covers; `first` and `last` are ISO days, empty where none is dated."""

    articles: int
    passages: int
    languages: dict[str, int]
    first: str
    last: str
    sources: tuple[str, ...]


class Library:
    """An encoder and the index it reads, for one thread at a time.

    Looks before each question whether a build has put a new version in use, and swaps to it. A
    version that cannot be opened is reported once, and the one before goes on serving.
    """

    def __init__(
        self,
        directory: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: "Reader | None" = None,
    ) -> None:
        """Open the index in `directory`; where the version in use is damaged, one before it.

        Raises:
            RetrievalError: there is none that can be opened with this encoder.
        """
        self._directory = directory
        self._encoder = encoder
        self._reader = reader
        self._searcher = open_searcher(directory, encoder, reranker)
        self._refused = ""
        self._complaint = ""

    def answer(
        self, question: str, *, now: date | None = None, language: Language = "en"
    ) -> Answer:
        """Return the answer to a question asked on the day `now`.

        Args:
            language: the reader's, for a question that has no letters.

        Raises:
            RetrievalError: the index or the encoder fails.
        """
        return answer_question(question, self._current(), self._reader, language, now=now)

    def articles(self) -> Iterator[Article]:
        """Yield the articles that answers are quoted from."""
        return self._current().articles()

    def coverage(self) -> Coverage:
        """Return what the collection covers."""
        manifest = self._current().manifest
        return Coverage(
            articles=manifest.articles,
            passages=manifest.chunks,
            languages=dict(manifest.languages),
            first=manifest.first_published,
            last=manifest.last_published,
            sources=tuple(manifest.sources),
        )

    def _current(self) -> Searcher:
        try:
            self._follow()
        except RetrievalError as error:
            complaint = f"{error} Version {self._searcher.version} goes on serving."
            if complaint != self._complaint:
                logger.warning("%s", complaint)
            self._complaint = complaint
        return self._searcher

    def _follow(self) -> None:
        """Go over to the version in use, unless it was refused before."""
        files = current_version(self._directory)
        while files.id not in {self._searcher.version, self._refused}:
            try:
                self._searcher = open_version(files, self._encoder, self._searcher)
                logger.info("Answering from version %s now", files.id)
            except RetrievalError:
                now = current_version(self._directory)
                if now == files:
                    self._refused = files.id
                    raise
                files = now  # replaced, and removed while it was read
