"""Who acts, told by what stands behind the name: "do Sở Y tế chủ trì", "(Phòng Kinh tế thực hiện)"."""

import re

from directives.cast import Cast
from directives.mention import all_names
from directives.roles_others import CHAIRED
from directives.units import read_units

_HANDLES = (
    r"rà\s+soát|kiểm\s+tra|xác\s+nhận|tổng\s+hợp|nghiệm\s+thu|cung\s+cấp\s+cho|chuẩn\s+bị|bố\s+trí|soạn\s+thảo|biên\s+soạn|thụ\s+lý|giải\s+quyết|xử\s+lý|triển\s+khai|"
    r"thẩm\s+tra|thẩm\s+định|tham\s+mưu|tổ\s+chức|lập(?!\w)|xây\s+dựng|ban\s+hành(?!\s+(?:tại|kèm|theo|ngày|năm|trước))|quyết\s+định"
)
_CHAIR_WORD = re.compile(rf"trưởng\s+đoàn|chủ\s+đầu\s+tư|chủ\s+trì|đầu\s+mối|thực\s+hiện|phụ\s+trách|đảm\s+(?:nhận|nhiệm)|{_HANDLES}")
_DOES = re.compile(
    r"\s*(?:làm\s+)?(?:trưởng\s+đoàn|chủ\s+trì(?!\s+(?:cuộc|buổi|hội|họp|phiên))|đầu\s+mối|thực\s+hiện|phụ\s+trách|đảm\s+(?:nhận|nhiệm)|"
    r"phối\s+hợp\s+(?:với\s+|cùng\s+)?[^,;.]{3,60}\s(?:tổ\s+chức|thực\s+hiện|triển\s+khai))"
)
# "hồ sơ do Phòng Nội vụ thẩm định" says who acts only where nobody was named before.
_DOES_OR_HANDLES = re.compile(rf"{_DOES.pattern}|\s*(?:{_HANDLES})")
_LEADS_A_TEAM = re.compile(r"thành\s+lập\s[^;:.]{3,60}\sdo\s[^;:.]{3,80}\slàm\s+trưởng\s+đoàn")
_INVESTS = re.compile(r"\s*(?:làm\s+)?chủ\s+đầu\s+tư")
_STARTS_LIST = re.compile(
    r"\((?:đề\s+nghị|yêu\s+cầu)\s+|[(;,:]\s*|(?<!\w)(?:do|giao)\s+|"
    r"(?<!đã )(?<!\w)được\s+(?=[^,;.]{4,60}?\s(?:kiểm|xác|thẩm\s+(?:tra|định)|nghiệm|rà))|^"
)
# "Tham mưu UBND huyện giao Phòng Nội vụ thực hiện": the advice is the work
_ADVISES = re.compile(r"(?:tham\s+mưu|đề\s+xuất|trình|kiến\s+nghị)\s[^,;.]{2,60}$")
# "Rà soát hồ sơ (giao Phòng Nội vụ)"
_GIVEN = re.compile(r"\(\s*giao\s+$")
# "báo cáo về cơ quan thường trực (phòng X) trước …": the bracket says who receives, not who acts
_REPORTED_TO = re.compile(r"(?:gửi|nộp|báo\s+cáo|về)\s+(?:về|cho|đến|tới|với)?\s*[^,;.:()]{0,60}$")


def chaired(clause: str, matched: str, cast: Cast, *, told: bool) -> tuple[str, ...]:
    """Units named just before "chủ trì": "do Sở Y tế chủ trì", "(Sở Y tế chủ trì, …)", "(Phòng Kinh tế thực hiện)".

    `told` says that a heading or order before named who acts.
    """
    if not _CHAIR_WORD.search(matched) and "(" not in matched:
        return ()
    done_by = _DOES if told else _DOES_OR_HANDLES
    if told and _LEADS_A_TEAM.search(matched):
        return ()  # "Tham mưu thành lập đoàn kiểm tra do … làm trưởng đoàn": to set it up is the work
    reached = 0
    for start in _STARTS_LIST.finditer(matched):
        if start.end() < reached or (told and start[0].startswith("giao") and _ADVISES.search(matched, 0, start.start())):
            continue
        mentions, reached = read_units(clause, matched, start.end(), cast, named=start[0].startswith(("do", "được")))
        bracket = start[0].startswith("(")
        if bracket and _REPORTED_TO.search(matched, 0, start.start()) and not _DOES.match(matched, reached):
            continue
        if mentions and not told and _GIVEN.search(matched, 0, start.end()) and matched.startswith(")", reached):
            return all_names(mentions)
        pattern = done_by if bracket or start[0].rstrip().endswith(("do", "giao", "được")) else CHAIRED
        if mentions and bracket and _INVESTS.match(matched, reached):
            return all_names(mentions)
        if mentions and (pattern.match(matched, reached) or (bracket and not told and _only_offices(matched, start.end(), reached))):
            return all_names(mentions)
    return ()


def _only_offices(matched: str, start: int, end: int) -> bool:
    """Whether a bracket holds nothing but offices, not places that only explain: "(Phòng Kinh tế, UBND các xã)"."""
    named = matched[start:end]
    return matched.startswith((")", ";"), end) and ("ubnd" in named or not re.match(r"(?:các\s+)?(?:xã|thôn|bản|phường|huyện)\s", named))
