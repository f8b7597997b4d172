import re
from pathlib import Path

from corpus import limits
from corpus.rejects import Reason, Reject, printable

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_table_of_reasons_is_the_list_of_reasons() -> None:
    table = README.split("| reason | what happened |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([a-z-]+)` \| .+ \|$", table, re.MULTILINE) == list(Reason)


def test_the_limits_are_those_documented() -> None:
    for phrase in (
        f"A line may have {limits.LONGEST_LINE // limits.MIB} MiB",
        f"a `.json` file {limits.LARGEST_JSON // limits.MIB} MiB",
        f"another file {limits.LARGEST_PAGE // limits.MIB} MiB",
        f"nested {limits.DEEPEST_JSON} deep",
        f"fewer than {limits.MOST_ATTRIBUTES:,} attributes",
        f"front matter may have {limits.LONGEST_FRONT_MATTER:,} characters",
        f"an id or source {limits.LONGEST_FIELD['source']}, ",
        f"a title {limits.LONGEST_FIELD['title']:,}",
        f"{limits.LONGEST_FIELD['url']:,}. Hidden",
    ):
        assert phrase in " ".join(README.split())


def test_what_keeps_the_article_is_said() -> None:
    kept = {reason for reason in Reason if reason.keeps_article}
    assert kept == {
        Reason.BAD_FIELD,
        Reason.BAD_DATE,
        Reason.AMBIGUOUS_DATE,
        Reason.REPEATED_KEY,
    }
    assert {reason for reason in kept if reason.costs_field} == {Reason.BAD_FIELD, Reason.BAD_DATE}


def test_a_reject_is_one_harmless_line() -> None:
    reject = Reject("a\n\x1b[2J.txt", 3, Reason.BAD_FIELD, "\u202eurl\udc80 سد")
    assert str(reject) == "a\\n\\x1b[2J.txt:3: bad-field: \\u202eurl\\udc80 سد"
    assert printable("سد a") == "سد a"
