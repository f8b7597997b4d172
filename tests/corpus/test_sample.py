"""The sample articles: their form, their balance and the matters that they must cover."""

import json
import re
from collections import Counter
from dataclasses import fields
from datetime import date

import pytest

from corpus.article import Article
from corpus.sample import sample_path

KEYS = ["id", "title", "text", "source", "published", "language"]
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN = re.compile(r"[A-Za-z]")


def rows() -> list[dict[str, str]]:
    """Return the records of the sample file as they are written."""
    return [json.loads(line) for line in sample_path().read_text(encoding="utf-8").splitlines()]


ARTICLES = [Article(**row) for row in rows()]  # type: ignore[arg-type]
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)


def test_records_have_the_article_keys_in_order_and_no_url() -> None:
    assert {field.name for field in fields(Article)} - set(KEYS) == {"url"}
    assert all(list(row) == KEYS for row in rows())


def test_there_are_enough_articles_half_in_each_language() -> None:
    counts = Counter(article.language for article in ARTICLES)
    assert len(ARTICLES) >= 24
    assert counts["ar"] == counts["en"] == len(ARTICLES) / 2


def test_ids_titles_and_texts_are_unique() -> None:
    for values in zip(*((a.id, a.title, a.text) for a in ARTICLES), strict=True):
        assert len(set(values)) == len(ARTICLES)


@each_article
def test_published_is_a_day_that_the_id_agrees_with(article: Article) -> None:
    day = date.fromisoformat(article.published)
    assert 2011 <= day.year <= 2025
    assert article.day == day
    assert re.fullmatch(rf"sample-{day.year}(-[a-z0-9]+)+", article.id)


@each_article
def test_language_fits_the_script(article: Article) -> None:
    own, other = (ARABIC, LATIN) if article.language == "ar" else (LATIN, ARABIC)
    for written in (article.title, article.text):
        assert own.search(written)
        assert not other.search(written)


@each_article
def test_source_says_that_it_is_a_sample_and_the_text_does_not(article: Article) -> None:
    assert (
        article.source
        == {"ar": "سند: ملخص للتجربة", "en": "Sanad sample summary"}[article.language]
    )
    assert not re.search(r"sanad|sample|ملخص للتجربة|https?:|www\.", article.text, re.IGNORECASE)


@each_article
def test_text_is_a_brief_of_two_to_four_paragraphs(article: Article) -> None:
    paragraphs = article.text.split("\n\n")
    assert 2 <= len(paragraphs) <= 4
    assert all(p and p == " ".join(p.split()) and p.endswith(".") for p in paragraphs)
    assert 90 <= len(article.text.split()) <= 220


@each_article
def test_text_has_no_direct_quotation_and_arabic_punctuation_in_arabic(article: Article) -> None:
    assert not re.search(r"[\"“”«»]", article.text)
    if article.language == "ar":
        assert not re.search(r"[,;?]", article.text)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Resolution 2254", "18 December 2015"]),
        ("en", ["Caesar Act", "20 December 2019", "17 June", "2020"]),
        ("ar", ["تعليق مشاركة سوريا", "2011"]),
        ("ar", ["8914", "7 مايو"]),
        ("ar", ["قمة جدة", "19 مايو"]),
        ("ar", ["خلوصي أكار", "28 ديسمبر"]),
        ("en", ["Cavusoglu", "10 May 2023"]),
        ("ar", ["أردوغان", "دعوة", "2024"]),
        ("en", ["will not normalize relations", "policy on normalization", "2023"]),
        ("ar", ["موقف واشنطن من التطبيع مع الأسد", "2024"]),
        ("ar", ["الإمارات", "البحرين", "27 ديسمبر"]),
        ("en", ["King Abdullah", "Jaber-Nassib", "3 October 2021"]),
        ("en", ["General License 23", "6 February", "9 February 2023"]),
        ("ar", ["فيصل بن فرحان", "18 أبريل"]),
        ("en", ["Amman", "1 May 2023"]),
        ("en", ["Assad Regime Anti-Normalization Act", "14 February 2024"]),
        ("en", ["Khan Shaykhun", "59 Tomahawk"]),
        ("ar", ["القرار 2118"]),
        ("en", ["Robert Ford", "February 2012"]),
        ("en", ["step aside", "18 August 2011"]),
        ("ar", ["أستانا", "خفض التصعيد"]),
        ("en", ["19 December 2018", "withdraw its troops"]),
        ("ar", ["مارك إسبر", "2019"]),
        ("ar", ["8 ديسمبر", "2024", "سقطت حكومة"]),
        ("en", ["$10 million", "al-Sharaa", "20 December 2024"]),
        ("ar", ["الرخصة العامة رقم 24", "6 يناير"]),
        ("ar", ["أحمد الشرع", "29 يناير"]),
        ("en", ["Riyadh", "13 May 2025", "14 May 2025"]),
        ("en", ["General License 25", "23 May 2025"]),
        ("ar", ["الاتحاد الأوروبي", "20 مايو", "28 مايو"]),
        ("ar", ["أمراً تنفيذياً", "30 يونيو", "1 يوليو"]),
        ("en", ["Arab League", "Baghdad", "17 May 2025"]),
    ],
)
def test_each_required_matter_is_reported_in_one_article(language: str, words: list[str]) -> None:
    found = [a for a in ARTICLES if a.language == language and all(w in a.text for w in words)]
    assert found, words
