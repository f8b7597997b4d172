"""An index directory in, the same without the versions and segments that nobody needs out."""

import shutil
from pathlib import Path

from index.errors import DamagedIndexError, IncompatibleIndexError
from index.sealing import RUBBISH, sealed_directories
from index.versions import SEGMENTS, VERSIONS, VersionFiles, read_manifest, versions_before

KEPT = 3
"""How many versions stay: the one in use and those that `rollback` can go back to."""


def remove_unneeded(directory: Path, used: VersionFiles, before: VersionFiles | None) -> None:
    """Remove all versions but the one in use and the last before it, and then unneeded segments.

    Readers that still have removed files open keep them.

    Args:
        before: the version that the one in use took the place of, or is. Those between the two go:
            a build was killed before it put them in use, or somebody went back from them.
    """
    older = [before, *versions_before(before)] if before else versions_before(used)
    kept = [used, *(files for files in older if files != used)][:KEPT]
    needed: set[str] = set()
    for files in list(kept):
        try:
            needed.update(read_manifest(files).segments)
        except IncompatibleIndexError:
            continue  # what another format stores in segments is of no use to this one
        except DamagedIndexError:
            kept.remove(files)  # nobody can go back to it
    for path in sealed_directories(directory / VERSIONS):
        if VersionFiles(path) not in kept:
            _remove(path)
    for path in sealed_directories(directory / SEGMENTS):
        if path.name not in needed:
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a directory in such a way that nobody finds half of it under its name."""
    rubbish = path.with_name(f"{RUBBISH}{path.name}")
    path.rename(rubbish)
    shutil.rmtree(rubbish)
