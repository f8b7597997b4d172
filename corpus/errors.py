"""What can go wrong while reading a collection.

CorpusError
├── NoArticlesError    nothing at all could be read from the paths given
└── RefusedError       a file or a line gives no article; reading turns it into a `Reject`
"""

from corpus.rejects import Reason


class CorpusError(Exception):
    """The root of this package's errors; the message says what, where, and what to try next."""


class NoArticlesError(CorpusError):
    """Not one article came out of the paths given."""


class RefusedError(CorpusError):
    """One file or line gives no article; the message is the detail of the reject."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
