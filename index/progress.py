"""How far a long piece of work is: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from index.supply import Progress

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def show_progress(doing: str, unit: str) -> Iterator[Progress]:
    """Give a function to be told how many units of how many are done; it writes to stderr."""
    if sys.stderr.isatty():
        from tqdm import tqdm

        with tqdm(desc=doing, unit=f" {unit}", leave=False) as bar:

            def move(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield move
        return
    said = time.monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= _SECONDS_BETWEEN_LINES or done == total:
            said = now
            print(f"{doing}: {done} of {total} {unit}", file=sys.stderr, flush=True)

    yield say
