"""Questions in, answers out of whichever version of the index is in use at that moment."""

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answering.answer import Answer
from bot.answering.extractive import answer_question
from index.encoding import Encoder
from index.errors import RetrievalError
from index.search import Searcher, open_searcher
from index.versions import current_version

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

    def __init__(self, directory: Path, encoder: Encoder) -> None:
        """Open the index in `directory`.

        Raises:
            RetrievalError: there is none that can be opened with this encoder.
        """
        self._directory = directory
        self._encoder = encoder
        self._searcher = open_searcher(directory, encoder)
        self._refused = ""

    def answer(self, question: str, *, now: date | None = None) -> Answer:
        """Return the answer to a question asked on the day `now`.

        Raises:
            RetrievalError: the index or the encoder fails.
        """
        return answer_question(question, self._current())

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
        version = ""
        try:
            version = current_version(self._directory).id
            if version not in {self._searcher.version, self._refused}:
                self._searcher = open_searcher(self._directory, self._encoder)
                logger.info("Answering from version %s now", self._searcher.version)
        except RetrievalError as error:
            if version != self._refused or not version:
                serving = self._searcher.version
                logger.warning("%s Version %s goes on serving.", error, serving)
            self._refused = version
        return self._searcher
