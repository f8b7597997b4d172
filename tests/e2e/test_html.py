"""The test server's reading of HTML refuses what Telegram refuses."""

import pytest

from tests.e2e.html import CannotParseError, parse_html, units


def test_reads_text_and_entities() -> None:
    parsed = parse_html('<b>a &lt; b</b> <a href="https://example.org/?x=1&amp;y=2">c</a>&#x21;')
    assert parsed.text == "a < b c!"
    assert parsed.parts("bold") == ["a < b"]
    assert parsed.links == ["https://example.org/?x=1&y=2"]


def test_reads_quotes_open_and_folded() -> None:
    parsed = parse_html("<blockquote>a</blockquote>\n<blockquote expandable>b</blockquote>")
    assert parsed.parts("blockquote") == ["a", "b"]


@pytest.mark.parametrize(
    "source",
    [
        "a < b",
        "AT&T",
        "a&nbsp;b",
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<p>a</p>",
        "<br>",
        '<b class="x">a</b>',
        '<a href="https://example.org/?a&b">c</a>',
        '<a href="https://example.org">c',
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        "<!-- a -->",
        "",
        " \n ",
        "<b></b>",
        "a" * 4097,
        "😀" * 2049,
    ],
)
def test_refuses(source: str) -> None:
    with pytest.raises(CannotParseError):
        parse_html(source)


def test_counts_utf16_units_after_reading_the_tags() -> None:
    assert units("😀") == 2
    assert parse_html("<b>" + "😀" * 2048 + "</b>").text == "😀" * 2048


@pytest.mark.parametrize(
    "address", ["example", "ftp://example.org/a", "https://localhost/a", "https://exam ple.org", ""]
)
def test_a_link_with_an_invalid_address_vanishes(address: str) -> None:
    parsed = parse_html(f'<a href="{address}">c</a>')
    assert parsed.text == "c"
    assert parsed.links == []


def test_embeddings_go_and_isolates_stay() -> None:
    parsed = parse_html("\u202ba\u202c \u2067b\u2069 \u200e\u200f\u200ec")
    assert parsed.text == "a \u2067b\u2069 \u200ec"
