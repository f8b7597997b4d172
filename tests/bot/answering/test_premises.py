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
        ("What were the 200 thousand crowns spent on?", []),
        ("What were the 300 thousand crowns spent on?", ["300"]),
        ("Was it closed in '23?", []),
        ("Did Covid-19 close the bridge?", ["covid"]),
        ("Who Closed The Quaybridge Over The Northaven Estuary?", []),
        ("WHO CLOSED THE QUAYBRIDGE OVER THE NORTHAVEN ESTUARY?", []),
    ],
)
def test_what_the_article_does_not_say(question: str, lacking: list[str]) -> None:
    assert unsaid(question, ENGLISH) == lacking


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Russian", "Russia sent a minister."),
        ("Russia", "The Russians sent a minister."),
        ("British", "Britain sent a minister."),
        ("Lebanese", "Lebanon sent a minister."),
        ("American", "The U.S. sent a minister."),
        ("American", "The United States sent a minister."),
        ("Emirati", "The UAE sent a minister."),
    ],
)
def test_a_people_is_its_country(name: str, text: str) -> None:
    said = replace(ENGLISH, text=text, title="")
    assert unsaid(f"Which {name} minister was sent?", said) == []
    assert unsaid("Which Danish minister was sent?", said) == ["danish"]


def test_scales_are_read_both_ways() -> None:
    said = replace(ENGLISH, text="It cost 1.5 million crowns, and 250,000 dollars.", title="")
    assert unsaid("What were the 1,500,000 crowns and 250 thousand dollars for?", said) == []
    assert unsaid("فيم صُرفت 250 ألف دولار؟", said) == []
    assert unsaid("What were the 1,600,000 crowns for?", said) == ["1600000"]


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
