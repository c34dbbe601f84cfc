"""Hostile pages: depth, width, mark-up that never ends, encodings that lie, and text that readers lose."""

from __future__ import annotations

import base64
from html import escape

from hostile_case import (
    CONTROL_INJECTIONS,
    GATE,
    INJECTIONS,
    LAST,
    LIMIT,
    MARKER,
    PUBLISHED,
    Table,
    as_html,
    specification,
)

CASES = Table("html")
add = CASES.add

BODY = as_html(specification())
TAIL = as_html([LAST])
HALF = BODY.index("<h2>Knowledge")
SLOW = LIMIT | GATE | {PUBLISHED, "corrupt"}
# A browser shows the text behind the damage or it does not; a record without it must not be published as whole.
REFUSABLE = GATE | {"corrupt", "truncated"}


def page(inside: str = "", head: str = "", after: str = TAIL) -> bytes:
    """A whole page: the specification, then ``inside``, then a last duty with the marker."""
    return f"<!DOCTYPE html><html><head><title>Weir Keeper II</title>{head}</head><body>{BODY}{inside}{after}</body></html>".encode()


def halved(inside: str) -> bytes:
    """A page whose second half stands behind ``inside``: a reader that stops there has lost a good part."""
    return f"<!DOCTYPE html><html><body>{BODY[:HALF]}{inside}{BODY[HALF:]}{TAIL}</body></html>".encode()


# --- depth and width --------------------------------------------------------------------------------------------------
for tag in ("div", "span", "b", "font", "ul><li", "blockquote", "a href=x", "dl><dd", "section", "table><tr><td", "p><i", "object", "svg", "form", "fieldset", "details"):  # fmt: skip
    label = tag.replace("><", "-").replace(" href=x", "")
    for depth in (300, 20_000):
        add(f"deep-{label}-{depth}", lambda tag=tag, depth=depth: page(f"<{tag}>" * depth), SLOW, marker=MARKER if depth == 300 and tag not in ("object", "svg") else "")  # fmt: skip
add("deep-div-1e6", lambda: page("<div>" * 1_000_000 + "x" + "</div>" * 1_000_000), SLOW)
add("deep-div-closed-5000", lambda: page("<div>" * 5000 + "x" + "</div>" * 5000), SLOW, marker=MARKER)
add("deep-around", lambda: b"<html><body>" + b"<div>" * 400 + (BODY + TAIL).encode() + b"</div>" * 400, SLOW, marker=MARKER)  # fmt: skip
add("deep-tables-around", lambda: b"<html><body>" + b"<table><tr><td>" * 90 + (BODY + TAIL).encode(), SLOW, marker=MARKER)  # fmt: skip
add("deep-table-tr-td-2e4", lambda: page("<table><tr><td>x" * 20_000), SLOW)
add("deep-label-cells", lambda: page("<table><tr><td>a</td><td>" * 3000), SLOW)
add("table-rows-1e5", lambda: page("<table>" + "<tr><td>a</td><td>b</td></tr>" * 100_000 + "</table>"), SLOW)
add("table-cells-1e5", lambda: page("<table><tr>" + "<td>a</td>" * 100_000 + "</tr></table>"), SLOW)
add("table-colspan", lambda: page('<table><tr><td colspan=999999999 rowspan="-1">a</td><td>b</td></tr></table>'), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("items-1e5", lambda: page("<ul>" + "<li>Clears racks." * 100_000 + "</ul>"), SLOW)
add("headings-1e5", lambda: page("<h2>Duties</h2>" * 100_000), SLOW)
add("sections-1e5", lambda: page("<section><h3>Duties</h3><p>Clears racks.</p></section>" * 100_000), SLOW)
add("breaks-1e5", lambda: page("<br>" * 100_000), SLOW, marker=MARKER)
add("empty-p-1e5", lambda: page("<p>" * 100_000), SLOW, marker=MARKER)
add("bold-unclosed-5e4", lambda: page("<b>x<p>" * 50_000), SLOW)
add("links-1e5", lambda: page("<a href=x>y</a>" * 100_000), SLOW)
add("attributes-1e5", lambda: page("<p " + " ".join(f"a{k}=b" for k in range(100_000)) + ">x</p>"), SLOW, marker=MARKER)
add("attribute-name-1mb", lambda: page(f"<p {'a' * 1_000_000}=b>x</p>"), SLOW, marker=MARKER)
add("tag-name-1mb", lambda: page(f"<{'a' * 1_000_000}>x"), SLOW)
add("ids-same-1e5", lambda: page("<p id=a>x</p>" * 100_000), SLOW)
add("classes-1e5", lambda: page(f'<p class="{"nav-x " * 100_000}">x</p>'), SLOW, marker=MARKER)
add("style-1mb", lambda: page(f'<p style="{"font-weight : " * 80_000}">x</p>'), SLOW, marker=MARKER)
add("hidden-1e5", lambda: page("<p style='display: none'>x</p>" * 100_000), SLOW)
for mark in ("<", "</", "<!", "<?", "&", "&#", "<a ", '"', ">", "]]>", "<!--->", "&lt;"):
    name = "".join(f"{ord(letter):02x}" for letter in mark)
    add(f"marks-{name}-3e5", lambda mark=mark: page(mark * 300_000 + " >"), SLOW)
add("misnested", lambda: page("<b><i><p><table><b></i></p><tr></b><td></table></b>" * 300), SLOW, marker=MARKER)
add("select-options-1e5", lambda: page("<select>" + "<option>County" * 100_000 + "</select>"), SLOW)

# --- text that is lost without an error -------------------------------------------------------------------------------
for name, inside in {
    "comment-open": "<!-- ",
    "comment-bang": "<!- x >",
    "comment-odd": "<!--> x -->",
    "comment-nested": "<!-- a <!-- b --> c -->",
    "comment-conditional": "<!--[if IE]> old <![endif]-->",
    "comment-downlevel": "<![if !IE]>",
    "quote-open": '<p title="never ends>x</p>',
    "quote-single-open": "<p title='never ends>x</p>",
    "quote-in-href": '<a href="x>y</a>',
    "script-open": "<script>var a = 1;",
    "script-comment": "<script><!-- <script> </script>",
    "style-open": "<style>p { color: red }",
    "template-open": "<template>",
    "textarea-open": "<textarea>",
    "title-open": "<title>",
    "xmp-open": "<xmp>",
    "plaintext": "<plaintext>",
    "noscript-open": "<noscript>",
    "iframe-open": "<iframe>",
    "noframes-open": "<noframes>",
    "select-open": "<select><option>x",
    "svg-open": "<svg><desc>",
    "math-open": "<math><mi>",
    "object-open": "<object data=x>",
    "video-open": "<video>",
    "canvas-open": "<canvas>",
    "head-again": "<head><title>",
    "frameset": "<frameset><frame src=x></frameset>",
    "cdata-open": "<![CDATA[",
    "declaration-open": "<!ELEMENT x ",
    "instruction-open": "<?php echo 1; ",
    "body-end": "</body>",
    "html-end": "</body></html>",
    "second-document": "</body></html><!DOCTYPE html><html><body>",
    "second-doctype": "<!DOCTYPE html>",
    "tag-open": "<p ",
    "tag-slash": "<p/////>",
    "end-tag-unknown": "</p></div></table></section></blink>",
    "control-tag": "<\x01p>",
    "nul-in-tag": "<p\x00>",
    "nul-in-text": "a\x00b",
    "superscript-tag": "<h³>x</h³>",
    "heading-0": "<h0>x</h0><h99999999999>y</h99999999999>",
    "namespace": "<o:p></o:p><w:wrap type=none/>",
    "text-1mb": "x" * 1_000_000,
    "text-spaces-1mb": " " * 1_000_000,
    "form-feed": "\f\v\x1c\x85\u2028",
    "details-closed": "<details><summary>More</summary>",
    "dialog": "<div role=dialog>",
    "hidden-open": "<div hidden>",
    "display-none-open": "<div style='display:none'>",
    "nav-open": "<nav>",
    "footer-open": "<footer>",
    "aside-class": "<div class='sidebar related'>",
    "aria-hidden": "<div aria-hidden=true>",
}.items():
    # Left out on purpose (hidden, chrome): whether the marker then stands in the record is not a matter of loss.
    left_out = name in ("hidden-open", "display-none-open", "template-open", "nav-open", "footer-open", "aside-class", "dialog", "aria-hidden", "select-open", "head-again")  # fmt: skip
    add(f"lost-{name}", lambda inside=inside: halved(inside), PUBLISHED, REFUSABLE, marker="" if left_out else MARKER, cheap=len(inside) < 1000)  # fmt: skip
add("lost-cdata", lambda: page(after=f"<![CDATA[{BODY}{TAIL}]]>"), PUBLISHED, REFUSABLE, marker=MARKER, cheap=True)
add("lost-cdata-all", lambda: f"<html><body><p>x</p><![CDATA[{BODY}{TAIL}]]></body></html>".encode(), PUBLISHED, REFUSABLE, marker=MARKER, cheap=True)  # fmt: skip
add("lost-template", lambda: page(after=f"<template>{TAIL}</template>"), PUBLISHED, REFUSABLE, cheap=True)
add("lost-noscript", lambda: page(after=f"<noscript>{TAIL}</noscript>"), PUBLISHED, REFUSABLE, marker=MARKER, cheap=True)  # fmt: skip
add("lost-noscript-note", lambda: page(after=f"<noscript><p>Please turn on JavaScript.</p></noscript><noscript>{TAIL}</noscript>"), PUBLISHED, REFUSABLE, marker=MARKER, cheap=True)  # fmt: skip
add("lost-noscript-all", lambda: f"<html><body><noscript>Please turn on JavaScript. {BODY}{TAIL}</noscript></body></html>".encode(), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-object", lambda: page(after=f"<object data=x.svg><param name=a>{TAIL}</object>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-drawing", lambda: page(after=f"<svg><foreignObject><ul>{TAIL}</ul></foreignObject></svg>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-formula", lambda: page(after=f"<math><mtext><ul>{TAIL}</ul></mtext></math>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-shadow", lambda: page(after=f"<div><template shadowrootmode=open><ul>{TAIL}</ul></template></div>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-field", lambda: page(after=f'<ul><li><input value="{LAST[1]}"></li></ul>'), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-text-area", lambda: page(after=f"<ul><li><textarea>{LAST[1]}</textarea></li></ul>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-conditional", lambda: page(after=f"<!--[if !mso]><!-->{TAIL}<!--<![endif]-->"), PUBLISHED, REFUSABLE, marker=MARKER, cheap=True)  # fmt: skip
add("lost-conditional-all", lambda: f"<!--[if IE]><html><body>{BODY}{TAIL}</body></html><![endif]-->".encode(), GATE, "corrupt", cheap=True)  # fmt: skip
add("lost-srcdoc", lambda: f'<html><body><iframe srcdoc="{escape(BODY + TAIL)}"></iframe></body></html>'.encode(), PUBLISHED, "truncated", marker=MARKER, cheap=True)  # fmt: skip
add("lost-srcdoc-item", lambda: page(after=f'<iframe srcdoc="{escape(TAIL)}"></iframe>'), PUBLISHED, "truncated", marker=MARKER, cheap=True)  # fmt: skip
add("deep-srcdoc", lambda: page("<iframe/srcdoc=" * 100_000 + ">"), SLOW)
add("deep-fallbacks", lambda: page("<noscript><object>x" * 30_000), SLOW)
add("deep-hidden", lambda: page("<li>x<span hidden>y" * 30_000), SLOW)
add("fields-1e5", lambda: page("<input value=x>" * 100_000), SLOW, marker=MARKER)
add("lost-all-in-comment", lambda: f"<html><body><!-- {BODY}{TAIL}</body></html>".encode(), REFUSABLE, PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("lost-all-in-script", lambda: f"<html><body><script>{BODY}{TAIL}</body></html>".encode(), REFUSABLE, PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
for name, filler in {"text": "<p>{}</p>", "comment": "<!--{}-->", "script": "<script>{}</script>", "attribute": "<p title='{}'>x</p>", "style": "<style>{}</style>"}.items():  # fmt: skip
    add(f"lost-after-{name}-11mb", lambda filler=filler: halved(filler.replace("{}", "ab cd " * 1_900_000)), SLOW, marker=MARKER)  # fmt: skip
add("data-uri-5mb", lambda: page(f"<img src='data:image/png;base64,{base64.b64encode(bytes(4_000_000)).decode()}'>"), SLOW, marker=MARKER)  # fmt: skip
add("line-10mb", lambda: page("Clears the racks of weed. " * 400_000), SLOW)

# --- encodings ---------------------------------------------------------------------------------------------------------
for charset in ("utf-16", "utf-16le", "utf-32", "utf-7", "x-user-defined", "no-such-charset", "iso-2022-jp", "hz-gb-2312", "ibm037", "replacement", "\u00fcber", "idna", "base64", "rot13", "unicode_escape", "undefined", "punycode", "a" * 150):  # fmt: skip
    add(f"charset-{charset[:20].encode('ascii', 'ignore').decode()}", lambda charset=charset: page(head=f"<meta charset='{charset}'>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
    add(f"charset-8bit-{charset[:20].encode('ascii', 'ignore').decode()}", lambda charset=charset: page(" caf\u00e9 ", f"<meta charset={charset.encode('ascii', 'ignore').decode()}>").decode().encode("cp1252"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"):
    add(f"encoded-{name}", lambda name=name: page().decode().encode(name), PUBLISHED, marker=MARKER, cheap=True)
for name in ("utf-32-le", "utf-32-be", "cp037", "utf-7"):
    add(f"encoded-{name}", lambda name=name: page().decode().encode(name), PUBLISHED, GATE, "unidentified", marker=MARKER, cheap=True)  # fmt: skip
add("encoded-odd-utf-16", lambda: page().decode().encode("utf-16")[:-1], PUBLISHED, marker=MARKER, cheap=True)
add("encoded-utf-16-surrogate", lambda: page().decode().encode("utf-16-le").replace("Clears".encode("utf-16-le"), b"\x00\xd8C\x00"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("encoded-two-boms", lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + page(), PUBLISHED, marker=MARKER, cheap=True)
add("encoded-bom-lies", lambda: b"\xff\xfe" + page(), PUBLISHED, GATE, "unidentified", "corrupt", cheap=True)
add("encoded-cesu-8", lambda: page("\U0001f6b0").replace("\U0001f6b0".encode(), b"\xed\xa0\xbd\xed\xba\xb0"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("encoded-overlong", lambda: page(" \x7f ").replace(b"\x7f", b"\xc0\xaf\xe0\x80\xaf"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("nul-everywhere", lambda: page().replace(b" ", b"\x00 "), PUBLISHED, GATE, "unidentified", marker=MARKER, cheap=True)  # fmt: skip
add("nul-one", lambda: page("\x00"), PUBLISHED, marker=MARKER, cheap=True)

# --- entities ----------------------------------------------------------------------------------------------------------
LAUGHS = "<!DOCTYPE html [<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{k} '{f'&l{k - 1};' * 10}'>" for k in range(1, 12)) + "]>"  # fmt: skip
for name, before in {
    "laughs": LAUGHS,
    "external": "<!DOCTYPE html [<!ENTITY l11 SYSTEM 'file:///etc/passwd'>]>",
    "parameter": "<!DOCTYPE html [<!ENTITY % a SYSTEM 'http://x.example/a.dtd'> %a;]>",
    "xml": "<?xml version='1.0' encoding='utf-16'?>" + LAUGHS,
    "xinclude": "<?xml-stylesheet href='file:///etc/passwd'?>",
}.items():
    add(f"entity-{name}", lambda before=before: before.encode() + page("<p>&l11; <xi:include href='file:///etc/passwd' parse='text'/></p>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
for name, reference in {"surrogate": "&#xD800;&#xDC00;", "beyond": "&#x110000;&#99999999999;", "zero": "&#0;", "controls": "&#1;&#8;&#27;&#127;&#x85;", "bidi": "&#x202E;&#x2066;", "c1": "&#128;&#159;", "noncharacter": "&#xFFFE;&#xFFFF;", "unknown": "&nosuch;&;&#;&#x;", "digits": "&#" + "9" * 5000 + ";"}.items():  # fmt: skip
    add(f"reference-{name}", lambda reference=reference: page(f"<li>Clears {reference} racks.</li>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
    add(f"reference-title-{name}", lambda reference=reference: page().replace(b"<h1>", b"<h1>" + reference.encode()), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("reference-1e6", lambda: page("&amp;" * 1_000_000), SLOW)

# --- what would act, what is hidden, what is no specification -----------------------------------------------------------
for name, (title, code) in {**INJECTIONS, **CONTROL_INJECTIONS}.items():
    lines = as_html([*specification(escape(title), escape(code)), LAST])
    add(f"title-{name}", lambda lines=lines: f"<html><body>{lines}</body></html>".encode(), PUBLISHED, GATE, marker=MARKER, cheap=name != "long")  # fmt: skip
add("title-raw-xss", lambda: f"<html><body>{as_html([*specification(*INJECTIONS['xss']), LAST])}</body></html>".encode(), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
ROWS = "".join(f"<tr><td>44{k}</td><td>Weir Keeper {level}</td></tr>" for k, level in enumerate(("I", "II", "III"), 16))
TABLE = f"<table><tr><td>Class Code</td><td>Class</td></tr>{ROWS * 200}</table>"
add("classes-again-200", lambda: f"<html><body><h1>Weir Keeper Series</h1>{TABLE}{BODY[HALF:]}{TAIL}</body></html>".encode(), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("javascript", lambda: page("<script>document.body.innerHTML = ''; while (1) {}</script><a href='javascript:alert(1)' onclick=x()>y</a>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("refresh", lambda: page(head="<meta http-equiv=refresh content='0; url=file:///etc/passwd'><base href='//x.example'>"), PUBLISHED, marker=MARKER, cheap=True)  # fmt: skip
add("script-only", lambda: b"<html><body><div id=root></div><script>" + b"var a = 1;" * 1000 + b"</script></body></html>", GATE, cheap=True)  # fmt: skip
add("frames-only", lambda: b"<html><frameset cols='20%,80%'><frame src=a.html><frame src=b.html></frameset></html>", GATE, cheap=True)  # fmt: skip
add("tags-only", lambda: b"<html><body>" + b"<p></p>" * 1000 + b"</body></html>", "no_text", cheap=True)
add("error-404", lambda: b"<html><head><title>404</title></head><body><h1>404 Not Found</h1><p>The requested page was not found on this server.</p></body></html>", "error_page", cheap=True)  # fmt: skip
add("login", lambda: b"<html><body><h1>Sign in</h1><p>Your session has expired. Please sign in again.</p><form><input name=user><input name=password></form></body></html>", "error_page", "too_little_text", cheap=True)  # fmt: skip
add("links-only", lambda: b"<html><body><ul>" + b"".join(b"<li><a href=%d.html>Weir Keeper %d</a></li>" % (k, k) for k in range(300)) + b"</ul></body></html>", "link_list", "no_specification", "job_list", cheap=True)  # fmt: skip
# Found by changing real pages: the first reader loses what stands behind, the second stops at the mark.
add("declaration-swallowed", lambda: page("<![ï <svg><title>" + "lost words of a page " * 40), "corrupt", "truncated", cheap=True)  # fmt: skip
add("plain", page, PUBLISHED, marker=MARKER, cheap=True)
