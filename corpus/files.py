"""Paths in, the files under them out, in an order that depends on their names only."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus.rejects import Reason

Refuse = Callable[[Path, Reason, str], None]

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def find_files(
    paths: Sequence[Path], refuse: Refuse, without: Path | None = None
) -> Iterator[Path]:
    """Yield the files that paths name and folders hold, folders in depth, sorted by name.

    A folder's names are listed when its turn comes, and hidden ones are left out. `refuse` is told
    of each path that is not there or cannot be read, of what is neither file nor folder, and of
    what was read already: the links of a cycle, paths that overlap. The folder `without` is passed
    over.
    """
    left_out = without.stat() if without and without.exists() else None
    seen: set[tuple[int, int, str]] = set()
    # Iterators instead of recursion, as folders may be nested deeper than calls may.
    pending = [iter(paths)]
    while pending:
        path = next(pending[-1], None)
        if path is None:
            pending.pop()
        elif (status := _status(path, refuse)) and _is_new(path, status, seen, refuse):
            if left_out and os.path.samestat(status, left_out):
                continue
            if stat.S_ISDIR(status.st_mode):
                pending.append(_entries(path, refuse))
            elif stat.S_ISREG(status.st_mode):
                yield path
            else:
                kind = _KINDS.get(stat.S_IFMT(status.st_mode), "neither a file nor a folder")
                refuse(path, Reason.UNREADABLE, kind)


def _status(path: Path, refuse: Refuse) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        what = "a link to nothing" if path.is_symlink() else "no such file or folder"
        refuse(path, Reason.MISSING, what)
    except OSError as error:
        refuse(path, Reason.UNREADABLE, error.strerror or str(error))
    except ValueError as error:  # a NUL in a path
        refuse(path, Reason.MISSING, str(error))
    return None


def _is_new(
    path: Path, status: os.stat_result, seen: set[tuple[int, int, str]], refuse: Refuse
) -> bool:
    """Return whether a file or folder is met for the first time, and remember it.

    The suffix counts too, as it chooses the format: a link without one hides no file.
    """
    suffix = "" if stat.S_ISDIR(status.st_mode) else path.suffix.lower()
    identity = (status.st_dev, status.st_ino, suffix)
    if identity in seen and status.st_ino:  # some file systems number nothing
        refuse(path, Reason.REPEATED_PATH, "read already under another name")
        return False
    seen.add(identity)
    return True


def _entries(folder: Path, refuse: Refuse) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:  # names, as so many paths would take ten times the memory
            names = sorted((entry.name for entry in found), key=os.fsencode)
    except OSError as error:
        refuse(folder, Reason.UNREADABLE, error.strerror or str(error))
        return iter(())
    return (folder / name for name in names if not name.startswith("."))
