"""An article's address and a quote in, a link that opens the article at the quoted words out.

The link ends in a text fragment (https://wicg.github.io/scroll-to-text-fragment/): browsers that
know it scroll to the words and mark them, others ignore it.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST_LINK: Final = 1500
"""In characters, all ASCII. Longer ones lose the fragment, then the link altogether."""

_WHOLE_WORDS: Final = 8
_EDGE_WORDS: Final = 4
"""A quote of more than eight words is given by its first four and its last four: an Arabic letter
takes six characters in an address."""

_DIRECTIVE = ":~:"
_HOST = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z0-9-]*[a-z][a-z0-9-]*|\d+(\.\d+){3}")


def link_to_quote(url: str, words: str) -> str:
    """Return the address of the quoted words, percent-encoded; empty where there is no valid one.

    Only http and https with a public-looking host count: Telegram drops any other link without a
    word, and a reader would look for it in vain.
    """
    address = valid_address(url)
    if not address:
        return ""
    page, _, fragment = address.partition("#")
    anchor, _, _ = fragment.partition(_DIRECTIVE)  # a directive of its own marks other words
    exact = f"{page}#{anchor}{_DIRECTIVE}text={_text_directive(words)}"
    return next((link for link in (exact, address) if len(link) <= LONGEST_LINK), "")


def valid_address(url: str) -> str:
    """Return the address in ASCII as Telegram accepts it; empty where it is not a web address."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # a port out of range, a broken IPv6 host, a label IDNA refuses
        return ""
    # A name before the host («https://bbc.com@example.org») is only ever there to deceive.
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    tail = (_ascii(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host + port, *tail))


def _ascii(part: str) -> str:
    """Return the part with what an address may not hold percent-encoded, the rest as it was."""
    return quote(part, safe="%/:=&?~#+!$,;@()*[]")


def _text_directive(words: str) -> str:
    """Return `start` or `start,end` of a text directive.

    One phrase must stand within one block of the page, so a quote over several lines is always
    given by both its ends, each within its line.
    """
    lines = [line.split() for line in words.splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0]) <= _WHOLE_WORDS:
        return _encoded(lines[0])
    return f"{_encoded(lines[0][:_EDGE_WORDS])},{_encoded(lines[-1][-_EDGE_WORDS:])}"


def _encoded(words: list[str]) -> str:
    """Return the words percent-encoded, with the three characters a text directive reserves."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
