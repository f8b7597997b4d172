"""Python's ways to change a file system in, a word before each of their calls out.

Opening for writing, each write, fsync, rename, making and removing are operations, counted from 1.
NumPy, zipfile, FAISS and filelock go through the same functions.
"""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Any, Self
from unittest.mock import patch

Halfway = Callable[[], None]
Before = Callable[[str, Halfway], None]
"""Told the operation that is next, and how to do half of it, which only a write can be."""

_CHANGING = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync")


@contextmanager
def watched(before: Before) -> Iterator[None]:
    """Call `before` before each operation of this process."""
    real_open, real_os_open = builtins.open, os.open

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if not set(mode) & set("wax+"):
            return real_open(file, mode, *args, **kwargs)
        before(f"open {file}", _nothing)
        return _Written(real_open(file, mode, *args, **kwargs), before)

    def os_opened(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            before(f"open {path}", _nothing)
        return real_os_open(path, flags, *args, **kwargs)

    def changing(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def change(*args: Any, **kwargs: Any) -> Any:
            before(f"{name} {args[0]}", _nothing)
            return real(*args, **kwargs)

        return change

    others: dict[str, Any] = {name: changing(name) for name in _CHANGING}
    with (
        patch.multiple(os, open=os_opened, **others),
        patch.object(builtins, "open", opened),
        patch.object(io, "open", opened),
    ):
        yield


class _Written:
    """A file that is being written."""

    def __init__(self, file: IO[Any], before: Before) -> None:
        self._file = file
        self._before = before

    def write(self, data: Any) -> int:
        def half() -> None:
            self._file.write(data[: len(data) // 2])
            self._file.flush()

        self._before(f"write {self._file.name}", half)
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def _nothing() -> None:
    """Do nothing: an operation that is not a write happens as a whole or not at all."""
