"""One module per format; each has `read(path)`, which yields drafts and refusals.

The table names modules rather than functions so that a program imports, of the libraries behind
the formats, only those it meets files for.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from corpus.formats.draft import Draft, Refusal

Read = Callable[[Path], Iterator[Draft | Refusal]]

_MODULES = {
    ".jsonl": "corpus.formats.jsonlines",
    ".json": "corpus.formats.json_file",
    ".md": "corpus.formats.markdown",
    ".txt": "corpus.formats.saved_page",
    ".html": "corpus.formats.web_page",
    ".htm": "corpus.formats.web_page",
}
SUFFIXES = tuple(_MODULES)


def reader_for(path: Path) -> Read | None:
    """Return the reader of a file's format, chosen by suffix; None for a suffix without one."""
    module = _MODULES.get(path.suffix.lower())
    if module is None:
        return None
    read: Read = import_module(module).read
    return read
