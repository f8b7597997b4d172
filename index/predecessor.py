"""The version in use in, what the next build compares with and carries over out."""

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.duplicates import Sketches
from index.article_store import ArticleStore
from index.errors import DamagedIndexError, IncompatibleIndexError, NoIndexError
from index.ledger import Record, read_ledger
from index.segments import NOWHERE, Places, Segment
from index.versions import Manifest, VersionFiles, WholeVersion, whole_version

logger = logging.getLogger(__name__)


class Predecessor:
    """A whole version, as the build after it needs it."""

    def __init__(self, version: WholeVersion, segments: list[Segment]) -> None:
        self.files: VersionFiles = version.files
        self.manifest: Manifest = version.manifest
        self._is_in_use = not version.damage
        self.records = read_ledger(self.files.ledger)
        self.articles = ArticleStore(self.files.articles, self.files.offsets)
        self._sketches: Sketches = np.load(self.files.sketches, mmap_mode="r")
        self._chunks: npt.NDArray[np.int64] = np.load(self.files.chunks, mmap_mode="r")
        self._begins = np.searchsorted(self._chunks[:, 0], np.arange(len(self.articles) + 1))
        self._places = _renumbered(np.load(self.files.places), self.manifest.segments, segments)

    @property
    def is_sound(self) -> bool:
        """Return whether it is the version in use, and segments hold every chunk of it."""
        return self._is_in_use and bool((self._places != NOWHERE).all())

    def known(self) -> dict[str, tuple[int, Record]]:
        """Return number and record of each article by its id."""
        return {record.id: (n, record) for n, record in enumerate(self.records.values())}

    def carry(self, article: int) -> "Carried":
        """Return what was made of an article."""
        rows = slice(self._begins[article], self._begins[article + 1])
        return Carried(self._chunks[rows, 1:], self._places[rows], self._sketches[article])


@dataclass(frozen=True, slots=True)
class Carried:
    """An article's chunks: start and end of each, (n, 2), and where each is stored; its sketch."""

    spans: npt.NDArray[np.int64]
    places: Places
    sketch: np.void


def find_predecessor(directory: Path, segments: list[Segment]) -> Predecessor | None:
    """Return the version to compare with, None where there is none that can be read.

    Args:
        segments: those that the next version may refer to; its numbers are theirs.
    """
    try:
        version = whole_version(directory)
    except NoIndexError:
        return None
    except (DamagedIndexError, IncompatibleIndexError) as error:
        logger.warning("%s (which this build does)", error)
        return None
    if version.damage:
        logger.warning("%s (this build goes on from version %s)", version.damage, version.files.id)
    return Predecessor(version, segments)


def _renumbered(places: Places, ids: list[str], segments: list[Segment]) -> Places:
    """Return places with the numbers that segments have now."""
    numbers = {segment.id: number for number, segment in enumerate(segments)}
    now = np.array([numbers.get(name, NOWHERE) for name in ids], dtype=np.int32)
    found = now[places[:, 0]]
    rows = np.where(found == NOWHERE, NOWHERE, places[:, 1])
    return np.stack((found, rows), axis=1).astype(np.int32)
