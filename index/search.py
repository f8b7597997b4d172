"""A question in, ranked passages out; and how well each of their sentences fits the question."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import numpy as np
from threadpoolctl import threadpool_limits

from corpus.article import Article, Language
from corpus.asked import Asked, asked_time
from corpus.language import detect_language
from corpus.sentences import Span
from index.arrays import Scores
from index.article_store import ArticleStore
from index.chunk_store import ChunkStore
from index.compatibility import require_compatible
from index.dense import DenseIndex, Ids, Mask
from index.encoding import Encoder, Vectors, encoded_text
from index.errors import DamagedIndexError
from index.late_interaction import QueryTokens, score_passages, score_spans
from index.layout import language_ranges
from index.lexical import LexicalIndex
from index.names import NameIndex
from index.passage import Passage, other_reports
from index.ragged import Ragged
from index.ranking import RANKING, Candidates, Ranking, relevance
from index.reports import fold_reports
from index.reranking import RERANKED, Reranker
from index.segments import Segment, require_whole, segments_of
from index.statistics import Statistics, stored_centring
from index.timeliness import SAME_MATTER, SAME_MATTER_ACROSS, UNDATED, timeliness
from index.token_codec import rotate
from index.versions import (
    Manifest,
    VersionFiles,
    current_version,
    read_manifest,
    rebuild,
    whole_version,
)
from index.yardstick import Yardstick

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the index understands it; `names` are those of its words that may be names."""

    text: str
    language: Language
    asked: Asked
    names: Sequence[str]
    vector: Vectors
    tokens: QueryTokens

    @property
    def length(self) -> int:
        """Return the number of the question's tokens."""
        return len(self.tokens.weights)


class Searcher:
    """One whole version of an index, open for questions."""

    def __init__(
        self,
        files: VersionFiles,
        manifest: Manifest,
        encoder: Encoder,
        segments: Sequence[Segment],
        reranker: Reranker | None = None,
    ) -> None:
        self.version = files.id
        self.segments = {segment.id: segment for segment in segments}
        self.manifest = manifest
        self.reranker = reranker
        self._encoder = encoder
        self._centring = stored_centring(encoder.name, files.centring)
        self._statistics = Statistics.load(files.statistics)
        self._dense = DenseIndex.load(files.vectors, self._statistics)
        self._lexical = LexicalIndex.load(files.lexical)
        self._names = NameIndex.load(files.names)
        self._store = ChunkStore(np.asarray(np.load(files.places, mmap_mode="r")), segments)
        self._yardstick = Yardstick.load(files.yardstick)
        self._articles = ArticleStore(files.articles, files.offsets)
        self._chunks = np.asarray(np.load(files.chunks, mmap_mode="r"))
        self._reports = np.asarray(np.load(files.reports, mmap_mode="r"))
        self._published = np.load(files.published)[self._chunks[:, 0]].astype(np.int32)
        self._ranges = language_ranges(self._chunks, manifest.languages)
        self._threads = ThreadPoolExecutor(len(self._ranges), thread_name_prefix="searching")

    def understand(self, question: str, now: date | None = None) -> Query:
        """Return the question encoded, with its language and the time it is about.

        Args:
            now: the day it is asked; the day of the call where it is left out.
        """
        language = detect_language(question)
        encoded = self._encoder.encode([question], "query")
        tokens = encoded.tokens[0]
        return Query(
            question,
            language,
            asked_time(question, now or datetime.now(UTC).date()),
            self._names.names_in(question),
            self._centring.query(encoded.vectors[0], language),
            QueryTokens(
                rotate(self._centring.token_vectors(tokens.vectors, language, "query")),
                self._statistics.token_weights(tokens.ids, self._encoder.rarity(tokens.ids)),
            ),
        )

    def search(self, query: Query, top: int = 10, ranking: Ranking = RANKING) -> list[Passage]:
        """Return the `top` best passages, best first.

        The nearest in meaning, and those that say the question's words or names, are put forward
        in each language, weighed by what their tokens say, and brought into one order. What a
        better passage of another report of the same says already is folded into that passage.
        A reranker, where there is one, brings the best of them into a new order.

        The languages are searched at once, each by a thread: numpy and FAISS let both run.
        """
        words = self._lexical.coverage(query.text)
        names = self._names.scores(query.names)

        def put_forward(language: Language) -> Candidates:
            return self._candidates(query, language, words, names, ranking)

        candidates = Candidates.join(list(self._threads.map(put_forward, self._ranges)))
        if self.reranker and ranking.late:
            candidates = self._rerank(self.reranker, query, candidates, ranking)
        scores = self._scores(query, candidates, ranking)
        order = np.lexsort((candidates.chunks, -scores))
        folded = self._fold(candidates.chunks[order].tolist())
        listed = [number for number in order.tolist() if int(candidates.chunks[number]) in folded]
        return [
            self._passage(rank, candidates, number, scores[number], folded)
            for rank, number in enumerate(listed[:top], 1)
        ]

    def score_spans(
        self,
        query: Query,
        passages: Sequence[Passage],
        spans: Sequence[Sequence[Span]],
        *,
        in_context: bool = True,
    ) -> list[list[float]]:
        """Return how well spans of passages fit a question, from -1 to 1, in the order given.

        Args:
            spans: for each passage, spans of its article's text inside the passage.
            in_context: whether each is read with its article's title, source and date.
        """
        tokens = self._store.tokens(np.array([passage.chunk for passage in passages], np.intp))
        # The passage's words come last in what was encoded.
        encoded = [len(encoded_text(one.article, one.start, one.end)) for one in passages]
        shifts = [length - one.end for length, one in zip(encoded, passages, strict=True)]
        moved = [
            [Span(span.start + shift, span.end + shift) for span in inside]
            for shift, inside in zip(shifts, spans, strict=True)
        ]
        contexts = [
            one.start + shift if in_context else 0
            for one, shift in zip(passages, shifts, strict=True)
        ]
        return score_spans(query.tokens, tokens, moved, contexts)

    def articles(self) -> Iterator[Article]:
        """Yield every article, read from its file one at a time."""
        return iter(self._articles)

    def article_languages(self) -> dict[str, Language]:
        """Return the language of every article by its id."""
        return {article.id: article.language for article in self._articles}

    def _candidates(
        self, query: Query, language: Language, words: Scores, names: Scores, ranking: Ranking
    ) -> Candidates:
        within, depth = self._ranges[language], ranking.depth
        found: list[Ids] = []
        if ranking.late or ranking.dense:
            found.append(self._dense.nearest(query.vector, within, depth.nearest))
            if query.asked.periods:
                then = self._published_then(query.asked, within)
                found.append(self._dense.nearest(query.vector, then, depth.then))
        if ranking.words:
            found.append(_highest(words, within, depth.words))
        if ranking.names:
            found.append(_highest(names, within, depth.names))
        chunks = np.unique(np.concatenate(found))
        similarity = self._dense.similarities(query.vector, chunks)
        match = self._match(query, chunks) if ranking.late else np.zeros_like(similarity)
        says = language == query.language
        return Candidates(
            chunks=chunks,
            similarity=similarity,
            match=match,
            dense=self._dense.standardise(similarity, query.vector, language),
            late=self._yardstick.standardise(match, query.tokens, language),
            words=words[chunks] * says,
            names=names[chunks] * (not says),
        )

    def _published_then(self, asked: Asked, within: range) -> Mask:
        """Return for each chunk whether it is of a range, and of a time that is asked for."""
        then = np.zeros(len(self._published), dtype=bool)
        own = slice(within.start, within.stop)
        days = self._published[own]
        for period in asked.periods:
            first, last = max(period.first.toordinal(), UNDATED + 1), period.last.toordinal()
            then[own] |= (first <= days) & (days <= last)
        return then

    def _match(self, query: Query, chunks: Ids) -> Scores:
        tokens = self._store.tokens(chunks)
        return score_passages(query.tokens, (own.vectors for own in tokens))

    def _scores(self, query: Query, candidates: Candidates, ranking: Ranking) -> Scores:
        fits = relevance(candidates, ranking)
        return fits + ranking.time * self._timeliness(query, candidates, fits)

    def _rerank(
        self, reranker: Reranker, query: Query, candidates: Candidates, ranking: Ranking
    ) -> Candidates:
        """Return the best candidates, what the reranker says of them in place of `late`."""
        order = np.argsort(-self._scores(query, candidates, ranking), kind="stable")
        best = candidates.take(order[:RERANKED])
        late = np.zeros(len(best.chunks), dtype=np.float32)
        for language, within in self._ranges.items():
            here = _within(best.chunks, within)
            texts = [encoded_text(*self._locate(chunk)) for chunk in best.chunks[here].tolist()]
            if texts:
                late[here] = reranker.score(query.text, texts, language)
        return replace(best, late=late)

    def _timeliness(self, query: Query, candidates: Candidates, fits: Scores) -> Scores:
        if not len(fits):
            return fits
        published = self._published[candidates.chunks].astype(np.int64)
        # Reading what passages say of time is worth it only where a time is asked for, comparing
        # them with the best one only where the newer count for more.
        chunks, asked = candidates.chunks, query.asked
        said = self._store.said_days(chunks) if asked.periods else Ragged.empty(len(fits))
        on_matter = (
            self._on_matter(chunks, fits) if asked.prefers_newer else np.zeros_like(fits, bool)
        )
        return timeliness(asked, on_matter, published, said)

    def _on_matter(self, chunks: Ids, fits: Scores) -> Mask:
        """Return which chunks are on the matter of the one that fits best."""
        best = int(chunks[fits.argmax()])
        [own] = [within for within in self._ranges.values() if best in within]
        least = np.where(_within(chunks, own), SAME_MATTER, SAME_MATTER_ACROSS)
        on_matter: Mask = self._dense.cosines(best, chunks) >= least
        return on_matter

    def _fold(self, ranked: Sequence[int]) -> dict[int, list[int]]:
        """Return the chunks to be listed, each with those that say the same."""
        articles = self._chunks[ranked, 0]
        rows = zip(ranked, articles.tolist(), self._reports[articles].tolist(), strict=True)
        return fold_reports(rows, self._text)

    def _locate(self, chunk: int) -> tuple[Article, int, int]:
        """Return the article of a chunk, and where in its text the chunk starts and ends."""
        article, start, end = map(int, self._chunks[chunk])
        return self._articles[article], start, end

    def _text(self, chunk: int) -> str:
        article, start, end = self._locate(chunk)
        return article.text[start:end]

    def _passage(
        self,
        rank: int,
        found: Candidates,
        number: int,
        score: float,
        folded: Mapping[int, Sequence[int]],
    ) -> Passage:
        chunk = int(found.chunks[number])
        others = set(self._chunks[folded[chunk], 0].tolist())
        article, start, end = self._locate(chunk)
        return Passage(
            rank=rank,
            score=float(score),
            similarity=float(found.similarity[number]),
            match=float(found.match[number]),
            words=float(found.words[number]),
            names=float(found.names[number]),
            chunk=chunk,
            article=article,
            start=start,
            end=end,
            also=other_reports(self._articles[other] for other in others),
        )


def _within(chunks: Ids, own: range) -> Mask:
    """Return which chunks are of a range."""
    return (chunks >= own.start) & (chunks < own.stop)


def _highest(scores: Scores, within: range, depth: int) -> Ids:
    """Return the chunks of a range with the highest scores above 0, at most `depth`."""
    own = scores[within.start : within.stop]
    found = np.flatnonzero(own > 0)
    if len(found) > depth:  # to sort them all would take longer than all the rest
        found = found[own[found] >= np.partition(own[found], -depth)[-depth]]
    return within.start + found[np.argsort(-own[found], kind="stable")][:depth]


def open_searcher(directory: Path, encoder: Encoder, reranker: Reranker | None = None) -> Searcher:
    """Return a searcher on the version in use, its files verified.

    Where that version is damaged, the newest whole one before it is opened, and a warning logged.

    Raises:
        NoIndexError: there is no index.
        DamagedIndexError: no version is whole; the message names a file of the one in use.
        IncompatibleIndexError: the index is of another encoder or format.
    """
    version = whole_version(directory, require_whole)
    try:
        searcher = _open(version.files, version.manifest, encoder, reranker)
    except DamagedIndexError:
        if version.damage or current_version(directory) == version.files:
            raise
        # It was replaced, and removed while it was opened.
        return open_searcher(directory, encoder, reranker)
    if version.damage:
        logger.warning("%s (until then version %s is used)", version.damage, version.files.id)
    return searcher


def open_version(files: VersionFiles, encoder: Encoder, before: Searcher) -> Searcher:
    """Return a searcher on one version, its files verified; raises as `open_searcher`.

    Args:
        before: an open searcher; its reranker is used, and the segments that it reads are not
            verified again.
    """
    manifest = read_manifest(files)
    require_whole(files, manifest, before.segments)
    return _open(files, manifest, encoder, before.reranker, before.segments)


def _open(
    files: VersionFiles,
    manifest: Manifest,
    encoder: Encoder,
    reranker: Reranker | None,
    known: Mapping[str, Segment] = MappingProxyType({}),
) -> Searcher:
    require_compatible(files, manifest, encoder.name)
    # Products as small as a passage with a question are not worth sharing out: OpenBLAS's threads
    # spin while they wait, which on a busy machine takes ten times what the products do.
    threadpool_limits(1, user_api="blas")
    try:
        return Searcher(files, manifest, encoder, segments_of(files, manifest, known), reranker)
    except (OSError, RuntimeError) as error:  # FAISS raises the latter for a file that is gone
        raise DamagedIndexError(
            f"{files.directory} cannot be opened: {error}. {rebuild(files.index)}"
        ) from error
