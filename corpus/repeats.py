"""Articles in, out whether a text was there before: the memory that keeps a text once."""

from hashlib import blake2b


class KeptTexts:
    """The texts that the articles so far leave standing, by digest; some 300 bytes an article.

    Texts that differ in white space only are the same. A later article replaces an earlier one of
    the same id, and then the text that is replaced stands no longer.
    """

    def __init__(self) -> None:
        """Begin with no text."""
        self._owners: dict[bytes, str] = {}
        self._texts: dict[str, bytes] = {}

    def keep(self, id_: str, text: str) -> str | None:
        """Return the id of the article that holds this text already; None, and it is kept now."""
        digest = blake2b(" ".join(text.split()).encode("utf-8"), digest_size=16).digest()
        owner = self._owners.get(digest)
        if owner is not None and self._texts[owner] == digest:
            return owner
        self._owners[digest] = id_
        self._texts[id_] = digest
        return None
