"""What people ask to see: own tasks, one task, progress, lists."""

import re
from typing import Final, Literal

from handlers.understanding import intents as i
from handlers.understanding.phrases import LOOSE_TASK, TASK, Core, Rule, rule, task_of
from handlers.understanding.progress import progress, progress_of

_SELF: Final = (
    r"(?:chung toi|chung em|ben em|(?:don vi|xa|phong|ban|phuong|truong|thi tran) (?:toi|em|minh|ta|chung toi|chung em)|toi|em|minh|tui)"
)
_WORK: Final = r"(?:cong viec|nhiem vu|dau viec|viec)"
_WHY: Final = r"(?:vi sao|tai sao|sao|ly do gi|why)"
_SHOW: Final = (
    r"(?:xem|cho (?:em |toi |minh )?xem|mo|chi tiet|nguyen van|hien|show|see|view|open)(?: (?:lai|chi tiet|nguyen van|noi dung|ho)){0,8}"
)
_STATE_ASKED: Final = (
    r"(?:(?:da )?(?:xong|lam|hoan thanh|bao cao|nop|duyet)(?: duoc)? chua|(?:lam )?(?:den|toi) dau(?: roi)?|the nao(?: roi)?"
    r"|ra sao(?: roi)?|sao roi|la (?:viec |nhiem vu )?gi"
    r"|noi dung(?: la)?(?: gi)?|han (?:bao gio|khi nao|ngay nao|den (?:bao gio|khi nao|ngay nao))|nguyen van|chi tiet"
    r"|bao gio (?:het|den) han|con may ngay|het han chua|tien do)"
)
_SPANS: Final[dict[str, Literal["today", "week", "next_week", "month", "next_month"]]] = {
    **dict.fromkeys(("hom nay", "today"), "today"),
    **dict.fromkeys(("tuan nay", "this week"), "week"),
    **dict.fromkeys(("tuan sau", "tuan toi", "next week"), "next_week"),
    **dict.fromkeys(("thang nay", "this month"), "month"),
    **dict.fromkeys(("thang sau", "thang toi", "next month"), "next_month"),
}
_NO_UNIT: Final = re.compile(
    r"(?:vi|do|roi|mat|nhung|boi|nen|thi|chua|gi|nao|khong|tuan nay|thang nay|hom nay|hien nay|den nay|a|day|het|tasks?|gui|nhung)\b.*",
    re.DOTALL,
)


def _show(match: re.Match[str], _core: Core) -> i.Intent:
    return i.Show(task_of(match))


def _why_not(match: re.Match[str], core: Core) -> i.Intent | None:
    if re.fullmatch(_SELF, match["unit"]):
        return None
    task = re.fullmatch(TASK, match["unit"])
    return i.WhyNot(task=int(task["task"])) if task else i.WhyNot(core.typed(match, "unit"))


def _overdue(match: re.Match[str], core: Core) -> i.Intent | None:
    unit = (match["unit"] or "").strip()
    if re.search(r"\d|\b(?:xong|lam|xin|nen|hoan thanh|vuong)\b", unit):
        return None
    return i.Overdue("" if _NO_UNIT.fullmatch(unit) else core.typed(match, "unit"))


def _due_soon(match: re.Match[str], core: Core) -> i.Intent:
    return i.DueSoon(_SPANS[match["span"]] if match["span"] else "week", core.typed(match, "unit"))


RULES: Final[tuple[Rule, ...]] = (
    # việc của tôi; em còn việc gì
    rule(
        rf"(?:xem |cho (?:em |toi )?(?:xem|hoi) |danh sach |liet ke |cac |nhung |con ){{0,8}}{_WORK}(?: (?:cua|can lam cua"
        rf"|dang lam cua|phai lam cua|con lai cua))? {_SELF}(?: .{{0,12}})?"
        rf"|{_WORK}|(?:xem |danh sach |liet ke |cac ){_WORK}|(?:show |list )?(?:me )?(?:my |our )?tasks"
        rf"|{_WORK} (?:cua )?{_SELF} con (?:gi|nhung gi|viec nao)|what(?: s| do i have) (?:due|to do)"
        rf"|(?:{_SELF} )?(?:con|co|dang co|phai lam|can lam|duoc giao)(?: (?:con|co|nhung|bao nhieu|may)){{0,8}} (?:{_WORK} )(?:gi"
        rf"|nao|chua xong|ton)?(?: .{{0,15}})?|{_SELF} (?:con |co )?(?:may|bao nhieu) {_WORK}"
        rf"|(?:hom nay )?{_SELF} (?:phai|can) lam gi",
        i.MyTasks(),
    ),
    # lịch sử #27
    rule(rf"(?:lich su|nhat ky|history)(?: (?:cua|of))?(?: {LOOSE_TASK})?", lambda match, _core: i.History(task_of(match))),
    # ai phụ trách #27
    rule(
        r"(?:ai|don vi nao|xa nao|phong nao|who)(?: (?:dang|duoc|la|has|is|chiu)){0,8} ?(?:phu trach|lam|giu|chu tri|nhan|giao"
        rf"|thuc hien|duoc giao|has|doing|xu ly|trach nhiem|lo)?(?: lam)? {LOOSE_TASK}"
        rf"|{TASK} (?:la )?(?:cua ai|cua don vi nao|(?:da )?giao (?:cho )?(?:ai|don vi nao)|(?:do )?(?:ai"
        rf"|don vi nao)(?: \w+){{0,3}})|nguoi phu trach {LOOSE_TASK}",
        lambda match, _core: i.WhoHas(task_of(match)),
    ),
    # vì sao hạn là 29/4 mà không phải 30/4
    rule(
        rf"{_WHY} (?:ma )?(?:han|thoi han|lai|ngay|deadline|{TASK})?.{{0,40}}?(?:truoc (?:mot|1) ngay|som (?:hon )?(?:mot"
        r"|1) ngay|ma khong phai|khong phai (?:la )?(?:ngay )?\d|the day before).{0,30}",
        lambda match, _core: i.WhyDayBefore(task_of(match)),
    ),
    # vì sao tôi nhận tin này
    rule(
        rf"{_WHY} (?:ma |lai |bot ){{0,8}}(?:{_SELF}|lai|cu|toan)?(?: (?:lai|cu|phai|bi)){{0,8}} ?(?:nhan|nhan duoc|gui|bao|nhac|giao"
        rf"|goi)(?: (?:cho|duoc|tin|nhac|cai|{_SELF}|nay|nay vay|viec|nhiem vu|the|vay|hoai"
        rf"|mai)){{0,8}}(?: {LOOSE_TASK})?(?: .{{0,12}})?"
        r"|why (?:did|do|am) (?:i|we) (?:get|getting|receive)(?: .{0,20})?|why me",
        lambda match, _core: i.WhyMe(task_of(match)),
    ),
    # vì sao Cao Lâu không nhận
    rule(
        rf"{_WHY} (?P<unit>.{{2,60}}?) (?:lai )?(?:khong|chua)(?: (?:thay|thấy|duoc|co|he)){{0,8}} (?:nhan|nhac|gui|tin"
        r"|bao)(?: .{0,30})?",
        _why_not,
    ),
    # tiến độ #27; #27 đến đâu rồi
    rule(
        rf"(?:tien do|tinh hinh|ket qua) (?:cua )?{TASK}|(?:bao gio|khi nao|ngay nao) (?:het han|den han|phai xong) {TASK}"
        rf"|{TASK} ?{_STATE_ASKED}(?: .{{0,10}})?|(?:han|noi dung)(?: cua)? {TASK}(?: .{{0,15}})?",
        _show,
    ),
    # xem #27; xem nguyên văn
    rule(rf"{_SHOW}(?: {LOOSE_TASK})?|(?:xem )?nguyen van", _show),
    # việc quá hạn của Cao Lâu
    rule(
        r"(?:(?:cac|nhung|danh sach|ai|don vi nao|viec nao|nhiem vu nao|viec|nhiem vu|con|dang|bi|co|xem|show|list|xa nao"
        r"|phong nao|what|s|is|are|bao nhieu|may) ){0,8}"
        r"(?:qua han|tre han|cham han|cham tien do|cham nhat|het han|overdue|late tasks)(?: (?:cua|o|tai|ben|of|for))?(?P<unit> .{1,60})?",
        _overdue,
    ),
    # Cao Lâu quá hạn mấy việc
    rule(
        r"(?P<unit>\w.{2,50}?) (?:(?:co|con|dang|bi|viec|nao|gi|may|bao nhieu) ){0,8}(?:qua han|tre han)(?: (?:may|bao nhieu|nhung"
        r"|viec|nhiem vu|gi|nao|khong)){1,8}",
        _overdue,
    ),
    # tuần này có việc gì
    rule(
        r"(?:(?:cac|nhung|xem|viec|nhiem vu|den han|sap den han|het han|can lam|phai lam|trong|due|tasks|co gi|lich|xem"
        r"|co viec gi|cuoi|what|is|s) ){0,8}"
        r"(?P<span>hom nay|tuan nay|tuan sau|tuan toi|thang nay|thang sau|thang toi|this week|this month|next week|next month|today)"
        r"(?: (?:co |con |phai |can |lam |xem ){0,8}(?:viec|nhiem vu|gi|nhung gi|viec gi|nhung viec gi|nhiem vu gi|nao|den han"
        r"|het han)(?: (?:gi|nao|den han|het han|khong|nhung|viec)){0,8})?(?: (?:cua|o|of) (?P<unit>.{2,60}))?",
        _due_soon,
    ),
    # sắp đến hạn
    rule(
        r"(?:(?:cac|nhung|xem|viec|nhiem vu|viec nao|co gi) ){0,8}(?P<span>)(?:sap (?:den |het |toi )?han|due soon)(?: (?:cua|o"
        r"|of) (?P<unit>.{2,60}))?",
        _due_soon,
    ),
    # đơn vị nào chưa báo cáo
    rule(
        r"(?:(?:cac|nhung|danh sach|con|ai|don vi nao|don vi|xa nao|xa|phong nao|cho nao|who|dang|tuan nay) ){0,8}(?:chua|hasn t"
        r"|haven t|has not|not)(?: (?:co|gui|nop|yet|ai)){0,8} (?:bao cao|cap nhat|tra loi|phan hoi|reported)"
        r"(?: (?:tuan nay|gi|tien do|thang nay|yet|nao)){0,8}",
        i.NotReported(),
    ),
    # bảng đối chiếu
    rule(
        r"(?:bang )?doi chieu(?: (?:sang nay|hom nay))?|sang nay(?: (?:da )?(?:gui|nhac) (?:nhung )?(?:gi|ai))?"
        r"|(?:xem )?bang ke(?: sang nay)?|(?:morning )?statement",
        i.Statement(),
    ),
    # bản tin tuần này
    rule(
        r"(?:xem )?(?:truoc )?(?:ban tin|tong hop|bao cao)(?: (?:tong hop|tuan|cua tuan|thu 6|thu sau)){1,8}(?: nay)?|(?:(?:gui"
        r"|cho)(?: (?:toi|em|anh))? )?(?:xem )?ban tin|xem truoc ban tin|digest|tong hop",
        i.Digest(),
    ),
    # danh sách văn bản
    rule(r"(?:xem )?(?:danh sach |cac |nhung )?van ban(?: chi dao| dang co| da ban hanh)?|directives", i.Directives()),
    # đơn vị nào chưa liên kết
    rule(
        r"(?:(?:cac|nhung|danh sach|don vi nao|don vi|ai|con|xa nao|phong nao) ){0,8}chua (?:co ai )?(?:lien ket|ket noi"
        r"|lien lac)(?: .{0,10})?|unlinked(?: units)?",
        i.Units(unlinked=True),
    ),
    # danh sách đơn vị
    rule(r"(?:xem )?(?:danh sach |cac )?don vi|(?:list )?units", i.Units()),
    # xuất excel
    rule(
        r"(?:xuat|tai|gui|lay|export)(?: (?:file|bang|ra)){0,8} (?:excel|xlsx|theo doi|bang theo doi|bieu)(?: .{0,15})?"
        r"|bang theo doi|/xuat",
        i.Export("xlsx"),
    ),
    # xuất lịch
    rule(r"(?:xuat|tai|gui|lay|export)(?: (?:file|ra)){0,8} (?:lich|ics|calendar)(?: .{0,15})?", i.Export("ics")),
    # tiến độ Cao Lâu thứ sáu tuần trước
    rule(
        r"(?:(?:xem|bao cao|cho biet|cho hoi|hoi|tong hop|show) ){0,8}(?:tien do|tinh hinh|so lieu|progress"
        r"|status)(?: (?:thuc hien|cong viec|chung|of|cua|ve|bao cao)){0,8}[ :]*(?P<about>.{0,120})",
        progress,
    ),
    # tiêu chí 5; văn bản 447
    rule(
        r"(?:xem )?(?P<about>(?:tieu chi|criterion)(?: so)? (?:\d{1,2}(?:\.\d{1,2})?)|(?:van ban|cong van|thong bao|ke hoach"
        r"|chi thi|cong dien|quyet dinh|directive)(?: so)? \d{1,5}\S{0,20})",
        progress,
    ),
    # Cao Lâu thế nào rồi
    rule(
        r"(?P<about>\w.{2,50}?)(?: lam)? (?:the nao|ra sao|den dau|toi dau|lam den dau|sao)(?: roi)?",
        progress_of,
    ),
)
