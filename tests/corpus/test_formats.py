import json
from pathlib import Path

import pytest

from corpus.errors import RefusedError
from corpus.formats import json_file, jsonlines, markdown, web_page
from corpus.formats.draft import Draft, Refusal
from corpus.rejects import Reason

STORY = "قالت الوزارة إن الموقف لم يتغير.\n\nNothing has changed."


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusals(items: list[Draft | Refusal]) -> list[tuple[Reason, int | None]]:
    return [(item.reason, item.line) for item in items if isinstance(item, Refusal)]


def drafts(items: list[Draft | Refusal]) -> list[Draft]:
    return [item for item in items if isinstance(item, Draft)]


def test_json_lines_give_a_draft_a_line(tmp_path: Path) -> None:
    fields = {"id": "a", "title": "T", "text": STORY, "url": "u", "source": "s", "extra": [1]}
    lines = [json.dumps(fields), "", json.dumps({"text": STORY, "published": "2024"})]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    assert list(jsonlines.read(path)) == [
        Draft(STORY, id="a", title="T", url="u", source="s", line=1),
        Draft(STORY, published="2024", line=3),
    ]


def test_bad_lines_cost_themselves_only(tmp_path: Path) -> None:
    lines = [
        b'{"text": "one"}',
        b'{"text": "broken"',
        b'["a list"]',
        b'{"title": "no text"}',
        b'{"text": ["not text"]}',
        b'{"text": "\xff"}',
        b"[" * 10_000,
        b"1" * 5_000,
        b'{"text": "two"}',
    ]
    items = list(jsonlines.read(write(tmp_path / "a.jsonl", b"\r\n".join(lines))))
    assert [draft.text for draft in drafts(items)] == ["one", "two"]
    assert refusals(items) == [
        (Reason.BAD_SYNTAX, 2),
        (Reason.BAD_STRUCTURE, 3),
        (Reason.BAD_STRUCTURE, 4),
        (Reason.BAD_STRUCTURE, 5),
        (Reason.BAD_ENCODING, 6),
        (Reason.OVER_LIMIT, 7),
        (Reason.BAD_SYNTAX, 8),
    ]


def test_field_of_a_wrong_type_is_left_empty(tmp_path: Path) -> None:
    line = '{"text": "t", "id": 17, "title": ["x"], "url": null, "source": {"name": "s"}}'
    items = list(jsonlines.read(write(tmp_path / "a.jsonl", line)))
    assert drafts(items) == [Draft("t", id="17", line=1)]
    assert refusals(items) == [(Reason.BAD_FIELD, 1), (Reason.BAD_FIELD, 1)]


@pytest.mark.parametrize(
    ("number", "text"),
    [("12", "12"), ("12.0", "12"), ("1.2e1", "12"), ("-0.0", "0"), ("12.5", "12.5"),
     ('"12.0"', "12.0"), ("9007199254740991.0", "9007199254740991"), ("1e300", "1e+300")],
)  # fmt: skip
def test_a_number_in_a_field_is_its_text_without_a_fraction_of_zero(
    tmp_path: Path, number: str, text: str
) -> None:
    line = f'{{"text": "t", "id": {number}}}'
    [draft] = jsonlines.read(write(tmp_path / "a.jsonl", line))
    assert draft == Draft("t", id=text, line=1)


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "t"}')
    assert list(jsonlines.read(path)) == [Draft("t", line=1)]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ({"text": "one"}, ["one"]),
        ([{"text": "one"}, {"text": "two"}], ["one", "two"]),
        ({"articles": [{"text": "one"}, {"text": "two"}], "count": 2}, ["one", "two"]),
    ],
)
def test_json_file_of_each_shape(tmp_path: Path, content: object, texts: list[str]) -> None:
    items = list(json_file.read(write(tmp_path / "a.json", json.dumps(content, indent=2))))
    assert [draft.text for draft in drafts(items)] == texts


def test_bad_entry_of_a_json_file_costs_itself_only(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"text": "one"}, 7, {"text": "three"}]')
    items = list(json_file.read(path))
    assert [draft.text for draft in drafts(items)] == ["one", "three"]
    assert refusals(items) == [(Reason.BAD_STRUCTURE, None)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", Reason.BAD_SYNTAX),
        ("7", Reason.BAD_STRUCTURE),
        ('{"a": 1}', Reason.BAD_STRUCTURE),
        ('{"articles": {"text": "one"}}', Reason.BAD_STRUCTURE),
        ("[]", Reason.NO_TEXT),
        ("", Reason.NO_TEXT),
    ],
)
def test_json_file_without_article_is_refused(tmp_path: Path, content: str, reason: Reason) -> None:
    with pytest.raises(RefusedError) as caught:
        list(json_file.read(write(tmp_path / "a.json", content)))
    assert caught.value.reason is reason


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    front = (
        "---\ntitle: 12:30\ndate: 2024-07-03\nlang: ar\nsource: null point\ntags: [a, b]\n---\n\n"
    )
    [draft] = markdown.read(write(tmp_path / "a.md", front + STORY))
    assert draft == Draft(
        STORY, title="12:30", published="2024-07-03", language="ar", source="null point"
    )


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    text = "# The ferry returns #\n\nIt is back.\n"
    assert list(markdown.read(write(tmp_path / "a.md", text))) == [
        Draft(text, title="The ferry returns")
    ]


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        ("---\ntitle: never closed\n\nText.", Reason.BAD_SYNTAX),
        ("---\ntitle: [broken\n---\nText.", Reason.BAD_SYNTAX),
        ("---\n- a list\n---\nText.", Reason.BAD_STRUCTURE),
        (f"---\na: {'x' * 30_000}\n---\nText.", Reason.OVER_LIMIT),
        (f"---\na: {'[' * 9_000}\n---\nText.", Reason.OVER_LIMIT),
    ],
)
def test_bad_front_matter_is_refused(tmp_path: Path, front_matter: str, reason: Reason) -> None:
    with pytest.raises(RefusedError) as caught:
        list(markdown.read(write(tmp_path / "a.md", front_matter)))
    assert caught.value.reason is reason


def test_front_matter_makes_no_objects(tmp_path: Path) -> None:
    text = "---\ntitle: !!python/object/apply:os.system [exit]\n---\nText."
    items = list(markdown.read(write(tmp_path / "a.md", text)))
    assert drafts(items) == [Draft("Text.")]
    assert refusals(items) == [(Reason.BAD_FIELD, None)]


PAGE = """<!doctype html><html lang="en"><head>
<title>هيئة المياه: السد بخير - الساحل</title>
<meta property="og:title" content="هيئة المياه: السد بخير">
<meta property="og:site_name" content="الساحل">
<meta property="article:published_time" content="2024-07-03T07:23:00+03:00">
<link rel="canonical" href="https://example.org/ar/dam"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/politics">سياسة</a></nav>
<article><h1>هيئة المياه: السد بخير</h1>
<p>قالت هيئة المياه إن السد <b>بخير</b>، وإن <a href="/x">التشققات</a> التي ظهرت في الصيف
سطحية &amp; لا خطر منها على القرى الواقعة أسفل المجرى.</p>
<h2>لجنة من تسعة خبراء</h2>
<p>وستراقب لجنة من تسعة خبراء جسم السد كل أسبوع حتى نهاية موسم الأمطار.</p></article>
<aside><h3>اقرأ أيضاً</h3><a href="/y">مزارعون يطالبون بتعويضات</a></aside>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def test_web_page(tmp_path: Path) -> None:
    [draft] = web_page.read(write(tmp_path / "a.html", PAGE))
    assert draft == Draft(
        "قالت هيئة المياه إن السد بخير، وإن التشققات التي ظهرت في الصيف سطحية & لا خطر منها على"
        " القرى الواقعة أسفل المجرى.\n\nلجنة من تسعة خبراء\n\n"
        "وستراقب لجنة من تسعة خبراء جسم السد كل أسبوع حتى نهاية موسم الأمطار.",
        title="هيئة المياه: السد بخير",
        url="https://example.org/ar/dam",
        source="الساحل",
        published="2024-07-03T07:23:00+03:00",
    )


def test_web_page_with_linked_data(tmp_path: Path) -> None:
    data = '<script type="application/ld+json">{"datePublished": "2023-01-02T03:04Z"}</script>'
    html = PAGE.replace("article:published_time", "og:nothing").replace("</head>", f"{data}</head>")
    [draft] = web_page.read(write(tmp_path / "a.html", html))
    assert isinstance(draft, Draft)
    assert draft.published == "2023-01-02T03:04Z"


STORY_HTML = (
    "<article><p>The bridge opened again on Monday with a brass band and a queue.</p>"
    "<p>Nobody from the ministry came, although three ministers had been invited.</p></article>"
)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, '
            '{"@type": ["NewsArticle"], "headline": "Bridge opens",'
            ' "datePublished": "2024-07-03T07:23+03:00", "publisher": {"name": "Post"},'
            ' "mainEntityOfPage": {"@id": "https://example.org/a"}}]}</script>',
            ("Bridge opens", "Post", "https://example.org/a", "2024-07-03T07:23+03:00"),
        ),
        (
            '<meta property="og:title" content="Bridge opens"><meta property="og:site_name"'
            ' content="Post"><meta property="og:url" content="https://example.org/a">'
            '<meta name="DC.date.issued" content="2024-07-03">',
            ("Bridge opens", "Post", "https://example.org/a", "2024-07-03"),
        ),
        ('<time datetime="2024-07-03T07:23Z">Wednesday</time>', ("", "", "", "2024-07-03T07:23Z")),
        ('<div class="post-date">الأربعاء ٣ تموز ٢٠٢٤</div>', ("", "", "", "2024-07-03")),
        ('<span class="date">03/07/2024</span>', ("", "", "", "03/07/2024")),
        ('<meta name="date" content="soon">', ("", "", "", "soon")),
        ('<script type="application/ld+json">[[[{"@type": 7}]]]</script>', ("", "", "", "")),
    ],
)
def test_metadata_of_a_web_page(markup: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    [draft] = web_page.read(write(tmp_path / "a.html", f"<html><body>{markup}{STORY_HTML}"))
    assert isinstance(draft, Draft)
    assert draft.text.startswith("The bridge opened again")
    assert (draft.title, draft.source, draft.url, draft.published) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<article>{}<br><br>{}</article>",
        "<p>{}<br>\n<br>{}</p>",
        "<center><font size=2>{}<br><br><br>{}</font></center>",
        "<blockquote><p>{}</p><p>{}</p></blockquote>",
        "<table><tr><td><p>{}</p><p>{}</p></td></tr></table>",
    ],
)
def test_paragraphs_are_those_that_a_browser_shows(markup: str, tmp_path: Path) -> None:
    first, second = "The dam is <b>sound</b>, the office said. " * 6, "It was built in 1911. " * 12
    [draft] = web_page.read(write(tmp_path / "a.html", markup.format(first, second)))
    plain = first.replace("<b>", "").replace("</b>", "")
    assert isinstance(draft, Draft)
    assert draft.text == f"{plain.strip()}\n\n{second.strip()}"


def test_time_of_publication_is_not_glued_to_the_story(tmp_path: Path) -> None:
    html = STORY_HTML.replace("<article>", "<article><time datetime='2024-07-03'>today</time>")
    [draft] = web_page.read(write(tmp_path / "a.html", html))
    assert isinstance(draft, Draft)
    assert draft.text.startswith("The bridge opened again")


@pytest.mark.parametrize(
    ("attribute", "shown"),
    [
        ("hidden", False),
        ('hidden=""', False),
        ('hidden="until-found"', True),
        ('style="display:none"', False),
        ('style="color: red; DISPLAY : none !important"', False),
        ('style="--display:none"', True),
        ('aria-hidden="true"', False),
        ('aria-hidden="false"', True),
    ],
)
@pytest.mark.parametrize(
    "markup",
    ["<p {}>Old words.</p>", "<div {}><p>Old words.</p></div>", "<p>New <b {}>Old words.</b></p>"],
)
def test_what_a_browser_does_not_show_is_no_part_of_the_story(
    attribute: str, shown: bool, markup: str, tmp_path: Path
) -> None:
    html = STORY_HTML.replace("</article>", f"{markup.format(attribute)} At the end.</article>")
    [draft] = web_page.read(write(tmp_path / "a.html", html))
    assert isinstance(draft, Draft)
    assert draft.text.startswith("The bridge opened again")
    assert draft.text.endswith("At the end.")
    assert ("Old words." in draft.text) is shown


@pytest.mark.parametrize("tag", ["article", "main", "h1"])
def test_a_page_that_hides_all_of_itself_keeps_its_story(tag: str, tmp_path: Path) -> None:
    story = STORY_HTML.replace("<article>", f"<{tag}>Bridge</{tag}>").replace("</article>", "")
    html = f'<body><div style="display: none"><div aria-hidden="true">{story}</div></div></body>'
    [draft] = web_page.read(write(tmp_path / "a.html", html))
    assert isinstance(draft, Draft)
    assert "The bridge opened again" in draft.text


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", "<frameset></frameset>"])
def test_web_page_without_story_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(RefusedError, match="no story"):
        list(web_page.read(write(tmp_path / "a.html", html)))
