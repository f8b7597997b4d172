"""Bytes in, text out, with every character as the file has it."""

from codecs import BOM_UTF8

from corpus.errors import RefusedError
from corpus.rejects import Reason


def decode(data: bytes) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark; line ends stay as they are.

    Raises:
        RefusedError: the bytes are not UTF-8, or hold a NUL, which no text does.
    """
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"not UTF-8 ({error.reason} at byte {error.start})"
        raise RefusedError(Reason.BAD_ENCODING, detail) from error
    if "\0" in text:
        raise RefusedError(Reason.BAD_CHARACTER, f"a NUL at character {text.index(chr(0))}")
    return text
