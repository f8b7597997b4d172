"""A directory of files in, an immutable one out, under a name that vouches for its contents.

The manifest holds the checksum of every other file, and the directory's name ends in the checksum
of the manifest: a flipped bit or a missing end is found wherever it is.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from index.durability import checksum, files_under, rename, sync_tree

MANIFEST = "manifest.json"
RUBBISH = "."
"""Names that begin so are of no whole directory: one half written, or half removed."""

_TIME = "%Y%m%dT%H%M%S%f"
_DIGITS = 16  # of the manifest's checksum, in the name of the directory


class Sealed(BaseModel):
    """What every manifest holds."""

    model_config = ConfigDict(frozen=True)

    format: int
    checksums: dict[str, str] = {}
    """SHA-256 of every other file, by its path in the directory."""


class BrokenSealError(Exception):
    """A file is missing or differs from what was written; the message names it and says why."""


class OtherFormatError(Exception):
    """A sealed directory is whole but of another format, which the message gives."""


Manifest = TypeVar("Manifest", bound=Sealed)


def seal(written: Path, manifest: Sealed) -> Path:
    """Return where a directory is, with its manifest, when it is durable under its final name.

    Names sort by age, even where the clock went back.
    """
    checksums = {
        path.relative_to(written).as_posix(): checksum(path) for path in files_under(written)
    }
    sealed = manifest.model_copy(update={"checksums": checksums})
    content = sealed.model_dump_json(indent=2).encode()
    (written / MANIFEST).write_bytes(content)
    sync_tree(written)
    moment = _next_moment(written.parent)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    final = written.with_name(f"{moment:{_TIME}}-{digest}")
    rename(written, final)
    return final


def sealed_directories(parent: Path) -> Iterator[Path]:
    """Yield the sealed directories in another, the newest first."""
    paths = sorted(parent.iterdir(), reverse=True) if parent.is_dir() else []
    return (path for path in paths if not path.name.startswith(RUBBISH) and path.is_dir())


def read_sealed(directory: Path, kind: type[Manifest], expected: int) -> Manifest:
    """Return the manifest of a sealed directory of the expected format.

    Raises:
        BrokenSealError: it is missing, or not what was written.
        OtherFormatError: it is of another format.
    """
    path = directory / MANIFEST
    digest = directory.name.rpartition("-")[2]
    try:
        # Format 1 ended its manifest with a line break that it left out of the checksum.
        content = path.read_bytes().removesuffix(b"\n")
        if len(digest) < 8 or not hashlib.sha256(content).hexdigest().startswith(digest):
            raise BrokenSealError(f"{path} differs from what was written")
        found = Sealed.model_validate_json(content).format
        if found != expected:
            raise OtherFormatError(f"format {found}")
        return kind.model_validate_json(content)
    except OSError as error:
        raise BrokenSealError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise BrokenSealError(f"{path} cannot be read: {error}") from error


def verify_sealed(directory: Path, manifest: Sealed) -> None:
    """Compare every file of a sealed directory with its checksum.

    Raises:
        BrokenSealError: one is missing or differs.
    """
    for name, expected in manifest.checksums.items():
        path = directory / name
        try:
            found = checksum(path)
        except OSError as error:
            raise BrokenSealError(f"{path} cannot be read: {error.strerror}") from error
        if found != expected:
            raise BrokenSealError(f"{path} differs from what was written")


def _next_moment(parent: Path) -> datetime:
    """Return the present, or if the newest directory is not older, a moment after that."""
    now = datetime.now(UTC)
    for path in sealed_directories(parent):
        try:
            newest = datetime.strptime(path.name.partition("-")[0], _TIME).replace(tzinfo=UTC)
        except ValueError:
            continue
        return max(now, newest + timedelta(microseconds=1))
    return now
