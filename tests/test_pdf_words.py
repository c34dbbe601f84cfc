"""Glyphs to words, where no PDF of a case folder can show it."""

from __future__ import annotations

from parsers.pdf_glyphs import UNMAPPED, Glyph, Glyphs
from parsers.pdf_words import lines_of, once, print_line, printed_once, words_of


def glyphs(*parts: tuple[str, str], size: float = 10.0, turn: int = 0) -> list[Glyph]:
    """Letters half as wide as high on one line, each part in a face of its own; a turned line starts at the corner."""
    out: list[Glyph] = []
    at = 100.0
    for text, face in parts:
        for char in text:
            near, far = at, at + size / 2
            box = {
                0: (near, 0.0, far, size),
                1: (-size, near, 0.0, far),
                2: (-far, -size, -near, 0.0),
                3: (0.0, -far, size, -near),
            }[turn]
            out.append(Glyph(char, *box, face, size, turn))
            at = far
    return out


def texts(found: list[Glyph]) -> list[str]:
    return [word.text for word in words_of(Glyphs.of(found), 1.0)[0]]


def test_a_word_ends_where_the_face_changes() -> None:
    assert texts(glyphs(("Duties", "Bold"), ("vary", "Plain"))) == ["Duties", "vary"]


def test_ligatures_are_written_out() -> None:
    assert texts(glyphs(("Quali\ufb01cations", "Plain"))) == ["Qualifications"]


def test_turned_lines_are_read_in_their_direction_and_come_last() -> None:
    for turn in (1, 2, 3):
        found = glyphs(("PLANT BOARD", "Plain"), turn=turn) + glyphs(("Duties", "Plain"))
        lines = lines_of(words_of(Glyphs.of(found), 1.0)[0])
        assert [" ".join(word.text for word in line) for line in lines] == ["Duties", "PLANT BOARD"], turn


def test_bold_made_by_double_print_counts_once() -> None:
    bold = glyphs(("JOB", "Plain"))
    again = [glyph._replace(x0=glyph.x0 + 1, x1=glyph.x1 + 1) for glyph in bold]
    by_turns = [glyph for pair in zip(bold, again, strict=True) for glyph in pair]
    assert list(once(Glyphs.of(by_turns)).rows()) == bold
    for twice in (bold + again, by_turns):
        kept, words = printed_once(Glyphs.of(twice), 1.0)
        assert list(kept.rows()) == bold
        assert [word.text for word in words] == ["JOB"]


def test_a_word_printed_twice_apart_counts_once() -> None:
    once_more = glyphs(("JOB", "Plain"), (" of ", "Italic"), ("JOB", "Plain"))[-3:]
    first = [glyph._replace(x0=glyph.x0 - 0.5, x1=glyph.x1 - 0.5) for glyph in once_more]
    _, words = printed_once(Glyphs.of(first + glyphs((" of ", "Italic")) + once_more), 1.0)
    assert sorted(word.text for word in words) == ["JOB", "of"]


def test_doubled_letters_of_a_narrow_face_stay() -> None:
    letters = glyphs(("all", "Plain"))
    letters[2] = letters[2]._replace(x0=letters[1].x0 + 2.4)
    assert list(printed_once(Glyphs.of(letters), 1.0)[0].rows()) == letters


def test_a_glyph_without_a_character_is_a_bullet_where_it_stands_alone() -> None:
    words, _ = words_of(Glyphs.of(glyphs((f"{UNMAPPED} Mends nets {UNMAPPED}x", "Plain"))), 1.0)
    assert print_line(words).text == f"• Mends nets {UNMAPPED}x"
