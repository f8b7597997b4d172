"""Chunks that no segment holds in, new segments that hold them out."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.encoding import Encoded, Encoder
from index.layout import ChunkText, Layout
from index.ragged import Ragged
from index.segments import (
    NOWHERE,
    EncodedChunks,
    Keys,
    Places,
    Segment,
    concatenate,
    copy_rows,
    keys_at,
    locate,
    write_segment,
)
from index.statistics import Centring
from index.timeliness import said_days
from index.token_codec import compress

Progress = Callable[[int, int], None]
"""Told after each batch how many chunks are encoded, of how many."""

SEGMENT_CHUNKS = 2048
"""Chunks a segment: what a killed build loses at most, some two minutes' work on two cores."""

_SMALL = SEGMENT_CHUNKS // 2
_MOST_SMALL = 16
"""Segments with less than `_SMALL` chunks in use that may stay: each is more files to open."""

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Supplier:
    """Makes segments in the directory of the segments, with one encoder and codec."""

    directory: Path
    encoder: Encoder
    centring: Centring

    def encode(self, layout: Layout, progress: Progress) -> Iterator[Segment]:
        """Yield new segments that hold the chunks without a place, those with one key once."""
        missing = layout.missing
        keys, first = np.unique(layout.keys[missing], return_index=True)
        order = np.argsort(first)  # that of the chunks, so that an article is parsed once
        keys, numbers = keys[order], missing[first[order]]
        for start in range(0, len(numbers), SEGMENT_CHUNKS):
            read = list(layout.read(numbers[start : start + SEGMENT_CHUNKS].tolist()))
            told = partial(_from, start, len(numbers), progress)
            rows = self._encode(keys[start : start + SEGMENT_CHUNKS], read, told)
            yield self._write(rows)

    def merge(self, places: Places, segments: Sequence[Segment]) -> Iterator[Segment]:
        """Yield new segments of what is used of those that are little used, or small and many.

        Without that, years of daily builds would leave thousands of segments of a few chunks.
        """
        used = np.unique(places, axis=0)
        counts = np.bincount(used[:, 0], minlength=len(segments))
        lengths = np.array([len(segment) for segment in segments])
        merged = (counts > 0) & (counts < lengths / 2)
        small = (counts > 0) & (counts < _SMALL)
        if small.sum() > _MOST_SMALL:
            merged |= small
        rows = used[merged[used[:, 0]]]
        for start in range(0, len(rows), SEGMENT_CHUNKS):
            yield self._write(copy_rows(rows[start : start + SEGMENT_CHUNKS], segments))

    def _encode(
        self, keys: Keys, read: Sequence[ChunkText], done: Callable[[int], None]
    ) -> EncodedChunks:
        """Return the rows of chunks, given what the encoder reads of each.

        Texts of a like length share a batch: sentence-transformers pads the shorter ones to the
        longest.
        """
        order = np.argsort([len(chunk.text) for chunk in read], kind="stable")
        batches = []
        # In a thread, because Ctrl-C would not be heard while a model computes in this one.
        worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoding")
        try:
            for start in range(0, len(read), _BATCH):
                numbers = order[start : start + _BATCH]
                batch = [read[number] for number in numbers]
                texts = [chunk.text for chunk in batch]
                encoded = worker.submit(self.encoder.encode, texts, "passage").result()
                batches.append(self._rows(keys[numbers], batch, encoded))
                done(start + len(batch))
        finally:
            worker.shutdown(wait=False, cancel_futures=True)
        return concatenate(batches).take(np.argsort(order))

    def _rows(self, keys: Keys, read: Sequence[ChunkText], encoded: Encoded) -> EncodedChunks:
        vectors = [
            self.centring.passages(vector, chunk.article.language)
            for vector, chunk in zip(encoded.vectors, read, strict=True)
        ]
        own = Ragged.of(
            [
                self.centring.token_vectors(tokens.vectors, chunk.article.language, "passage")
                for tokens, chunk in zip(encoded.tokens, read, strict=True)
            ]
        )
        return EncodedChunks(
            keys,
            np.stack(vectors),
            Ragged.of([np.unique(tokens.ids).astype(np.int32) for tokens in encoded.tokens]),
            Ragged(compress(own.values), own.offsets),
            Ragged.of([tokens.spans.astype(np.uint32) for tokens in encoded.tokens]),
            Ragged.of([said_days(chunk.article, chunk.start, chunk.end) for chunk in read]),
        )

    def _write(self, rows: EncodedChunks) -> Segment:
        return write_segment(self.directory, self.encoder.name, self.centring.codec, rows)


def _from(before: int, total: int, progress: Progress, done: int) -> None:
    progress(before + done, total)


@dataclass(frozen=True, slots=True)
class Stored:
    """Where each chunk of a version is stored, in which segments, and how many are new there."""

    places: Places
    segments: list[Segment]
    encoded: int


def store(
    layout: Layout, segments: Sequence[Segment], supplier: Supplier, progress: Progress
) -> Stored:
    """Return the places of all chunks, in segments that there are and new ones."""
    new = list(supplier.encode(layout, progress))
    places = layout.places.copy()
    missing = layout.missing
    places[missing] = _after(segments, locate(layout.keys[missing], new))
    held = [*segments, *new]
    merged = list(supplier.merge(places, held))
    found = _after(held, locate(keys_at(places, held), merged))
    places = np.where(found == NOWHERE, places, found)
    used, numbers = np.unique(places[:, 0], return_inverse=True)
    places[:, 0] = numbers
    every = [*held, *merged]
    return Stored(places, [every[number] for number in used], sum(map(len, new)))


def _after(segments: Sequence[Segment], places: Places) -> Places:
    """Return places with the numbers that their segments have behind others."""
    places[places[:, 0] != NOWHERE, 0] += len(segments)
    return places
