"""An index directory in, the files of one whole version out; and the way a new version gets there.

    DIR/CURRENT                 the name of the version in use
    DIR/versions/<id>/          never altered once CURRENT names it

A version is written under a temporary name, synced, renamed into place, and only then named by
CURRENT, which is itself replaced by a rename: a reader sees the old version or the new one.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import (
    DamagedIndexError,
    IncompatibleIndexError,
    NoIndexError,
    RetrievalError,
)

FORMAT = 1
"""Changes when a version's files change their meaning; another format must be rebuilt."""

_KEPT = 3
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """The names of the files of one version."""

    directory: Path

    @property
    def id(self) -> str:
        """Return the version's id."""
        return self.directory.name

    @property
    def manifest(self) -> Path:
        """What the version is made of, with the checksum of every other file."""
        return self.directory / "manifest.json"

    @property
    def vectors(self) -> Path:
        """One vector a chunk, a FAISS index."""
        return self.directory / "vectors.faiss"

    @property
    def statistics(self) -> Path:
        """How the vectors of each language are distributed."""
        return self.directory / "statistics.npz"

    @property
    def lexical(self) -> Path:
        """The BM25 index, a directory."""
        return self.directory / "lexical"

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


class Manifest(BaseModel):
    """What one version is made of."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    encoder: str
    analyser: str
    chunker: str
    created: datetime
    articles: int
    chunks: int
    languages: dict[str, int]
    """Articles by language."""
    first_published: str
    last_published: str
    sources: list[str]
    """The most frequent ones, most frequent first."""
    checksums: dict[str, str] = {}
    """SHA-256 of every file, by its path in the version."""


def current_version(directory: Path) -> VersionFiles:
    """Return the files of the version in use.

    Raises:
        NoIndexError: the directory holds no index.
    """
    try:
        name = (directory / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoIndexError(
            f"There is no index in {directory}. "
            f"Build one: sanad-index build --corpus PATH --index {directory}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndexError(
            f"{directory / 'CURRENT'} cannot be read: {error}. {_rebuild(directory)}"
        ) from error
    files = VersionFiles(directory / "versions" / name)
    if not name or "/" in name or not files.manifest.is_file():
        raise DamagedIndexError(
            f"{directory / 'CURRENT'} names the version {name!r}, which is not there. "
            f"{_rebuild(directory)}"
        )
    return files


def read_manifest(files: VersionFiles) -> Manifest:
    """Return the manifest of a version.

    Raises:
        DamagedIndexError: it cannot be read.
        IncompatibleIndexError: it is of another format.
    """
    directory = files.directory.parent.parent
    try:
        manifest = Manifest.model_validate_json(files.manifest.read_bytes())
    except (OSError, ValidationError) as error:
        raise DamagedIndexError(
            f"{files.manifest} cannot be read: {error}. {_rebuild(directory)}"
        ) from error
    if manifest.format != FORMAT:
        raise IncompatibleIndexError(
            f"The index in {directory} has format {manifest.format}, this program reads "
            f"{FORMAT}. {_rebuild(directory)}"
        )
    return manifest


def verify(files: VersionFiles, manifest: Manifest) -> None:
    """Compare every file of a version with its checksum.

    Raises:
        DamagedIndexError: one is missing or differs; the message names it.
    """
    for name, expected in manifest.checksums.items():
        path = files.directory / name
        try:
            intact = _checksum(path) == expected
        except OSError:
            intact = False
        if not intact:
            raise DamagedIndexError(
                f"{path} is missing or differs from what was written. "
                f"{_rebuild(files.directory.parent.parent)}"
            )


@contextmanager
def writing(directory: Path) -> Iterator[VersionFiles]:
    """Give the files of a version to be written, then discard what was not published.

    One process at a time may write; the lock goes with the process that holds it.

    Raises:
        RetrievalError: another process is writing, or the directory cannot be written.
    """
    try:
        (directory / "versions").mkdir(parents=True, exist_ok=True)
        lock = FileLock(directory / "LOCK", timeout=0)
        with lock:
            for rubbish in (directory / "versions").glob(f"{_BUILDING}*"):
                shutil.rmtree(rubbish)
            with tempfile.TemporaryDirectory(
                dir=directory / "versions", prefix=_BUILDING, ignore_cleanup_errors=True
            ) as temporary:
                yield VersionFiles(Path(temporary))
    except Timeout:
        raise RetrievalError(
            f"Another build is writing to {directory}. Wait for it to end, then try again."
        ) from None
    except OSError as error:
        raise RetrievalError(
            f"The index in {directory} cannot be written: {error}. "
            "Make room or choose another directory with --index."
        ) from error


def publish(directory: Path, written: VersionFiles, manifest: Manifest) -> VersionFiles:
    """Return the version under its final name, durable and in use."""
    paths = sorted(path for path in written.directory.rglob("*") if path.is_file())
    checksums = {str(path.relative_to(written.directory)): _checksum(path) for path in paths}
    content = manifest.model_copy(update={"checksums": checksums}).model_dump_json(indent=2)
    written.manifest.write_text(content + "\n", encoding="utf-8")
    for path in (*paths, written.manifest, written.lexical, written.directory):
        _sync(path)
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    final = VersionFiles(directory / "versions" / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{digest}")
    written.directory.rename(final.directory)
    _sync(final.directory.parent)
    _replace_current(directory, final.id)
    _remove_old(directory, final)
    return final


def _replace_current(directory: Path, name: str) -> None:
    new = directory / "CURRENT.new"
    new.write_text(f"{name}\n", encoding="ascii")
    _sync(new)
    new.replace(directory / "CURRENT")
    _sync(directory)


def _remove_old(directory: Path, used: VersionFiles) -> None:
    # Ids sort by time. A reader that still has a removed version's files open keeps them.
    versions = sorted(path for path in used.directory.parent.iterdir() if path.name[0] != ".")
    for path in versions[:-_KEPT]:
        if path != used.directory:
            shutil.rmtree(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rebuild(directory: Path) -> str:
    return f"Rebuild it: sanad-index build --index {directory}"
