"""Whether a bare frequency ("hằng tháng") orders something, or only describes a thing ("kế hoạch hằng năm")."""

from directives.deadlines.passage import Passage
from directives.deadlines.rrule import Cycle
from directives.deadlines.words import phrase

# "trợ cấp hằng tháng", "kế hoạch hằng năm": the words describe a thing
_THING = phrase(
    r"(?:lương|trợ cấp|phụ cấp|hưởng|sinh hoạt phí|học phí|thu nhập|thu nhập bình quân|đời sống|sinh hoạt|công việc|tiền|"
    r"mức (?:chi|thu|hỗ trợ|đóng)|bình quân|chi phí|"
    r"(?:lương|trợ cấp|phụ cấp)(?: [^\W\d_]{1,12}){1,2}|"
    r"chương trình công tác|nhiệm vụ|chỉ tiêu|dự toán|ngân sách|kinh phí|vốn)~$"
)
# "phổ biến tại cuộc họp giao ban hằng tháng" tells where; "báo cáo UBND tỉnh tại phiên họp hằng tháng" orders a report each month
_MEETING = phrase(
    r"(?P<reported>\bbáo cáo [^;.]{0,60})?\btại (?:các |cuộc |buổi |phiên )?(?:cuộc )?(?:họp|giao ban)(?: [^\W\d_]{1,12}){0,3}~$"
)
_INSTEAD = phrase(r"\bthay (?:cho|vì)~$")  # "công bố giá hằng tháng thay cho hằng quý"
_TIMES = phrase(r"lần$")
_YEARLY_ORDER = phrase(
    r"(?:báo cáo|sơ kết|tổng kết|rà soát|định kỳ|kiểm tra|đánh giá|tổ chức|thực hiện|tập huấn|diễn tập|cập nhật|gửi)"
    r"(?: [^\W\d_]{1,12}){0,4}~$"
)
_YEARLY_START = phrase(r"(?:^|[;.:(\n+•-]|,)~$")
_SENTENCE_START = phrase(r"(?:^|[;.:(\n+•-])~$")
_YEARLY_VERB = phrase(
    r"~,?~(?:báo cáo|tổ chức|xây dựng|rà soát|tổng hợp|đánh giá|kiểm tra|lập|tham mưu|tổng kết|sơ kết|thực hiện|cập nhật|gửi|"
    r"chủ trì|phối hợp|ubnd|các)"
)


def recurs(passage: Passage, cycle: Cycle) -> bool:
    """Whether a bare frequency is a duty, not the description of a thing ("kế hoạch hằng năm", "trợ cấp hằng tháng")."""
    left, right = passage.left(cycle.start), passage.right(cycle.end)
    if passage.in_field(cycle.start) or _TIMES.search(passage.text, cycle.start, cycle.end):
        return True
    if _INSTEAD.search(left) or _THING.search(left) or ((meeting := _MEETING.search(left)) and not meeting["reported"]):
        return False
    if not cycle.rrule.startswith("FREQ=YEARLY") or not passage.text.startswith(("h", "m"), cycle.start):
        return True
    if right.startswith(",") and _SENTENCE_START.search(left):
        return True
    return bool(_YEARLY_ORDER.search(left) or (_YEARLY_START.search(left) and _YEARLY_VERB.match(right)))
