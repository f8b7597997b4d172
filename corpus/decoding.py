"""Bytes in, text out, with every character as the file has it.

UTF-8, UTF-16 and UTF-32 say what they are. Windows-1256, in which older Arabic files are, says
nothing: any bytes can be read as it, so that the result has to look like Arabic.
"""

import codecs
import re
from collections.abc import Callable, Iterable

from corpus.errors import RefusedError
from corpus.rejects import Reason

# UTF-32's mark begins with that of UTF-16, so it comes first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY_ARABIC = "windows-1256"
# What pages may declare. Not what Python takes for text besides: unicode_escape, utf-7, idna.
_DECLARABLE = re.compile(
    r"cp125\d|iso8859-\d+|koi8-[ru]|mac-\w+|cp86\d|cp720|gb2312|gbk|gb18030|big5|euc_\w+|shift_jis"
)
_DECLARATION = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})
       | \A\s*<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE | re.VERBOSE,
)
_WESTERN = {"cp1252", "iso8859-1"}
_DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1024
_BINARY = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "Microsoft Office",
}

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ASCII = re.compile(r"[\x00-\x7f]+")
_ARABIC_LETTER = re.compile(r"[ء-غف-يپچژگک]")
# Vowel marks, tatweel, Arabic and typographic punctuation, direction marks.
_BESIDE_LETTERS = re.compile(r"[\u0640\u064b-\u0652،؛؟«»“”‘’‚„…–—•\xa0\xad\u200c-\u200f×÷°]")
_ARABIC_WORD = re.compile(r"[ء-غف-ي\u0640\u064b-\u0652]{2,}")
_FREQUENT = re.compile(r"[اليمونرتبه]")
_MISPLACED = re.compile(r"[ةى](?=[ء-غف-ي])|[A-Za-z](?=[ء-غف-ي])|[ء-غف-ي](?=[A-Za-z])")
# Real Arabic and other bytes read as Windows-1256 differ widely in three shares. The Arabic pages
# of tests/corpus/pages: at least .999 of what is not ASCII is Arabic, .62 to .67 of the letters are
# the ten frequent ones, nothing stands where it cannot. The sentences in UTF-8, ISO 8859-6, French,
# German, Russian, Greek, Hebrew, Chinese of tests/corpus/test_decoding.py: at most .83 is Arabic,
# but for Russian in KOI8-R, .98, of which .08 are frequent.
_LEAST_ARABIC = 0.95
_LEAST_FREQUENT = 0.5
_MOST_MISPLACED = 0.05  # of the words


def decode(data: bytes) -> str:
    """Return the text of bytes without a byte order mark; line ends stay as they are.

    Raises:
        RefusedError: the bytes are no text, or hold a NUL or half of a surrogate pair.
    """
    return _first(data, (_marked, _utf8, _legacy_arabic))


def decode_html(data: bytes) -> str:
    """Return the text of a page, in the encoding that it declares unless its bytes say otherwise.

    Pages that are valid UTF-8 are UTF-8, whatever they declare; one that declares itself Western
    while its bytes are Arabic in Windows-1256 is Arabic, as was common.

    Raises:
        RefusedError: as `decode`.
    """
    return _first(data, (_marked, _utf8, _declared, _legacy_arabic))


def is_plausible_arabic(text: str) -> bool:
    """Return whether a text that was read as Windows-1256 can have been meant so."""
    foreign = _ASCII.sub("", text)
    letters = len(_ARABIC_LETTER.findall(foreign))
    known = letters + len(_BESIDE_LETTERS.findall(foreign))
    words = len(_ARABIC_WORD.findall(text))
    return (
        words > 0
        and not _CONTROL.search(text)
        and known >= _LEAST_ARABIC * len(foreign)
        and len(_FREQUENT.findall(foreign)) >= _LEAST_FREQUENT * letters
        and len(_MISPLACED.findall(text)) <= _MOST_MISPLACED * words
    )


def _first(data: bytes, decoders: Iterable[Callable[[bytes], str | None]]) -> str:
    """Return what the first decoder that can read the bytes makes of them."""
    for decoder in decoders:
        text = decoder(data)
        if text is not None:
            if "\0" in text:
                raise RefusedError(Reason.BAD_CHARACTER, f"a NUL at character {text.index(chr(0))}")
            return text
    raise RefusedError(Reason.BAD_ENCODING, _complaint(data))


def _marked(data: bytes) -> str | None:
    """Return the text behind a byte order mark, None where there is none."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], encoding)
            if text is None:
                _refuse_halves(data[len(mark) :], encoding)
                raise RefusedError(Reason.BAD_ENCODING, f"not {encoding}, as its mark says")
            return text
    return None


def _utf8(data: bytes) -> str | None:
    text = _strictly(data, "utf-8")
    if text is None:
        _refuse_halves(data, "utf-8")
    return text


def _legacy_arabic(data: bytes) -> str | None:
    text = data.decode(_LEGACY_ARABIC)
    return text if is_plausible_arabic(text) else None


def _declared(data: bytes) -> str | None:
    """Return the text in the encoding that a page declares, None where it cannot be that."""
    found = _DECLARATION.search(data[:_DECLARED_WITHIN])
    if found is None:
        return None
    try:
        encoding = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except LookupError:
        return None
    if not _DECLARABLE.fullmatch(encoding):
        return None
    if encoding in _WESTERN:
        return _legacy_arabic(data) or _strictly(data, "cp1252")
    return _strictly(data, encoding)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse_halves(data: bytes, encoding: str) -> None:
    """Raise where nothing but halves of surrogate pairs keep bytes from being text."""
    try:
        data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return
    raise RefusedError(Reason.BAD_CHARACTER, "half of a surrogate pair")


def _complaint(data: bytes) -> str:
    for opening, kind in _BINARY.items():
        if data.startswith(opening):
            return f"no text but {kind}"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"{error.reason} at byte {error.start}"
        return f"not UTF-8 ({place}), nor plausible Arabic in Windows-1256"
    return "in no known encoding"
