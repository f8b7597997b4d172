"""What comes out of files that nobody would write on purpose: a row a file."""

import codecs
import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import NoArticlesError
from corpus.reading import read_articles
from corpus.rejects import Reason, Reject

TODAY = date(2025, 6, 1)
ARABIC = "قالت هيئة المياه إن السد بخير، وإن التشققات التي ظهرت في الصيف سطحية لا خطر منها."
ENGLISH = "The water office said that the dam is sound, and that the cracks are no danger."
PAGE = f"<p>{ENGLISH}</p><p>Nine experts will look at the dam every week until the rains end.</p>"


@dataclass(frozen=True)
class Case:
    """A file, what is kept of it, and what is said: «reason» or «reason:line»."""

    name: str
    content: bytes
    texts: tuple[str, ...]
    said: tuple[str, ...]


def keeps(name: str, content: str | bytes, *texts: str, said: tuple[str, ...] = ()) -> Case:
    return Case(name, content.encode() if isinstance(content, str) else content, texts, said)


def loses(name: str, content: str | bytes, *said: str) -> Case:
    return keeps(name, content, said=said)


def line(**fields: object) -> str:
    return json.dumps({"text": ENGLISH} | fields, ensure_ascii=False)


def read(*paths: Path) -> tuple[list[Article], list[Reject]]:
    rejects: list[Reject] = []
    try:
        return list(read_articles(paths, rejects.append, today=TODAY)), rejects
    except NoArticlesError:
        return [], rejects


TEXT_FILES = [
    loses("empty.txt", "", "no-text"),
    loses("blank.txt", " \r\n\t\n", "no-text"),
    loses("mark-only.txt", codecs.BOM_UTF8, "no-text"),
    loses("mark-only-16.txt", codecs.BOM_UTF16_LE, "no-text"),
    loses("zero-width-only.txt", "\u200b\u200d\u2060\ufeff\u200f", "no-text"),
    loses("dashes-only.txt", "———\n***\n", "no-text"),
    loses("nul.txt", f"{ENGLISH}\0", "bad-character"),
    loses("half-a-pair.txt", b"The dam \xed\xa0\x80 is sound.", "bad-character"),
    loses("gzip.txt", gzip.compress(ENGLISH.encode(), mtime=0), "bad-encoding"),
    loses("zip.txt", b"PK\x03\x04\xff\xfe" + bytes(range(256)), "bad-encoding"),
    loses("truncated.txt", ARABIC.encode()[:-2], "bad-encoding"),
    loses("western.txt", "L'été fut déclaré terminé.".encode("windows-1252"), "bad-encoding"),
    keeps("marked.txt", codecs.BOM_UTF8 + ARABIC.encode(), ARABIC),
    keeps("utf-16.txt", ARABIC.encode("utf-16"), ARABIC),
    keeps("utf-16-be.txt", codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"), ENGLISH),
    keeps("windows-1256.txt", ARABIC.encode("windows-1256"), ARABIC),
    keeps("mark-inside.txt", f"{ENGLISH}\ufeff{ENGLISH}", f"{ENGLISH}\ufeff{ENGLISH}"),
    keeps("line-ends.txt", "One line.\r\nTwo.\rThree.\nFour.", "One line.\r\nTwo.\rThree.\nFour."),
    keeps(
        "controls.txt",
        "\u202bقالت\u202c نعم\u200f\u2067\x1b[31m.",
        "\u202bقالت\u202c نعم\u200f\u2067\x1b[31m.",
    ),
    keeps("presentation-forms.txt", "ﻗﺎﻟﺖ ﺍﻟﻮﺯﺍﺭﺓ ﻻ ﺷﻲء.", "ﻗﺎﻟﺖ ﺍﻟﻮﺯﺍﺭﺓ ﻻ ﺷﻲء."),
    keeps(
        "separators.txt",
        "One.\u2028Two.\u2029Three.\x85Four.",
        "One.\u2028Two.\u2029Three.\x85Four.",
    ),
    keeps("one-long-word.txt", "a" * 200_000, "a" * 200_000),
    keeps("UPPER.TXT", ENGLISH, ENGLISH),
    loses("menu.txt", "Home\nNews\nSport\nShare on Facebook\nCopy link\n", "no-text"),
    loses("script.txt", "Please enable JavaScript to view this page.\nShare\n", "no-text"),
]

JSON_LINES = [
    loses("empty.jsonl", "", "no-text"),
    loses("blank.jsonl", "\n\r\n  \n", "no-text"),
    keeps("upper.JSONL", line(), ENGLISH),
    keeps("crlf.jsonl", f"{line()}\r\n{line(text='Two.')}\r\n", ENGLISH, "Two."),
    keeps("old-mac.jsonl", f"{line()}\r{line(text='Two.')}\r", ENGLISH, "Two."),
    keeps("utf-16.jsonl", f"{line()}\n{line(text=ARABIC)}".encode("utf-16"), ENGLISH, ARABIC),
    keeps("windows-1256.jsonl", f"{line(text=ARABIC)}\n".encode("windows-1256"), ARABIC),
    keeps("mark.jsonl", codecs.BOM_UTF8 + line().encode(), ENGLISH),
    keeps("line-separator.jsonl", line(text="One.\u2028Two."), "One.\u2028Two."),
    keeps(
        "broken.jsonl",
        f"{line()}\n{{'text': 1}}\n{line()[:-9]}\n\n{line(text='Two.')}",
        ENGLISH,
        "Two.",
        said=("bad-syntax:2", "bad-syntax:3"),
    ),
    loses("comment.jsonl", f"// comment\n{line()[:-1]},}}", "bad-syntax:1", "bad-syntax:2"),
    loses(
        "not-a-number.jsonl",
        f'{line()[:-1]}, "n": NaN}}\n{{"n": -Infinity}}',
        "bad-syntax:1",
        "bad-syntax:2",
    ),
    loses("two-on-a-line.jsonl", line() + line(), "bad-syntax:1"),
    loses("control.jsonl", b'{"text": "one\x01two"}', "bad-syntax:1"),
    loses("half-a-pair.jsonl", r'{"text": "half \ud83d of it"}', "bad-character:1"),
    loses("nul.jsonl", r'{"text": "a\u0000b"}', "bad-character:1"),
    loses("bad-bytes.jsonl", b'{"text": "\xff\xfe"}', "bad-encoding:1"),
    loses("deep.jsonl", '{"text": ' + "[" * 10_000 + "]" * 10_000 + "}", "over-limit:1"),
    loses("deep-key.jsonl", line(x=1)[:-2] + "[" * 300 + "]" * 300 + "}", "over-limit:1"),
    keeps(
        "brackets-in-text.jsonl",
        line(text="[" * 300 + 'a "quoted" \\ b'),
        "[" * 300 + 'a "quoted" \\ b',
    ),
    loses("many-digits.jsonl", f'{{"text": "t", "id": {"9" * 5_000}}}', "bad-syntax:1"),
    loses("beyond-doubles.jsonl", '{"text": "t", "id": 1e400}', "bad-syntax:1"),
    loses("long-line.jsonl", f"{line()[:-1]}{' ' * 17 * 2**20}}}", "over-limit:1"),
    keeps(
        "long-line-among-others.jsonl",
        f"{line()}\n{line(title='x' * 17 * 2**20)}\n{line(text='Two.')}",
        ENGLISH,
        "Two.",
        said=("over-limit:2",),
    ),
    loses("list.jsonl", f"[{line()}]", "bad-structure:1"),
    loses("scalars.jsonl", 'null\ntrue\n7\n"text"', *(f"bad-structure:{n}" for n in (1, 2, 3, 4))),
    loses("no-text.jsonl", '{"title": "t", "Text": "t"}', "bad-structure:1"),
    loses("null-text.jsonl", '{"text": null}\n{"text": ""}', "no-text:1", "no-text:2"),
    loses(
        "text-of-a-wrong-type.jsonl",
        '{"text": 7}\n{"text": true}\n{"text": ["a"]}\n{"text": {"text": "a"}}',
        *(f"bad-structure:{n}" for n in (1, 2, 3, 4)),
    ),
    keeps("unknown-keys.jsonl", line(author="A", tags=["a"], x={"y": {}}), ENGLISH),
    keeps("doubled.jsonl", '{"text": "One.", "text": "Two."}', "Two.", said=("repeated-key:1",)),
    keeps("doubled-unknown.jsonl", '{"text": "One.", "x": 1, "x": 2}', "One."),
    keeps(
        "same-text.jsonl",
        f"{line(id='a')}\n{line(id='b', text=ENGLISH + ' ')}",
        ENGLISH,
        said=("repeated-text:2",),
    ),
]

JSON_FILES = [
    loses("empty.json", "", "no-text"),
    loses("no-entry.json", "[]", "no-text"),
    loses("no-articles.json", '{"articles": []}', "no-text"),
    loses("articles-of-a-wrong-type.json", '{"articles": "none"}', "bad-structure"),
    loses("number.json", "7", "bad-structure"),
    loses("deep.json", "[" * 100_000, "over-limit"),
    loses("truncated.json", f"[{line()},", "bad-syntax"),
    loses("lines.json", f"{line()}\n{line(text='Two.')}", "bad-syntax"),
    keeps("one.json", line(), ENGLISH),
    keeps(
        "list.json", f"[{line()}, 7, {line(text='')}]", ENGLISH, said=("bad-structure", "no-text")
    ),
    keeps("wrapped.json", f'{{"count": 1, "articles": [{line()}]}}', ENGLISH),
    keeps(
        "articles-twice.json",
        f'{{"articles": [{line(text="One.")}], "articles": [{line()}]}}',
        ENGLISH,
        said=("repeated-key",),
    ),
    keeps("text-and-links.json", line(articles=["x", {"id": "y"}]), ENGLISH),
    keeps("text-and-articles.json", line(articles=[{"text": "Two."}]), ENGLISH, "Two."),
    keeps("text-and-article.json", line(articles={"text": "Two."}), ENGLISH, "Two."),
    keeps(
        "articles-in-articles.json",
        f"[{line(articles=[{'text': 'Two.', 'articles': [{'text': 'Three.'}]}])}]",
        ENGLISH,
        "Two.",
        "Three.",
    ),
    keeps(
        "no-text-and-articles.json",
        line(text=7, articles=[{"text": "Two."}, 7]),
        "Two.",
        said=("bad-structure", "bad-structure"),
    ),
]

BOMB = "a0: &a0 lol\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)
)
MARKDOWN = [
    loses("empty.md", "", "no-text"),
    loses("front-matter-only.md", "---\ntitle: T\n---\n", "no-text"),
    loses("not-closed.md", f"---\ntitle: T\n\n{ENGLISH}", "bad-syntax"),
    loses("not-yaml.md", f"---\ntitle: [T\n---\n{ENGLISH}", "bad-syntax"),
    loses("list.md", f"---\n- a\n---\n{ENGLISH}", "bad-structure"),
    loses("two-documents.md", f"---\n%YAML 9.9\n--- a\n---\n{ENGLISH}", "bad-syntax"),
    loses("deep.md", f"---\na: {'[' * 9_000}\n---\n{ENGLISH}", "over-limit"),
    loses("long.md", f"---\na: {'x' * 30_000}\n---\n{ENGLISH}", "over-limit"),
    keeps("bomb.md", f"---\n{BOMB}\n---\n{ENGLISH}", ENGLISH),
    keeps(
        "bomb-in-a-field.md",
        f"---\n{BOMB}\ntitle: *a29\n---\n{ENGLISH}",
        ENGLISH,
        said=("bad-field",),
    ),
    keeps("recursive.md", f"---\ntitle: &a [*a]\n---\n{ENGLISH}", ENGLISH, said=("bad-field",)),
    keeps(
        "tag.md",
        f"---\ntitle: !!python/object/apply:os.abort []\n---\n{ENGLISH}",
        ENGLISH,
        said=("bad-field",),
    ),
    keeps("crlf.md", f"---\r\ntitle: T\r\n---\r\n\r\n{ENGLISH}", ENGLISH),
    keeps(
        "doubled.md", f"---\ntitle: A\ntitle: B\n---\n{ENGLISH}", ENGLISH, said=("repeated-key",)
    ),
    keeps("nulls.md", f"---\nurl: ~\npublished: null\ntitle:\n---\n{ENGLISH}", ENGLISH),
    keeps("rule-inside.md", f"{ENGLISH}\n\n---\n\nThe end.", f"{ENGLISH}\n\n---\n\nThe end."),
]

STORY = "\n\n".join([ENGLISH, "Nine experts will look at the dam every week until the rains end."])
COOKIES = (
    "<p>We and our 842 partners store cookies on your device.</p><p>You consent by reading on.</p>"
)
PAGES = [
    loses("empty.html", "", "no-text"),
    loses("no-story.html", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "no-text"),
    loses(
        "frames.html",
        "<frameset><frame src='a.html'><noframes>No.</noframes></frameset>",
        "no-text",
    ),
    loses("iframe.html", "<body><iframe src='a.html'></iframe></body>", "no-text"),
    loses(
        "cookies.html", f"<body><div>{COOKIES}<button>Accept all</button></div></body>", "no-text"
    ),
    loses(
        "cookies-ar.html", "<p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.</p>", "no-text"
    ),
    loses(
        "script.html", "<noscript>Please enable JavaScript.</noscript><div id=app></div>", "no-text"
    ),
    loses(
        "denied.html", "<h1>Access Denied</h1><p>You are not allowed to read this.</p>", "no-text"
    ),
    loses("nul.html", "<p>a\0b</p>", "bad-character"),
    loses(
        "mhtml.html",
        "MIME-Version: 1.0\nContent-Type: multipart/related\n\n<p>a</p>",
        "bad-structure",
    ),
    loses("crowded.html", f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>{PAGE}", "over-limit"),
    loses("too-deep.html", "<div>" * 20_000 + PAGE, "over-limit"),
    loses("too-deep-by-recursion.html", "<article>" + "<del>" * 1_000 + PAGE, "over-limit"),
    loses("links.html", "<p><a href=/news>Report from the dam</a></p>" * 40, "no-text"),
    keeps(
        "deep.html",
        "<article><p>First of all.</p>" + "<div>" * 1_000 + PAGE,
        f"First of all.\n\n{STORY}",
    ),
    keeps("not-closed.html", f"<article>{PAGE[:-4]}", STORY),
    keeps("upper.HTM", f"<ARTICLE>{PAGE}</ARTICLE>", STORY),
    keeps(
        "windows-1256.html",
        f"<meta charset=windows-1256><p>{ARABIC}</p>".encode("windows-1256"),
        ARABIC,
    ),
    keeps(
        "mislabelled.html",
        f"<meta charset=iso-8859-1><p>{ARABIC}</p>".encode("windows-1256"),
        ARABIC,
    ),
    keeps("utf-16.html", f"<meta charset=utf-8><p>{ARABIC}</p>".encode("utf-16"), ARABIC),
    keeps(
        "entities.html",
        f"<p>{ENGLISH} &lt;b&gt; &amp;amp; &#8207;</p>",
        f"{ENGLISH} <b> &amp; \u200f",
    ),
    keeps(
        "filled-by-script.html",
        "<div id=app></div><noscript>Please enable JavaScript.</noscript>"
        "<script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "articleBody": STORY.replace("\n\n", "\r\n")})
        + "</script>",
        STORY,
    ),
    keeps(
        "filled-with-markup.html",
        "<script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "articleBody": f"{PAGE}<p>A &amp; <b>B</b>.</p>"})
        + "</script>",
        f"{STORY}\n\nA & B.",
    ),
    keeps(
        "filled-with-open-tags.html",
        "<script type='application/ld+json'>"
        + json.dumps(
            [
                {"@type": "NewsArticle"},
                {
                    "@type": "NewsArticle",
                    "articleBody": f"<p>{ENGLISH}<p>B &amp; <i>c</i>.<style>x</style>"
                    "<ul><li>D<li>E</ul>",
                },
            ]
        )
        + "</script>",
        f"{ENGLISH}\n\nB & c.\n\nD\n\nE",
    ),
    keeps(
        "filled-by-careless-script.html",
        "<script type='application/LD+JSON'><!--\n"
        + json.dumps({"@type": "NewsArticle", "articleBody": STORY}).replace("\\n\\n", "\n\n")
        + ";\n</script>",
        STORY,
    ),
    loses(
        "filled-with-a-wall.html",
        "<script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "articleBody": "Please enable JavaScript."})
        + "</script>",
        "no-text",
    ),
    loses(
        "filled-with-attributes.html",
        "<script type='application/ld+json'>"
        + json.dumps(
            {"@type": "NewsArticle", "articleBody": f"<p {'a=1 ' * 50_000}>{PAGE}"}
        ).replace("<", "\\u003c")
        + "</script>",
        "over-limit",
    ),
    keeps("broken-data.html", f"<script type='application/ld+json'>{{oops</script>{PAGE}", STORY),
]

OTHER = [
    loses("article", ENGLISH, "unknown-format"),
    loses("page.mhtml", ENGLISH, "unknown-format"),
    loses("page.txt.gz", gzip.compress(b"x", mtime=0), "unknown-format"),
]


@pytest.mark.parametrize(
    "case",
    [*TEXT_FILES, *JSON_LINES, *JSON_FILES, *MARKDOWN, *PAGES, *OTHER],
    ids=lambda case: case.name,
)
def test_file(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content)
    articles, rejects = read(tmp_path)
    assert tuple(article.text for article in articles) == case.texts
    said = [f"{r.reason}:{r.line}" if r.line else str(r.reason) for r in rejects]
    assert tuple(said) == case.said
    assert all(r.file == str(path) and 0 < len(r.detail) <= 300 for r in rejects)
    assert all(str(r).isprintable() for r in rejects)
    assert read(tmp_path) == (articles, rejects)


FIELDS = [
    ("id", 17, "17", None),
    ("id", "a\nb", None, Reason.BAD_FIELD),
    ("id", "a\u202eb", None, Reason.BAD_FIELD),
    ("id", "x" * 10_000, None, Reason.BAD_FIELD),
    ("id", "\ud800", None, Reason.BAD_FIELD),
    ("id", True, None, Reason.BAD_FIELD),
    ("id", "  a b ", "a b", None),
    ("title", "A &quot;B&quot; &amp; C", 'A "B" & C', None),
    ("title", "one\n two\t", "one two", None),
    ("title", "\u200fعنوان\u200f", "\u200fعنوان\u200f", None),
    ("title", "x" * 1_001, "", Reason.BAD_FIELD),
    ("title", "&#0;a", "\ufffda", None),
    ("title", ["a"], "", Reason.BAD_FIELD),
    ("title", None, "", None),
    ("source", {"name": "Post"}, "", Reason.BAD_FIELD),
    ("source", "a\0b", "", Reason.BAD_FIELD),
    ("url", "javascript:alert(1)", "", Reason.BAD_FIELD),
    ("url", "file:///etc/passwd", "", Reason.BAD_FIELD),
    ("url", "http://[bad", "", Reason.BAD_FIELD),
    ("url", "https:///no-host", "", Reason.BAD_FIELD),
    ("url", "https://example.org/a b", "", Reason.BAD_FIELD),
    ("url", "https://example.org/\u202ea", "", Reason.BAD_FIELD),
    ("url", "https://example.org/" + "a" * 2_000, "", Reason.BAD_FIELD),
    ("url", "HTTPS://example.org/سد?a=1#b", "HTTPS://example.org/سد?a=1#b", None),
    ("language", "ar-SY", "ar", None),
    ("language", "Arabic", "ar", None),
    ("language", "العربية", "ar", None),
    ("language", "EN_us", "en", None),
    ("language", "fr", "en", Reason.BAD_FIELD),
    ("language", 5, "en", Reason.BAD_FIELD),
    ("published", 1_720_000_000, "2024-07-03T09:46:40+00:00", None),
    ("published", 1_720_000_000_123, "2024-07-03T09:46:40+00:00", None),
    ("published", "1720000000.5", "2024-07-03T09:46:40+00:00", None),
    ("published", 0, "", Reason.BAD_DATE),
    ("published", 2024, "", Reason.BAD_DATE),
    ("published", 20240703, "2024-07-03", None),
    ("published", "20240703072311", "2024-07-03T07:23:11", None),
    ("published", "0001-01-01T00:00:00Z", "", Reason.BAD_DATE),
    ("published", "2024-02-30", "", Reason.BAD_DATE),
    ("published", "31/02/2024", "", Reason.BAD_DATE),
    ("published", "3/7/24", "", Reason.BAD_DATE),
    ("published", "2024-07-03\0", "", Reason.BAD_DATE),
    ("published", "2031-01-01", "", Reason.BAD_DATE),
    ("published", "9" * 4_000, "", Reason.BAD_DATE),
    ("published", "0" * 100_000, "", Reason.BAD_DATE),
    ("published", "\u200f٣\u200f/٧\u200f/٢٠٢٤", "2024-07-03", Reason.AMBIGUOUS_DATE),
    ("published", "٢٥ ذو القعدة ١٤٤٥ هـ", "2024-06-02", None),
    ("published", ["2024-07-03"], "", Reason.BAD_FIELD),
]


@pytest.mark.parametrize(("name", "value", "kept", "reason"), FIELDS)
def test_field(
    name: str, value: object, kept: str | None, reason: Reason | None, tmp_path: Path
) -> None:
    """None for what is kept of an id: it is derived, as if there had been none."""
    path = _written(tmp_path / "a.jsonl", json.dumps({"text": ENGLISH, name: value}))
    [article], rejects = read(path)
    [plain], _ = read(_written(tmp_path / "plain.jsonl", line()))
    assert getattr(article, name) == (plain.id if kept is None else kept)
    assert [reject.reason for reject in rejects] == ([reason] if reason else [])


def _written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path
