"""What can go wrong while building, opening or searching an index.

RetrievalError
├── NoIndexError            there is no index in the directory
├── DamagedIndexError       a file of the version in use is missing or not what was written
├── IncompatibleIndexError  the version was made by another encoder or in another format
├── EmptyIndexError         a build was given nothing to index
├── LockedIndexError        another process is writing to the index
├── NoVersionBeforeError    there is no version to go back to
├── ModelError              the encoder or the reranker cannot be loaded
├── EncodingError           the encoder or the reranker returned a number that is not finite
├── QuestionFileError       a file of questions cannot be used
└── SettingsError           a setting cannot be used
"""


class RetrievalError(Exception):
    """The root of this package's errors; the message says what, where, and the next command."""


class NoIndexError(RetrievalError):
    """There is no index in the directory."""


class DamagedIndexError(RetrievalError):
    """A file of the version in use is missing or differs from what was written."""


class IncompatibleIndexError(RetrievalError):
    """The version in use was made by another encoder or in another format."""


class EmptyIndexError(RetrievalError):
    """A build was given nothing to index."""


class LockedIndexError(RetrievalError):
    """Another process is writing to the index."""


class NoVersionBeforeError(RetrievalError):
    """There is no version to go back to."""


class ModelError(RetrievalError):
    """The encoder or the reranker cannot be loaded."""


class EncodingError(RetrievalError):
    """The encoder or the reranker returned a number that is not finite."""


class QuestionFileError(RetrievalError):
    """A file of questions cannot be used."""


class SettingsError(RetrievalError):
    """A setting cannot be used."""
