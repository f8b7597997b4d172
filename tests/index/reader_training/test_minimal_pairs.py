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
    assert change("Where was Tarek Munsif tried?", "Velmar") == {
        "Where was Dalia Korim tried?",
        "Where was Nadim Shaval tried?",
    }


def test_a_name_after_in_becomes_another_that_stands_there() -> None:
    text = "In Velmar, Tarek Munsif won 12 seats; at Tell Orham and in Serin, Dalia Korim won."
    assert change("how many seats fell in Velmar", "12", text=text) == {
        "how many seats fell in Tell Orham",
        "how many seats fell in Serin",
    }


def test_one_of_two_with_a_surname_becomes_the_other_but_a_surname_alone_does_not() -> None:
    text = "The brothers Tarek Munsif, 58, and Toufic Munsif, 44, spoke to us."
    assert change("how old is Tarek Munsif", "58", text=text) == {"how old is Toufic Munsif"}
    assert change("how old is Munsif", "58", text="They say Tarek Munsif is 58.") == set()


def test_what_joins_the_words_of_a_name_goes_with_it() -> None:
    text = "For Karim al-Zayyat's party spoke the lawyer Huda Sabbagh of the University of Tarmapat."
    assert change("who spoke for Karim al-Zayyat", "Sabbagh", text=text) == {
        "who spoke for University of Tarmapat"
    }
    assert "who is Karim al-Zayyat" in change("who is Huda Sabbagh", "she", text=text)


def test_a_number_becomes_another_of_the_passage_with_as_many_digits() -> None:
    assert change("who got 12 years", "Tarek Munsif") == {"who got 15 years"}


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
    assert change("من نال ١٢ عاما", "Tarek Munsif") == {"من نال ١٥ عاما"}


def test_a_day_becomes_one_that_the_passage_does_not_name() -> None:
    changed = change("what was said on Tuesday", "12 years")
    assert "what was said on Monday" in changed
    assert "what was said on Tuesday" not in changed
    assert all(one.startswith("what was said on ") and one.endswith("day") for one in changed)


def test_an_arabic_name_is_known_by_its_sound() -> None:
    about_dalia = WrittenQuestion(
        q="كم نالت داليا كوريم؟", language="ar", answerable=False, trap="person", near="15 years"
    )
    assert change("كم نال طارق؟ أين", "12 years", about_dalia) == {"كم نال داليا كوريم؟ أين"}
    assert change("ماذا قال القاضي لطارق", "12 years", about_dalia) == {
        "ماذا قال القاضي لداليا كوريم"
    }


def test_what_somebody_asks_already_is_not_made() -> None:
    there = WrittenQuestion(
        q="Who got 15 years", language="en", answerable=True, answer="Dalia Korim"
    )
    assert change("Who got 12 years", "Tarek Munsif", there) == set()


def test_a_question_without_such_a_word_is_left_alone() -> None:
    assert change("how long did the judge speak", "three hours") == set()
