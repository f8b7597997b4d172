import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import decode, decode_html
from corpus.errors import RefusedError
from corpus.rejects import Reason

ARABIC = "قالت هيئة المياه إن السد بخير، وإن التشققات التي ظهرت في الصيف سطحية لا خطر منها."
ENGLISH = "The dam is sound, and the cracks seen in summer are no danger.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1256"])
@pytest.mark.parametrize("text", [ARABIC, f"{ARABIC}\r\n{ENGLISH}\nend\r"])
def test_text_comes_back_as_it_was_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")],
)
def test_other_byte_order(mark: bytes, encoding: str) -> None:
    assert decode(mark + ARABIC.encode(encoding)) == ARABIC


@pytest.mark.parametrize("text", ["قال نعم", "السد بخير (AFP) 2024", "«نعم»، قال الوزير – ثم مضى…"])
def test_little_arabic_is_enough(text: str) -> None:
    assert decode(text.encode("windows-1256")) == text


def test_byte_order_mark_inside_a_text_stays() -> None:
    assert decode("one\ufefftwo".encode("utf-8-sig")) == "one\ufefftwo"


@pytest.mark.parametrize(
    "data",
    [
        ARABIC.encode("iso-8859-6", "ignore"),
        ARABIC.encode()[:-20] + b"\xff" + ARABIC.encode()[-20:],  # UTF-8 with one bad byte
        ARABIC.encode().replace(b"\xd8", b"", 1),
        "Les fissures apparues l'été dernier sont superficielles, déclare l'autorité.".encode(
            "windows-1252"
        ),
        "Größe und Ähnlichkeit täuschen über die Maße hinweg.".encode("windows-1252"),
        "“The dam is sound,” she said — and left.".encode("windows-1252"),
        "Трещины, появившиеся летом, не опасны для деревень.".encode("windows-1251"),
        "Трещины, появившиеся летом, не опасны для деревень.".encode("koi8-r"),
        "Οι ρωγμές δεν είναι επικίνδυνες για τα χωριά.".encode("windows-1253"),
        "הסדקים אינם מסוכנים לכפרים שמתחת לסכר".encode("windows-1255"),
        "夏天出现的裂缝对村庄没有危险。".encode("gb18030"),
        bytes(range(256)),
        bytes(range(128, 256)),
        b"\x1f\x8b\x08\x00" + bytes(range(200, 256)),
        b"\xff",
        codecs.BOM_UTF16_LE + b"a\0b",
    ],
)
def test_other_bytes_are_not_taken_for_arabic(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        decode(data)
    assert caught.value.reason is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b",
        "قال\0نعم".encode("utf-16"),
        ARABIC.encode("utf-16-le"),  # without its mark every other byte of a space is a NUL
        b"half \xed\xa0\x80 a pair",
        codecs.BOM_UTF16_LE + b"\x00\xd8a\x00",
    ],
)
def test_nul_and_half_of_a_surrogate_pair_are_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        decode(data)
    assert caught.value.reason is Reason.BAD_CHARACTER


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    for decoder in (decode, decode_html):
        with suppress(RefusedError):
            assert "\0" not in decoder(data)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text


def page(charset: str, text: str, encoding: str) -> bytes:
    return f'<html><head><meta charset="{charset}"></head><p>{text}'.encode(encoding)


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("windows-1256", "windows-1256", ARABIC),
        ("ISO-8859-6", "iso-8859-6", "قالت هيئة المياه إن السد بخير"),
        ("windows-1252", "windows-1252", "L'été dernier — déclare l'autorité"),
        ("iso-8859-1", "windows-1252", "“The dam is sound,” she said"),
        # Declared wrongly.
        ("windows-1256", "utf-8", ARABIC),
        ("utf-8", "windows-1256", ARABIC),
        ("iso-8859-1", "windows-1256", ARABIC),
        ("utf-16", "utf-8", ARABIC),
        ("nonsense-9", "windows-1256", ARABIC),
        ("hex", "utf-8", ARABIC),
        ("unicode_escape", "windows-1256", ARABIC),
    ],
)
def test_page_is_read_as_declared_unless_its_bytes_say_otherwise(
    charset: str, encoding: str, text: str
) -> None:
    assert text in decode_html(page(charset, text, encoding))


def test_declaration_of_either_kind() -> None:
    text = "قالت هيئة المياه إن السد بخير"
    for head in (
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6">',
        '<?xml version="1.0" encoding="iso-8859-6"?>',
    ):
        assert text in decode_html(f"{head}<p>{text}".encode("iso-8859-6"))
