"""An index directory in, the files of one whole version out; and the way a new version gets there.

    DIR/CURRENT                 the name of the version in use
    DIR/versions/<id>/          never altered once CURRENT names it
    DIR/segments/<id>/          see `index.segments`

A version is written under a temporary name, synced, renamed into place, and only then named by
CURRENT, which is itself replaced by a rename: a reader sees the old version or the new one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.durability import replace_text
from index.errors import DamagedIndexError, IncompatibleIndexError, NoIndexError
from index.sealing import (
    MANIFEST,
    BrokenSealError,
    OtherFormatError,
    Sealed,
    read_sealed,
    seal,
    sealed_directories,
    verify_sealed,
)

FORMAT = 3
"""Changes when a version's files change their meaning; another format must be rebuilt."""

_SHOWN = 80  # characters of a name that is none

CURRENT, VERSIONS, SEGMENTS = "CURRENT", "versions", "segments"


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """The names of the files of one version."""

    directory: Path

    @property
    def id(self) -> str:
        """Return the version's id."""
        return self.directory.name

    @property
    def index(self) -> Path:
        """The directory of the index that the version is of."""
        return self.directory.parent.parent

    @property
    def manifest(self) -> Path:
        """What the version is made of, with the checksum of every other file."""
        return self.directory / MANIFEST

    @property
    def vectors(self) -> Path:
        """One vector a chunk, a FAISS index."""
        return self.directory / "vectors.faiss"

    @property
    def statistics(self) -> Path:
        """How the vectors of each language are distributed."""
        return self.directory / "statistics.npz"

    @property
    def centring(self) -> Path:
        """The means that were taken off all vectors; not there for those of the package."""
        return self.directory / "centring.npz"

    @property
    def yardstick(self) -> Path:
        """The tokens of passages that scores are measured against."""
        return self.directory / "yardstick.npz"

    @property
    def lexical(self) -> Path:
        """The BM25 index, a directory."""
        return self.directory / "lexical"

    @property
    def names(self) -> Path:
        """What the words of the chunks sound like, a directory."""
        return self.directory / "names"

    @property
    def published(self) -> Path:
        """The day of each article's publication."""
        return self.directory / "published.npy"

    @property
    def articles(self) -> Path:
        """The articles, JSON Lines."""
        return self.directory / "articles.jsonl"

    @property
    def offsets(self) -> Path:
        """Where each article's line begins, bytes; the last number is the file's length."""
        return self.directory / "articles.npy"

    @property
    def chunks(self) -> Path:
        """A row a chunk: number of its article, start and end in the article's text."""
        return self.directory / "chunks.npy"

    @property
    def places(self) -> Path:
        """A row a chunk: number of its segment in the manifest's list, row in that segment."""
        return self.directory / "places.npy"

    @property
    def ledger(self) -> Path:
        """Id, checksum and origin of each article: what the next build compares with."""
        return self.directory / "ledger.jsonl"

    @property
    def sketches(self) -> Path:
        """What near-duplicates are found by, a row an article: the next build carries it over."""
        return self.directory / "sketches.npy"

    @property
    def reports(self) -> Path:
        """For each article the number of the first one that reports the same, often its own."""
        return self.directory / "reports.npy"

    @property
    def spool(self) -> Path:
        """Articles in the order in which they are read; only there while a version is written."""
        return self.directory / "spool.jsonl"


class Manifest(Sealed):
    """What one version is made of."""

    format: int = FORMAT
    encoder: str
    codec: str
    analyser: str
    chunker: str
    sketcher: str
    created: datetime
    articles: int
    chunks: int
    languages: dict[str, int]
    """Articles by language."""
    linked: int
    """Articles that report the same as another one."""
    first_published: str
    last_published: str
    sources: list[str]
    """The most frequent ones, most frequent first."""
    segments: list[str]
    """Which hold the vectors of the chunks and of their tokens."""


Check = Callable[[VersionFiles, Manifest], None]
"""Raises `DamagedIndexError` for a version that is not whole."""


@dataclass(frozen=True, slots=True)
class WholeVersion:
    """A verified version; `damage` says what keeps the one in use from being it, or is empty."""

    files: VersionFiles
    manifest: Manifest
    damage: str = ""


def require_index(directory: Path) -> None:
    """Return if there is a version, or there ever was; it may be damaged.

    Raises:
        NoIndexError: there is none.
    """
    if not ((directory / CURRENT).exists() or any(sealed_directories(directory / VERSIONS))):
        raise _no_index(directory)


def current_version(directory: Path) -> VersionFiles:
    """Return the files of the version in use.

    Raises:
        NoIndexError: the directory holds no index.
        DamagedIndexError: the name of the version in use cannot be read, or there is none of it.
    """
    require_index(directory)
    try:
        name = (directory / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndexError(
            f"{directory / CURRENT} cannot be read: {error}. {rebuild(directory)}"
        ) from error
    for path in sealed_directories(directory / VERSIONS):
        if path.name == name:
            return VersionFiles(path)
    raise DamagedIndexError(
        f"{directory / CURRENT} names the version {name[:_SHOWN]!r}, which is not there. "
        f"{rebuild(directory)}"
    )


def versions_before(used: VersionFiles) -> list[VersionFiles]:
    """Return the versions older than one, the newest first; they may be damaged."""
    paths = sealed_directories(used.directory.parent)
    return [VersionFiles(path) for path in paths if path.name < used.id]


def read_manifest(files: VersionFiles) -> Manifest:
    """Return the manifest of a version.

    Raises:
        DamagedIndexError: it is not there or not what was written.
        IncompatibleIndexError: it is of another format.
    """
    try:
        return read_sealed(files.directory, Manifest, FORMAT)
    except BrokenSealError as error:
        raise DamagedIndexError(f"{error}. {rebuild(files.index)}") from error
    except OtherFormatError as error:
        raise IncompatibleIndexError(
            f"The index in {files.index} has {error}, this program reads {FORMAT}. "
            f"{rebuild(files.index)}"
        ) from error


def verify(files: VersionFiles, manifest: Manifest) -> None:
    """Compare every file of a version, but not of its segments, with its checksum.

    That is enough for a build, which encodes anew what a damaged segment held.

    Raises:
        DamagedIndexError: one is missing or differs; the message names it.
    """
    try:
        verify_sealed(files.directory, manifest)
    except BrokenSealError as error:
        raise DamagedIndexError(f"{error}. {rebuild(files.index)}") from error


def whole_version(directory: Path, check: Check = verify) -> WholeVersion:
    """Return the version in use, or where it is damaged the newest before it that is whole.

    Args:
        check: raises `DamagedIndexError` for a version that is not whole.

    Raises:
        NoIndexError: there is no index.
        DamagedIndexError: no version is whole; the message is about the one in use.
        IncompatibleIndexError: the version in use is of another format.
    """
    try:
        files = current_version(directory)
        before = versions_before(files)
    except DamagedIndexError as error:
        paths = sealed_directories(directory / VERSIONS)
        return _first_whole([VersionFiles(path) for path in paths], error, check)
    try:
        manifest = read_manifest(files)
        check(files, manifest)
    except DamagedIndexError as error:
        if current_version(directory) != files:  # replaced and removed while it was read
            return whole_version(directory, check)
        return _first_whole(before, error, check)
    return WholeVersion(files, manifest)


def publish(written: VersionFiles, manifest: Manifest) -> VersionFiles:
    """Return the version under its final name, durable and in use."""
    final = VersionFiles(seal(written.directory, manifest))
    put_in_use(final)
    return final


def put_in_use(files: VersionFiles) -> None:
    """Name a version in CURRENT, durably."""
    replace_text(files.index / CURRENT, f"{files.id}\n")


def rebuild(directory: Path) -> str:
    """Return what to do about an index that cannot be used."""
    return f"Rebuild it: sanad-index build --corpus PATH --index {directory}"


def _no_index(directory: Path) -> NoIndexError:
    return NoIndexError(
        f"There is no index in {directory}. "
        f"Build one: sanad-index build --corpus PATH --index {directory}"
    )


def _first_whole(
    candidates: Sequence[VersionFiles], damage: DamagedIndexError, check: Check
) -> WholeVersion:
    for files in candidates:
        try:
            manifest = read_manifest(files)
            check(files, manifest)
        except (DamagedIndexError, IncompatibleIndexError):
            continue  # the damage to the version in use is what is reported
        return WholeVersion(files, manifest, str(damage))
    raise damage
