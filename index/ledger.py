"""Articles in, what a build changed out: which are new, which are others, which are gone."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Ids that reading derives from an article's content are of this form.
_DERIVED = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Record:
    """One article as a ledger has it; `file` is where it was read, empty where that is unknown."""

    id: str
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How many articles a build added, changed, removed and left."""

    added: int
    changed: int
    removed: int
    unchanged: int

    @property
    def any(self) -> bool:
        """Return whether the collection is another than before."""
        return bool(self.added or self.changed or self.removed)


def compare(before: Mapping[str, Record], now: Sequence[Record]) -> Changes:
    """Return how a collection differs from what it was, by id.

    An article is changed if its content is another under the same id, or if it has another id
    that is derived from its content and comes from the same file.
    """
    added = [record for record in now if record.id not in before]
    kept = [record for record in now if record.id in before]
    ids = {record.id for record in now}
    removed = [record for record in before.values() if record.id not in ids]
    altered = sum(before[record.id].digest != record.digest for record in kept)
    renamed = (_derived_by_file(added) & _derived_by_file(removed)).total()
    return Changes(
        added=len(added) - renamed,
        changed=altered + renamed,
        removed=len(removed) - renamed,
        unchanged=len(kept) - altered,
    )


def write_ledger(records: Iterable[Record], path: Path) -> None:
    """Write one JSON line an article to `path`."""
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            row = [record.id, record.digest, record.file]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_ledger(path: Path) -> dict[str, Record]:
    """Return the articles of a ledger by their ids, in the order of their numbers."""
    with path.open(encoding="utf-8") as file:
        records = (Record(*json.loads(line)) for line in file)
        return {record.id: record for record in records}


def _derived_by_file(records: Iterable[Record]) -> Counter[str]:
    return Counter(r.file for r in records if r.file and _DERIVED.fullmatch(r.id))
