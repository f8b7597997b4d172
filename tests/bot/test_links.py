"""Links open the article at the quoted words, or are not made at all."""

import pytest

from bot.links import LONGEST_LINK, link_to_quote, valid_address

PAGE = "https://example.org/news/1"


def test_a_short_quote_is_given_whole() -> None:
    assert link_to_quote(PAGE, "He said no.") == f"{PAGE}#:~:text=He%20said%20no."


def test_a_long_quote_is_given_by_both_its_ends() -> None:
    link = link_to_quote(PAGE, "one two three four five six seven eight nine ten")
    assert link == f"{PAGE}#:~:text=one%20two%20three%20four,seven%20eight%20nine%20ten"


def test_a_quote_over_two_lines_is_given_by_both_its_ends() -> None:
    assert link_to_quote(PAGE, "One two.\n\nThree.") == f"{PAGE}#:~:text=One%20two.,Three."


def test_what_a_text_directive_reserves_is_encoded() -> None:
    assert link_to_quote(PAGE, "a-b, c & d") == f"{PAGE}#:~:text=a%2Db%2C%20c%20%26%20d"


def test_arabic_words_and_addresses_are_encoded() -> None:
    link = link_to_quote("https://example.org/خبر", "لا")
    assert link == "https://example.org/%D8%AE%D8%A8%D8%B1#:~:text=%D9%84%D8%A7"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        (f"{PAGE}#part", f"{PAGE}#part:~:text=a"),
        (f"{PAGE}#", f"{PAGE}#:~:text=a"),
        (f"{PAGE}#part:~:text=b", f"{PAGE}#part:~:text=a"),
        (f"{PAGE}?x=1&y=%20", f"{PAGE}?x=1&y=%20#:~:text=a"),
    ],
)
def test_what_the_address_holds_already_stays(url: str, start: str) -> None:
    assert link_to_quote(url, "a") == start


@pytest.mark.parametrize(
    "url",
    [
        "",
        "article.html",
        "example.org/news",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "http://",
        "https://localhost/a",
        "https://exa mple.org/a",
        "https://example.org:99999/a",
        "https://[::1/a",
        "https://example..org/a",
        "https://bbc.com@example.org/a",
    ],
)
def test_an_invalid_address_gives_no_link(url: str) -> None:
    assert link_to_quote(url, "a") == ""


def test_hosts_in_any_script_are_valid() -> None:
    assert valid_address("https://موقع.وزارة-الاتصالات.مصر/").startswith("https://xn--4gbrim.xn--")
    assert valid_address(" HTTPS://Example.ORG:8080/A b ") == "https://example.org:8080/A%20b"


def test_a_long_address_loses_the_words_and_a_longer_one_the_link() -> None:
    nearly = f"{PAGE}?{'x' * (LONGEST_LINK - len(PAGE) - 1)}"
    assert link_to_quote(nearly, "a") == nearly
    assert link_to_quote(nearly + "x", "a") == ""
