"""An index directory in, the version before the one in use put in use again."""

from pathlib import Path

from index.errors import DamagedIndexError, IncompatibleIndexError, NoVersionBeforeError
from index.segments import require_whole
from index.versions import (
    VersionFiles,
    current_version,
    put_in_use,
    read_manifest,
    versions_before,
)
from index.writing import locked


def roll_back(directory: Path) -> tuple[VersionFiles, VersionFiles]:
    """Return the version that was in use and the newest whole one before it, in use from now on.

    Nothing is removed: that is for the next build, and a build that starts from the version gone
    back to finds what the other had encoded.

    Raises:
        NoIndexError: there is no index.
        NoVersionBeforeError: no version before it is whole and of this format.
        DamagedIndexError: the name of the version in use cannot be read.
        RetrievalError: the directory cannot be written, or another process writes to it.
    """
    current_version(directory)  # a missing index is said before a directory is made for its lock
    with locked(directory):
        used = current_version(directory)
        for files in versions_before(used):
            try:
                require_whole(files, read_manifest(files))
            except (DamagedIndexError, IncompatibleIndexError):
                continue
            put_in_use(files)
            return used, files
    raise NoVersionBeforeError(
        f"There is no version before {used.id} in {directory} to go back to. "
        f"Build from the articles as they were: sanad-index build --corpus PATH --index {directory}"
    )
