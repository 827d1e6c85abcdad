"""Short words that everybody may say: yes, no, undo, cancel, help, thanks, language."""

import re
from typing import Final

from handlers.understanding import intents as i
from handlers.understanding.phrases import LOOSE_TASK, TASK, Core, Rule, rule, task_of

_SELF: Final = r"(?:toi|em|minh|tui|chung toi|chung em|ben em|ca nhan)"


def _number(match: re.Match[str], _core: Core) -> i.Intent:
    return i.Number(int(match["n"]), task_of(match))


def _hand_over(match: re.Match[str], core: Core) -> i.Intent:
    return i.HandOver(core.typed(match, "to"))


def _start(match: re.Match[str], core: Core) -> i.Intent:
    return i.Start(core.typed(match, "code"))


RULES: Final[tuple[Rule, ...]] = (
    # chọn 2
    rule(r"(?:cai |chon |so |cau |phuong an |lua chon ){0,8}(?P<n>\d{1,6})[.)]?", _number),
    # #27 1
    rule(rf"(?:{LOOSE_TASK})[ :,]+(?:chon |so )?(?P<n>\d{{1,2}})[.)]?", _number),
    # /start 7Q2K9MXP
    rule(r"/start(?: (?P<code>.{1,64}))?", _start),
    # đúng rồi ạ
    rule(
        r"(?:co|dung|dung roi|dung vay|dung the|dung thi|chinh xac|chuan|chuan roi|phai|phai roi|ok|ok ok|ok roi|u|u roi|uk"
        r"|vang|vang vang|vang dung|vang dung roi|dong y|nhat tri|xac nhan|"
        r"duoc|duoc roi|yes|yep|y|correct|right|da|da dung|da vang|co chu|ua|luu|luu di|ghi nhan|ghi di)(?: (?:roi|day|em|anh"
        r"|chi|nhe|a|nha|di|luon|please)){0,8}",
        i.Yes(),
    ),
    # không đúng
    rule(
        r"(?:khong|khong dung|khong phai|khong dong y|sai|sai roi|chua dung|tu choi|no|nope|not|khong luu|khong nhe"
        r"|khong duoc)(?: (?:dau|roi|em|anh|chi|nhe|a|nha)){0,8}",
        i.No(),
    ),
    # hoàn tác; bấm nhầm
    rule(
        r"(?:(?:em|toi|cho em|cho toi|nay|luc nay|vua|vua roi) ){0,8}(?:hoan tac|undo|thu hoi|rut lai|(?:a )?nham|(?:a )?nham roi"
        r"|(?:bam|gui|bao|ghi|go|an|chon|tra loi|nhap) nham(?: roi)?|lon roi|xoa (?:bao cao|cau tra loi|cai) vua roi"
        r"|(?:huy|bo) (?:bao cao|ghi nhan|cap nhat|thao tac) vua roi|xoa (?:giup (?:em|toi) )?(?:cai|tin|bao cao) vua (?:gui"
        r"|roi|bao)|lay lai|quay lai)",
        i.Undo(),
    ),
    # bỏ qua; không có ảnh
    rule(
        r"(?:thoi )?(?:bo qua|skip|de sau|khong kem|khoi gui(?: (?:anh|ảnh|file))?|khong gui (?:anh|ảnh)|khong co (?:anh|ảnh)"
        r"|khong co (?:file|tep|minh chung)|chua co (?:anh|ảnh|file|tep|minh chung)|khoi|tiep|tiep tuc|next)(?: (?:di|nhe|a|em"
        r"|anh)){0,8}",
        i.Skip(),
    ),
    # thôi; hủy
    rule(
        r"(?:huy|huy bo|thoi|thoi khong|thoi khoi|thoi bo|cancel|dừng lai|bo di|(?:thoi )?khong lam (?:nua|nữa)|thoat ra"
        r"|huy lenh|huy thao tac)(?: (?:di|nhe|a|luon|em|anh)){0,8}",
        i.CancelDialogue(),
    ),
    # dừng nhận tin; hủy liên kết
    rule(
        r"(?:dừng|dừng nhan(?: tin| thong bao)?|(?:ngung|dung|khong) nhan tin(?: nua)?|(?:huy|ngung|ngat|go|bo) (?:lien ket"
        rf"|ket noi)|unlink|stop|thoat)(?: {_SELF})?",
        i.Unlink(),
    ),
    # dữ liệu của tôi
    rule(rf"(?:xem )?(?:du lieu|thong tin|du lieu ca nhan)(?: cua)? {_SELF}|du lieu(?: ca nhan)?|my data", i.MyData()),
    # thêm kênh Zalo; liên kết thêm điện thoại
    rule(
        r"(?:them|lien ket them|noi them|them lien ket|dung them|dùng them) (?:mot )?"
        r"(?:kenh|zalo|telegram|dien thoai|may|tai khoan)(?: (?:zalo|telegram"
        r"|khac|moi|nua))?|(?:lien ket|dung|dùng) (?:kenh|may|dien thoai|tai khoan) khac|(?:link|use) another (?:chat|channel|phone)",
        i.AnotherChat(),
    ),
    # bàn giao việc cho chị Lan
    rule(
        r"ban giao(?: (?:cong viec|viec|nhiem vu|tai khoan))?(?: (?:lai )?cho (?P<to>(?!\w+ (?:mat bang|dat)).{2,80}))?"
        r"|hand over(?: to (?P<whom>.{2,80}))?",
        _hand_over,
    ),
    # tiếng Anh
    rule(
        r"(?:doi |chuyen |su dung |dung |dùng |noi |use |switch )?(?:sang |to )?(?:ngon ngu )?(?:tieng anh|english|en)|(?:ngon ngu"
        r"|language) (?:en|anh|english)",
        i.Language("en"),
    ),
    # tiếng Việt
    rule(
        r"(?:doi |chuyen |su dung |dung |dùng |noi |use |switch )?(?:sang |to )?(?:ngon ngu )?(?:tieng viet|vietnamese|vi)"
        r"|(?:ngon ngu|language) (?:vi|viet|vietnamese)",
        i.Language("vi"),
    ),
    # đổi ngôn ngữ
    rule(r"(?:doi |chuyen |change )?(?:ngon ngu|language)", i.Language()),
    # trợ giúp
    rule(
        r"(?:help|tro giup|giup|giup do|giup (?:em|toi|minh)|huong dan|huong dan su dung|cach (?:dung|dùng|su dung)|menu|lenh"
        r"|cac lenh|danh sach lenh|\?+"
        r"|bot lam duoc gi|(?:toi|em) (?:phai|can) lam gi|lam (?:the nao|sao)|what can you do)",
        i.Help(),
    ),
    # xin chào
    rule(r"(?:xin )?chao(?: .{0,30})?|hello(?: .{0,20})?|hi(?: .{0,20})?|alo(?: .{0,20})?|bat dau|good morning", i.Help()),
    # cảm ơn anh
    rule(r"(?:rat |xin |chan thanh ){0,8}cam on(?: .{0,40})?|thanks?(?: .{0,20})?|thank you(?: .{0,20})?|you are welcome", i.Thanks()),
    # #27
    rule(rf"{TASK}", lambda match, _core: i.Show(task_of(match))),
)
