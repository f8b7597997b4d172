"""Articles in, out whether a text was there before: the memory that keeps a text once."""

from hashlib import blake2b

from corpus.rejects import Reason, Reject


def text_digest(text: str) -> bytes:
    """Return 16 bytes that are the same for texts that differ in white space only."""
    return blake2b(" ".join(text.split()).encode("utf-8"), digest_size=16).digest()


def repeated_text(id_: str, owner: str, file: str, line: int | None) -> Reject:
    """Return what is said of an article that has the text of another one."""
    return Reject.of(file, line, Reason.REPEATED_TEXT, f"{id_}: the same text as {owner}")


class KeptTexts:
    """The texts that the articles so far leave standing, by digest; some 300 bytes an article.

    A later article replaces an earlier one of the same id, and then the text that is replaced
    stands no longer.
    """

    def __init__(self) -> None:
        """Begin with no text."""
        self._owners: dict[bytes, str] = {}
        self._texts: dict[str, bytes] = {}

    def keep(self, id_: str, digest: bytes) -> str | None:
        """Return the id of the article that holds this text already; None, and it is kept now."""
        owner = self._owners.get(digest)
        if owner is not None and self._texts[owner] == digest:
            return owner
        self._owners[digest] = id_
        self._texts[id_] = digest
        return None
