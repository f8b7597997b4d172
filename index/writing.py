"""An index directory in, the right to write to it out, for one process at a time."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from index.durability import make_directories, unfinished
from index.errors import LockedIndexError, RetrievalError
from index.sealing import RUBBISH
from index.versions import CURRENT, SEGMENTS, VERSIONS, VersionFiles

_LOCK = "LOCK"
_HOLDER = "LOCK.holder"
"""Who holds the lock, for people; what counts is the lock, which goes with its process."""


class Holder(BaseModel):
    """The process that holds the lock."""

    pid: int
    host: str
    since: datetime

    def __str__(self) -> str:
        """Return «process 4711 on host since 2024-07-03 07:23 UTC»."""
        return f"process {self.pid} on {self.host} since {self.since:%Y-%m-%d %H:%M} UTC"


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the lock of an index, its rubbish removed.

    Raises:
        LockedIndexError: another process holds it; the message says which.
        RetrievalError: the directory cannot be written.
    """
    try:
        for parent in (directory / VERSIONS, directory / SEGMENTS):
            make_directories(parent)
        with FileLock(directory / _LOCK, timeout=0):
            _remove_rubbish(directory)
            holder = Holder(pid=os.getpid(), host=socket.gethostname(), since=datetime.now(UTC))
            (directory / _HOLDER).write_text(holder.model_dump_json(), encoding="utf-8")
            try:
                yield
            finally:
                with suppress(OSError):  # a stale note does no harm, and must not hide an error
                    (directory / _HOLDER).unlink()
    except Timeout:
        raise LockedIndexError(
            f"Another command is writing to {directory}: {_holder(directory)}. "
            "Wait for it to end, then try again."
        ) from None
    except OSError as error:
        raise RetrievalError(
            f"The index in {directory} cannot be written: {error}. "
            "Make room or choose another directory with --index."
        ) from error


@contextmanager
def writing(directory: Path) -> Iterator[VersionFiles]:
    """Give the files of a version to be written, then discard what was not published.

    Raises:
        RetrievalError: as `locked`.
    """
    with locked(directory):
        files = VersionFiles(directory / VERSIONS / f"{RUBBISH}building")
        files.directory.mkdir()
        try:
            yield files
        finally:
            # It has its final name if all went well. Else what cannot be removed now is the next
            # build's to remove, and what went wrong first is what is reported.
            shutil.rmtree(files.directory, ignore_errors=True)


def _remove_rubbish(directory: Path) -> None:
    """Remove what a build that was killed, or a power cut, left half written or half removed."""
    for parent in (directory / VERSIONS, directory / SEGMENTS):
        for path in parent.glob(f"{RUBBISH}*"):
            if path.is_dir() and not path.is_symlink():  # a file, such as .DS_Store, is no build's
                shutil.rmtree(path)
    unfinished(directory / CURRENT).unlink(missing_ok=True)


def _holder(directory: Path) -> str:
    try:
        return str(Holder.model_validate_json((directory / _HOLDER).read_bytes()))
    except (OSError, ValidationError):
        return "a process that has not said yet which it is"
