"""Names, years and numbers of a question are looked for in the quoted articles."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answering.premises import unsaid_premises
from corpus.article import Article
from corpus.asked import asked_time

NOW = date(2026, 4, 1)
ENGLISH = Article(
    "en",
    "Mayor Khaled Haddad reopened the Quaybridge on Friday. It had closed in May 2023. The "
    "works cost 200 thousand crowns and took 40 weeks; in March of last year they stood still.",
    "en",
    title="Tidemouth reopens its bridge",
    published="2025-02-03",
)
ARABIC = Article(
    "ar",
    "أعاد رئيس البلدية خالد حداد افتتاح الجسر بعد 40 أسبوعاً من الأشغال.",
    "ar",
    title="إعادة افتتاح جسر تايدماوث",
    published="2025-02-03",
)


def unsaid(question: str, *articles: Article) -> list[str]:
    return unsaid_premises(question, asked_time(question, NOW), articles)


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("When did Khaled Haddad reopen the bridge?", []),
        ("When did Khalid Hadad reopen the bridge?", []),
        ("When did mayor Omar Haddad reopen the bridge?", ["omar"]),
        ("Why was the bridge in Tidemouth closed?", []),
        ("Why was the bridge in Northaven closed?", ["northaven"]),
        ("Was the bridge open on Monday or in June?", []),
        ("What do MPs say about the bridge?", []),
        ("How long was the bridge closed in 2023?", []),
        ("Who reopened the bridge in 2025?", []),
        ("Did the works stand still in 2024?", []),
        ("How long was the bridge closed in 2019?", ["2019"]),
        ("كم أسبوعاً أُغلق الجسر عام ٢٠١٩؟", ["2019"]),
        ("What were the 200,000 crowns spent on?", []),
        ("What were the 300,000 crowns spent on?", ["300000"]),
        ("What was done in 40 weeks?", []),
        ("What was done in 50 weeks?", ["50"]),
        ("What did the 3 engineers say?", []),
        ("Who closed it on 15 May 2023?", []),
    ],
)
def test_what_the_article_does_not_say(question: str, lacking: list[str]) -> None:
    assert unsaid(question, ENGLISH) == lacking


def test_names_are_looked_for_in_articles_of_their_own_script() -> None:
    assert unsaid("When did Omar Haddad reopen the bridge in 50 weeks?", ARABIC) == ["50"]
    assert unsaid("متى أعاد عمر حداد افتتاح الجسر؟", ARABIC) == []


def test_one_of_the_quoted_articles_is_enough() -> None:
    other = replace(ENGLISH, text="Omar Saleh was born in Northaven.", title="")
    assert unsaid("Did Omar Haddad open the bridge?", ENGLISH, other) == []
    assert unsaid("Did Omar Haddad of Lakeside?", ENGLISH, other) == ["lakeside"]


def test_an_endless_number_is_no_number() -> None:
    assert unsaid(f"What is {'9' * 5000}?", ENGLISH) == []


def test_without_articles_nothing_is_lacking() -> None:
    assert unsaid("Who is Omar Haddad?") == []
