from datetime import date

import pytest

from corpus.dates import FoundDate, find_dates, find_published, normalize_published

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
