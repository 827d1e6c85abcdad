"""The passage being read: folded text, the letter's frame, and where fields begin that hold deadlines without prepositions."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from directives.deadlines.fold import Folded, fold
from directives.deadlines.model import Frame
from directives.deadlines.words import phrase

# Room for the next year and the one before.
_LAST_YEAR = 9990
_LOOK_BACK = 80
_LOOK_AHEAD = 160
_SENTENCE = 240
# "+ Thời gian hoàn thành: …", "Thời hạn báo cáo: …"
_LABEL = phrase(r"(?<!quyền )(?<!giới )\b(?:thời gian|thời hạn|tiến độ|lộ trình|hạn)(?: [^\W\d_]{1,12}){0,5}~:")
_LEADING = phrase(r"[:+•\n-]{0,3}~[:+•-]{0,3}~")
_FIELD_END = phrase(r"\n~[-+•]|\n[^\n:]{0,40}(?:đơn vị|cơ quan|chủ trì|phối hợp|kinh phí|địa điểm)[^\n:]{0,30}:")
_SENTENCE_END = phrase(r"(?<!\btp)(?<!\btt)[.!?]{1,3}['\")\]]{0,3} |\n~[-+•]|\n~[0-9]{1,2}[.)] ")
_CLAUSE_END = phrase(r"(?<!\btp)(?<!\btt)[.!?;]{1,3}['\")\]]{0,3}(?= |$)|\n~[-+•]")


@dataclass(frozen=True, slots=True)
class Passage:
    """What every rule reads. Positions are those of `text`, the folded text."""

    folded: Folded
    frame: Frame
    fields: tuple[tuple[int, int], ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def left(self, position: int) -> str:
        """The words just before a place, as far as rules look back, cut at the last sentence end."""
        return self.text[max(0, position - _LOOK_BACK, self._begin(position, self.sentences)) : position]

    def said(self, position: int) -> str:
        """The same as far back as a sentence of ordinary length goes."""
        return self.text[max(0, position - _SENTENCE, self._begin(position, self.sentences)) : position]

    def right(self, position: int) -> str:
        """The words just behind a place, as far as rules look ahead within the sentence."""
        until = self.sentences[index] if (index := bisect_right(self.sentences, position)) < len(self.sentences) else len(self.text)
        return self.text[position : min(until, position + _LOOK_AHEAD)]

    def in_field(self, position: int) -> bool:
        """Whether the place lies in the value of a field such as "Thời gian: …"."""
        index = bisect_right(self.fields, (position, len(self.text) + 1)) - 1
        return index >= 0 and position < self.fields[index][1]

    def field_start(self, position: int) -> bool:
        """Whether a field's value begins here."""
        index = bisect_right(self.fields, (position, len(self.text) + 1)) - 1
        return index >= 0 and position == self.fields[index][0]

    def sentence(self, position: int) -> int:
        """The number of the sentence that holds the place."""
        return bisect_right(self.sentences, position)

    def clause(self, position: int) -> int:
        """The number of the clause (semicolons divide too) that holds the place."""
        return bisect_right(self.clauses, position)

    def with_year(self, year: int) -> "Passage":
        """The same passage for a phrase that takes its year from its neighbour ("từ ngày 1/3 đến ngày 15/3/2025")."""
        return replace(self, frame=replace(self.frame, plan_year=year))

    @staticmethod
    def _begin(position: int, ends: tuple[int, ...]) -> int:
        index = bisect_right(ends, position)
        return ends[index - 1] if index else 0


def passage(original: str, frame: Frame, *, field: bool) -> Passage:
    """Prepares a text for the rules, in time linear in its length."""
    folded = fold(original)
    text = folded.text
    fields = ((_value_at(text, 0), len(text)),) if field else tuple(_fields(text))
    sentences = tuple(match.end() for match in _SENTENCE_END.finditer(text))
    clauses = tuple(match.end() for match in _CLAUSE_END.finditer(text))
    return Passage(folded, _in_calendar(frame), fields, sentences, clauses)


def _in_calendar(frame: Frame) -> Frame:
    """The frame without figures that no calendar has, so that rules needn't ask."""
    year, month, plan_year = (
        value if value is not None and 1 < value < limit else None
        for value, limit in ((frame.year, _LAST_YEAR), (frame.month, 13), (frame.plan_year, _LAST_YEAR))
    )
    return Frame(year, frame.month if frame.month == 1 else month, frame.day, plan_year)


def _value_at(text: str, position: int) -> int:
    match = _LEADING.match(text, position)
    return match.end() if match else position


def _fields(text: str) -> list[tuple[int, int]]:
    labels = [_value_at(text, match.end()) for match in _LABEL.finditer(text)]
    ends = [match.start() for match in _FIELD_END.finditer(text)] + [len(text)]
    return [(begin, ends[bisect_right(ends, begin)] if begin < len(text) else begin) for begin in labels]
