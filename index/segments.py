"""Encoded chunks in, immutable segments on the disk out; and found again there by their keys.

    DIR/segments/<id>/          what one build encoded, never altered

A chunk's key is made of all that the encoder reads of it, and a segment is of one encoder and one
codec. So a build finds the vectors of every chunk that was encoded before, whichever version it
was in and even if that build did not live to see its end.
"""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from corpus.article import Language
from index.encoding import Vectors
from index.errors import DamagedIndexError
from index.ragged import Ragged, Rows, joined
from index.sealing import (
    RUBBISH,
    BrokenSealError,
    OtherFormatError,
    Sealed,
    read_sealed,
    seal,
    sealed_directories,
    verify_sealed,
)
from index.versions import SEGMENTS, Manifest, VersionFiles, rebuild, verify

FORMAT = 2
"""Changes when a segment's files change their meaning; those of another format are not used."""

KEY = np.dtype("S16")
Keys = npt.NDArray[np.bytes_]
Places = npt.NDArray[np.int32]
"""A row a chunk, (n, 2): number of the segment, row in it; or `NOWHERE` twice."""

NOWHERE = -1

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """The names of the files of one segment."""

    directory: Path

    @property
    def keys(self) -> Path:
        """One key a row."""
        return self.directory / "keys.npy"

    @property
    def vectors(self) -> Path:
        """One centred vector a row."""
        return self.directory / "vectors.npy"

    @property
    def token_ids(self) -> Path:
        """The distinct tokens of each row, one row after another."""
        return self.directory / "token_ids.npy"

    @property
    def token_id_offsets(self) -> Path:
        """Where each row's distinct tokens begin; the last number is their count."""
        return self.directory / "token_id_offsets.npy"

    @property
    def token_codes(self) -> Path:
        """The compressed vectors of all tokens of each row."""
        return self.directory / "token_codes.npy"

    @property
    def token_spans(self) -> Path:
        """Where those tokens stand in what the encoder read."""
        return self.directory / "token_spans.npy"

    @property
    def token_offsets(self) -> Path:
        """Where each row's tokens begin; the last number is their count."""
        return self.directory / "token_offsets.npy"

    @property
    def said_days(self) -> Path:
        """First and last day of each period that the rows name."""
        return self.directory / "said_days.npy"

    @property
    def said_offsets(self) -> Path:
        """Where each row's days begin; the last number is their count."""
        return self.directory / "said_offsets.npy"


class SegmentManifest(Sealed):
    """What one segment is made of."""

    format: int = FORMAT
    encoder: str
    codec: str
    """What was done to the encoder's vectors before they were stored."""
    chunks: int
    dimension: int


@dataclass(frozen=True, slots=True)
class EncodedChunks:
    """What is stored of chunks, a row each.

    Of a chunk's tokens `distinct` holds the ids, each once, `codes` the compressed vectors and
    `spans` start and end in what the encoder read, code points; the last two of every token.
    `said` holds the days of the periods that it names, as `said_days` returns them.
    """

    keys: Keys
    vectors: Vectors
    distinct: Ragged
    codes: Ragged
    spans: Ragged
    said: Ragged

    def take(self, rows: Rows) -> "EncodedChunks":
        """Return the rows with these numbers, in this order."""
        return EncodedChunks(
            self.keys[rows],
            self.vectors[rows],
            self.distinct.take(rows),
            self.codes.take(rows),
            self.spans.take(rows),
            self.said.take(rows),
        )


class Segment:
    """One segment, verified and memory-mapped."""

    def __init__(self, files: SegmentFiles) -> None:
        self.id = files.directory.name
        offsets = np.load(files.token_offsets)
        self.rows = EncodedChunks(
            np.load(files.keys),
            np.load(files.vectors, mmap_mode="r"),
            Ragged(np.load(files.token_ids, mmap_mode="r"), np.load(files.token_id_offsets)),
            Ragged(np.asarray(np.load(files.token_codes, mmap_mode="r")), offsets),
            Ragged(np.asarray(np.load(files.token_spans, mmap_mode="r")), offsets),
            Ragged(np.load(files.said_days), np.load(files.said_offsets)),
        )

    def __len__(self) -> int:
        return len(self.rows.keys)


def chunk_key(text: str, language: Language) -> bytes:
    """Return the key of a chunk: BLAKE2b of what the encoder reads, and what decides its centre."""
    return blake2b(f"{language}\n{text}".encode(), digest_size=KEY.itemsize).digest()


def write_segment(parent: Path, encoder: str, codec: str, rows: EncodedChunks) -> Segment:
    """Return a new segment in the directory of the segments, durable."""
    written = parent / f"{RUBBISH}building"
    written.mkdir()
    try:
        files = SegmentFiles(written)
        np.save(files.keys, rows.keys)
        np.save(files.vectors, rows.vectors)
        np.save(files.token_ids, rows.distinct.values)
        np.save(files.token_id_offsets, rows.distinct.offsets)
        np.save(files.token_codes, rows.codes.values)
        np.save(files.token_spans, rows.spans.values)
        np.save(files.token_offsets, rows.codes.offsets)
        np.save(files.said_days, rows.said.values)
        np.save(files.said_offsets, rows.said.offsets)
        chunks, dimension = rows.vectors.shape
        manifest = SegmentManifest(encoder=encoder, codec=codec, chunks=chunks, dimension=dimension)
        return Segment(SegmentFiles(seal(written, manifest)))
    finally:
        # Gone already if all went well; else a trace that cannot be removed now is the next
        # build's to remove, and what went wrong first is what is reported.
        shutil.rmtree(written, ignore_errors=True)


def usable_segments(parent: Path, encoder: str, codec: str) -> Iterator[Segment]:
    """Yield the whole segments of this encoder and codec; a damaged one is logged and left out."""

    def usable(directory: Path) -> Segment | None:
        try:
            manifest = read_sealed(directory, SegmentManifest, FORMAT)
            if (manifest.encoder, manifest.codec) == (encoder, codec):
                verify_sealed(directory, manifest)
                return Segment(SegmentFiles(directory))
        except OtherFormatError:
            return None
        except BrokenSealError as error:
            logger.warning("%s: a build encodes anew what this segment held", error)
        return None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(usable, sealed_directories(parent)))


def require_whole(
    files: VersionFiles, manifest: Manifest, known: Mapping[str, Segment] = MappingProxyType({})
) -> None:
    """Compare every file of a version, and of the segments it refers to, with its checksum.

    Args:
        known: segments that were verified before, by id.

    Raises:
        DamagedIndexError: one is missing or differs; the message names it.
    """

    def check(name: str) -> None:
        directory = files.index / SEGMENTS / name
        try:
            verify_sealed(directory, read_sealed(directory, SegmentManifest, FORMAT))
        except (BrokenSealError, OtherFormatError) as error:
            raise DamagedIndexError(f"{error}. {rebuild(files.index)}") from error

    verify(files, manifest)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(check, [name for name in manifest.segments if name not in known]))


def segments_of(
    files: VersionFiles, manifest: Manifest, known: Mapping[str, Segment] = MappingProxyType({})
) -> list[Segment]:
    """Return the segments that a version refers to, in its order, those known as they are."""
    return [
        known.get(name) or Segment(SegmentFiles(files.index / SEGMENTS / name))
        for name in manifest.segments
    ]


def locate(keys: Keys, segments: Sequence[Segment]) -> Places:
    """Return where chunks are stored, by their keys."""
    places = np.full((len(keys), 2), NOWHERE, dtype=np.int32)
    for number, segment in enumerate(segments):
        order = np.argsort(segment.rows.keys)
        ordered = segment.rows.keys[order]
        at = np.searchsorted(ordered, keys).clip(max=len(ordered) - 1)
        found = ordered[at] == keys
        places[found] = np.stack((np.full(found.sum(), number), order[at[found]]), axis=1)
    return places


def keys_at(places: Places, segments: Sequence[Segment]) -> Keys:
    """Return the keys of what is stored at places that all exist, in their order."""
    keys = np.empty(len(places), dtype=KEY)
    for number, segment in enumerate(segments):
        here = places[:, 0] == number
        keys[here] = segment.rows.keys[places[here, 1]]
    return keys


def gather_vectors(places: Places, segments: Sequence[Segment]) -> Vectors:
    """Return the vectors stored at places that all exist, (n, dim) float32, in their order."""
    dimension = segments[places[0, 0]].rows.vectors.shape[1]
    vectors = np.empty((len(places), dimension), dtype=np.float32)
    for number, segment in enumerate(segments):
        here = places[:, 0] == number
        vectors[here] = segment.rows.vectors[places[here, 1]]
    return vectors


def count_documents(places: Places, segments: Sequence[Segment]) -> dict[int, int]:
    """Return in how many of the chunks at these places each token occurs."""
    counts = np.zeros(0, dtype=np.int64)
    for number, segment in enumerate(segments):
        rows = places[places[:, 0] == number, 1].astype(np.intp)
        found = np.bincount(segment.rows.distinct.take(rows).values, minlength=len(counts))
        found[: len(counts)] += counts
        counts = found
    tokens = np.flatnonzero(counts)
    return dict(zip(tokens.tolist(), counts[tokens].tolist(), strict=True))


def copy_rows(places: Places, segments: Sequence[Segment]) -> EncodedChunks:
    """Return what is stored at places that all exist, segment by segment, rows ascending."""
    return concatenate(
        [
            segment.rows.take(np.sort(places[places[:, 0] == number, 1]).astype(np.intp))
            for number, segment in enumerate(segments)
            if (places[:, 0] == number).any()
        ]
    )


def concatenate(parts: Sequence[EncodedChunks]) -> EncodedChunks:
    """Return the rows of several, one after another."""
    return EncodedChunks(
        np.concatenate([part.keys for part in parts]),
        np.concatenate([part.vectors for part in parts]),
        joined([part.distinct for part in parts]),
        joined([part.codes for part in parts]),
        joined([part.spans for part in parts]),
        joined([part.said for part in parts]),
    )
