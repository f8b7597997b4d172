"""Articles in, one new version of the index out; only what is new in them is encoded."""

import shutil
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.chunking import CHUNKER
from corpus.duplicates import SKETCHER
from corpus.reading import Located
from corpus.rejects import Reject
from index.analysis import ANALYSER
from index.compatibility import differences
from index.dense import DenseIndex
from index.encoding import Encoder
from index.errors import EmptyIndexError, RetrievalError
from index.intake import Entry, take_in
from index.layout import Layout, language_ranges, lay_out
from index.ledger import Changes, compare, write_ledger
from index.lexical import LexicalIndex
from index.names import NameIndex
from index.predecessor import Predecessor, find_predecessor
from index.retention import remove_unneeded
from index.sample import codec_of, sample_centring
from index.segments import count_documents, gather_vectors, usable_segments
from index.statistics import Centring, Statistics, has_typical_means, stored_centring
from index.supply import Progress, Stored, Supplier, store
from index.timeliness import published_days
from index.versions import SEGMENTS, Manifest, VersionFiles, publish
from index.writing import writing
from index.yardstick import Yardstick

_SOURCES_LISTED = 20


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    `version` is the one in use now; `is_new` says whether this build wrote it. `linked` counts
    articles that report the same as another one, `rejects` say which were left out, as a later one
    has the same id or another one the same text.
    """

    version: str
    is_new: bool
    articles: int
    chunks: int
    encoded: int
    linked: int
    rejects: list[Reject]
    changes: Changes
    seconds: float

    def __str__(self) -> str:
        """Return «added 12, changed 3, removed 1, unchanged 4,210; 27 s»."""
        c = self.changes
        return (
            f"added {c.added:,}, changed {c.changed:,}, removed {c.removed:,}, "
            f"unchanged {c.unchanged:,}; {self.seconds:.0f} s"
        )


def build_index(
    articles: Iterable[Article | Located],
    directory: Path,
    encoder: Encoder,
    progress: Progress = lambda done, total: None,
    *,
    full: bool = False,
) -> BuildReport:
    """Return a report on the version in use when this returns, which has exactly these articles.

    Of several articles with one id the last is kept, and a text once. Where nothing changed, no
    version is written.

    Args:
        full: encode everything anew and write a version in any case.

    Raises:
        EmptyIndexError: there is no article, or none holds a word.
        EncodingError: the encoder fails.
        RetrievalError: the directory cannot be written, or another process writes to it.
    """
    started = time.monotonic()
    with writing(directory) as files:
        names = (encoder.name, codec_of(encoder.name))
        segments = [] if full else list(usable_segments(directory / SEGMENTS, *names))
        before = find_predecessor(directory, segments)
        carried = before if before and not full and _is_alike(before, encoder) else None
        intake = take_in(articles, files.spool, carried.known() if carried else {})
        if not intake.entries:
            raise _nothing_to_index()
        changes = compare(
            before.records if before else {}, [entry.record for entry in intake.entries]
        )
        if carried and carried.is_sound and not changes.any:
            used, manifest, encoded = carried.files, carried.manifest, 0
        else:
            layout = lay_out(intake.entries, carried, segments, files, encoder.count_tokens)
            if not len(layout.chunks):
                raise _nothing_to_index()
            centring = _centring(carried.files if carried else None, encoder)
            supplier = Supplier(directory / SEGMENTS, encoder, centring)
            stored = store(layout, segments, supplier, progress)
            encoded = stored.encoded
            languages = _write(intake.entries, layout, stored, files)
            _write_typical(carried.files if carried else None, supplier, files)
            manifest = _manifest(layout, stored, languages, supplier)
            used = publish(files, manifest)
        _clean_up(directory, used, before.files if before else None)
    return BuildReport(
        version=used.id,
        is_new=not before or used != before.files,
        articles=manifest.articles,
        chunks=manifest.chunks,
        encoded=encoded,
        linked=manifest.linked,
        rejects=intake.rejects,
        changes=changes,
        seconds=time.monotonic() - started,
    )


def _is_alike(before: Predecessor, encoder: Encoder) -> bool:
    return not differences(before.manifest, encoder.name)


def _nothing_to_index() -> EmptyIndexError:
    return EmptyIndexError(
        "There is nothing to index: no article with text was given. "
        "See what is read: sanad-corpus read PATH"
    )


def _write(
    entries: Sequence[Entry], layout: Layout, stored: Stored, files: VersionFiles
) -> Counter[str]:
    """Write those files of a version that are not yet; return its articles by language."""
    languages: Counter[str] = Counter(entry.language for entry in entries)
    _write_vectors(layout, stored, languages, files)
    every_chunk = range(len(layout.chunks))
    LexicalIndex.build(chunk.text for chunk in layout.read(every_chunk)).save(files.lexical)
    NameIndex.build(chunk.text for chunk in layout.read(every_chunk)).save(files.names)
    np.save(files.published, published_days(layout.articles))
    write_ledger((entry.record for entry in entries), files.ledger)
    np.save(files.chunks, layout.chunks)
    np.save(files.places, stored.places)
    np.save(files.sketches, layout.sketches)
    np.save(files.reports, layout.reports)
    files.spool.unlink()
    return languages


def _write_vectors(
    layout: Layout, stored: Stored, languages: Counter[str], files: VersionFiles
) -> None:
    """Write what needs the vectors of all chunks, which then take no memory while words do."""
    every = gather_vectors(stored.places, stored.segments)
    vectors = {
        language: every[within.start : within.stop]
        for language, within in language_ranges(layout.chunks, languages).items()
    }
    statistics = Statistics.gather(vectors, count_documents(stored.places, stored.segments))
    statistics.save(files.statistics)
    DenseIndex.build(vectors, statistics).save(files.vectors)


def _centring(carried: VersionFiles | None, encoder: Encoder) -> Centring:
    if carried:
        return stored_centring(encoder.name, carried.centring)
    return Centring.typical() if has_typical_means(encoder.name) else sample_centring(encoder)


def _write_typical(carried: VersionFiles | None, supplier: Supplier, files: VersionFiles) -> None:
    """Write what a version knows of passages at large."""
    if not has_typical_means(supplier.encoder.name):
        supplier.centring.save(files.centring)
    if carried:
        shutil.copyfile(carried.yardstick, files.yardstick)
    else:
        Yardstick.make(supplier.encoder, supplier.centring).save(files.yardstick)


def _manifest(
    layout: Layout, stored: Stored, languages: Counter[str], supplier: Supplier
) -> Manifest:
    sources: Counter[str] = Counter()
    days: list[str] = []
    for article in layout.articles:
        sources[article.source] += 1
        days.append(article.published[:10])
    del sources[""]
    days = [day for day in days if day]
    return Manifest(
        encoder=supplier.encoder.name,
        codec=supplier.centring.codec,
        analyser=ANALYSER,
        chunker=CHUNKER,
        sketcher=SKETCHER,
        created=datetime.now(UTC),
        articles=len(layout.articles),
        chunks=len(layout.chunks),
        languages=languages,
        linked=layout.linked,
        first_published=min(days, default=""),
        last_published=max(days, default=""),
        sources=[source for source, _ in sources.most_common(_SOURCES_LISTED)],
        segments=[segment.id for segment in stored.segments],
    )


def _clean_up(directory: Path, used: VersionFiles, before: VersionFiles | None) -> None:
    try:
        remove_unneeded(directory, used, before)
    except OSError as error:
        raise RetrievalError(
            f"Version {used.id} is in use, but what it replaces in {directory} cannot be removed: "
            f"{error}. The next build tries again."
        ) from error
