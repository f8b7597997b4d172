"""Rejects in, one line each out, and at the end one line that counts them."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from corpus.errors import CorpusError
from corpus.rejects import Reason, Reject


class Reporter:
    """Says each reject as it comes, and keeps count: an `on_reject` for `read_articles`."""

    def __init__(self, stream: TextIO, listing: TextIO | None = None) -> None:
        """Write for people to `stream`, and as JSON Lines to `listing` where there is one."""
        self._stream = stream
        self._listing = listing
        self.counts: Counter[Reason] = Counter()

    def __call__(self, reject: Reject) -> None:
        """Write down one reject."""
        self.counts[reject.reason] += 1
        print(reject, file=self._stream)
        if self._listing is not None:
            print(json.dumps(asdict(reject), ensure_ascii=False), file=self._listing)

    def summary(self, articles: int) -> str:
        """Return the closing line, such as «312 articles, 3 rejected (see above)»."""
        fields = sum(count for reason, count in self.counts.items() if reason.costs_field)
        rejected = sum(count for reason, count in self.counts.items() if not reason.keeps_article)
        parts = [f"{articles} article{'' if articles == 1 else 's'}", f"{rejected} rejected"]
        if repeated := self.counts[Reason.REPEATED_TEXT]:
            parts[-1] += f" ({repeated} for a text that another one has)"
        if fields:
            parts.append(f"{fields} field{'' if fields == 1 else 's'} left empty")
        return ", ".join(parts) + (" (see above)" if self.counts else "")


def add_rejects_option(parser: argparse.ArgumentParser) -> None:
    """Let a command take what `reporting` needs."""
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE.jsonl", help="also list here what was not taken"
    )
    parser.set_defaults(refuse=parser.error)


@contextmanager
def reporting(arguments: argparse.Namespace, paths: Sequence[Path]) -> Iterator[Reporter]:
    """Report on standard error, and as JSON Lines in a file where one is named.

    A file that would be read itself is an error of usage, and ends the program as argparse does.

    Args:
        paths: what is to be read.

    Raises:
        CorpusError: the file cannot be written.
    """
    rejects: Path | None = arguments.rejects
    if rejects is None:
        yield Reporter(sys.stderr)
        return
    if any(rejects.resolve().is_relative_to(path.resolve()) for path in paths):
        arguments.refuse(
            "--rejects: the file lies in a folder that is to be read; put it elsewhere"
        )
    try:
        listing = rejects.open("w", encoding="utf-8")
    except OSError as error:
        raise CorpusError(
            f"{error.filename}: {error.strerror}; try another place for --rejects"
        ) from error
    with listing:
        yield Reporter(sys.stderr, listing)
