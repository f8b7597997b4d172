"""Files and directories in, the same out once they would outlive a power cut."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def sync(path: Path) -> None:
    """Return when the contents of a file, or the names in a directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(directory: Path) -> None:
    """Return when everything under a directory is on the disk; its own name is its parent's."""
    for path in directory.iterdir():
        if path.is_dir():
            sync_tree(path)
        else:
            sync(path)
    sync(directory)


def make_directories(path: Path) -> None:
    """Make a directory and those above it where they are missing, on the disk too."""
    if path.is_dir():
        return
    make_directories(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def rename(path: Path, target: Path) -> None:
    """Give a file or directory another name in its directory, on the disk too.

    A file that has that name already is replaced: at no time is there neither.
    """
    path.replace(target)
    sync(target.parent)


def replace_text(path: Path, text: str) -> None:
    """Write a file in UTF-8, on the disk too; it is the old or the new one at all times."""
    new = unfinished(path)
    new.write_text(text, encoding="utf-8")
    sync(new)
    rename(new, path)


def unfinished(path: Path) -> Path:
    """Return what a file is called until it is whole."""
    return path.with_name(f"{path.name}.new")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_under(directory: Path) -> Iterator[Path]:
    """Yield the files in a directory and those below it, in the order of their names."""
    return (path for path in sorted(directory.rglob("*")) if path.is_file())
