import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalization import fold, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("مُحَمَّد", "محمد"),
        ("الأســـد", "الاسد"),
        ("إلى آخِرِ ٱلأمر", "الي اخر الامر"),
        ("مسؤول مسئول مَسْئُول مسئـول", "مسوول مسوول مسوول مسوول"),
        ("سماء", "سماء"),
        ("مدرسة", "مدرسه"),
        ("القرار ٢٢٥٤ و۱۹۷۰", "القرار 2254 و1970"),
        ("٣٫٥", "3.5"),
        ("ﻻ ﷲ", "لا الله"),
        ("کریم", "كريم"),
        ("Erdoğan, İZMİR, Straße", "erdogan, izmir, strasse"),
        ("\u202bقال\u202c \u200fنعم\ufeff", "قال نعم"),
        ("  a\n\t b\u00a0c ", "a b c"),
        ("", ""),
    ],
)
def test_fold_makes_spellings_equal(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="أإآٱؤئءىةيهـًٌَُِّْٰ٠٩۵ABİßé\u200f\u0301\u0654 '’.,"))
def test_fold_is_idempotent_where_letters_and_marks_meet(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("قرار مجلس الأمن 2254", ["قرار", "مجلس", "الامن", "2254"]),
        ("2,254.5 and ٢٬٢٥٤٫٥", ["2254.5", "and", "2254.5"]),
        ("2,254 dinars", ["2254", "dinars"]),
        ("1,2,3", ["1", "2", "3"]),
        ("2024.07.03", ["2024", "07", "03"]),
        ("from 3.5 to 4.", ["from", "3.5", "to", "4"]),
        ("the U.S. and U.N.", ["the", "us", "and", "un"]),
        ("أ.د. سعاد", ["اد", "سعاد"]),
        ("Sana'a, Assad’s, don't", ["sanaa", "assad", "dont"]),
        ("F-16s; COVID-19", ["f", "16s", "covid", "19"]),
        ("snake_case #وسم", ["snake", "case", "وسم"]),
        ("؟!", []),
    ],
)
def test_words(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


@given(st.text())
def test_words_are_folded(text: str) -> None:
    assert all(word == fold(word) for word in words(text))
