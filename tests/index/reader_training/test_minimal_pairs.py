"""Questions with a word changed: what is changed, and what it becomes."""

from random import Random

from index.reader_training.examples import WrittenPassage, WrittenQuestion
from index.reader_training.minimal_pairs import SWAPPED, swapped

TEXT = (
    "A court in Velmar sentenced Tarek Munsif on Tuesday to 12 years. His partner Dalia Korim got "
    "15 years in 2021; the judge, Nadim Shaval, spoke for three hours."
)


def change(q: str, answer: str, *others: WrittenQuestion, text: str = TEXT) -> set[str]:
    """Return what the question becomes, over several draws."""
    asked = WrittenQuestion(
        q=q, language="ar" if "ا" in q else "en", answerable=True, answer=answer
    )
    passage = WrittenPassage(
        id="p", language="en", title="", published="", text=text, questions=[asked, *others]
    )
    draws = [swapped(passage, Random(seed)) for seed in range(30)]
    assert all(one.trap == SWAPPED and not one.answerable for d in draws for one in d.values())
    return {draw[q].q for draw in draws if q in draw}


def test_a_whole_name_becomes_another_of_the_passage_that_is_not_the_answer() -> None:
    text = "In Velmar, Tarek Munsif was tried. There Dalia Korim spoke. So did Nadim Shaval."
    assert change("Where was Tarek Munsif tried?", "Velmar", text=text) == {
        "Where was Dalia Korim tried?",
        "Where was Nadim Shaval tried?",
    }


def test_a_name_after_in_becomes_another_that_stands_there() -> None:
    text = (
        "In Velmar, Tarek Munsif won 12 seats. At Tell Orham he stood alone. "
        "In Serin, Dalia Korim lost."
    )
    assert change("how many seats fell in Velmar", "12", text=text) == {
        "how many seats fell in Serin"
    }


def test_what_the_passage_tells_of_the_other_name_or_number_does_not_answer() -> None:
    text = "Tarek Munsif, who is 58, spoke to us. So did Dalia Korim, 44, and Nadim Shaval."
    assert change("how old is Tarek Munsif", "58", text=text) == set()
    text = "In Velmar, Tarek Munsif got 12 years. Dalia Korim got 15."
    assert "who got 15 years" not in change("who got 12 years", "Tarek Munsif", text=text)


def test_one_of_two_with_a_surname_becomes_the_other_but_a_surname_alone_does_not() -> None:
    text = "The brothers Tarek Munsif, 58, and Toufic Munsif spoke to us."
    assert change("how old is Tarek Munsif", "58", text=text) == {"how old is Toufic Munsif"}
    assert change("how old is Munsif", "58", text="They say Tarek Munsif is 58.") == set()


def test_what_joins_the_words_of_a_name_goes_with_it() -> None:
    text = "For Karim al-Zayyat's party spoke the lawyer of the University of Tarmapat."
    assert change("who spoke for Karim al-Zayyat", "the lawyer", text=text) == {
        "who spoke for University of Tarmapat"
    }


def test_a_full_stop_parts_two_names() -> None:
    text = "We met Tarek Munsif. Then came Dalia Korim. Nadim Shaval, too, and Nadim came later."
    changed = change("when did we meet Tarek Munsif", "later", text=text)
    assert "when did we meet Dalia Korim" in changed
    assert not any("." in one for one in changed)


def test_an_arabic_name_with_vowel_signs_is_one_name() -> None:
    text = "They met at Sidi Mallouk. All was calm at Deir Orham."
    changed = change(
        "كم قتل في سيدي ملّوك اليوم",
        "calm",
        WrittenQuestion(
            q="كم جرح في دير أورهام", language="ar", answerable=False, trap="place", near="calm"
        ),
        WrittenQuestion(
            q="How many fell at Tell Orham and at Sidi Mallouk",
            language="en",
            answerable=False,
            trap="number",
            near="calm",
        ),
        text=text,
    )
    assert changed == {"كم قتل في دير أورهام اليوم"}


def test_a_number_becomes_another_of_the_passage_with_as_many_digits() -> None:
    text = "Tarek Munsif got 12 years. It rained for 15 days."
    assert change("who got 12 years", "Tarek Munsif", text=text) == {"who got 15 years"}


def test_a_day_of_the_month_stays_one() -> None:
    text = "On 12 May Tarek Munsif came home. It was 38 degrees."
    changed = change("who came home on 12 May", "Tarek Munsif", text=text)
    days = {int(one.split()[-2]) for one in changed if one.endswith(" May")}
    assert days
    assert days <= set(range(1, 29))


def test_a_year_alone_becomes_one_nearby() -> None:
    assert change("what happened in 2021", "15 years") == {
        f"what happened in {year}" for year in (2018, 2019, 2020, 2022, 2023, 2024)
    }


def test_a_number_without_another_that_could_stand_for_it_stays() -> None:
    # Beside 0 and 1 are only numbers that the question has itself; beside 2 are 3 and 4.
    assert change("who has 0, 1 or 2 boats", "He", text="He has a few.") == {
        "who has 0, 1 or 3 boats",
        "who has 0, 1 or 4 boats",
    }


def test_a_number_in_arabic_digits_stays_in_them() -> None:
    text = "Tarek Munsif got 12 years. It rained for 15 days."
    assert change("من نال ١٢ عاما", "Tarek Munsif", text=text) == {"من نال ١٥ عاما"}


def test_a_day_becomes_one_that_the_passage_does_not_name() -> None:
    changed = change("what was said on Tuesday", "12 years")
    assert "what was said on Monday" in changed
    assert "what was said on Tuesday" not in changed
    assert all(one.startswith("what was said on ") and one.endswith("day") for one in changed)


def test_a_month_becomes_one_that_the_passage_does_not_name_in_either_language() -> None:
    changed = change("ماذا حدث في نيسان", "calm", text="It was calm in April, as in May and July.")
    months = {"شباط", "آذار", "حزيران", "آب", "أيلول"}
    assert changed == {f"ماذا حدث في {month}" for month in months}
    changed = change("what happens on Mondays", "calm", text="Mondays are calm, unlike Fridays.")
    assert "what happens on Sundays" in changed
    assert "what happens on Fridays" not in changed


def test_an_arabic_name_is_known_by_its_sound() -> None:
    text = "Here Tarek Munsif got 12 years. His partner is Dalia Korim, the judge was Nadim Shaval."
    about_dalia = WrittenQuestion(
        q="كم نالت داليا كوريم؟", language="ar", answerable=False, trap="person", near="12 years"
    )
    assert change("كم نال طارق؟ أين", "12 years", about_dalia, text=text) == {
        "كم نال داليا كوريم؟ أين"
    }
    assert change("ماذا قال القاضي لطارق", "12 years", about_dalia, text=text) == {
        "ماذا قال القاضي لداليا كوريم"
    }


def test_what_somebody_asks_already_is_not_made() -> None:
    text = "Tarek Munsif got 12 years. It rained for 15 days."
    there = WrittenQuestion(q="Who got 15 years", language="en", answerable=False, trap="number")
    assert change("Who got 12 years", "Tarek Munsif", there, text=text) == set()


def test_a_question_without_such_a_word_is_left_alone() -> None:
    assert change("how long did the judge speak", "three hours") == set()
