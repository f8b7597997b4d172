"""Rejects in, one line each out, and at the end one line that counts them."""

import json
from collections import Counter
from dataclasses import asdict
from typing import TextIO

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
            parts[-1] += f" ({repeated} for a text that came before)"
        if fields:
            parts.append(f"{fields} field{'' if fields == 1 else 's'} left empty")
        return ", ".join(parts) + (" (see above)" if self.counts else "")
