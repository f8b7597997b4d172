"""Messages are Telegram's HTML, show each quote as it stands, and read right in both directions."""

import random
from dataclasses import replace

import pytest

from bot import texts
from bot.answering.answer import Answer, Citation, Reason, Status
from bot.answering.library import Coverage
from bot.rendering import LONGEST_MESSAGE, render_answer, render_coverage, render_text
from corpus.article import Language
from index.passage import OtherReport
from tests.e2e.html import parse_html, units

ENGLISH = Citation(
    number=1,
    article_id="a",
    title="No change on Syria",
    url="https://example.org/a",
    source="Example Wire",
    published="2024-07-03T07:23",
    language="en",
    start=0,
    end=0,
    quote='"Our policy <has> not changed" & won\'t.',
)
ARABIC = replace(
    ENGLISH,
    number=2,
    article_id="b",
    title="CNN: لا تغيير",
    source="وكالة المثال",
    published="2023-10-01",
    language="ar",
    quote="قال إن السياسة لم تتغير منذ 2011.",
)


def answer(
    *citations: Citation,
    language: Language = "en",
    status: Status = Status.ANSWERED,
    as_of: str = "2024-07-03",
) -> Answer:
    return Answer("q", language, status, 0.9, "… [1]", citations, as_of)


def plain(text: str) -> str:
    """Return the text without direction marks and isolates."""
    return text.translate(dict.fromkeys([0x200E, 0x200F, *range(0x2066, 0x206A)]))


def test_an_english_answer() -> None:
    (message,) = render_answer(answer(ENGLISH, ARABIC))
    parsed = parse_html(message)
    assert plain(parsed.text) == (
        "As of 3 July 2024:\n"
        f"{ENGLISH.quote}\n"
        "[1] No change on Syria\n"
        "Example Wire, 3 July 2024\n"
        "\n"
        f"{ARABIC.quote}\n"
        "[2] CNN: لا تغيير\n"
        "وكالة المثال, 1 October 2023"
    )
    assert parsed.parts("blockquote") == [ENGLISH.quote, ARABIC.quote]
    assert parsed.parts("bold") == ["As of 3 July 2024:"]


def test_an_arabic_answer() -> None:
    (message,) = render_answer(answer(ARABIC, language="ar", as_of="2023-10-01"))
    assert plain(parse_html(message).text) == (
        "حتى 1 أكتوبر/\u2060تشرين الأول 2023:\n"
        f"{ARABIC.quote}\n"
        "[2] CNN: لا تغيير\n"
        "وكالة المثال، 1 أكتوبر/\u2060تشرين الأول 2023"
    )


def test_an_article_that_is_quoted_twice_is_described_once() -> None:
    again = replace(ENGLISH, number=3, quote="It will stay.", start=50, end=63)
    parsed = parse_html(render_answer(answer(ENGLISH, ARABIC, again))[0])
    assert plain(parsed.text).endswith("\nIt will stay.\n[3] the same article as [1]")
    assert parsed.links[2].startswith("https://example.org/a#:~:text=It%20will")
    in_arabic = parse_html(render_answer(answer(ENGLISH, again, language="ar"))[0]).text
    assert in_arabic.splitlines()[-1] == "\u200f[3] المقال نفسه كما في [1]"


def test_the_title_links_to_the_quoted_words() -> None:
    parsed = parse_html(render_answer(answer(ARABIC))[0])
    assert [plain(part) for part in parsed.parts("text_link")] == [ARABIC.title]
    assert parsed.links[0].startswith("https://example.org/a#:~:text=%D9%82%D8%A7%D9%84%20")


def test_related_says_so_and_still_quotes() -> None:
    (message,) = render_answer(answer(ENGLISH, status=Status.RELATED))
    parsed = parse_html(message)
    assert parsed.text.startswith(texts.RELATED["en"])
    assert parsed.parts("blockquote") == [ENGLISH.quote]


def test_not_found_is_its_sentence() -> None:
    nothing = Answer("q", "en", Status.NOT_FOUND, 0.1, "Nothing <here>.", reason=Reason.NO_EVIDENCE)
    assert render_answer(nothing) == ["Nothing &lt;here&gt;."]


def test_what_is_not_known_of_an_article_is_left_out() -> None:
    bare = replace(ENGLISH, title="", url="", source="", published="")
    (message,) = render_answer(answer(bare, as_of=""))
    text = plain(parse_html(message).text)
    assert text == f"The articles say:\n{ENGLISH.quote}\n[1] Untitled article"


def test_a_title_runs_in_its_own_direction_and_its_origin_in_the_readers() -> None:
    in_arabic = parse_html(render_answer(answer(ENGLISH, language="ar"))[0]).text
    in_english = parse_html(render_answer(answer(ARABIC, language="en"))[0]).text
    *_, title, origin = in_arabic.splitlines()
    assert (title[:2], origin[0]) == ("\u200e[", "\u200f")
    *_, title, origin = in_english.splitlines()
    assert (title[:2], origin[0]) == ("\u200f[", "\u200e")


def others(*sources: str) -> tuple[OtherReport, ...]:
    return tuple(
        OtherReport(f"o{n}", f"Title {n}", f"https://example.org/?o={n}&x", source, "2024-07-03")
        for n, source in enumerate(sources)
    )


def test_other_sources_of_a_report_stand_below_it_with_links() -> None:
    citation = replace(ENGLISH, also=others("<Coast> & Wire", "وكالة المثال"))
    parsed = parse_html(render_answer(answer(citation))[0])
    *_, origin, also = parsed.text.splitlines()
    assert plain(origin) == "Example Wire, 3 July 2024"
    assert also == "\u200ealso: \u2066<Coast> & Wire\u2069, \u2067وكالة المثال\u2069"
    assert parsed.links[1:] == ["https://example.org/?o=0&x", "https://example.org/?o=1&x"]


def test_many_other_sources_are_two_and_a_number_that_reads_right_in_arabic() -> None:
    citation = replace(ARABIC, also=others("أ", "Wire", "Wire", "ب", ARABIC.source, "ج"))
    *_, also = parse_html(render_answer(answer(citation, language="ar"))[0]).text.splitlines()
    assert also == "\u200fوأيضاً: \u2067أ\u2069، \u2066Wire\u2069، \u2066+2\u2069"


def test_another_report_of_the_same_source_or_without_a_name_is_not_listed() -> None:
    nameless = OtherReport("o", "", "", "", "")
    citation = replace(ENGLISH, also=(*others(ENGLISH.source), nameless))
    assert render_answer(answer(citation)) == render_answer(answer(ENGLISH))


def test_other_sources_without_an_address_are_only_named() -> None:
    untitled, long = others("", "Wire")
    citation = replace(
        ENGLISH, also=(replace(untitled, url=""), replace(long, url=f"{long.url}{'y' * 400}"))
    )
    parsed = parse_html(render_answer(answer(citation))[0])
    assert plain(parsed.text).endswith("\nalso: Title 0, Wire")
    assert len(parsed.links) == 1


def test_names_stand_in_isolates_of_their_own_direction() -> None:
    text = parse_html(render_answer(answer(replace(ARABIC, source="CNN بالعربية")))[0]).text
    assert "\n\u200e\u2067CNN بالعربية\u2069, " in text


def test_controls_in_a_title_or_a_source_cannot_turn_the_rest_around() -> None:
    odd = replace(ENGLISH, title="a\u2069 b\u2067\nc\u202e", source="d\u2066")
    text = parse_html(render_answer(answer(odd))[0]).text
    assert "[1] a b c\n\u200e\u2066d\u2069, " in text


def test_an_arabic_quote_that_starts_in_latin_reads_from_the_right() -> None:
    quote = "CNN قالت ذلك."
    (message,) = render_answer(answer(replace(ARABIC, quote=quote)))
    assert parse_html(message).parts("blockquote") == [f"\u200f{quote}"]


def test_a_long_quote_is_folded() -> None:
    (message,) = render_answer(answer(replace(ENGLISH, quote="word " * 150)))
    assert "<blockquote expandable>" in message


@pytest.mark.parametrize("seed", range(40))
def test_any_answer_is_valid_short_enough_and_complete(seed: int) -> None:
    """Quotes of any length and of the worst characters come out whole, in valid messages."""
    chance = random.Random(seed)
    alphabet = chance.choice(["ab <&>\"'\n", "😀👩‍👩‍👧 ", "اَلْ ", "<", "é\u0301"])
    citations = [
        replace(
            ENGLISH,
            number=number + 1,
            article_id=chance.choice("ab"),
            title="".join(chance.choices(alphabet, k=chance.choice([0, 10, 500]))),
            url="https://example.org/" + "ب" * chance.choice([0, 30, 200, 400]),
            quote="x" + "".join(chance.choices(alphabet, k=chance.choice([1, 400, 3000, 9000]))),
            also=others(*("".join(chance.choices(alphabet, k=200)) for _ in range(number))),
        )
        for number in range(3)
    ]
    messages = render_answer(answer(*citations))
    quoted = ""
    for message in messages:
        assert units(message) <= LONGEST_MESSAGE
        quoted += "".join(parse_html(message).parts("blockquote"))
    assert plain(quoted) == plain("".join(citation.quote for citation in citations))


def test_plain_words_are_escaped_and_split_between_words() -> None:
    first, second = render_text("word & " * 600, "en")
    assert first.endswith("word &amp; ")
    assert parse_html(first).text + parse_html(second).text == "word & " * 600


def test_commands_keep_their_slash_in_front_in_arabic() -> None:
    (message,) = render_text("اكتب /ask ثم السؤال", "ar")
    assert "\u2066/ask\u2069" in message


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_sentence_is_there_in_both_languages(language: Language) -> None:
    sentences = [getattr(texts, name) for name in dir(texts) if name.isupper()]
    assert len(sentences) > 10
    assert all(sentence[language] for sentence in sentences)


def test_coverage() -> None:
    coverage = Coverage(3, 9, {"ar": 2, "en": 1}, "2023-10-01", "2024-07-03", ("Wire", "المثال"))
    (english,) = render_coverage(coverage, "en")
    assert plain(english) == (
        "I answer from these articles alone:\n"
        "• Articles: 3 (in Arabic: 2, in English: 1)\n"
        "• From 1 October 2023 to 3 July 2024\n"
        "• Sources: Wire, المثال"
    )
    (arabic,) = render_coverage(replace(coverage, first="", last=""), "ar")
    assert plain(arabic) == (
        "أجيب من هذه المقالات وحدها:\n"
        "• عدد المقالات: 3 (بالعربية: 2، بالإنكليزية: 1)\n"
        "• المصادر: Wire، المثال"
    )


def test_coverage_names_some_sources_and_counts_the_rest() -> None:
    coverage = Coverage(9, 9, {"en": 9}, "", "", tuple("abcdefghi"))
    assert "a, b, c, d, e, f, and others (3)" in plain(render_coverage(coverage, "en")[0])
