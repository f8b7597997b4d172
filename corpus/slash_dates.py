"""A file's drafts in, out how each of its sources writes dates like 03/07/2024."""

from collections.abc import Callable, Iterable

from corpus.dates import is_day_first
from corpus.formats.draft import Draft, Refusal


class SlashDates:
    """The order of day and month in a file, by source.

    A source's other dates show it, as 23/07/2024 does: those of the same page, else all those in
    the same file, which takes a second reading of it once one is needed, so that what its last
    lines show holds for the first. Else, where the source has a name, those in the files read
    before: a later file changes nothing, as articles are handed on while files are still to come.
    Where dates of both orders are found, and where none is, the day comes first.
    """

    def __init__(
        self, read: Callable[[], Iterable[Draft | Refusal]], before: dict[str, bool]
    ) -> None:
        """Keep how to read the file; nothing is read yet.

        Args:
            before: by source, whether the day is first in the files read before; `note` adds to it.
        """
        self._read = read
        self._before = before
        self._orders: dict[str, bool] | None = None
        self._is_reported = False

    def note(self, draft: Draft) -> None:
        """Remember what a draft shows of its source, for the files that follow."""
        if draft.source:
            _add(draft, self._before)

    def is_day_first(self, draft: Draft) -> bool:
        """Return whether a draft's dates have the day first."""
        if draft.day_first is not None:
            return draft.day_first
        if self._orders is None:
            self._orders = {}
            for item in self._read():
                if isinstance(item, Draft):
                    _add(item, self._orders)
        return self._orders.get(draft.source, self._before.get(draft.source, True))

    def is_first_report(self) -> bool:
        """Return True once: a file's ambiguous dates are reported by its first."""
        is_first, self._is_reported = not self._is_reported, True
        return is_first


def _add(draft: Draft, orders: dict[str, bool]) -> None:
    """Add to the orders of sources the one that a draft shows, if it shows one."""
    order = is_day_first(draft.published) if draft.day_first is None else draft.day_first
    if order is not None:
        orders[draft.source] = orders.get(draft.source, False) or order
