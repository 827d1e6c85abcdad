"""Whether the words around a date make it a deadline, or a past day, a legal basis, a condition, a report's subject."""

from directives.deadlines import words
from directives.deadlines.governor import Governor
from directives.deadlines.issue import begins_with_issue, is_current, is_long_past, is_past, is_to_come, may_be_told
from directives.deadlines.moments import Moment
from directives.deadlines.passage import Passage
from directives.deadlines.words import phrase

_DONE = (
    r"(?:hoàn thành|hoàn tất|xong|kết thúc|thời hạn|thời gian(?: [^\W\d_]{1,12}){0,3}|hạn(?: cuối| chót| nộp| gửi| báo cáo)?|"
    r"(?<!đăng ký )về đích|tiến độ:)"
)
# "hoàn thành tháng 10/2024", "hoàn thành: quý II"
_COMPLETION = phrase(rf"\b{_DONE}(?: (?:là|trong|vào|xong|dứt điểm|toàn bộ|cơ bản|việc này))?~[:(]?~$")
_COMPLETION_NEAR = phrase(rf"\b(?:{_DONE}|trình|ban hành|báo cáo|gửi|nộp|khởi công|đưa vào|phê duyệt|tổ chức)\b")
_FINISH = phrase(r"\b(?:hoàn thành|hoàn tất|xong)\b[^;.:]{0,60}$")
_WHICH = phrase(r"tuần|\b(?:nay|này|sau|tới)\b")
# "trong 02 ngày 15 và 16/9"
_SPELL = phrase(r"\b(?:trong|vào) (?:(?:[0-9]{1,2}|hai|ba|bốn|các) )?(?:ngày~)?\(?~$")
# "ra quân đồng loạt ngày 27/9/2025"
_HELD = phrase(r"\b(?:ra quân|đồng loạt|diễn tập|phát động|khai mạc|bế mạc|tổng duyệt|khánh thành|thông xe)(?: đồng loạt)?~$")
# "báo cáo tổng kết gửi về Sở ngày 23/02/2018"
_SENT = phrase(
    r"\b(?:gửi|nộp|chốt|bàn giao|nghiệm thu|khai mạc|bế mạc|tổng duyệt|tập huấn|công bố|trao|thông xe|khánh thành|họp|"
    r"tổ chức lễ|phát động|ra quân|diễn tập|thông qua|(?<!tờ )trình)"
    r"(?: [^\W\d_]{1,12}){1,9}~$"
)
_COLON = phrase(r":~$")
_OPEN = phrase(r"(?:[;,:.(\n+•-]|^|\bvà)~$")
_PAUSE = phrase(r"~(?:$|[;,.)(\n])")
_FULL_STOP = phrase(r"~(?:$|[;.)\n]|, [^\W\d_])")
# "báo cáo kết quả tại giao ban tuần 35 (ngày 25/8/2025)"
_MEETING_OPENED = phrase(r"\b(?:giao ban|phiên họp|cuộc họp|kỳ họp|buổi họp|hội nghị|buổi giao ban)[^.;()]{0,40}\(~(?:dự kiến )?$")
# "báo cáo Chủ tịch UBND xã tại buổi giao ban ngày 17/11/2025"
_TOLD_AT_A_MEETING = phrase(
    r"\b(?:báo cáo|trình|thông qua|trả lời)\b[^.;]{0,80}\btại (?:cuộc |buổi |phiên )?"
    r"(?:giao ban|họp|kỳ họp|hội nghị)(?: [^\W\d_]{1,12}){0,3}~$"
)
# "vào ngày 20 hằng tháng (kỳ đầu tiên: tháng 6/2023)": from when, not by when
_FIRST_ONE = phrase(r"\b(?:kỳ|lần|báo cáo|số liệu) đầu(?: tiên)?~:?~$")
# "hằng quý …, năm (ngày 10/12)"
_PERIOD_OPENED = phrase(rf"(?:{words.MONTH}|{words.QUARTER}|{words.YEAR})~\(~$")
# "Tháng 8: lập kế hoạch; tháng 9: …", "- Quý III: hoàn thành hồ sơ"
_OPENS = phrase(r"(?:[;.(\n+•-]|^)~$")
_HEADS = phrase(r"~:(?!~[0-9])")
# "; quý III/2025 hoàn thành cắm mốc"
_ORDERS = phrase(
    r",? (?:phải |cơ bản )?(?:hoàn thành|triển khai|tổ chức|nghiệm thu|khởi công|trình|phê duyệt|bàn giao|thực hiện|rà soát)\b"
)
_IS_LAST = phrase(r"~(?:là|:)~(?:hạn|thời hạn|ngày cuối)\b")
# "đến hết niên độ ngân sách (31/01/2025)"
_EXPLAINED = phrase(rf"\b(?:hết|{words.BEFORE}|hạn|{words.AT_LATEST})[^.;()\n]{{0,50}}\(~$")
_BEFORE = phrase(rf"{words.BEFORE} (?!hạn)")
_PARENTHESIS = phrase(r"\(~$")
_CLOSED = phrase(r"~\)")

# "tính đến ngày 30/6/2024", "lũy kế đến": a sum up to a day; "đã giải ngân đến" tells of the past
_SUMMED = phrase(
    r"(?:tính(?: từ)?|lũy kế|luỹ kế|cộng dồn|(?<!các )chốt|thống kê|số liệu|dư nợ|đã(?: [^\W\d_]{1,12}){0,4}|hiện có|đến nay)~,?~$"
)
# "qua kiểm tra, đánh giá đến tháng 9/2024": the state at a time that may be now
_EXAMINED = phrase(r"(?:qua|kết quả|đánh giá|khảo sát|rà soát|tổng hợp|đầu năm|đầu nhiệm kỳ|kể từ khi|được giao|trong đó|như sau)~,?~$")
# "trong tháng 8 đã …" behind a preposition of the past
_HAPPENED = phrase(r"(?:tính(?: từ)?|lũy kế|luỹ kế|cộng dồn|\bđã(?: [^\W\d_]{1,12}){0,3})~,?~$")
# "Trong quý I, toàn tỉnh đã giải ngân"; not "trong quý III hoàn thiện các tiêu chí đã đạt"
_ORDER_FIRST = r"\b(?:phải|hoàn thành|hoàn thiện|gửi|trình|rà soát|khắc phục|xử lý|yêu cầu|đề nghị|giao|phân công)\b"
_STATE_AFTER = phrase(
    rf"(?:(?!{_ORDER_FIRST})[^.;]){{0,90}}?\b(?:đã|chưa được|mới đạt|mới có|đạt được|ước đạt|tăng trưởng|"
    r"(?:tăng|giảm|chiếm)(?= [0-9])|vẫn còn|còn (?:rất |khá )?(?:lớn|nhiều|nặng|dài)|"
    r"cơ bản đáp ứng|diễn ra|chủ trì|tổ chức (?:cuộc họp|hội nghị|buổi)(?! (?:sơ|tổng)))\b"
)
# "Tiến độ: đến 28/02/2025 đạt 40%"
_STANDING = phrase(r"~,?~(?:đã|đạt|mới|có|được)\b")
# "Hồi 8h00 ngày 09/7/2025, tại Hội trường": minutes of a meeting
_TOLD_AT = phrase(r"\bhồi [0-9gh:]{1,5}[^;.]{0,12}$")
_LEFT = phrase(r"~(?:không còn|chỉ còn|còn lại|còn rất)\b")
# "bảo đảm đến ngày 31/10 không còn hộ nghèo": what is aimed at, not how things stand
_AIMED = phrase(r"\b(?:bảo đảm|đảm bảo|phấn đấu|quyết tâm|mục tiêu)~,?~$")
# "theo chương trình đã đề ra trong quý IV": what was laid down, not what happened then
_LAID_DOWN = phrase(r"\b(?:theo|đúng) [^,;.]{3,60} đã(?: [^\W\d_]{1,12}){1,3}~,?~$")
# "để phục vụ Nhân dân trong dịp lễ 30/4" says what for
_SERVES = phrase(r"\bphục vụ [^,;.]{0,40}$")
# "tỷ lệ tính tại thời điểm 30/11"
_AS_OF = phrase(r"\b(?:tính (?:tại|vào|ở)|thời điểm)~$")
# "phát sinh trước ngày 01/7/2025": said of things, never ordered
_GIVEN = phrase(
    r"(?<!chống )(?<!chống tái )\b(?:phát sinh|(?:người|trẻ|trẻ em|công dân|thanh niên|nam|nữ|con|cháu) sinh|"
    r"tồn tại|hình thành|cư trú|vi phạm|lấn chiếm|ổn định|kết hôn|quá hạn|dồn|"
    r"đủ [0-9]{1,2} tuổi)"
    r"(?: (?:trong|vào))?~$"
)
# "chưa phải trong năm nay", "không dồn thanh toán vào cuối năm", "trễ hạn 31/3/2022": what is not asked for, what was asked for long ago
_NOT_ASKED = phrase(r"\b(?:(?:chưa|không) phải|(?:không|tránh)(?: để)? (?:tình trạng )?dồn(?: [^\W\d_]{1,12}){0,5})~$")
_OVERDUE = phrase(r"\b(?:trễ|quá)~$")
# "(ngày bầu cử: 15/3/2026)": the day that something else falls on
_NAMED_DAY = phrase(r"\(~ngày (?!hoàn thành|xong|báo cáo|gửi|nộp|cuối|kết thúc)(?:[^\W\d_]{1,12} ){0,4}[^\W\d_]{1,12}~:~$")
# "trình phê duyệt T3/2026", "trình Ban Thường vụ tại phiên họp tháng 9/2019"
_MONTH_CUT = phrase(r"t[0-9]{1,2}/")
_AT_A_MEETING = phrase(r"\b(?:trình|thông qua|xem xét|cho ý kiến)\b[^.;]{0,60}\b(?:phiên họp|kỳ họp|cuộc họp|hội nghị|phiên giao ban)~$")
# "đợt cao điểm xử lý vi phạm từ ngày … đến ngày …"
_CAMPAIGN = phrase(r"\b(?:xử lý|kiểm tra|ngăn chặn|tuần tra|chống|trấn áp)[^;.,]{0,40}\b(?:vi phạm|lấn chiếm)~$")
# "hoàn thành cấp thẻ cho người đang cư trú trong quý II", "giải quyết dứt điểm 1.850 hồ sơ quá hạn trong quý IV"
_TO_BE_DONE = phrase(r"\b(?:hoàn thành|dứt điểm) (?:[^;.]|\.(?=[0-9])){0,160}$")
# "hồ sơ tiếp nhận trước ngày 01/7/2025", "các hộ xây dựng trước ngày 01/7/2014": a condition on things named before
_CONDITION = phrase(
    r"\b(?:tiếp nhận|ký kết|giao kết|hiệu lực(?: thi hành)?|cấp|tuyển dụng|bổ nhiệm|nghỉ hưu|nghỉ việc|ký|xây dựng|ban hành|phê duyệt|"
    r"giao|đăng ký|khởi công|thành lập|công nhận|sử dụng|tham gia|có|từ)~$"
)
# "chậm so với cam kết là xong trước ngày 30/4": what had been promised
_COMPARED = phrase(r"\bso với (?:cam kết|kế hoạch|yêu cầu|tiến độ|mốc|thời hạn)\b[^;.]{0,60}$")
_THINGS = phrase(
    r"\b(?:đối với|trường hợp|đối tượng|được|đã|nhà ở|hộ|người|sản phẩm|hồ sơ|hợp đồng|"
    r"các (?:dự án|công trình|văn bản|quyết định))\b[^,;]{0,40}$"
)
_HORIZON_OF = phrase(r"(?:định hướng|tầm nhìn|mục tiêu|chiến lược|quy hoạch|(?:giai đoạn|nhiệm kỳ)(?: [0-9]{4}~-~[0-9]{4})?,?|và)~$")
# "trong năm 2024 và giai đoạn 2021 - 2025"
_AND_YEARS = phrase(r"~(?:và|,) (?:giai đoạn|những năm|các năm|năm [0-9])")
_REPORT_ON = phrase(r"(?:số liệu|kỳ báo cáo|thời kỳ|niên độ|nhiệm kỳ|giai đoạn|chốt số liệu|tính|phương hướng|nhiệm vụ)~$")


def accepts(passage: Passage, moment: Moment, governor: Governor | None) -> bool:
    """Whether a one-off moment is a deadline where it stands."""
    left = passage.left(governor.start if governor else moment.start)
    right = passage.right(moment.end)
    if _NOT_ASKED.search(left) or (_OVERDUE.search(left) and is_past(passage, moment)):
        return False
    if governor is None:
        return _accepts_bare(passage, moment, left, right)
    if _COMPARED.search(left):
        return False
    if passage.in_field(moment.start):
        return not (governor.until and is_past(passage, moment) and _STANDING.match(right))
    if governor.strong:
        state = governor.until and not _COMPLETION.search(left) and (_sums_up(passage, moment, left) or _is_state(passage, moment, right))
        return not (state or _is_condition(passage, moment, left))
    return _accepts_weak(passage, moment, governor, left, right)


def _is_period(passage: Passage, moment: Moment, left: str, right: str) -> bool:
    """Whether years say what a paper is about: "sơ kết Chương trình trong các năm 2016-2018", "năm 2024 và các năm tiếp theo"."""
    begun = bool(moment.first and passage.frame.year and moment.first.year < passage.frame.year)
    return begun or bool(_AND_YEARS.match(right) and not _COMPLETION.search(left))


def _is_condition(passage: Passage, moment: Moment, left: str) -> bool:
    past = is_past(passage, moment)
    if _GIVEN.search(left) or is_long_past(passage, moment) or (past and (moment.kind == "year" or _HAPPENED.search(left))):
        return True
    return bool(_CONDITION.search(left) and _THINGS.search(left)) and (past or begins_with_issue(passage, moment))


def _is_told_of(passage: Passage, moment: Moment, left: str) -> bool:
    """Whether the words before a day only tell what happened, how things were counted, or which things are meant."""
    if (_HAPPENED.search(left) and not _LAID_DOWN.search(left)) or _AS_OF.search(left):
        return True
    return bool(_GIVEN.search(left)) and not (_TO_BE_DONE.search(left) and is_to_come(passage, moment))


def _accepts_weak(passage: Passage, moment: Moment, governor: Governor, left: str, right: str) -> bool:
    if _is_told_of(passage, moment, left):
        return False
    if _SERVES.search(left) and moment.kind == "day" and "lễ" in passage.text[governor.start : moment.start]:
        return False
    if _LEFT.match(right) and not _AIMED.search(left):
        return False
    if governor.until and _sums_up(passage, moment, left):
        return False
    if is_fraction(passage, moment, firm=governor.firm):
        return False
    if _is_state(passage, moment, right) or (passage.frame.year is None and _STATE_AFTER.match(right)):
        return False
    if moment.kind == "year" and _is_period(passage, moment, left, right):
        return False
    if governor.horizon and moment.kind == "year":
        return bool(_COMPLETION.search(left))
    if moment.kind == "year" and not passage.text.startswith("trong", governor.start):
        return bool(_COMPLETION_NEAR.search(left))
    of = _HORIZON_OF.search(left) if governor.horizon else None
    # "đến năm 2030 và đến năm 2045" are horizons; "giải ngân 60% và đến ngày 31/12 đạt 95%" is a second aim.
    return of is None or (moment.kind == "day" and of[0].startswith("và"))


def excludes(passage: Passage, position: int) -> bool:
    """Whether a bracket says which day "trước" meant: "trước kỳ họp (ngày 10/12/2025)"."""
    explained = _EXPLAINED.search(passage.left(position))
    return explained is not None and _BEFORE.match(explained[0]) is not None


def is_fraction(passage: Passage, moment: Moment, *, firm: bool) -> bool:
    """Whether "8/12" is a share of twelve, not the 8th of December: "đến 8/12 tiêu chí", "tỷ lệ là 8/12"."""
    if moment.kind != "day" or moment.dated or passage.text.startswith("ng", moment.start):
        return False
    return not firm or words.COUNTED.match(passage.text, moment.end) is not None


def follows_a_colon(passage: Passage, position: int) -> bool:
    """Whether a place stands right behind a colon: "lập danh sách: 05/01/2026 - 15/01/2026"."""
    return _COLON.search(passage.left(position)) is not None


def completes(passage: Passage, position: int) -> bool:
    """Whether words of completion stand right before a place: "hoàn thành tháng 10/2024"."""
    return _COMPLETION.search(passage.left(position)) is not None


def is_summed_up(passage: Passage, governor: Governor | None) -> bool:
    """Whether "đến" closes a count, not a duty: "số liệu tính đến ngày cuối tháng"."""
    return governor is not None and governor.until and bool(_SUMMED.search(passage.left(governor.start)))


def _sums_up(passage: Passage, moment: Moment, left: str) -> bool:
    return bool(_SUMMED.search(left) or (_EXAMINED.search(left) and is_current(passage, moment)))


def _is_state(passage: Passage, moment: Moment, right: str) -> bool:
    """Whether words of a day or period up to now go on to say how things stand: "Đến hết tháng 02/2025, mới có …"."""
    if is_past(passage, moment):
        return True
    told = _STATE_AFTER.match(right) or passage.text.startswith("thời điểm", moment.start - len("thời điểm "))
    return bool(told) and is_current(passage, moment)


def _accepts_bare(passage: Passage, moment: Moment, left: str, right: str) -> bool:
    # "thứ Năm", "năm" alone name nothing.
    if (moment.kind == "week" or (moment.kind == "year" and not moment.dated)) and not _WHICH.search(
        passage.text, moment.start, moment.end
    ):
        return False
    if passage.in_field(moment.start) and (passage.field_start(moment.start) or _OPEN.search(left) or _ends_field(moment, left, right)):
        return True
    if is_past(passage, moment) or _NAMED_DAY.search(left) or _FIRST_ONE.search(left):
        return False
    if _IS_LAST.match(right):
        return True
    if completes(passage, moment.start):
        return moment.kind != "year" or bool(_FULL_STOP.match(right))
    if moment.kind == "day" and _sets_a_day(passage, moment, left, right):
        return True
    if _OPENS.search(left) and (_HEADS.match(right) or (_ORDERS.match(right) and not may_be_told(passage, moment))):
        return not _STATE_AFTER.match(right)
    if moment.kind == "day" and (not moment.dated or may_be_told(passage, moment)):
        return False
    if moment.kind in ("month", "quarter") and moment.dated and _ends_an_order(passage, moment, left, right):
        return True
    stands = (_COLON.search(left) and _PAUSE.match(right)) or (_PARENTHESIS.search(left) and _CLOSED.match(right))
    return bool(stands) and moment.kind in ("day", "month", "quarter")


def _ends_an_order(passage: Passage, moment: Moment, left: str, right: str) -> bool:
    """Whether a month or quarter with its year ends what is to be finished or laid before a meeting: "… đưa vào sử dụng tháng 11/2024"."""
    if _FULL_STOP.match(right) and _FINISH.search(left):
        return True
    return bool(_PAUSE.match(right) and (_MONTH_CUT.match(passage.text, moment.start) or _AT_A_MEETING.search(left)))


def _sets_a_day(passage: Passage, moment: Moment, left: str, right: str) -> bool:
    """Whether the words around a bare day say that something is held, spread or sent then, or which day a period ends."""
    if _TOLD_AT_A_MEETING.search(left) and is_to_come(passage, moment):
        return True
    if _MEETING_OPENED.search(left) and _CLOSED.match(right) and is_to_come(passage, moment):
        return True
    if _HELD.search(left) or _SPELL.search(left) or _PERIOD_OPENED.search(left):
        return True
    sent = moment.dated and _SENT.search(left) and (not may_be_told(passage, moment) or is_to_come(passage, moment))
    return bool(sent or (_EXPLAINED.search(left) and _CLOSED.match(right)))


def _ends_field(moment: Moment, left: str, right: str) -> bool:
    """In a field "Khởi công ngày 5/6" and "Hoàn thành cải tạo tháng 9" end with their deadline; "đánh giá năm 2024" does not."""
    named = moment.kind == "day" or (moment.kind in ("month", "quarter") and _FINISH.search(left) is not None)
    return named and bool(_PAUSE.match(right))


def tells_what_happened(passage: Passage, moment: Moment) -> bool:
    """Whether the sentence goes on to tell of that day: "14h00 ngày 05/3/2025, đồng chí … chủ trì"."""
    told = _STATE_AFTER.match(passage.right(moment.end)) or _TOLD_AT.search(passage.left(moment.start))
    return is_past(passage, moment) or told is not None


def is_as_of(passage: Passage, position: int) -> bool:
    """Whether an hour or day tells at which moment something is counted: "kiểm kê thuốc thời điểm 0h ngày 01/11"."""
    return _AS_OF.search(passage.left(position)) is not None


def is_data_period(passage: Passage, position: int) -> bool:
    """Whether a range tells which data a report covers ("số liệu từ ngày … đến ngày …"), or when things came about that are meant."""
    left = passage.left(position)
    return bool(_REPORT_ON.search(left) or _SUMMED.search(left) or (_GIVEN.search(left) and not _CAMPAIGN.search(left)))
