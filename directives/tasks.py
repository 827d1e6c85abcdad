"""The outline's passages → draft tasks: which passages order something, and whom the headings above them address."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from directives.assignments import Assignment
from directives.cast import Cast
from directives.clauses import short_text
from directives.deadlines import Deadline, Frame
from directives.drafts import GROUP_NAME, Letter, drafts
from directives.duties import passage_duties
from directives.duty import TIME_FIRST, Context, Duty, dated, period_heading
from directives.facts import assignment_duties
from directives.heading_context import ORDERS_FOLLOW, heading_context, is_numbered, last_sentence
from directives.headings import addressed, is_initials
from directives.layout import Block
from directives.model import DraftTask
from directives.roles import read_roles
from directives.sections import Node
from directives.spelling import matchable

_NO_ORDER = re.compile(
    r"^(?:\(?(?:chi tiết|có |kèm|gửi kèm|xem|biểu|phụ lục|theo (?:biểu|phụ lục))|trên đây là|nơi nhận|văn bản này|kế hoạch này|"
    r"quyết định này|chỉ thị này|"
    r"thông báo này|công văn này|mọi chi tiết|thông tin liên hệ|xin trân trọng|trân trọng|có hiệu lực|"
    r"ban hành kèm)"
)
_NO_WORK = re.compile(
    r"trách nhiệm thi hành|đã chủ trì |thông báo để [^.;]{0,120}(?:biết|thực hiện)|"
    r"^(?:\S+ ){0,12}?(?:ghi nhận|(?<!tuyên truyền, )(?<!khen thưởng, )biểu dương|"
    r"đánh giá cao|thống nhất với|nhất trí|cơ bản (?:đồng ý|thống nhất|nhất trí)) "
)
# What a letter says of the past before it orders, and of itself: no day in them is a deadline.
_ASSESSES = re.compile(
    r"(?:về )?(?:đánh giá(?: chung)?|kết quả (?:đạt được|thực hiện)|(?:một số )?tồn tại(?:, hạn chế)?|hạn chế|nhận xét)\s*:"
)
_ANNOUNCES = re.compile(
    r"(?:xây dựng|ban hành|triển khai)[^.;:]{0,40}(?:kế hoạch|chương trình|phương án|hướng dẫn)[^.;]*(?:như sau|sau đây|cụ thể)\s*:$"
)
# "Từ nay đến giữa tháng 11, UBND xã yêu cầu các thôn tập trung làm những việc sau:" above parts with days of their own
_WORK_BELOW = re.compile(r"(?:những|các|một số) (?:công )?(?:việc|nội dung|nhiệm vụ)(?: cụ thể)? (?:như sau|sau đây|dưới đây|sau)\s*:$")
_CLOSING = re.compile(
    r"(?:yêu cầu|đề nghị|giao|nhận được|căn cứ|để)[^.]*(?:triển khai|thực hiện|chấp hành|quan tâm|"
    r"phối hợp)[^.]*\.?\s*(?:kịp thời[^.]*\.)?\s*/?\.?/?$"
)
_OF_THE_LETTER = re.compile(
    r"^(?:báo cáo |định kỳ báo cáo |tổng hợp )?(?:kết quả|tình hình|tiến độ) (?:thực hiện|triển khai)[^.;,]{0,30}"
    r"(?:công văn|kế hoạch|chỉ thị|thông báo|công điện|quyết định|văn bản|nội dung|nhiệm vụ) (?:này|trên|nêu trên)"
)
_THEREOF = re.compile(r",?\s*(?:trong đó|cụ thể|gồm|như sau|sau)\s*:$", re.IGNORECASE)
_ONLY_DUE = re.compile(r"(?:hoàn thành|xong|thực hiện)\s+(?:xong\s+)?(?:trước|trong|chậm nhất)", re.IGNORECASE)
_LAST_SIGN = re.compile(r"\./\.?$|\.\s*/\.$")
_BASIS = re.compile(r"^(?:căn cứ|thực hiện|thi hành|theo|xét|tiếp theo|tiếp tục thực hiện|triển khai|trên cơ sở)\s")
_OWN_ORDER = 12
_FEWEST_WORDS = 4
_FEWEST_UNITS = 3


def draft_tasks(root: Node, letter: Letter, context: Context) -> list[DraftTask]:
    """All tasks under a node of the outline, in the letter's order."""
    taken: Counter[str] = Counter()
    return [_unique(task, taken) for task in _under(root, letter, context)]


def _unique(task: DraftTask, taken: Counter[str]) -> DraftTask:
    taken[task.ref] += 1
    return task if taken[task.ref] == 1 else replace(task, ref=f"{task.ref}-{taken[task.ref]}")


def _under(node: Node, letter: Letter, context: Context) -> Iterator[DraftTask]:
    context = replace(context, among_units=_mostly_units(node.children, letter.cast))
    for child in node.children:
        tasks = list(_node(child, letter, context))
        yield from tasks
        context = _after(child, letter, context)
        if tasks and not context.actors and all(GROUP_NAME.match(name) for name in tasks[-1].lead):
            context = replace(context, beside=tasks[-1].lead)


def _mostly_units(nodes: Sequence[Node], cast: Cast) -> bool:
    """Whether most points side by side are headed by units, so that the others are too."""
    points = [node.block.text for node in nodes if node.block and node.marker]
    headed = sum(addressed(text, cast) is not None for text in points)
    headed += sum(map(is_initials, points)) if headed else 0
    return headed >= _FEWEST_UNITS and 2 * headed > len(points)


def _after(child: Node, letter: Letter, context: Context) -> Context:
    """A plain paragraph that gives an order tells whom the plain paragraphs behind it mean, or that orders begin.

    What stands behind numbered points is no longer an introduction.
    """
    if context.preamble and child.block is not None and any(map(is_numbered, [child, *child.children])):
        return replace(context, preamble=False)
    if not context.preamble or child.marker or child.block is None:
        return context
    if child.block.open and ORDERS_FOLLOW.search(matchable(child.block.text)):
        return replace(context, preamble=False)
    roles = [read_roles(child.block.text, letter.cast, inside=False)]
    found = next((each for each in roles if each.ordered and each.lead), None)
    return replace(context, actors=found.lead) if found else context


def _node(node: Node, letter: Letter, context: Context) -> Iterator[DraftTask]:
    item = node.item
    if isinstance(item, Assignment):
        duties = _due_with(context.due, assignment_duties(item, context, letter.cast, letter.frame))
        yield from drafts(node, item.block, duties, letter)
        yield from _under(node, letter, context)
        return
    block = node.block
    if block is None:
        return
    if node.marker is None and _OF_THE_LETTER.match(matchable(block.text)):
        context = replace(context, actors=letter.addressees or context.actors, told=False)
    if node.marker is None and context.told and _is_last(node):
        context = replace(context, wide=True)  # a letter's last words speak to all of those it addresses
    below, words = heading_context(node, block, letter, context)
    wanted: list[Duty] = []
    if words:
        duties = passage_duties(words, below if words != block.text else _own(context, below), letter.cast, letter.frame)
        introduces = replace(below, preamble=context.preamble, actors=context.actors) if words == block.text and block.open else below
        wanted = [_with_topic(duty, context.topic) for duty in _wanted(duties, node, words, block, introduces, letter)]
    if not node.children:
        yield from drafts(node, block, _due_with(context.due, wanted), letter)
        return
    topic = short_text(_THEREOF.sub("", block.text)) if block.open and not addressed(block.text, letter.cast) else ""
    due = (_due_for_all(wanted, words) if block.open else None) or period_heading(block.text, letter.frame)
    under = list(_under(node, letter, replace(below, topic=topic, due=due or context.due)))
    if due and any(task.deadline_text == due.text and task.due_on == due.due_on for task in under):
        wanted = [duty for duty in wanted if duty.deadline is not due]
    yield from drafts(node, block, wanted, letter)
    yield from under


_LISTS_WORDS = re.compile(
    r"(?:gồm|nội dung báo cáo|trong đó|về|là|"
    r"(?:báo cáo|gửi|cung cấp)\s[^.;:]{0,90}\s(?:vấn đề|nội dung|thông tin|số liệu|kết quả)(?: sau)?)\s*:?$",
    re.IGNORECASE,
)


def _due_for_all(duties: Sequence[Duty], words: str) -> Deadline | None:
    """The one day that an announcement's last sentence sets for all its points: "Hoàn thành trước 15/4 các việc sau:"."""
    start = len(words) - len(last_sentence(words))
    days = [
        duty.deadline
        for duty in duties
        if duty.deadline and duty.deadline.due_on and duty.deadline.start >= start and not _in_brackets(words, duty.deadline.start)
    ]
    return days[0] if len(days) == 1 and not _LISTS_WORDS.search(words.rstrip(" :")) else None


def _in_brackets(words: str, at: int) -> bool:
    """Whether a day only explains: "phục vụ Đại hội (dự kiến trung tuần tháng 8):"."""
    return words.rfind("(", 0, at) > words.rfind(")", 0, at)


def _due_with(due: Deadline | None, duties: Sequence[Duty]) -> list[Duty]:
    """A point's duties, by the day set above where it names none of its own."""
    if due is None or any(duty.deadline and dated(duty.deadline) for duty in duties):
        return list(duties)
    return [replace(duty, deadline=due) for duty in duties]


def _with_topic(duty: Duty, topic: str) -> Duty:
    """A duty whose own words only say "hoàn thành" told with the announcement above it."""
    return replace(duty, text=f"{topic}: {duty.text}") if topic and _ONLY_DUE.match(duty.text) else duty


def _own(context: Context, below: Context) -> Context:
    return replace(context, report=below.report, preamble=below.preamble)


# "- Các đơn vị báo cáo nhanh …", then "- Báo cáo tổng kết gửi …": whoever reports here was said before.
_REPORTS = re.compile(r"(?:định kỳ )?(?:báo cáo|gửi|nộp)\s")


def _wanted(duties: Sequence[Duty], node: Node, words: str, block: Block, context: Context, letter: Letter) -> Iterator[Duty]:
    matched = matchable(words)
    if block.open and node.children:
        duties = [duty for duty in duties if duty.deadline is None or not _in_brackets(words, duty.deadline.start)]
    if _ASSESSES.match(matched) or (node.marker is None and _ANNOUNCES.search(matched)):
        return
    if node.marker is None and not node.children and _WORK_BELOW.search(matched):
        return
    for duty in (_to_addressees(duty, letter) for duty in duties):
        has_day = duty.deadline is not None and dated(duty.deadline)
        if has_day and _may_be_dated(duty, words, context, letter.frame):
            reporting = context.beside if _REPORTS.match(matched) else ()
            yield duty if duty.lead else replace(duty, lead=reporting or letter.addressees)
        elif not has_day and _may_be_undated(duty, node, words, block, context):
            yield duty


def _to_addressees(duty: Duty, letter: Letter) -> Duty:
    """A duty of "quý cơ quan" is that of those whom the letter is sent to, where they are few."""
    polite = all(name.startswith("Quý ") for name in duty.lead)
    return replace(duty, lead=letter.addressees) if duty.lead and polite and letter.addressees else duty


# What an introduction says of others' papers and meetings, whatever day stands in it.
_TELLS_OF_THE_PAST = re.compile(
    r"^(?:căn cứ|thực hiện|thi hành|theo|xét|tiếp theo|triển khai|trên cơ sở|ngày \d{1,2}/\d|vừa qua|sau khi|qua|để|nhằm|tại|hiện)\s?|"
    r"(?<!\w)(?:đã|vừa|mới)\s+(?:ban hành|có|tổ chức|chỉ đạo|triển khai|được|chủ trì|làm việc|kiểm tra|tiến hành)"
)
_ASKS = re.compile(r"quý\s+(?:cơ quan|đơn vị|địa phương|sở|ban|công ty)")


def _is_still_due(duty: Duty, words: str, frame: Frame, *, named: bool) -> bool:
    """Whether a plain paragraph of a letter without points names somebody, or asks "quý cơ quan", and a day behind the letter's."""
    due, start = (duty.deadline.due_on, duty.deadline.start) if duty.deadline else (None, 0)
    sentence = matchable(words[max((words.rfind(end, 0, start) for end in (". ", "; ")), default=-1) + 1 : start].strip(" ;."))
    if due is None or frame.issued_on is None or due < frame.issued_on:
        return bool(named and duty.deadline and duty.deadline.rrule and not _TELLS_OF_THE_PAST.search(sentence))
    return bool(_ASKS.search(sentence)) or (named and not _TELLS_OF_THE_PAST.search(sentence))


# "BCĐ đã giao các phòng hoàn thành … trước ngày 30/6": an order of the past
_ORDERED_BEFORE = re.compile(r"(?<!\w)đã\s+(?:giao|yêu cầu|chỉ đạo|đề nghị)\s")


def _is_cited(words: str, at: int) -> bool:
    """Whether a day belongs to an order of the past or, in brackets, to a paper that the letter rests on."""
    sentence = matchable(words[max(words.rfind(". ", 0, at), words.rfind("; ", 0, at)) + 1 : at])
    return bool(_ORDERED_BEFORE.search(sentence)) or (_in_brackets(words, at) and bool(_BASIS.match(matchable(words))))


def _may_be_dated(duty: Duty, words: str, context: Context, frame: Frame) -> bool:
    if (context.report or context.preamble) and duty.deadline and _is_cited(words, duty.deadline.start):
        return False
    if context.preamble and duty.deadline and TIME_FIRST.match(words):
        return True  # "Ngày 27/5: Kết thúc việc …": a line of a schedule
    if context.preamble and not context.report and _is_still_due(duty, words, frame, named=duty.explicit):
        return True
    if context.means and context.report and _is_still_due(duty, words, frame, named=duty.lead not in ((), context.actors)):
        return True
    if context.report or context.preamble:
        return duty.ordered or (bool(context.actors) and not context.report)
    return True


def _may_be_undated(duty: Duty, node: Node, words: str, block: Block, context: Context) -> bool:
    matched = matchable(words)
    if (
        not duty.lead
        or context.report
        or len(duty.text.split()) < _FEWEST_WORDS - 1
        or len(words.split()) < _FEWEST_WORDS
        or _NO_ORDER.match(matched)
        or _NO_WORK.search(matched)
    ):
        return False
    if ((node.children and (block.open or not words.endswith((".", ";")))) or words.endswith(":")) and not _says_more(words):
        return False
    if node.marker is None and not _charges(duty, matched) and _is_closing(node, words, matched):
        return False
    if context.preamble:
        return duty.ordered and not _BASIS.match(matched)
    return duty.explicit or context.told


_WATCHES = re.compile(r"(?:^|[:;.,]\s*)(?:đồng thời\s+)?giao\s[^;.]{0,120}(?:theo dõi|đôn đốc|kiểm tra|tổng hợp)")


def _charges(duty: Duty, matched: str) -> bool:
    """Whether a closing sentence charges one certain office ("Giao Văn phòng UBND tỉnh theo dõi, đôn đốc …"), not everybody."""
    return duty.ordered and len(duty.lead) == 1 and not GROUP_NAME.match(duty.lead[0]) and bool(_WATCHES.search(matched))


def _says_more(words: str) -> bool:
    """Whether a paragraph that announces others ("… đúng tiến độ. Cụ thể:") gives an order of its own before that."""
    before = words[: -len(last_sentence(words))]
    if _BASIS.match(matchable(before)):
        return False
    return len(before.split()) >= _OWN_ORDER


def _is_closing(node: Node, words: str, matched: str) -> bool:
    """Whether an order without a day only asks at the letter's end to carry all of it out."""
    alone = node.parent is not None and node.parent.marker is not None and len(node.parent.children) == 1
    if alone or not (_LAST_SIGN.search(words) or _is_last(node)):
        return False
    return bool(_LAST_SIGN.search(words) or _CLOSING.search(matched))


def _is_last(node: Node) -> bool:
    while node.parent:
        if node.parent.children[-1] is not node:
            return False
        node = node.parent
    return True
