"""What a coordinator or leader orders: nudge, extend, assign, approve, return, cancel, star, put in force, correct a draft."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final, Literal

from handlers.understanding import intents as i
from handlers.understanding.days import find_day, find_span, last_day_on_time
from handlers.understanding.difficulty import find_cause
from handlers.understanding.numbers import find_shares
from handlers.understanding.phrases import LOOSE_TASK, TASK, Core, Rule, first_intent, rule, task_of

_WHY: Final = r"(?:[ ,:-]+(?:(?:vi|do|ly do|because)\b:? ?)?(?P<reason>.{1,500}))?"
_UNIT_WORD: Final = (
    r"(?:phong|xa|phuong|thi tran|ubnd|van phong|trung tam|ban|so|huyen|truong|hoi|doan|cong an|tram|chi cuc|cac|don vi"
    r"|mat tran|dang uy|đảng uy|can bo|lanh dao|chuyen vien"
    r"|dieu phoi|quan tri|dong chi|anh|chi|nguoi|unit)"
)
_ROLES: Final[tuple[tuple[re.Pattern[str], Literal["officer", "coordinator", "leader", "admin"]], ...]] = (
    (re.compile(r"\b(?:(?:vai tro|quyen|lam|voi vai tro|as|as a) ){0,8}(?:lanh dao|leader|chu tich|bi thu)\b"), "leader"),
    (re.compile(r"\b(?:(?:vai tro|quyen|lam|voi vai tro|as|as a) ){0,8}(?:nguoi )?(?:dieu phoi(?: vien)?|coordinator)\b"), "coordinator"),
    (re.compile(r"\b(?:(?:vai tro|quyen|lam|voi vai tro|as|as a) ){0,8}(?:quan tri(?: vien)?|admin)\b"), "admin"),
    (re.compile(r"\b(?:(?:vai tro|quyen|lam|voi vai tro|as|as a) ){0,8}(?:can bo|chuyen vien|officer)\b"), "officer"),
)
_ROLE_EDGE: Final = re.compile(r"^(?:cho|cua|for|o|tai|[ ,-]){1,8}|(?:cho|voi|as|[ ,-]){1,8}$")


def _nudge(match: re.Match[str], core: Core) -> i.Intent | None:
    task = re.fullmatch(rf"(?:{LOOSE_TASK})", match["rest"])
    if task:
        return i.Nudge(task=int(task["task"]))
    return None if re.match(r"(?:em|toi|minh|lai|sau|nho)\b", match["rest"]) else i.Nudge(core.typed(match, "rest"))


def _praise(match: re.Match[str], core: Core) -> i.Intent:
    task = re.fullmatch(rf"(?:{LOOSE_TASK})", match["rest"])
    return i.Praise(task=int(task["task"])) if task else i.Praise(core.typed(match, "rest"))


def _extend(match: re.Match[str], core: Core) -> i.Intent | None:
    rest = match["rest"] or ""
    cause = find_cause(rest)
    words = rest[: cause.start()] if cause else rest
    day = find_day(words, core.today, "future")
    span = None if day else find_span(words)
    if words.strip(" ,.:") and not day and not span and not task_of(match):
        return None
    begin = match.start("rest")
    reason = core.reading.words_as_typed(begin + cause.end(), core.end) if cause else ""
    sure = (day.sure if day else span[1] if span else True) and (day is None or day.on >= core.today)
    return i.Extend(task_of(match), last_day_on_time(words, day).on if day else None, span[0] if span else None, reason, sure=sure)


def _assign(match: re.Match[str], core: Core) -> i.Intent:
    return i.Assign(task_of(match), core.typed(match, "unit"))


def _new_task(match: re.Match[str], core: Core) -> i.Intent:
    if match["text"]:
        return i.NewTask(core.typed(match, "unit"), core.typed(match, "text"))
    return i.NewTask("", core.typed(match, "both"), sure=False)


def _activate(match: re.Match[str], core: Core) -> i.Intent:
    return i.Activate(number=core.typed(match, "number"))


def _invite(match: re.Match[str], core: Core) -> i.Intent:
    """The role is taken out of the words, what is left names the unit."""
    rest, start = match["rest"] or "", match.start("rest")
    for pattern, role in _ROLES:
        found = pattern.search(rest)
        if found:
            before, after = rest[: found.start()].strip(), rest[found.end() :].strip()
            kept = (found.end(), len(rest)) if after else (0, found.start())
            aside = re.match(r"[ ,-]*(?:cho|cua|for|o|tai)? ?", rest[kept[0] :])
            begin = kept[0] + (aside.end() if aside and (after or not before) else 0)
            finish = kept[1] - (len(before) - len(_ROLE_EDGE.sub("", before)) if not after else 0)
            return i.Invite(core.reading.words_as_typed(start + begin, start + finish), role)
    return i.Invite(core.typed(match, "rest"))


def _merge(match: re.Match[str], core: Core) -> i.Intent:
    units = tuple(part.strip() for part in re.split(r",|;|\s+(?:và|va|với|voi|and)\s+", core.typed(match, "units")) if part.strip())
    return i.MergeUnits(units, core.typed(match, "into"), _from(match, core))


def _from(match: re.Match[str], core: Core) -> date | None:
    day = find_day(match["on"], core.today, "future") if match["on"] else None
    return day.on if day and day.sure else None


def _draft(
    part: Literal["unit", "support", "deadline", "remind", "text", "split", "drop", "add"],
) -> Callable[[re.Match[str], Core], i.Intent]:
    def make(match: re.Match[str], core: Core) -> i.Intent:
        groups = match.groupdict()
        item = int(groups["item"]) if groups.get("item") else None
        return i.Draft(part, item, core.typed(match, "text") if "text" in groups else "", listed=item is not None)

    return make


def _remind(match: re.Match[str], core: Core) -> i.Intent:
    """Days of reminding for a task by its code or a letter by its number; the usual ones where what was set is done away with."""
    text = USUAL_DAYS if match["undo"] else core.typed(match, "text")
    return i.Draft("remind", task_of(match), text, number=core.typed(match, "number"))


_SINCE: Final = r"(?: (?:ke )?(?:tu|from|vao)(?: ngay)? (?P<on>.{3,40}))?"
_ITEM: Final = r"(?: (?:cua|cho))?(?: (?:muc|dong|viec|nhiem vu|so|thu)){0,8} ?(?P<item>\d{1,4})"
_TO: Final = r"(?: (?:thanh|la|sang|cho|to)\b| ?:)? ?(?P<text>.{1,1000})"
_CHANGE: Final = r"(?:(?:sua|doi|chinh|thay|cap nhat)(?: lai)? )"
_REMINDERS: Final = r"(?:lich nhac|ngay nhac|nhac)(?: rieng)?"
_LETTER: Final = r"(?:van ban|cong van|thong bao|ke hoach|chi thi|cong dien|quyet dinh)(?: so)? (?P<number>\d\S{0,30}?)(?=:? |$)"
USUAL_DAYS: Final = "như thường lệ"

RULES: Final[tuple[Rule, ...]] = (
    # gia hạn #27 đến 15/5
    rule(rf"(?:(?:cho )?(?:gia han|lui han|lui thoi han)(?: cho)?|extend)(?: {LOOSE_TASK})?(?P<rest>.{{0,600}})", _extend),
    # đồng ý gia hạn #27
    rule(
        rf"(?:dong y|chap thuan|dong y cho|chap nhan)(?: (?:cho )?gia han)? {TASK}|approve extension {LOOSE_TASK}",
        lambda match, _core: i.Decide(task_of(match), granted=True),
    ),
    # từ chối #27 vì đã gia hạn hai lần
    rule(
        rf"(?:tu choi|khong dong y|khong cho|bac)(?: (?:cho )?gia han)? {TASK}(?: (?:nua|nữa))?{_WHY}",
        lambda match, core: i.Decide(task_of(match), granted=False, reason=core.typed(match, "reason")),
    ),
    # giao #27 cho Phòng Nội vụ
    rule(rf"(?:giao lai|giao|chuyen giao|chuyen|phan cong|assign) {TASK} ?(?:cho|sang|ve|to|:)? ?(?P<unit>.{{2,120}})", _assign),
    # chuyển 27 sang Phòng Nội vụ
    rule(r"(?:chuyen|chuyen giao|giao|assign) (?P<task>\d{1,7}) (?:cho|sang|to) (?P<unit>.{2,120})", _assign),
    # giao lại cho xã Cao Lâu
    rule(r"(?:giao lai|chuyen)(?: viec| nhiem vu)?(?: nay)? (?:cho|sang) (?P<unit>.{2,120})(?P<task>)", _assign),
    # giao Phòng Nội vụ: rà soát cán bộ trước 30/4
    rule(
        r"(?:giao|giao viec|giao nhiem vu)(?: (?:viec|nhiem vu))?(?: cho)? (?P<unit>[^:\n]{2,120}): ?(?P<text>.{3,2000})(?P<both>)",
        _new_task,
    ),
    # giao Phòng Nội vụ rà soát cán bộ
    rule(rf"giao(?: (?:viec|nhiem vu))?(?: cho)? (?P<both>{_UNIT_WORD}\b \S+ \S.{{6,2000}})(?P<text>)", _new_task),
    # duyệt #27
    rule(
        rf"(?:duyet|phe duyet|nghiem thu|xac nhan hoan thanh|xac nhan|thong qua|approve)(?: cho)? {LOOSE_TASK}|(?:duyet"
        r"|approve)(?P<none>)",
        lambda match, _core: i.Approve(task_of(match)),
    ),
    # #27 duyệt
    rule(rf"{TASK} (?:duyet|da duyet|ok duyet)", lambda match, _core: i.Approve(task_of(match))),
    # trả lại #27 thiếu minh chứng
    rule(
        rf"(?:tra lai|tra ve|tra|yeu cau lam lai|lam lai|bao cao lai|return|reject) {LOOSE_TASK}(?: ve)?{_WHY}",
        lambda match, core: i.Return(task_of(match), core.typed(match, "reason")),
    ),
    # #27 chưa đạt, trả lại, thiếu ảnh
    rule(rf"{TASK} .{{0,30}}\btra lai\b{_WHY}", lambda match, core: i.Return(task_of(match), core.typed(match, "reason"))),
    # hủy #27 vì trùng
    rule(
        rf"(?:(?:huy|bo|xoa|huy bo|cancel)(?: bo)?) {TASK}{_WHY}|(?:huy|xoa|huy bo|cancel) (?P<task>\d{{1,7}})",
        lambda match, core: i.Cancel(task_of(match), core.typed(match, "reason")),
    ),
    # bỏ ưu tiên #27
    rule(
        rf"(?:bo|thoi|huy) (?:uu tien|danh dau|sao|dau sao|gan sao)(?: cho)? {LOOSE_TASK}|unstar {LOOSE_TASK}",
        lambda match, _core: i.Star(task_of(match), on=False),
    ),
    # ưu tiên #27
    rule(
        rf"(?:danh dau )?(?:uu tien|gan sao|danh dau|danh sao|star|priority)(?: cho)? {LOOSE_TASK}|{TASK} uu tien",
        lambda match, _core: i.Star(task_of(match)),
    ),
    # khen Cao Lâu
    rule(r"(?:khen ngoi|khen|bieu duong|hoan nghenh|praise)(?: (?:cho|don vi))? (?P<rest>.{2,120})", _praise),
    # nhắc Cao Lâu
    rule(
        r"(?:nhac nho|nhac viec|nhac|don doc|thuc giuc|giuc|hoi thuc|remind|nudge)(?: (?:cho|toi|den|giup (?:anh|em|toi|chi)|giup"
        r"|ngay|gap))? (?P<rest>.{1,120}?)(?: (?:bao cao|nop bao cao|cap nhat|tra loi|gap|som|giup|tien do|thuc hien)){0,8}",
        _nudge,
    ),
    # ban hành văn bản 447
    rule(
        r"(?:ban hanh|activate)(?: (?:van ban|cong van|thong bao|ke hoach|chi thi|cong dien"
        r"|directive))?(?: so)?(?: (?P<number>\d\S{0,30}))?(?: (?:di|luon|ngay))?",
        _activate,
    ),
    # mời lãnh đạo Cao Lâu
    rule(
        rf"(?:mời|invite|(?:tao|cap|cho)(?: ma| loi| link){{1,8}}(?: moi| mời)?|moi(?= {_UNIT_WORD}\b))(?: (?:cho"
        r"|them))?(?: (?P<rest>.{1,120}))?",
        _invite,
    ),
    # sáp nhập Cao Lâu, Minh Tiến thành Cao Minh từ 1/7/2025
    rule(rf"(?:sap nhap|hop nhat|gop|nhap|merge) (?P<units>.{{3,200}}?) (?:thanh|vao|into) (?P<into>.{{2,80}}?){_SINCE}", _merge),
    # đổi tên Phòng Lao động thành Phòng Nội vụ
    rule(
        rf"(?:doi ten|rename) (?P<unit>.{{2,80}}?) (?:thanh|sang|to) (?P<name>.{{2,80}}?){_SINCE}",
        lambda match, core: i.RenameUnit(core.typed(match, "unit"), core.typed(match, "name"), _from(match, core)),
    ),
    # giải thể Phòng Y tế từ 1/7/2025
    rule(
        rf"(?:giai the|ket thuc hoat dong|cham dut hoat dong|end unit) (?P<unit>.{{2,80}}?){_SINCE}",
        lambda match, core: i.EndUnit(core.typed(match, "unit"), _from(match, core)),
    ),
    # sửa phối hợp 3 thành Phòng Tài chính
    rule(rf"{_CHANGE}(?:don vi phoi hop|phoi hop){_ITEM}{_TO}", _draft("support")),
    # sửa đơn vị 3 thành Phòng Nội vụ
    rule(rf"{_CHANGE}(?:don vi chu tri|don vi|chu tri){_ITEM}{_TO}", _draft("unit")),
    # sửa hạn 3 thành 15/5
    rule(rf"{_CHANGE}(?:thoi han|han){_ITEM}{_TO}", _draft("deadline")),
    # sửa lịch nhắc #27 thành 10, 5, 1
    rule(rf"(?:{_CHANGE}|(?P<undo>(?:bo|xoa|huy) )){_REMINDERS} ?(?:(?:cua|cho) )?(?:# ?(?P<task>\d{{1,7}})|{_LETTER})(?:{_TO})?", _remind),
    # sửa lịch nhắc 3 thành 10, 5, 1
    rule(rf"{_CHANGE}{_REMINDERS}{_ITEM}(?:{_TO})?", _draft("remind")),
    # sửa nội dung 3: …
    rule(rf"{_CHANGE}(?:noi dung){_ITEM}{_TO}", _draft("text")),
    # tách mục 3
    rule(rf"tach{_ITEM}", _draft("split")),
    # bỏ mục 3
    rule(r"(?:bo|xoa)(?: (?:muc|dong)){1,8} ?(?P<item>\d{1,4})", _draft("drop")),
    # thêm mục: …
    rule(r"them (?:muc|dong|viec|nhiem vu|mot viec|mot nhiem vu) ?:? ?(?P<text>.{5,1000})", _draft("add")),
)


def find_order(core: Core) -> i.Intent | None:
    """The order that the whole message is; None where it tells how far work has come."""
    return None if find_shares(core.said) else first_intent(RULES, core)
