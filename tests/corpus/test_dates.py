from datetime import date

import pytest

from corpus.dates import (
    FoundDate,
    find_dates,
    find_impossible,
    find_published,
    is_ambiguous,
    is_day_first,
    normalize_published,
)

TODAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024.07.03 | 07:23", "2024-07-03T07:23"),
        ("2024/07/03 07:23", "2024-07-03T07:23"),
        ("2024-7-3", "2024-07-03"),
        ("03/07/2024", "2024-07-03"),
        ("3.7.2024", "2024-07-03"),
        ("07/23/2024", "2024-07-23"),
        ("2024-07-03T07:23:11Z", "2024-07-03T07:23:11+00:00"),
        ("2024-07-03T07:23+03:00", "2024-07-03T07:23+03:00"),
        ("2024-07-03T07:23+99:00", "2024-07-03T07:23"),
        ("2024-07-03T07:23-03:75", "2024-07-03T07:23"),
        ("3 تموز 2024", "2024-07-03"),
        ("3 يوليو 2024", "2024-07-03"),
        ("الأربعاء 3 يوليو/تموز 2024", "2024-07-03"),
        ("الأربعاء، 3 يوليو (تموز) 2024 - 14:20", "2024-07-03T14:20"),
        ("3 جويلية 2024", "2024-07-03"),
        ("12 أوت 2023", "2023-08-12"),
        ("15 غشت 2023", "2023-08-15"),
        ("٣ كانون الثاني ٢٠٢٤", "2024-01-03"),
        ("3 تشرين الأول 2024", "2024-10-03"),
        ("٣ يوليو ٢٠٢٤ ٧:٢٣ م", "2024-07-03T19:23"),
        ("۳ یولیو ۲۰۲۴", "2024-07-03"),
        ("07:23 ص - الأربعاء 3 يوليو 2024", "2024-07-03T07:23"),
        ("12:05 ص، 3 يوليو 2024", "2024-07-03T00:05"),
        ("July 3, 2024", "2024-07-03"),
        ("July 3, 2024 at 7:23 p.m.", "2024-07-03T19:23"),
        ("3 July 2024", "2024-07-03"),
        ("3rd of July, 2024", "2024-07-03"),
        ("Wed, 03 Jul 2024 07:23:00 GMT", "2024-07-03T07:23:00+00:00"),
        ("3 July 2024, 17:10 GMT+3", "2024-07-03T17:10+03:00"),
        ("10:05 AM EDT, Wed July 3, 2024", "2024-07-03T10:05"),
        ("\u200f3 \u200fيوليو 2024", "2024-07-03"),
        ("٣\u200f/٧\u200f/٢٠٢٤", "2024-07-03"),
        ("Wed 3 Jul 2024 12.05 BST", "2024-07-03T12:05"),
        ("3 July 2024 at 7.23pm", "2024-07-03T19:23"),
        ("3 July 2024 12.05 million", "2024-07-03"),
        ("July 3, 20247:23 AM GMT+3Updated 2 days ago", "2024-07-03T07:23+03:00"),
        ("3/7/202411:20 م", "2024-07-03T23:20"),
        ("25 ذو القعدة 1445 هـ الموافق 2 يونيو 2024", "2024-06-02"),
    ],
)
def test_dates_are_found(text: str, iso: str) -> None:
    assert [found.iso for found in find_dates(text, TODAY)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 فبراير 2024",
        "2023-02-29",
        "32/01/2024",
        "3 July",
        "July 2024",
        "القرار 2254",
        "3/7/1445",
        "tel. 03-07-20245",
        "192.168.20.24",
        "3 July 2025",
        "1 May 2087",
    ],
)
def test_what_is_no_date_or_in_the_future_is_not_found(text: str) -> None:
    assert list(find_dates(text, TODAY)) == []


def test_offsets_are_those_of_the_text() -> None:
    text = "نشر في ٣ يوليو ٢٠٢٤ الساعة ٠٧:٢٣ صباحاً"
    [found] = find_dates(text, TODAY)
    assert found == FoundDate(7, 39, "2024-07-03T07:23")
    assert text[found.start : found.end] == "٣ يوليو ٢٠٢٤ الساعة ٠٧:٢٣ صباحاً"


@pytest.mark.parametrize(
    ("furniture", "iso"),
    [
        ("Published: 2 July 2024\nUpdated: 3 July 2024 10:00", "2024-07-02"),
        ("Wednesday 3 July 2024\nPosted 2 July 2024 10:05", "2024-07-02T10:05"),
        ("Wednesday 3 July 2024\nSyria\n2 July 2024 10:05", "2024-07-02T10:05"),
        ("آخر تحديث: 3 يوليو 2024 11:00\nتاريخ النشر: 2 يوليو 2024", "2024-07-02"),
        ("Published 2 July 2024, updated 3 July 2024 11:00", "2024-07-02"),
        ("Updated 3 July 2024; published 2 July 2024", "2024-07-02"),
        ("Updated: 3 July 2024", "2024-07-03"),
        ("Home\nNews", None),
        ("الأحد ٢٥ ذو القعدة ١٤٤٥ هـ - ١٠:٣٠ ص", "2024-06-02T10:30"),
        ("25 ذو القعدة 1445 هـ\n3 يونيو 2024", "2024-06-03"),
        ("Published 07/03/2024\nUpdated 07/23/2024", "2024-07-03"),
        ("Published 03/07/2024\nUpdated 23/07/2024", "2024-07-03"),
    ],
)
def test_publication_date_among_others(furniture: str, iso: str | None) -> None:
    assert find_published(furniture, TODAY) == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-07-03", "2024-07-03"),
        ("20240703", "2024-07-03"),
        ("2024-07-03T07:23", "2024-07-03T07:23"),
        ("2024-07-03 07:23:11", "2024-07-03T07:23:11"),
        ("2024-07-03T07:23:11.123456Z", "2024-07-03T07:23:11+00:00"),
        ("2024-07-03T07:23+03:00", "2024-07-03T07:23+03:00"),
        ("3 تموز 2024", "2024-07-03"),
        ("2024-07-03T07:23:11.123+0300", "2024-07-03T07:23:11+03:00"),
        ("20240703T072311Z", "2024-07-03T07:23:11+00:00"),
        ("2024.07.03 | 07:23", "2024-07-03T07:23"),
        ("1720000000", "2024-07-03T09:46:40+00:00"),
        ("1111111100000", "2005-03-18T01:58:20+00:00"),
        ("15 رمضان 1445", "2024-03-25"),
        ("15 من شهر رمضان 1445هـ", "2024-03-25"),
        ("15/09/1445 هـ", "2024-03-25"),
        ("1445/9/15هـ", "2024-03-25"),
        ("15 Ramadan 1445 AH", "2024-03-25"),
        ("1 محرم 1446", "2024-07-07"),
        ("15/09/1445", None),
        ("31 رمضان 1445", None),
        ("15 رمضان 1499", None),
        ("0001-01-01T00:00:00Z", None),
        ("2024-02-30", None),
        ("yesterday", None),
        ("2024-13-01", None),
        ("2026-01-01", None),
        ("", None),
    ],
)
def test_field_is_normalized(value: str, iso: str | None) -> None:
    assert normalize_published(value, TODAY) == iso
    if iso:
        assert normalize_published(iso, TODAY) == iso


@pytest.mark.parametrize(
    ("value", "is_so"),
    [
        ("03/07/2024", True),
        ("3-7-2024 10:15", True),
        ("\u200f٣\u200f/٧\u200f/٢٠٢٤", True),
        ("03.07.2024", False),
        ("23/07/2024", False),
        ("07/07/2024", False),
        ("2024-07-03", False),
        ("3 July 2024", False),
    ],
)
def test_ambiguous_dates(value: str, is_so: bool) -> None:
    assert is_ambiguous(value) is is_so


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("23/07/2024", True),
        ("07/23/2024", False),
        ("23/07/2024 07/23/2024", True),
        ("03/07/2024", None),
        ("3.23.2024", None),
        ("", None),
    ],
)
def test_order_of_day_and_month(text: str, order: bool | None) -> None:
    assert is_day_first(text) is order


def test_other_dates_of_a_text_show_how_it_writes_them() -> None:
    found = [each.iso for each in find_dates("07/03/2024, 07/23/2024 and 03.07.2024", TODAY)]
    assert found == ["2024-07-03", "2024-07-23", "2024-07-03"]
    assert normalize_published("07/03/2024", TODAY, day_first=False) == "2024-07-03"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("نشر في 31 فبراير 2024", "31 فبراير 2024"),
        ("Posted 3 July 2031", "3 July 2031"),
        ("3 July 2024", None),
        ("July", None),
    ],
)
def test_impossible_dates(text: str, words: str | None) -> None:
    assert find_impossible(text, TODAY) == words
