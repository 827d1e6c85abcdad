"""The printed text of one Word paragraph: runs, breaks, tracked changes, and what hangs on it (notes, boxes, pictures)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from directives.encodings import from_font
from directives.formats.docx_styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"

NOT_PRINTED = {qn("w:del"), qn("w:moveFrom"), qn("w:sdtPr"), qn("w:sectPr"), qn("w:tcPr"), _MC + "Fallback"}
"""Deleted text, properties, and the second copy of what newer Word draws its own way."""

_GONE = NOT_PRINTED | {qn("w:pPr"), qn("w:rPr"), qn("w:delText"), qn("w:instrText")}
_PICTURES = {qn("a:blip"), _VML_IMAGE, qn("w:object")}
_SIGNS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:sym"): "•"}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_TEXTS = {qn("w:t"), _MATH_TEXT}


@dataclass(slots=True)
class Hanging:
    """What was met in a paragraph beside its text, in order: notes by (kind, id), text boxes, and how much was not read."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[BaseOxmlElement] = field(default_factory=list)
    pictures: int = 0
    hidden: int = 0


def printed(paragraph: BaseOxmlElement, styles: Styles, hanging: Hanging) -> str:
    """The paragraph's text as printed; "\\n" for line breaks and "\\t" for tabs. Adds to `hanging` what is no text."""
    usual = styles.paragraph_font(paragraph)
    pieces = list(_pieces(paragraph, usual, styles, hanging))
    # VNI writes one letter as two characters, which Word may put into two runs: runs of one font are converted together.
    return "".join(from_font("".join(text for text, _ in group), font) for font, group in groupby(pieces, key=lambda piece: piece[1]))


def _pieces(parent: BaseOxmlElement, font: str, styles: Styles, hanging: Hanging) -> Iterator[tuple[str, str]]:
    for child in parent.iterchildren("*"):
        if child.tag in _GONE:
            continue
        if child.tag in _TEXTS:
            yield child.text or "", font
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag], font
        elif child.tag == qn("w:r"):
            yield from _run(child, font, styles, hanging)
        else:
            _note_other(child, hanging)
            if child.tag != qn("w:txbxContent"):
                yield from _pieces(child, font, styles, hanging)


def _run(run: BaseOxmlElement, font: str, styles: Styles, hanging: Hanging) -> Iterator[tuple[str, str]]:
    properties = run.find(qn("w:rPr"))
    if _is_on(properties, "w:vanish"):
        hanging.hidden += any((text.text or "").strip() for text in run.iterchildren(qn("w:t")))
        return
    yield from _pieces(run, styles.run_font(properties) or font, styles, hanging)


def _note_other(element: BaseOxmlElement, hanging: Hanging) -> None:
    if element.tag in _NOTES:
        hanging.notes.append((_NOTES[element.tag], str(element.get(qn("w:id")))))
    elif element.tag == qn("w:txbxContent"):
        hanging.boxes.append(element)
    elif element.tag in _PICTURES:
        hanging.pictures += 1


def _is_on(properties: BaseOxmlElement | None, switch: str) -> bool:
    found = None if properties is None else properties.find(qn(switch))
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "off"}
