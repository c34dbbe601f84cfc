"""What a Word document holds and does not show as its text: words that are hidden, struck through, deleted or moved away."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, NamedTuple

from docx.oxml.ns import qn

_P, _R, _T, _STYLE, _LOOK, _VAL = (qn(f"w:{name}") for name in ("p", "r", "t", "style", "rPr", "val"))
# The switches of a run, or of its style, that take its words out of the text, and the rule that says so. What is struck
# through is what a revision took out and left to be read by those who compare.
_SWITCHES = {
    qn("w:vanish"): "docx_hidden",
    qn("w:strike"): "docx_struck",
    qn("w:dstrike"): "docx_struck",
}
# What Word itself keeps of a tracked change: neither stands in the text, and what was moved stands where it was moved to.
_GONE = (qn("w:del"), qn("w:moveFrom"))
_SAID = tuple(qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen"))
# How deep a style may be based on others; Word allows eleven.
_BASED = 20
# What a switch such as w:b may say when it is on; without a value it is on as well.
ON = frozenset((None, "1", "true", "on"))


class Unseen(NamedTuple):
    """Words that were taken out of the text, and the rule that says why."""

    text: str
    rule: str


def take_out(body: Any, styles: Any) -> list[Unseen]:
    """Take out of the body what a reader does not see as its text; returns the words that are hidden or struck through.

    The body is changed, so that nothing that reads it afterwards has to ask.
    """
    # A mark of the same name in the properties of a paragraph or row has no words in it.
    for gone in list(body.iter(*_GONE)):
        gone.getparent().remove(gone)
    by_style = _by_style(styles)
    if not by_style and next(body.iter(*_SWITCHES), None) is None:
        return []
    found = [(run, rule) for run in body.iter(_R) if (rule := _rule(run, by_style))]
    return [
        Unseen("".join(_words_out_of(run, rule) for run, _ in runs), rule)
        for (rule, _), runs in groupby(found, key=lambda pair: (pair[1], next(pair[0].iterancestors(_P), None)))
    ]


def _words_out_of(run: Any, rule: str) -> str:
    """The words of a run, which loses them; a text box that hangs on words struck through keeps its own."""
    said = list(run.iterchildren(*_SAID) if rule == "docx_struck" else run.iter(*_SAID))
    for node in said:
        node.getparent().remove(node)
    return "".join(node.text or "" if node.tag == _T else " " for node in said)


def _rule(run: Any, by_style: Mapping[str | None, Mapping[str, bool]]) -> str:
    """The rule by which a run is out of the text, or nothing: it says so itself, or its style does, or its paragraph's."""
    switches = _set(run.find(_LOOK))
    if by_style:
        paragraph = next(run.iterancestors(_P), None)
        switches = {
            **by_style.get(_named(paragraph, "pPr", "pStyle"), {}),
            **by_style.get(_named(run, "rPr", "rStyle"), {}),
            **switches,
        }
    return next((rule for switch, rule in _SWITCHES.items() if switches.get(switch)), "")


def _by_style(styles: Any) -> dict[str | None, dict[str, bool]]:
    """The switches of the styles that have any, by their id, with what they have from the styles they are based on."""
    if next(styles.iter(*_SWITCHES), None) is None:
        return {}
    elements = {style.get(qn("w:styleId")): style for style in styles.iterchildren(_STYLE)}
    found = {}
    for name, style in elements.items():
        switches: dict[str, bool] = {}
        for _ in range(_BASED):
            switches = _set(style.find(_LOOK)) | switches
            based = style.find(qn("w:basedOn"))
            style = elements.get(based.get(_VAL)) if based is not None else None
            if style is None:
                break
        if switches:
            found[name] = switches
    return found


def _set(look: Any) -> dict[str, bool]:
    return {} if look is None else {node.tag: node.get(_VAL) in ON for node in look.iterchildren(*_SWITCHES)}


def _named(element: Any, properties: str, style: str) -> str | None:
    named = element.find(f"{qn(f'w:{properties}')}/{qn(f'w:{style}')}") if element is not None else None
    return named.get(_VAL) if named is not None else None
