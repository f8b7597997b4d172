"""Pages in the manner of news sites, with the story marked in them; their content is invented.

A fixture opens with what should be found, then holds the page: [[[ and ]]] stand around the story,
{{{ and }}} around furniture inside it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.errors import RefusedError
from corpus.formats.saved_page import understand

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))


@dataclass(frozen=True)
class MarkedPage:
    page: str
    story: str
    fields: dict[str, str]


def load(path: Path) -> MarkedPage:
    head, _, marked = path.read_text(encoding="utf-8").partition("\n====\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    story = re.sub(r"\{\{\{.*?\}\}\}", "", marked.split("[[[")[1].split("]]]")[0], flags=re.DOTALL)
    return MarkedPage(re.sub(r"\[\[\[|\]\]\]|\{\{\{|\}\}\}", "", marked), story, fields)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_gives_its_story_and_nothing_else(path: Path) -> None:
    marked = load(path)
    assert understand(marked.page).text == marked.story


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_gives_title_source_and_date(path: Path) -> None:
    marked = load(path)
    draft = understand(marked.page)
    found = {name: getattr(draft, name) for name in marked.fields}
    assert found == marked.fields


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_line_ends_make_no_difference(path: Path) -> None:
    marked = load(path)
    windows = understand(marked.page.replace("\n", "\r\n"))
    assert windows.text == marked.story.replace("\n", "\r\n")


PLAIN = [
    "One paragraph of a story, without anything around it.",
    "قالت الوزارة إن الموقف لم يتغير.\n\nوأضافت أنها تنتظر رداً مكتوباً من الجانب الآخر.\n",
    # A headline, a subheading, and a question as a paragraph of its own.
    "Ferry returns\n\nThe ferry is back in service after three weeks.\n\nWhy so long?\n\n"
    "The bow door had to be sent to the mainland. It came back painted.",
    # Words of furniture inside sentences, and in what people say.
    "The newsletter asked readers to subscribe, and 300 did so within a day.\n\n"
    "“Follow us on the march,” she said. “Share this with your friends.”\n\n"
    "Copyright law in the republic, long criticised, will change.\n\n"
    "By signing the deal, both sides accept inspections.",
    "شاهد عيان\n\nقال شاهد عيان إن الحريق بدأ فجراً. وأضاف: «تابعنا على الشرفة حتى الظهر».\n\n"
    "اشترك في الإطفاء سبعون متطوعاً من القرى المجاورة.",
    # Verse has no paragraphs at all.
    "Seven lines\nof short verse\nwithout a stop\nor a comma\nor a rhyme\nto hold them\ntogether",
    "Results of the vote:\n\nThe council voted on four motions, and each of them passed.\n\n"
    "North 12\nSouth 9\nEast 30\nWest 4\nCentre 17\nIslands 2",
    # Dates, addresses and questions in the story itself.
    "The vote was on 3 July 2024.\n\nSee https://example.org/vote for the count, she said.\n\n"
    "Who won? Nobody yet. The count goes on until Friday, the clerk said.",
    "كتب سامر عيد روايته الأولى عام 1998.\n\nوشاركت فيها دار النشر، وطبعت منها ألف نسخة.\n\n"
    "قال: «اشتركوا في القراءة، لا في الجدال».",
    # A story about walls is none.
    "The court ruled on Monday that a website may not store cookies unless its readers agree.\n\n"
    "“Your consent is not given by silence,” the judges wrote. The company will appeal.",
    "\u202bقال الوزير إن الطريق \u202a(M5)\u202c مفتوح.\u202c\n\n"
    "\u2067وأضاف أن العمل مستمر.\u2069\n",
    "  leading and trailing white space stays, as the file has it.  \n\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_story_comes_through_untouched(text: str) -> None:
    assert understand(text).text == text


def test_headline_of_a_plain_story_is_its_title() -> None:
    draft = understand("Ferry returns\n\nThe ferry is back in service after three weeks.\n")
    assert draft.title == "Ferry returns"
    assert draft.text.startswith("Ferry returns")


def test_first_sentence_of_a_plain_story_is_no_title() -> None:
    assert understand("It is back.\n\nThe ferry is in service after three weeks.").title == ""


@pytest.mark.parametrize(
    "page",
    ["Home\nNews\nSport\nShare on Facebook\nCopy link\n", "الرئيسية\nبحث\nتسجيل الدخول\nشارك\n"],
)
def test_page_of_nothing_but_furniture_is_refused(page: str) -> None:
    with pytest.raises(RefusedError, match="no story"):
        understand(page)


def test_date_inside_a_story_is_not_when_it_was_published() -> None:
    page = (
        "Harbour bridge opens again\nBy Ann Lee\n\n"
        "The bridge, closed since 3 July 2021, opened again on Monday with a brass band.\n\n"
        "Lorries will have to wait until the spring, the harbour office said."
    )
    assert understand(page).published == ""


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://example.org/2024/bridge?lang=en", "https://example.org/2024/bridge?lang=en"),
        ("https://example.org/", ""),
        ("www.example.org", ""),
        ("http://[bad", ""),
    ],
)
def test_address_of_the_article(address: str, url: str) -> None:
    story = "The bridge opened again on Monday. There was a brass band."
    assert understand(f"Bridge opens again\nShare\n{story}\n{address}\n").url == url


STORY = "The bridge opened again on Monday. There was a brass band."


def test_date_of_a_caption_gives_way_to_that_of_the_page() -> None:
    page = (
        "Bridge opens again\nThe bridge under snow before it closed, January 2, 2024. (Ann Lee)\n"
        f"Updated July 3, 2024\nShare\n{STORY}\n"
    )
    assert understand(page).published == "2024-07-03"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("© 2024 Harbour Post. It is not responsible for what other sites say.", "Harbour Post"),
        ("Harbour Post", "Harbour Post"),
        ("WORLD NEWS", ""),
        ("Bridge correspondent, Harbour News", ""),
    ],
)
def test_source_named_around_a_story(line: str, source: str) -> None:
    assert understand(f"Bridge opens again\nShare\n{STORY}\n{line}\n").source == source
