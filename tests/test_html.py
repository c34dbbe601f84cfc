"""Web pages: no text is lost without a word, whatever the mark-up, and each step takes linear time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

import parsers
from parsers import html, html_tree
from parsers.document import BlockKind
from parsers.errors import ParseError, Truncated
from parsers.html_source import lost, mended

BEFORE = "<html><body><h1>Ditch Rider</h1><p>Inspects headgates and measures the flow.</p>"
MARKER = "Records deliveries of water to each turnout."
AFTER = f"<p>{MARKER}</p>"
END = "</body></html>"
LONG = 10_500_000  # characters: beyond the ten million at which libxml2 stops without its option for huge pages

# Text that tree builders drop, each case with a name for what swallows it.
SWALLOWED = {
    "comment": f"{BEFORE}<!-- the duties {AFTER}{END}",
    "comment, and closed ones before": f"{BEFORE}<!-- a --><!-- b --><!-- c {AFTER}{END}",
    "attribute quote": f'{BEFORE}<p class="first>{MARKER}</p>{END}',
    "attribute quote, text behind the paragraph": f'{BEFORE}<p class="first>One.</p>{AFTER}{END}',
    "attribute quote, and quotes behind it": f'{BEFORE}<p class="first>One.</p>{AFTER}<p class="last">Two.</p>{END}',
    "attribute quote with an apostrophe": f"{BEFORE}<p title='a>One.</p>{AFTER}<p title='b'>Two.</p>{END}",
    "tag at the end": f'{BEFORE}<a href="duties {MARKER}',
    "CDATA": f"{BEFORE}<div><![CDATA[{MARKER}]]></div>{END}",
    "CDATA with mark-up": f"{BEFORE}<div><![CDATA[<p>First.</p>{AFTER}]]></div>{END}",
    "script": f"{BEFORE}<script>var shown = 1;{AFTER}{END}",
    "script, and a closed one behind": f"{BEFORE}<script>var shown = 1;</p>{AFTER}<script>go()</script>{END}",
    "script that closes itself": f'{BEFORE}<script src="menu.js"/>{AFTER}{END}',
    "style sheet": f"{BEFORE}<style>p {{ margin: 0 }}{AFTER}{END}",
    "template": f"{BEFORE}<template>{AFTER}{END}",
    "template, and a closed one behind": f"{BEFORE}<template>{AFTER}<template>x</template>{END}",
    "title": f"<html><head><title>Ditch Rider<body>{AFTER}{END}",
    "inline frame": f'{BEFORE}<iframe src="map">{AFTER}{END}',
    "object": f"{BEFORE}<object>{AFTER}{END}",
    "end of the page": f"{BEFORE}{END}{AFTER}",
    "end of the page, text without a tag": f"{BEFORE}{END}{MARKER}",
    "second page": f"{BEFORE}{END}<html><body>{AFTER}{END}",
    "second page with its own head": f"{BEFORE}{END}<!DOCTYPE html><html><head><title>2</title></head><body>{AFTER}{END}",
    "conditional comment that shows its content": f"{BEFORE}<![if !IE]>{AFTER}<![endif]>{END}",
    "declared UTF-16 on one byte a character": f'<html><head><meta charset="utf-16"></head><body>{AFTER}{END}',
    "declared UTF-16 in XML": f'<?xml version="1.0" encoding="utf-16"?>{BEFORE}{AFTER}{END}',
    "NUL bytes": f"{BEFORE}\0<p>{MARKER[:9]}\0{MARKER[9:]}</p>\0{END}",
    "nesting 300 deep": BEFORE + "<div>" * 300 + AFTER + "</div>" * 300 + END,
    "nesting 300 deep, never closed": BEFORE + "<div><span>" * 150 + AFTER,
    "tables in tables": BEFORE + "<table><tr><td>" * 85 + AFTER + END,
    "nesting 100,000 deep": BEFORE + "<div>" * 100_000 + AFTER + "</div>" * 100_000 + END,
    "text of ten million characters": BEFORE + "<p>" + "water " * (LONG // 6) + "</p>" + AFTER + END,
    "attribute of ten million characters": BEFORE + "<p title='" + "water " * (LONG // 6) + "'>x</p>" + AFTER + END,
    "script of ten million characters": BEFORE + "<script>" + "water;" * (LONG // 6) + "</script>" + AFTER + END,
    "comment of ten million characters": BEFORE + "<!--" + "water " * (LONG // 6) + "-->" + AFTER + END,
    "script with a slash at its end": f"{BEFORE}<script src=/menu/>{AFTER}{END}",
    "inline frame with a slash at its end": f"{BEFORE}<iframe src=/map/>{AFTER}{END}",
    "drawing with a slash at its end": f"{BEFORE}<svg class=icon/>{AFTER}{END}",
    "plain text": f"{BEFORE}<plaintext>{AFTER}{END}",
    "frame set": f"<html><frameset>{AFTER}</frameset></html>",
    "text area": f"{BEFORE}<textarea>{AFTER}{END}",
}


@pytest.mark.parametrize("page", SWALLOWED.values(), ids=SWALLOWED)
def test_text_is_not_lost(page: str) -> None:
    document = html.parse(page.encode())
    assert document.text.count(MARKER) == 1
    if page.startswith(BEFORE):
        assert document.text.startswith("Ditch Rider\nInspects headgates and measures the flow.")
    assert not any(block.furniture for block in document.blocks if MARKER in document.quote(block.span))


def test_mark_up_behind_a_broken_place_is_read_as_such() -> None:
    """The page is mended and read by the same reader: paragraphs and cells that are not closed end where they should."""
    page = f"{BEFORE}<!-- duties <ul><li>Opens gates<li>Closes gates</ul><table><tr><td>Code<td>0417</table>{AFTER}"
    document = html.parse(page.encode())
    assert [block.kind for block in document.blocks[-4:]] == [
        BlockKind.ITEM,
        BlockKind.ITEM,
        BlockKind.ROW,
        BlockKind.PARAGRAPH,
    ]


HIDDEN = {
    "closed comment": f"<!-- {AFTER} -->",
    "comment for an old browser": f"<!--[if IE]>{AFTER}<![endif]-->",
    "closed script": f'<script>document.write("{AFTER}")</script>',
    "script that writes a script": f"<script>document.write('<p>{MARKER}</p><script src=\"a.js\"><\\/script>')</script>",
    "script that writes a script in two parts": f"<script>write('<p>{MARKER}</p><script>a</scr' + 'ipt>')</script>",
    "closed template": f"<template>{AFTER}</template>",
    "closed style sheet": f"<style>/* {AFTER} */</style>",
    "script with a long start tag": f"<script data-page='{'x' * 5000}'>show('{MARKER}')</script>",
    "attribute": f'<p title="{AFTER}">x</p>',
    "script without mark-up at the end": "<script>var records = 'deliveries of water to each turnout';",
}


@pytest.mark.parametrize("part", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_on_purpose_stays_hidden(part: str) -> None:
    """And it is not taken for lost: the page is read, not refused, and what stands around it is the whole text."""
    tail = "" if part.endswith(";") else "<p>Closes gates.</p>"
    document = html.parse(f"{BEFORE}{part}{tail}".encode())
    assert "ecords" not in document.text
    assert document.text.startswith("Ditch Rider\n")
    assert not tail or document.text.endswith("Closes gates.")


def test_a_comment_that_is_all_is_no_text() -> None:
    with pytest.raises(parsers.NoText):
        parsers.parse(f"<!--[if IE]><html><body>{AFTER}<![endif]-->".encode())


def test_text_that_no_reader_recovers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(read: Callable[[str], html_tree.Tree]) -> Callable[[str], html_tree.Tree]:
        return lambda source: read(source[: source.index("<p>")])

    monkeypatch.setattr(html_tree, "_with_lxml", cut(html_tree._with_lxml))
    monkeypatch.setattr(html_tree, "_READERS", tuple(map(cut, html_tree._READERS)))
    with pytest.raises(Truncated, match="letters lost") as caught:
        parsers.parse(f"{BEFORE}{AFTER}{END}".encode())
    assert isinstance(caught.value, ParseError)
    assert caught.value.reason == "truncated"


def test_second_reader_reads_what_the_first_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = html_tree._READERS
    page = f"{BEFORE}<!-- note --><ul><li>Opens gates.</li></ul><script>go()</script>{AFTER}{END}"
    expected = html.parse(page.encode())

    def nothing(source: str) -> html_tree.Tree:
        return first("")

    monkeypatch.setattr(html_tree, "_with_lxml", nothing)
    monkeypatch.setattr(html_tree, "_READERS", (nothing, second))
    assert html.parse(page.encode()) == expected


def test_a_page_too_long_for_the_second_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_tree, "_SECOND_READER_LENGTH", 100)
    assert html_tree._with_bs4(f"{BEFORE}{AFTER}{END}").events == []


@pytest.mark.parametrize(
    ("source", "read", "letters"),
    [
        ("<p>a &amp;lt; b &#8217; c</p>", "a &lt; b ’ c", 0),
        ("<p title='a > b'>gate</p>", "gate", 0),
        ("<script>if (a < b) { go('<p>x</p>') }</script><p>gate</p>", "gate", 0),
        ("<p>gate, canal</p>", "gate", 5),
        ("<p>gate gate</p>", "gate", 4),
        ("<!--><p>gate</p>", "gate", 0),
        ("<!-- a --!><p>gate</p>", "gate", 0),
    ],
)
def test_lost_letters_are_counted(source: str, read: str, letters: int) -> None:
    assert lost(source, read) == letters


@pytest.mark.parametrize("page", [BEFORE + AFTER + END, f'{BEFORE}<a href="x"title=don\'t>{MARKER}</a>{END}'])
def test_sound_pages_are_not_mended(page: str) -> None:
    assert mended(page) == page


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("", "the employee’s “best” judgment – naïve résumé €5"),
        ('<meta charset="iso-8859-1">', "the employee’s “best” judgment – naïve résumé €5"),
        ('<meta charset="utf-8">', "the employee’s “best” judgment – naïve résumé €5"),
        ("", "façade, señor, Zürich, ½ time, 20° § 4"),
    ],
)
def test_windows_1252_is_read_undeclared_and_misdeclared(head: str, words: str) -> None:
    page = f"<html><head>{head}</head><body><p>{words}</p></body></html>"
    document = html.parse(page.encode("windows-1252"))
    assert (document.text, document.encoding) == (words, "windows-1252")
    assert html.parse(page.encode()).text == words


def test_declared_encoding_is_used() -> None:
    page = "<html><head><meta charset=windows-1250></head><body><p>Łódź, Kraków, žluťoučký</p></body></html>"
    assert html.parse(page.encode("windows-1250")).text == "Łódź, Kraków, žluťoučký"
    page = page.replace("<meta charset=windows-1250>", "")
    page = f'<?xml version="1.0" encoding="windows-1250"?>{page}'
    assert html.parse(page.encode("windows-1250")).text == "Łódź, Kraków, žluťoučký"


@pytest.mark.parametrize("style", ["display: none", "visibility: hidden", "font-size: 0", "font-size:0px; color: red"])
def test_what_a_style_hides_is_furniture(style: str) -> None:
    page = (
        f"<html><body>{'<p>Rides a ditch and opens its gates.</p>' * 9}<p style='{style}'>weir keeper</p></body></html>"
    )
    blocks = html.parse(page.encode()).blocks
    assert [block.furniture for block in blocks] == [""] * 9 + ["html_hidden"]


@pytest.mark.parametrize("style", ["font-size: 0.9em", "opacity: 0", "visibility: visible"])
def test_what_a_style_shows_is_text(style: str) -> None:
    page = (
        f"<html><body>{'<p>Rides a ditch and opens its gates.</p>' * 9}<p style='{style}'>weir keeper</p></body></html>"
    )
    assert {block.furniture for block in html.parse(page.encode()).blocks} == {""}


PLAIN = "<p>Rides a ditch and opens its gates.</p>" * 9


def behind(inside: str) -> list[tuple[str, str, str]]:
    """Kind, text and furniture of the blocks that a page has behind nine plain lines."""
    document = html.parse(f"<html><body>{PLAIN}{inside}{END}".encode())
    return [(block.kind.value, document.quote(block.span), block.furniture) for block in document.blocks[9:]]


IN_PLACE = {
    "drawing": "<svg><title>Icon</title><desc>A gate.</desc><foreignObject><ul>{}</ul></foreignObject></svg>",
    "formula": "<math><annotation>x</annotation><mtext><ul>{}</ul></mtext></math>",
    "shadow": "<div><template shadowrootmode='open'><style>p {{}}</style><ul>{}</ul></template></div>",
    "object": "<object data='a.svg'><param name='a' value='b'><ul>{}</ul></object>",
    "noscript": "<noscript><style>p {{}}</style><ul>{}</ul></noscript>",
    "noscript behind a note": "<noscript>Turn on JavaScript to see this page.</noscript><noscript><ul>{}</ul></noscript>",
    "object in noscript": "<noscript><object><ul>{}</ul></object></noscript>",
    "field": "<ul><input type=hidden value='Some hidden words'>{}</ul>",
}


@pytest.mark.parametrize("around", IN_PLACE.values(), ids=IN_PLACE)
def test_what_a_reader_sees_is_read_in_place(around: str) -> None:
    items = "<li>Opens gates by hand.<li>Closes the gates again."
    assert behind(around.format(items) + "<p>Last.</p>") == [
        ("item", "Opens gates by hand.", ""),
        ("item", "Closes the gates again.", ""),
        ("paragraph", "Last.", ""),
    ]


def test_values_of_fields_are_text_and_prompts_are_none() -> None:
    assert behind(
        "<table><tr><td>Title</td><td><input value='Weir Keeper'></td></tr></table>"
        "<p><input type='submit' value='Send'><input title='Find a job' value='Find a job'><input value=' '></p>"
        "<p><textarea>Opens gates.</textarea></p>"
    ) == [("row", "Title\tWeir Keeper", ""), ("paragraph", "Opens gates.", "")]


@pytest.mark.parametrize(
    "note",
    [
        "<noscript><div>It looks as if your browser runs no scripts. <a href=x>Turn them on</a>.</div></noscript>",
        "<object data='a.pdf'><p>This needs a plug-in.</p></object>",
        "<noscript><script>document.write('Opens the gates of the weir each day.')</script></noscript>",
    ],
)
def test_a_note_that_something_is_missing_is_no_text(note: str) -> None:
    assert behind(note) == []


def test_a_long_text_is_no_note_though_it_speaks_of_scripts() -> None:
    assert len(behind(f"<noscript><p>Turn on JavaScript.</p>{PLAIN * 2}</noscript>")) == 19


def test_a_page_within_the_page_is_refused_if_it_holds_text() -> None:
    assert behind("<iframe srcdoc='&lt;script>var gates = \"gates and ditches\"&lt;/script>Hi'></iframe>") == []
    with pytest.raises(Truncated, match="srcdoc"):
        behind(f"<iframe srcdoc='{AFTER}'></iframe>")


UNSEEN = {
    "hidden": ("<span style='display: none'>{}</span>", "html_hidden"),
    "hidden by an attribute": ("<b hidden>{}</b>", "html_hidden"),
    "off the screen": ("<span style='position: absolute; left: -9999px'>{}</span>", "html_hidden"),
    "off the screen by ems": ("<i style='top:-999em;position:fixed'>{}</i>", "html_hidden"),
    "indented off the screen": ("<span style='text-indent: -9999px'>{}</span>", "html_hidden"),
    "clipped": ("<span style='clip: rect(0 0 0 0); position: absolute'>{}</span>", "html_hidden"),
    "deleted": ("<del>{}</del>", "html_struck"),
    "struck": ("<s>{}</s>", "html_struck"),
    "struck in old mark-up": ("<strike>{}</strike>", "html_struck"),
    "struck by a style": ("<span style='text-decoration: line-through'>{}</span>", "html_struck"),
}


@pytest.mark.parametrize(("around", "rule"), UNSEEN.values(), ids=UNSEEN)
def test_what_no_reader_sees_is_kept_apart_from_its_line(around: str, rule: str) -> None:
    hidden = around.format("weir <b>keeper</b>")
    blocks = behind(f"<ul><li>{hidden} Opens gates.</li></ul><p>Last.</p>")
    assert [block[1:] for block in blocks] == [("weir keeper", rule), ("Opens gates.", ""), ("Last.", "")]
    assert blocks[1][0] == "item"
    row = behind(f"<table><tr><td>Code</td><td>44{hidden}17</td><td>B</td></tr></table>")
    assert [block[1:] for block in row] == [("weir keeper", rule), ("Code\t4417\tB", "")]


def test_unseen_text_in_the_midst_of_a_line_leaves_the_line_as_it_is() -> None:
    line = "<h2>Duties <i>of {}the</i> keeper</h2>{}<p>Opens {}gates.</p><ul><li>{}Closes gates.</ul>"
    plain, marked = (
        html.parse(f"<html><body>{PLAIN}{line.replace('{}', part)}{END}".encode())
        for part in ("", "<s>old <br>words</s>")
    )
    shown = [block for block in marked.blocks if not block.furniture]
    assert [(block.kind, block.style, block.marker) for block in shown] == [
        (block.kind, block.style, block.marker) for block in plain.blocks
    ]
    assert "\n".join(marked.quote(block.span) for block in shown) == plain.text
    assert {marked.quote(block.span) for block in marked.blocks if block.furniture} == {"old", "words"}


def test_unseen_rows_cells_and_blocks() -> None:
    assert behind(
        "<table><tr style='display:none'><td>A</td><td>B</td></tr>"
        "<tr><td>Code</td><td hidden>ghost</td><td>4417</td></tr></table>"
    ) == [("row", "A\tB", "html_hidden"), ("paragraph", "ghost", "html_hidden"), ("row", "Code\t4417", "")]
    assert behind("<ul><li><div hidden>ghost</div>Opens gates.</ul>") == [
        ("item", "ghost", "html_hidden"),
        ("item", "Opens gates.", ""),
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<ins>{}</ins>",
        "<span style='position: absolute; left: -20px'>{}</span>",
        "<span style='left: -9999px'>{}</span>",
        "<span style='margin-left: 1.5in; text-indent: -108pt'>{}</span>",
        "<span style='text-decoration: underline'>{}</span>",
        "<style>.tab-pane {{ display: none }}</style><span class='tab-pane'>{}</span>",
    ],
)
def test_what_stays_text(around: str) -> None:
    assert behind(f"<ul><li>{around.format('Opens gates.')}</li></ul>") == [("item", "Opens gates.", "")]


GROWING: dict[str, Callable[[int], str]] = {
    "nested elements": lambda n: "<div>" * n + "gate" + "</div>" * n,
    "nested chrome": lambda n: "<div class='menu'>" * n + "gate" + "</div>" * n,
    "nested lists": lambda n: "<ul><li>gate" * n,
    "nested tables": lambda n: "<table><tr><td>x<td>" * n + "gate",
    "nested empty tables": lambda n: "<table><tr><td><td>" * n + "gate",
    "nested cells without rows": lambda n: "<td><span>" * n + "gate",
    "table rows": lambda n: "<table>" + "<tr><td>Ditch Rider<td>0417" * n + "</table>",
    "cells of one row": lambda n: "<table><tr>" + "<td>x" * n + "</table>",
    "layout cells of one row": lambda n: "<table><tr>" + "<td><p>x<p>y" * n + "</table>",
    "text as entities": lambda n: "<p>&#103;&#97;tes and ditches" * n,
    "unclosed comments": lambda n: "<p>gate<!-- " * n,
    "unclosed scripts": lambda n: "<script><p>gate" * n,
    "scripts in scripts": lambda n: "<script><p>gate" * n + "</script>",
    "unclosed style sheets": lambda n: "<style>gate" * n + "<p>",
    "unclosed templates": lambda n: "<template>gates and ditches" * n,
    "unclosed objects": lambda n: "<object>gate" * n + "</p>",
    "unfinished tags": lambda n: "<p>gate" + "<a " * n,
    "unfinished scripts": lambda n: "<p>gate" + "<script " * n,
    "unfinished tags with quotes": lambda n: "<p>gate<!-- " + "<a b=\"<a b='\" c='" * n,
    "broken quotes": lambda n: "<p class=\"a>gate</p><p title='b>ditch</p>" * n,
    "attributes": lambda n: "<p " + "".join(f"a{k}='x' " for k in range(n)) + ">gate<!-- " + "ditch rider " * 9,
    "tags that close themselves": lambda n: "<svg x=y/>gate<script/><iframe />" * n,
    "values without an end": lambda n: "<script " + "a=b" * n + "/>gate",
    "fallbacks": lambda n: "<noscript>gates and ditches of the weir</noscript>" * n,
    "nested fallbacks": lambda n: "<noscript><object>gates" * n,
    "nested hidden text": lambda n: "<ul><li>gate <span hidden>ditch" * n,
    "struck words": lambda n: "<p>" + "gate <s>ditch</s>" * n,
    "pages in the page": lambda n: "<iframe srcdoc='<p>gate'></iframe>" * n,
    "fields": lambda n: "<input value=gate>" * n,
    "CDATA": lambda n: "<p><![CDATA[gate]]>" * n,
    "dashes": lambda n: "<p>gate<!--" + "-" * n,
    "white space": lambda n: "<p>gate" + " " * n + "ditch",
}


def seconds(page: bytes) -> float:
    start = time.process_time()
    with contextlib.suppress(Truncated):
        html.parse(page)
    return time.process_time() - start


@pytest.mark.parametrize("grow", GROWING.values(), ids=GROWING)
def test_time_is_linear(grow: Callable[[int], str]) -> None:
    """Four times the page takes about four times the time; a quadratic step would take sixteen.

    The best of some measurements counts, since a busy machine makes single ones slower.
    """
    n = 1000
    while (once := seconds(f"<html><body>{grow(n)}".encode())) < 0.03 and n < 32_000:
        n *= 4
    page, larger = (f"<html><body>{grow(size)}".encode() for size in (n, 4 * n))
    fourfold = 1e9
    for _ in range(4):
        once, fourfold = min(once, seconds(page)), min(fourfold, seconds(larger))
        if fourfold < 6 * once:
            break
    assert fourfold < 8 * once
