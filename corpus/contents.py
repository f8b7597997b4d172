"""The path of a file in, its bytes out; never waits for a pipe, and sees a file change."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from corpus.errors import RefusedError
from corpus.limits import MIB
from corpus.rejects import Reason

_BLOCK = MIB
_TRIES = 3  # readings of a file that somebody is writing to
# What stands behind a path may have changed since it was found: opening a pipe must not wait.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes in order, a mebibyte at a time.

    Raises:
        OSError: it cannot be read, or is no file.
        RefusedError: after the last block, when the file has changed since the first.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.EINVAL, "not a file", str(path))
        while block := os.read(descriptor, _BLOCK):
            yield block
        if _version(before) != _version(os.fstat(descriptor)):
            raise RefusedError(Reason.CHANGED, "the file was written to while it was read")
    finally:
        os.close(descriptor)


def read_bytes(path: Path, limit: int) -> bytes:
    """Return all of a file; one that changes meanwhile is read anew, a few times.

    Raises:
        OSError: it cannot be read, or is no file.
        RefusedError: it is larger than `limit`, or keeps changing.
    """
    for _ in range(_TRIES - 1):
        try:
            return _joined(path, limit)
        except RefusedError as error:
            if error.reason is not Reason.CHANGED:
                raise
    return _joined(path, limit)


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _joined(path: Path, limit: int) -> bytes:
    data = bytearray()
    with closing(read_blocks(path)) as blocks:  # type: ignore[type-var]
        for block in blocks:
            data += block
            if len(data) > limit:
                raise RefusedError(Reason.OVER_LIMIT, f"larger than {limit // MIB} MiB")
    return bytes(data)
