"""Encoded chunks in, immutable segments on the disk out; and found again there by their keys.

    DIR/segments/<id>/          what one build encoded, never altered

A chunk's key is made of all that the encoder reads of it, and a segment is of one encoder and one
codec. So a build finds the vectors of every chunk that was encoded before, whichever version it
was in and even if that build did not live to see its end.
"""

import logging
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.article import Language
from index.encoding import Vectors
from index.ragged import Ragged, joined
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
from index.versions import SEGMENTS, WholeVersion, rebuild

FORMAT = 1
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
    def token_offsets(self) -> Path:
        """Where each row's tokens begin; the last number is their count."""
        return self.directory / "token_offsets.npy"


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
    """What is stored of chunks, a row each; `tokens` holds the distinct ids of a chunk's tokens."""

    keys: Keys
    vectors: Vectors
    tokens: Ragged


class Segment:
    """One segment, verified and memory-mapped."""

    def __init__(self, files: SegmentFiles) -> None:
        self.id = files.directory.name
        self.rows = EncodedChunks(
            np.load(files.keys),
            np.load(files.vectors, mmap_mode="r"),
            Ragged(np.load(files.token_ids, mmap_mode="r"), np.load(files.token_offsets)),
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
        np.save(files.token_ids, rows.tokens.values)
        np.save(files.token_offsets, rows.tokens.offsets)
        chunks, dimension = rows.vectors.shape
        manifest = SegmentManifest(encoder=encoder, codec=codec, chunks=chunks, dimension=dimension)
        return Segment(SegmentFiles(seal(written, manifest)))
    finally:
        # Gone already if all went well; else a trace that cannot be removed now is the next
        # build's to remove, and what went wrong first is what is reported.
        shutil.rmtree(written, ignore_errors=True)


def usable_segments(parent: Path, encoder: str, codec: str) -> Iterator[Segment]:
    """Yield the whole segments of this encoder and codec; a damaged one is logged and left out."""
    for directory in sealed_directories(parent):
        try:
            manifest = read_sealed(directory, SegmentManifest, FORMAT)
            if (manifest.encoder, manifest.codec) == (encoder, codec):
                verify_sealed(directory, manifest)
                yield Segment(SegmentFiles(directory))
        except OtherFormatError:
            continue
        except BrokenSealError as error:
            logger.warning("%s: a build encodes anew what this segment held", error)


def damaged_segment(version: WholeVersion) -> str:
    """Return what is wrong with a segment that a version refers to, or nothing if all are whole.

    The version can be read all the same.
    """
    for name in version.manifest.segments:
        directory = version.files.index / SEGMENTS / name
        try:
            verify_sealed(directory, read_sealed(directory, SegmentManifest, FORMAT))
        except (BrokenSealError, OtherFormatError) as error:
            return f"{error}. {rebuild(version.files.index)}"
    return ""


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
        found = np.bincount(segment.rows.tokens.take(rows).values, minlength=len(counts))
        found[: len(counts)] += counts
        counts = found
    tokens = np.flatnonzero(counts)
    return dict(zip(tokens.tolist(), counts[tokens].tolist(), strict=True))


def copy_rows(places: Places, segments: Sequence[Segment]) -> EncodedChunks:
    """Return what is stored at places that all exist, segment by segment, rows ascending."""
    pieces = [
        (segment.rows, np.sort(places[places[:, 0] == number, 1]).astype(np.intp))
        for number, segment in enumerate(segments)
        if (places[:, 0] == number).any()
    ]
    return EncodedChunks(
        np.concatenate([held.keys[rows] for held, rows in pieces]),
        np.concatenate([held.vectors[rows] for held, rows in pieces]),
        joined([held.tokens.take(rows) for held, rows in pieces]),
    )
