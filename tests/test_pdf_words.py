"""Glyphs to words, where no PDF of a case folder can show it."""

from __future__ import annotations

from typing import Any

from parsers.pdf_words import once, words_of


def glyphs(*parts: tuple[str, str], size: float = 10.0) -> list[dict[str, Any]]:
    """Letters half as wide as high on one line, each part in a font of its own."""
    out: list[dict[str, Any]] = []
    at = 0.0
    for text, font in parts:
        for char in text:
            box = {"x0": at, "x1": at + size / 2, "top": 0.0, "bottom": size, "doctop": 0.0}
            out.append({"text": char, "fontname": font, "size": size, "upright": True, **box})
            at += size / 2
    return out


def test_a_ligature_of_another_subset_stays_in_its_word() -> None:
    found = words_of(glyphs(("Quali", "AAAAAD+Plain"), ("ﬁ", "AAAAAF+Plain"), ("cations", "AAAAAD+Plain")), 1.0)
    assert [word["text"] for word in found] == ["Qualifications"]


def test_bold_made_by_double_print_counts_once() -> None:
    bold = glyphs(("JOB", "Plain"))
    again = [{**glyph, "x0": glyph["x0"] + 1, "x1": glyph["x1"] + 1} for glyph in bold]
    kept, left_out = once([glyph for pair in zip(bold, again, strict=True) for glyph in pair])
    assert "".join(glyph["text"] for glyph in kept) == "JOB"
    assert left_out == {id(glyph) for glyph in again}


def test_doubled_letters_of_a_narrow_face_stay() -> None:
    letters = glyphs(("all", "Plain"))
    letters[2] = {**letters[2], "x0": letters[1]["x0"] + 2.4}
    assert once(letters) == (letters, set())
