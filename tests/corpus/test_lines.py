import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import RefusedError
from corpus.lines import split_lines

SIZES = st.integers(1, 7)


def blocks(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def plain(line: bytes | None) -> bytes | None:
    return None if line is None else line.rstrip(b"\r\n")


@given(data=st.text(alphabet="ab\r\nس", max_size=40).map(str.encode), size=SIZES)
def test_lines_are_those_of_the_whole_however_it_comes_in(data: bytes, size: int) -> None:
    assert [plain(x) for x in split_lines(blocks(data, size), 100)] == data.splitlines()


@given(text=st.text(alphabet="ab\r\nس\u2028😀", max_size=40), size=SIZES)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF32_BE, "utf-32-be")],
)
def test_other_encodings_are_recoded(mark: bytes, encoding: str, text: str, size: int) -> None:
    data = mark + text.encode(encoding)
    found = [plain(line) for line in split_lines(blocks(data, size), 1_000)]
    assert found == text.encode().splitlines()


@given(data=st.text(alphabet="ab\r\n", max_size=60).map(str.encode), size=SIZES)
def test_a_line_that_is_too_long_is_none_and_counts(data: bytes, size: int) -> None:
    expected = [line if len(line) < 5 else None for line in data.splitlines()]
    found = [plain(line) for line in split_lines(blocks(data, size), 6)]
    assert [line if line is None or len(line) < 5 else None for line in found] == expected


def test_what_is_cut_off_is_refused_after_the_lines_before_it() -> None:
    lines = split_lines([codecs.BOM_UTF16_LE + "one\ntwo".encode("utf-16-le")[:-1]], 100)
    assert [next(lines), next(lines)] == [b"one\n", b"tw"]
    with pytest.raises(RefusedError, match="utf-16-le"):
        next(lines)
