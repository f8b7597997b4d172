"""Articles in, one new version of the index out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.article import Article, Language
from corpus.chunking import CHUNKER, Chunk, chunk_article, context
from index.analysis import ANALYSER
from index.article_store import write_articles
from index.bundled_model import FOLDER_NAME
from index.dense import DenseIndex
from index.encoding import Encoder, Vectors
from index.errors import EmptyIndexError
from index.lexical import LexicalIndex
from index.statistics import LANGUAGES, Centring, Statistics, count_documents
from index.versions import Manifest, VersionFiles, publish, writing

Progress = Callable[[int, int], None]
"""Told after each batch how many chunks are encoded, of how many."""

_BATCH = 32
_SOURCES_LISTED = 20


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    version: str
    articles: int
    chunks: int
    replaced: int
    """Articles that a later one with the same id took the place of."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A chunk with its article's number and what the encoder reads."""

    article: int
    chunk: Chunk
    text: str


def build_index(
    articles: Iterable[Article],
    directory: Path,
    encoder: Encoder,
    progress: Progress = lambda done, total: None,
) -> BuildReport:
    """Return a report on the new version, in use when this returns.

    Of several articles with one id the last is kept.

    Raises:
        EmptyIndexError: there is no article, or none holds a word.
        EncodingError: the encoder fails.
        RetrievalError: the directory cannot be written.
    """
    by_id: dict[str, Article] = {}
    given = 0
    for article in articles:
        given += 1
        by_id.pop(article.id, None)
        by_id[article.id] = article
    # A language's chunks stand together: a range of numbers is all that a search within it needs.
    kept = sorted(by_id.values(), key=lambda article: LANGUAGES.index(article.language))
    placed = [
        _Placed(number, chunk, encoded_text(article, chunk.start, chunk.end))
        for number, article in enumerate(kept)
        for chunk in chunk_article(article, encoder.count_tokens)
    ]
    if not placed:
        raise EmptyIndexError(
            "There is nothing to index: no article with text was given. "
            "See what is read: sanad-corpus read PATH"
        )
    with writing(directory) as files:
        _write(kept, placed, files, encoder, progress)
        version = publish(directory, files, _manifest(kept, placed, encoder))
    return BuildReport(version.id, len(kept), len(placed), given - len(kept))


def encoded_text(article: Article, start: int, end: int) -> str:
    """Return what the encoder reads of a chunk: the article's context, then the chunk's words."""
    about = context(article)
    words = article.text[start:end]
    return f"{about}\n{words}" if about else words


def centring_of(encoder: Encoder) -> Centring:
    """Return the means to take off an encoder's vectors."""
    return Centring.typical() if encoder.name == FOLDER_NAME else Centring.none()


def _write(
    articles: Sequence[Article],
    placed: Sequence[_Placed],
    files: VersionFiles,
    encoder: Encoder,
    progress: Progress,
) -> None:
    centring = centring_of(encoder)
    frequencies: Counter[int] = Counter()
    vectors: dict[Language, Vectors] = {}
    done = 0
    for language in LANGUAGES:
        own = [p.text for p in placed if articles[p.article].language == language]
        encoded = []
        for start in range(0, len(own), _BATCH):
            batch = encoder.encode(own[start : start + _BATCH], "passage")
            frequencies += count_documents(batch.tokens)
            encoded.append(centring.passages(batch.vectors, language))
            done += len(batch.vectors)
            progress(done, len(placed))
        if encoded:
            vectors[language] = np.concatenate(encoded)
    statistics = Statistics.gather(vectors, frequencies)
    statistics.save(files.statistics)
    DenseIndex.build(vectors, statistics).save(files.vectors)
    LexicalIndex.build([p.text for p in placed]).save(files.lexical)
    write_articles(articles, files.articles, files.offsets)
    rows = [(p.article, p.chunk.start, p.chunk.end) for p in placed]
    np.save(files.chunks, np.array(rows, dtype=np.int64))


def _manifest(articles: Sequence[Article], placed: Sequence[_Placed], encoder: Encoder) -> Manifest:
    days = sorted(article.published[:10] for article in articles if article.published)
    sources = Counter(article.source for article in articles if article.source)
    return Manifest(
        encoder=encoder.name,
        analyser=ANALYSER,
        chunker=CHUNKER,
        created=datetime.now(UTC),
        articles=len(articles),
        chunks=len(placed),
        languages=dict(Counter(article.language for article in articles)),
        first_published=days[0] if days else "",
        last_published=days[-1] if days else "",
        sources=[source for source, _ in sources.most_common(_SOURCES_LISTED)],
    )
