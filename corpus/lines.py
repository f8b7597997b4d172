"""Blocks of a file's bytes in, its lines out, none held that is longer than allowed."""

import codecs
from collections.abc import Iterable, Iterator

from corpus.decoding import MARKS
from corpus.errors import RefusedError
from corpus.rejects import Reason

_LONGEST_MARK = 4


def split_lines(blocks: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    r"""Yield the lines of a file as UTF-8 with their ends (\n, \r\n or \r), None for a longer one.

    A byte order mark is no part of the first line; a file in UTF-16 or UTF-32 is recoded.

    Raises:
        RefusedError: at the first bytes that are not in the encoding that the mark says.
    """
    pending = b""
    is_skipping = False  # the rest of a line that is too long
    refusal = None
    try:
        for block in _as_utf8(blocks):
            lines = (pending + block).splitlines(keepends=True)
            # A line that has not ended stays pending, and a \r, which may be half of an end.
            pending = b"" if lines[-1].endswith(b"\n") else lines.pop()
            for line in lines:
                yield None if is_skipping or len(line) > limit else line
                is_skipping = False
            if len(pending) > limit:
                is_skipping, pending = True, pending[-1:]
    except RefusedError as error:
        refusal = error  # to be raised when what came before it has been yielded
    if pending or is_skipping:
        yield None if is_skipping or len(pending) > limit else pending
    if refusal:
        raise refusal


def _as_utf8(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blocks of a file in UTF-8, none of them empty."""
    start = b""
    remaining = iter(blocks)
    for block in remaining:
        start += block
        if len(start) >= _LONGEST_MARK:
            break
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in MARKS if start.startswith(mark)), (b"", "utf-8")
    )
    recoded = _chained(start[len(mark) :], remaining)
    yield from filter(None, recoded if encoding == "utf-8" else _recoded(recoded, encoding))


def _chained(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _recoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    # Halves of surrogate pairs pass, so that they cost their own line only.
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    try:
        for block in blocks:
            yield decoder.decode(block).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        detail = f"not {encoding}, as its mark says ({error.reason})"
        raise RefusedError(Reason.BAD_ENCODING, detail) from error
