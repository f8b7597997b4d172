"""Paths in, the files under them out, in an order that depends on their names only."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus.rejects import Reason

Refuse = Callable[[Path, Reason, str], None]


def find_files(paths: Sequence[Path], refuse: Refuse) -> Iterator[Path]:
    """Yield the files that paths name and folders hold, folders in depth, sorted by name.

    Hidden files and folders inside a folder are left out. `refuse` is told of each path that is
    not there or cannot be read, of what is neither file nor folder, and of links that lead back
    into a folder they stand in.
    """
    for path in paths:
        yield from _files(path, refuse, inside=frozenset())


def _files(path: Path, refuse: Refuse, inside: frozenset[tuple[int, int]]) -> Iterator[Path]:
    try:
        if path.is_dir():
            yield from _folder(path, refuse, inside)
        elif path.is_file():
            yield path
        elif path.is_symlink() or not path.exists():
            refuse(path, Reason.MISSING, "no such file or folder")
        else:
            refuse(path, Reason.UNREADABLE, "neither a file nor a folder")
    except OSError as error:
        refuse(path, Reason.UNREADABLE, error.strerror or str(error))


def _folder(path: Path, refuse: Refuse, inside: frozenset[tuple[int, int]]) -> Iterator[Path]:
    status = path.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in inside:
        refuse(path, Reason.UNREADABLE, "a link back into a folder that it stands in")
        return
    for entry in sorted(path.iterdir(), key=os.fsencode):
        if not entry.name.startswith("."):
            yield from _files(entry, refuse, inside | {identity})
