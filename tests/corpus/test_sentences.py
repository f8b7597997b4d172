import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_paragraphs, split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


# «|» marks the boundaries that are expected; the space behind it belongs to the text.
CASES = [
    # English
    "He left.| She stayed.",
    "Why?| Nobody knows!| Really.",
    "Dr. Smith met Gen. Ahmed and Mr. Patel.| They talked.",
    "It was in the U.S.| The minister left.",
    "U.S. State Department officials spoke.| Then they left.",
    "The U.S. Senate voted.",
    "They met at 5 p.m. Sunday.| It rained.",
    "They met at 5 p.m.| The rain stopped.",
    "J. K. Rowling and George W. Bush met.",
    "See No. 7 and Fig. 3.| He said no.| Then he left.",
    "On Jan. 3 it rose 3.5 percent.| On Feb. 4 it fell.",
    "Acme Inc. shares rose.| Rivals fell.",
    '"Why?" she asked.| "I do not know."| He left.',
    "“We will not.”| He left.",
    'He said "no."| She said "yes."',
    "(He left.)| She stayed.",
    "See www.example.com/a?b=c.| Then go to example.org today.",
    "Write to a.b@example.com.| Wait.",
    "The text [...] goes on.| It ends.",
    "He waited. . . and waited.| Then he left.",
    "He waited…| Then he left.",
    "He waited… then he left.",
    "1. First item.| 2. Second item.",
    "A. Take it.| B. Leave it.",
    "It was proved.[3]| Others disagree.[4][5]",
    "The end.|The next.",
    "The matter ended.| The U.N. agreed.",
    "Prices, e.g. Bread, rose; wages, i.e. Pay, fell.",
    "what happened?| nobody knows",
    "He works for Yahoo! as an editor.",
    "Version 2.0 of Node.js came out.| It works.",
    # Arabic
    "قال نعم.| ثم غادر.",
    "هل طبّعت تركيا؟| لا!| لم تفعل.",
    "قال د. أحمد إن الأمر انتهى.| وغادر.",
    "التقى أ.د. سعاد و م. خالد.| ثم غادرا.",
    "بلغت النسبة ٣٫٥ في المئة، أو 3.5.| ثم تراجعت.",
    "كان ذلك عام 1445 هـ.| ثم تغير.",
    "حدث ذلك سنة 300 ق.م.| وبعدها ساد السلام.",
    "قال: «لن نطبع.»| وأضاف أنه باق.",
    'قال: "لن نطبع."| وأضاف أنه باق.',
    "قال نعم.|وأضاف أنه باق.",
    "هل غادر؟|نعم غادر.",
    "انتظرنا طويلاً…| ثم رحلنا.",
    "قال المتحدث (لم يذكر اسمه) إنه باق.| وغادر.",
    "زار موقع example.com أمس.| ثم غادر.",
    "قال ذلك؛ ثم غادر.",
    "قال Vedant Patel من الـ U.S. إن الأمر واضح.| وغادر.",
    "\u202bقال نعم.\u202c| ثم غادر.",
    # Lines
    "A heading without a stop\n|The text begins.",
    "عنوان فرعي\n\n|قال نعم.",
]


@pytest.mark.parametrize("marked", CASES)
def test_boundaries(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert sentences(marked.replace("|", "")) == expected


def test_arabic_semicolon_cuts_long_sentences_only() -> None:
    clause = "وقال المتحدث إن الموقف لم يتغير منذ بداية العام وإن الحكومة تنتظر ردا مكتوبا"
    assert len(sentences(f"{clause}؛ {clause}.")) == 1
    assert sentences(f"{clause}؛ {clause}؛ {clause}.") == [f"{clause}؛", f"{clause}؛", f"{clause}."]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The crossing handled forty percent of the trade between the two\n"
        "neighbours before it was shut in a dispute over exports of grain.\n"
        "Nobody expected that it would take two years."
    )
    assert len(split_paragraphs(text)) == 1
    assert len(sentences(text)) == 2


def test_lines_with_room_to_spare_are_paragraphs() -> None:
    text = "First line of verse\nAnd the second, a good deal longer than the first was\nThe third"
    assert len(split_paragraphs(text)) == 3


PIECES = st.sampled_from(
    [
        *"abABأبت.!?؟؛…\"'«»()[] \n\r\t\u00a0\u200f\u2028",
        "U.S. ",
        "د. ",
        "3.5",
        "\r\n",
        ". . .",
        "[1]",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_spans_are_in_order_and_cover_the_text(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert not text[end : span.start].strip()
        assert span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    "piece", [".", '."', ". ", "؟؛", "[1]", "\n", " \n", "ا. ", "\u00a0.", "ab"]
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    text = piece * 50_000
    started = time.perf_counter()
    split_sentences(text)
    assert time.perf_counter() - started < 5  # a quadratic walk would take minutes
