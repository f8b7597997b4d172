"""A question in, ranked passages out; and how well each of their sentences fits the question."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.article import Language
from corpus.language import detect_language
from corpus.sentences import Span
from index.article_store import ArticleStore
from index.compatibility import require_compatible
from index.dense import DenseIndex, Ids
from index.encoding import Encoder, TokenVectors, Vectors, encoded_text
from index.errors import DamagedIndexError
from index.late_interaction import QueryTokens, score_spans
from index.layout import language_ranges
from index.lexical import LexicalIndex
from index.passage import Passage, other_reports
from index.reports import fold_reports
from index.statistics import Statistics, centring_of
from index.versions import (
    Manifest,
    VersionFiles,
    current_version,
    read_manifest,
    rebuild,
    verify,
    whole_version,
)

LEXICAL_WEIGHT = 0.3
"""What words count for beside meaning, where question and passage share their language.

Chosen on eval/xquad-dev and eval/newsroom from 0, .2, .3, .4 (`sanad-index eval`): ar→ar .878
.905 .921 .924, en→en .942 .952 .952 .946 success@1; newsroom .61 .62 .65 .63.
"""

logger = logging.getLogger(__name__)

_DEPTH = 200  # passages that each stage puts forward, by language


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the index understands it."""

    text: str
    language: Language
    vector: Vectors
    tokens: QueryTokens

    @property
    def length(self) -> int:
        """Return the number of the question's tokens."""
        return len(self.tokens.weights)


@dataclass(frozen=True, slots=True)
class SpanScores:
    """How well a passage with its title, and spans of it, fit a question; each from -1 to 1."""

    passage: float
    spans: list[float]


class Searcher:
    """One whole version of an index, open for questions."""

    def __init__(self, files: VersionFiles, manifest: Manifest, encoder: Encoder) -> None:
        self.version = files.id
        self.manifest = manifest
        self._encoder = encoder
        self._centring = centring_of(encoder.name)
        self._statistics = Statistics.load(files.statistics)
        self._dense = DenseIndex.load(files.vectors, self._statistics)
        self._lexical = LexicalIndex.load(files.lexical)
        self._articles = ArticleStore(files.articles, files.offsets)
        self._chunks = np.load(files.chunks, mmap_mode="r")
        self._reports = np.load(files.reports, mmap_mode="r")
        self._ranges = language_ranges(self._chunks, manifest.languages)

    def understand(self, question: str) -> Query:
        """Return the question encoded, with its language."""
        language = detect_language(question)
        encoded = self._encoder.encode([question], "query")
        tokens = encoded.tokens[0]
        return Query(
            question,
            language,
            self._centring.query(encoded.vectors[0], language),
            QueryTokens(
                self._centring.token_vectors(tokens.vectors, language, "query"),
                self._statistics.token_weights(tokens.ids),
            ),
        )

    def search(self, query: Query, top: int = 10) -> list[Passage]:
        """Return the `top` best passages, best first.

        Meaning and words are fused by a convex combination of scores that are brought to one
        scale first (Bruch, Gai & Ingber 2023): `dense`, standardised within the passage's
        language, and BM25, scaled so that its best match counts as much as the best by meaning.
        Across languages the words say nothing and only meaning counts. What a better passage of
        another report of the same says already is folded into that passage.
        """
        lexical = self._lexical.scores(query.text)
        found: list[tuple[float, int, float, float]] = []
        for language, within in self._ranges.items():
            chunks = self._candidates(query, lexical, within)
            similarity = self._dense.similarities(query.vector, chunks)
            dense = self._dense.standardise(similarity, query.vector, language)
            words = lexical[chunks]
            weight = LEXICAL_WEIGHT if language == query.language and words.any() else 0.0
            scale = dense.max() / words.max() if weight else 0.0
            fused = (1 - weight) * dense + weight * scale * words
            found.extend(zip(fused, chunks, similarity, words, strict=True))
        found.sort(key=lambda row: (-row[0], row[1]))
        folded = self._fold([row[1] for row in found])
        listed = [row for row in found if row[1] in folded]
        return [
            self._passage(rank, chunk, score, similarity, words, folded[chunk])
            for rank, (score, chunk, similarity, words) in enumerate(listed[:top], 1)
        ]

    def score_spans(
        self, query: Query, passages: Sequence[Passage], spans: Sequence[Sequence[Span]]
    ) -> list[SpanScores]:
        """Return how well passages and spans of them fit a question, in the order given.

        Args:
            spans: for each passage, spans of its article's text inside the passage.
        """
        if not passages:
            return []
        read = [encoded_text(p.article, p.start, p.end) for p in passages]
        encoded = self._encoder.encode(read, "passage")
        return [
            self._score_spans(query, passage, inside, text, tokens)
            for passage, inside, text, tokens in zip(
                passages, spans, read, encoded.tokens, strict=True
            )
        ]

    def article_languages(self) -> dict[str, Language]:
        """Return the language of every article by its id."""
        return {article.id: article.language for article in self._articles}

    def _score_spans(
        self,
        query: Query,
        passage: Passage,
        spans: Sequence[Span],
        text: str,
        tokens: TokenVectors,
    ) -> SpanScores:
        language = passage.article.language
        vectors = self._centring.token_vectors(tokens.vectors, language, "passage")
        shift = len(text) - passage.end  # the passage's words come last in what was encoded
        moved = [Span(span.start + shift, span.end + shift) for span in spans]
        whole, *parts = score_spans(
            query.tokens, vectors, tokens.spans, [Span(0, len(text)), *moved]
        )
        return SpanScores(whole, parts)

    def _candidates(self, query: Query, lexical: npt.NDArray[np.float32], within: range) -> Ids:
        nearest = self._dense.nearest(query.vector, within, _DEPTH)
        own = lexical[within.start : within.stop]
        matching = within.start + np.argsort(-own, kind="stable")[:_DEPTH]
        return np.union1d(nearest, matching[lexical[matching] > 0])

    def _fold(self, ranked: Sequence[int]) -> dict[int, list[int]]:
        """Return the chunks to be listed, each with those that say the same."""
        articles = self._chunks[ranked, 0]
        rows = zip(ranked, articles.tolist(), self._reports[articles].tolist(), strict=True)
        return fold_reports(rows, self._text)

    def _text(self, chunk: int) -> str:
        article, start, end = map(int, self._chunks[chunk])
        return self._articles[article].text[start:end]

    def _passage(
        self,
        rank: int,
        chunk: int,
        score: float,
        similarity: float,
        lexical: float,
        folded: Sequence[int],
    ) -> Passage:
        article, start, end = map(int, self._chunks[chunk])
        return Passage(
            rank,
            float(score),
            float(similarity),
            float(lexical),
            self._articles[article],
            start,
            end,
            other_reports(self._articles[n] for n in set(self._chunks[folded, 0].tolist())),
        )


def open_searcher(directory: Path, encoder: Encoder) -> Searcher:
    """Return a searcher on the version in use, its files verified.

    Where that version is damaged, the newest whole one before it is opened, and a warning logged.

    Raises:
        NoIndexError: there is no index.
        DamagedIndexError: no version is whole; the message names a file of the one in use.
        IncompatibleIndexError: the index is of another encoder or format.
    """
    version = whole_version(directory)
    try:
        searcher = _open(version.files, version.manifest, encoder)
    except DamagedIndexError:
        if version.damage or current_version(directory) == version.files:
            raise
        return open_searcher(directory, encoder)  # replaced, and removed while it was opened
    if version.damage:
        logger.warning("%s (until then version %s is used)", version.damage, version.files.id)
    return searcher


def open_version(files: VersionFiles, encoder: Encoder) -> Searcher:
    """Return a searcher on one version, its files verified; raises as `open_searcher`."""
    manifest = read_manifest(files)
    verify(files, manifest)
    return _open(files, manifest, encoder)


def _open(files: VersionFiles, manifest: Manifest, encoder: Encoder) -> Searcher:
    require_compatible(files, manifest, encoder.name)
    try:
        return Searcher(files, manifest, encoder)
    except (OSError, RuntimeError) as error:  # FAISS raises the latter for a file that is gone
        raise DamagedIndexError(
            f"{files.directory} cannot be opened: {error}. {rebuild(files.index)}"
        ) from error
