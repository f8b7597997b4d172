"""The command `sanad-corpus`: shows which articles are understood in files and folders."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.errors import CorpusError
from corpus.reading import read_articles
from corpus.reporting import add_rejects_option, reporting
from corpus.terminal import DONE, FAILED, run_program


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 1 an error said in one line; argparse leaves with 2.

    A path that does not exist is an error too, after the others have been read.
    """
    return run_program("sanad-corpus", lambda: _perform(argv), (CorpusError,))


def _perform(argv: Sequence[str] | None) -> int:
    return _read(_parser().parse_args(argv))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sanad-corpus", description="Shows which articles are understood in files and folders."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    read = commands.add_parser(
        "read",
        help="print articles as JSON Lines",
        description="Prints articles as JSON Lines, and on standard error what was not taken.",
    )
    read.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    add_rejects_option(read)
    return parser


def _read(arguments: argparse.Namespace) -> int:
    """Print the articles and the summary, and return the exit status."""
    paths: list[Path] = arguments.paths
    with reporting(arguments, paths) as report:
        count = 0
        for count, article in enumerate(read_articles(paths, report), start=1):  # noqa: B007
            print(json.dumps(asdict(article), ensure_ascii=False))
    sys.stdout.flush()
    print(report.summary(count), file=sys.stderr)
    return DONE if all(path.exists() for path in paths) else FAILED


if __name__ == "__main__":
    sys.exit(main())
