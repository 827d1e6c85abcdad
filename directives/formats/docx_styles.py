"""What a Word paragraph inherits from its style: list, font, and whether it is a heading."""

from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_DEEPEST = 12  # styles on styles; a longer chain is a loop
_VAL = qn("w:val")
_FONTS = (qn("w:ascii"), qn("w:hAnsi"), qn("w:cs"))


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document by their id; `default` is the paragraph style of those that name none."""

    by_id: dict[str, BaseOxmlElement] = field(default_factory=dict)
    default: str = ""
    font: str = ""

    @classmethod
    def of(cls, root: BaseOxmlElement | None) -> "Styles":
        """The styles of `word/styles.xml`; None where the document has none."""
        if root is None:
            return cls()
        styles = {str(each.get(qn("w:styleId"))): each for each in root.iterchildren(qn("w:style"))}
        usual = [key for key, each in styles.items() if each.get(qn("w:default")) == "1" and each.get(qn("w:type")) == "paragraph"]
        fonts = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}")
        return cls(styles, usual[0] if usual else "", _font_name(fonts))

    def list_place(self, paragraph: BaseOxmlElement) -> tuple[str, int] | None:
        """The list (its id) and level that number the paragraph; None where it is not numbered."""
        number_id, level = "", ""
        for properties in self._chain(paragraph):
            if (found := properties.find(qn("w:numPr"))) is not None:
                number_id = number_id or _value(found, "w:numId")
                level = level or _value(found, "w:ilvl")
        return (number_id, int(level) if level.isdecimal() and len(level) == 1 else 0) if number_id not in {"", "0"} else None

    def is_heading(self, paragraph: BaseOxmlElement) -> bool:
        """Whether the paragraph has an outline level, of its own or from its style."""
        levels = [_value(properties, "w:outlineLvl") for properties in self._chain(paragraph)]
        return any(level.isdecimal() and level != "9" for level in levels)

    def paragraph_font(self, paragraph: BaseOxmlElement) -> str:
        """The font of runs that name none."""
        style = self.by_id.get(_style_id(paragraph) or self.default)
        return self._style_font(style) or self.font

    def run_font(self, properties: BaseOxmlElement | None) -> str:
        """The font that a run names itself or through its character style; "" where it names none."""
        if properties is None:
            return ""
        own = _font_name(properties.find(qn("w:rFonts")))
        return own or self._style_font(self.by_id.get(_value(properties, "w:rStyle")))

    def _style_font(self, style: BaseOxmlElement | None) -> str:
        for each in self._ancestry(style):
            if name := _font_name(each.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")):
                return name
        return ""

    def _chain(self, paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
        """Paragraph properties, the paragraph's own first, then those of its style and of the styles that one is based on."""
        own = paragraph.find(qn("w:pPr"))
        styles = self._ancestry(self.by_id.get(_style_id(paragraph) or self.default))
        inherited = [each.find(qn("w:pPr")) for each in styles]
        return [properties for properties in (own, *inherited) if properties is not None]

    def _ancestry(self, style: BaseOxmlElement | None) -> list[BaseOxmlElement]:
        found: list[BaseOxmlElement] = []
        while style is not None and len(found) < _DEEPEST:
            found.append(style)
            style = self.by_id.get(_value(style, "w:basedOn"))
        return found


def _style_id(paragraph: BaseOxmlElement) -> str:
    properties = paragraph.find(qn("w:pPr"))
    return "" if properties is None else _value(properties, "w:pStyle")


def _font_name(fonts: BaseOxmlElement | None) -> str:
    return "" if fonts is None else next((name for key in _FONTS if (name := fonts.get(key))), "")


def _value(parent: BaseOxmlElement, child: str) -> str:
    found = parent.find(qn(child))
    return "" if found is None else str(found.get(_VAL) or "")
