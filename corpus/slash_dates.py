"""A file's drafts in, out how each of its sources writes dates like 03/07/2024."""

from collections.abc import Callable, Iterable

from corpus.dates import is_day_first
from corpus.formats.draft import Draft, Refusal


class SlashDates:
    """The order of day and month in a file, by source; looked up once it is needed.

    That takes a second reading of the file, so that what its last lines show holds for the first.
    """

    def __init__(self, read: Callable[[], Iterable[Draft | Refusal]]) -> None:
        """Keep how to read the file; nothing is read yet."""
        self._read = read
        self._orders: dict[str, bool] | None = None
        self._is_reported = False

    def is_day_first(self, draft: Draft) -> bool:
        """Return whether a draft's dates have the day first, as they have where nothing shows."""
        if draft.day_first is not None:
            return draft.day_first
        if self._orders is None:
            self._orders = self._looked_up()
        return self._orders.get(draft.source, True)

    def is_first_report(self) -> bool:
        """Return True once: a file's ambiguous dates are reported by its first."""
        is_first, self._is_reported = not self._is_reported, True
        return is_first

    def _looked_up(self) -> dict[str, bool]:
        """Return the order of each source that has a date which shows it."""
        orders: dict[str, bool] = {}
        for item in self._read():
            order = is_day_first(item.published) if isinstance(item, Draft) else None
            if isinstance(item, Draft) and order is not None:
                orders[item.source] = orders.get(item.source, False) or order
        return orders
