"""How far a task is, from free words: done, share, doing, stuck, not started; and how sure that is."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.understanding.days import Day, find_day
from handlers.understanding.difficulty import NONE, SOLVED, Trouble, find_trouble, hide
from handlers.understanding.evidence import find_evidence
from handlers.understanding.intents import Evidence, Report, Status
from handlers.understanding.numbers import Share, find_shares
from handlers.understanding.reading import Reading

_FINISH: Final = r"(?:xong|hoan thanh|hoan tat|hoan thien|ket thuc|done|finished|completed?|dat)"
# "chưa làm xong", "không kịp hoàn thành": not done, and nothing about whether it was begun.
_UNDONE: Final = re.compile(
    rf"\b(?:chua|khong|chang|not|haven t|hasn t|isn t)(?: (?!co gi|vuong)\w+){{0,3}} {_FINISH}\b|\b(?:khong|chua|chang) kip\b|\bxong dau\b(?! (?:day|roi))|\bnot (?:yet )?done\b"
)
_NEARLY: Final = re.compile(
    rf"\b(?:sap|gan|gan nhu|co ban|ve co ban|chuan bi|almost|nearly)(?: (?:da|la|duoc|lam|se|hoan|nop))* {_FINISH}\b|{_FINISH} (?:ve )?co ban\b"
)
_LATER: Final = re.compile(
    rf"\b(?:se|du kien|phan dau|co gang|cố gang|cam ket|quyet tam|hua|mai|tuan (?:sau|toi)|thang (?:sau|toi)|ngay mai|chac mai|will)\b[^,;.\n]{{0,40}}?\b{_FINISH}\b"
    rf"|\b(?:phai|den|toi|chac)\b[^,;.\n]{{0,25}}? moi (?:xong|hoan thanh)\b|\b{_FINISH} (?:trong|vao|truoc)?(?: )?(?:tuan (?:sau|toi|nay)|thang (?:sau|toi|nay)|ngay mai|mai)\b"
)
# "khi nào xong em báo", "xong thì gửi", "họp cho xong": the end of something is only a condition.
_IF: Final = re.compile(
    rf"\b(?:khi nao|bao gio|chung nao|neu|de|cho|phai|can|doi|chờ|den khi|truoc khi|luc nao|nao)\b[^,;.\n]{{0,25}}?\b{_FINISH}\b|\b{_FINISH} (?:thi|moi|se|roi (?:moi|se|thi))\b"
)
_PART: Final = re.compile(
    rf"\b{_FINISH} (?:duoc )?(?:mot (?:phan|so|nua phan)|gan het|kha kha|kha nhieu|phan lon|hau het|mot it|chut it|it thoi|nhieu roi|duoc it|gan nua|1 phan|phan (?!tram)|buoc|giai doan|khau|dot|dự thao|du thao|ban thao|\d{{1,4}} (?!thang|gio|gio\b|/))"
)
_DONE: Final = re.compile(
    r"\b(?:xong|hoan thanh|hoan tat|done|finished|completed|da ket thuc|da hoan thien|ket thuc roi|(?:da|vua|moi) (?:nop|gui bao cao|trinh ky xong)|nop(?: bao cao)? (?:roi|hom|ngay|tu)"
    r"|gui bao cao (?:roi|hom|ngay)|da (?:co|ban hanh|phat hanh|ky) (?:bao cao|van ban|quyet dinh|ke hoach|cong van|to trinh|nghi quyet|chuong trinh|huong dan|chi thi))\b"
)
# Said of work that is over, but just as well of work that goes on.
_MAYBE_DONE: Final = re.compile(
    r"\b(?:da (?:lam|thuc hien|trien khai|bao cao|gui|trinh)(?: roi)?|(?:lam|gui|bao cao|thuc hien|trien khai|trinh) roi|da xu ly|xu ly roi|da nghiem thu|nghiem thu roi|(?:da )?dua vao su dung|da ban giao|ok roi|on roi|da on|ready)\b"
)
_DOING: Final = re.compile(
    r"\b(?:dang (?:lam|th|thuc hien|trien khai|tien hanh|xu ly|hoan thien|tong hop|ra soat|soan|trinh|xay dung|thi cong|khao sat|lap|ve|don doc|chuan bi|co gang|tich cuc|khan truong"
    r"|tiep tuc|chay|thuc|giai quyet|kiem tra|nghien cuu|viet|to chuc|chi dao|huy dong|van dong|tuyen truyen|phoi hop|sua|tham muu|lay y kien|xin y kien)|van (?:dang|lam|tiep tuc)|tiep tuc (?:lam|thuc hien|trien khai)|(?:da|moi|vua|bat tay) (?:bat dau|khoi cong|vao lam)|dang do"
    r"|in progress|working on|doing|ongoing|started|dang(?= ?[,.!~]*$))\b"
)
# Any other work that goes on; waiting, being stuck or in a meeting is none.
_BUSY: Final = re.compile(
    r"\bdang (?!(?:uy|vien|bo|cho|chờ|doi|hop|ban|di|om|nghi|o|vuong|thieu|gap|bi|qua|can|ket|kho|hoc|co|la|khong)\b)[a-z]+"
)
_NOW: Final = re.compile(r"\b(?:hom nay|bay gio|gio|hien|hien tai|nay|len|now|today)\b[^,;]{0,12}$")
_NOT_STARTED: Final = re.compile(
    r"\b(?:chua|khong)(?: he| co| co gi)?(?: duoc)? (?:lam|thuc hien|trien khai|bat dau|tien hanh|dong den|xu ly|khoi cong|dung den|dong tay)(?: duoc)?\b"
    r"|\b(?:not (?:yet )?started|haven t started|nothing (?:done )?yet)\b"
)
_NOT_YET: Final = re.compile(
    r"(?:\b(?:a|da|vang|em|van|thi|u|thua|bao cao|anh|chi|sep|hien|hien tai|gio|con|no)\b[ ,.]*)*\b(?:chua|not yet)\b(?: (?:a|anh|chi|em|sep|nhe|nha|dau|dau a|oi|duoc))*[ .!]*"
)
_HEDGE: Final = re.compile(
    r"\b(?:chac|hinh nhu|co le|chac la|hinh nhu la|khong biet|co the|khong ro|nghe noi|hoac|hay la|maybe|i think|probably)\b"
)
_REST: Final = re.compile(
    rf"\b(?:chi con|con (?:lai|thieu|moi|mot it|chut)|tru|ngoai tru|nhung(?: ma)? (?:con|chua)|(?:nhung )?chua (?:nop|gui|ky|duoc ky|bao cao|nghiem thu))\b"
)
_TAKES_BACK: Final = re.compile(
    r"(?:^|\b(?:anh|chi|em|xin loi)\b[ ,]*)(?:a+|o|oi|u|da|#\d+)?[ ,]*(?:nham|a nham|lon|dinh chinh|xin dinh chinh|sua(?: lai| thanh)?|xin sua|cap nhat lai|(?:xin )?bao (?:cao )?lai|bao nham|bam nham|ghi nham|sorry|actually|wrong)\b"
    r"|^(?:(?:a|o|oi|u)[ ,]+|khong, ?)(?:khoan|chua|khong|moi|dang|nham|con|thuc ra)\b|(?:^|[,.] ?)(?:sua (?:lai|thanh)|sai (?:so lieu|roi),|khong phai,)|\b(?:noi|bao|ghi|go|bam|gui) (?:cao )?(?:nham|lon)\b"
)
_OWN_WORDS: Final = re.compile(
    r"\b(?:da|lam|ok|thuc hien|trien khai|deu|co|cung|vua|moi|toan bo|tat ca|het|viec|nhiem vu|cong viec|bao cao|nay|do|em|toi|xa|phong|don vi|roi|minh|chung em|chung toi|vang|la|e|duoc|xu ly|giai quyet|va|ca|no|thi|nop|gui|all|is|it|we|i|have|has|just|already|a|ben em|u|thua|anh|chi|sep|luon|~+)$"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs a stretch of text shows."""

    said: str
    shares: tuple[Share, ...]
    trouble: Trouble
    done: re.Match[str] | None
    undone: bool
    nearly: bool
    later: bool
    part: bool
    maybe_done: bool
    doing: bool
    busy: bool
    not_started: bool
    not_yet: bool
    well: bool
    evidence: Evidence | None


def find_report(reading: Reading, today: date, task: int | None = None) -> Report | None:
    """What a stretch of text tells about one task; None where it tells no state, no difficulty and no evidence."""
    signs = _signs(reading, today)
    state = _state(signs)
    if state is None and not signs.evidence:
        return None
    status, percent, sure = state or ("done", None, False)
    day = _day_of(signs, today, reading) if status == "done" else None
    if _HEDGE.search(signs.said) or (day is not None and (day.on > today or not day.sure)):
        sure = False
    done_on = day.on if day is not None and day.on <= today else None
    difficulty = signs.trouble.difficulty if status != "done" or signs.trouble.named else ""
    if not difficulty and status in ("stuck", "not_started", "doing"):
        difficulty = signs.trouble.cause
    return Report(
        task=task,
        status=status,
        percent=percent,
        done_on=done_on,
        difficulty=difficulty,
        proposal=signs.trouble.proposal,
        evidence=signs.evidence if status == "done" else None,
        correction=takes_back(reading.said),
        sure=sure,
    )


def takes_back(said: str) -> bool:
    """Whether the words correct an earlier answer."""
    return _TAKES_BACK.search(said) is not None


def _signs(reading: Reading, today: date) -> Signs:
    evidence = find_evidence(reading.typed, today)
    well = NONE.search(reading.said) is not None or SOLVED.search(reading.said) is not None
    said = hide(SOLVED, hide(NONE, reading.said))
    undone, nearly, later = (pattern.search(said) is not None for pattern in (_UNDONE, _NEARLY, _LATER))
    trouble = find_trouble(reading, said)
    left = said
    for pattern in (_NOT_STARTED, _UNDONE, _NEARLY, _LATER, _IF):
        left = hide(pattern, left)
    return Signs(
        said=said,
        shares=tuple(find_shares(said)),
        trouble=trouble,
        done=_DONE.search(left),
        undone=undone,
        nearly=nearly,
        later=later,
        part=_PART.search(left) is not None,
        maybe_done=_MAYBE_DONE.search(left) is not None,
        doing=_DOING.search(said) is not None,
        busy=_BUSY.search(said) is not None,
        not_started=_NOT_STARTED.search(said) is not None,
        not_yet=_NOT_YET.fullmatch(re.sub(r"#\s?\d+[ :,]*", "", said)) is not None,
        well=well,
        evidence=evidence[0] if evidence else None,
    )


State = tuple[Status, int | None, bool]


def _state(signs: Signs) -> State | None:
    """The state that the signs add up to, its percentage and whether it is sure; None where they tell nothing."""
    if signs.shares:
        return _with_share(signs)
    if signs.trouble.named:
        overcome = signs.done and signs.said.rfind("xong") > signs.said.find("vuong")
        return ("done", None, False) if overcome else ("stuck", None, signs.done is None)
    if signs.done:
        return _finished(signs)
    rules: tuple[tuple[bool, State], ...] = (
        (signs.undone or signs.nearly or signs.later, ("doing", None, False)),
        (signs.trouble.waits, ("stuck", None, False)),
        (signs.not_started, ("not_started", None, True)),
        (signs.not_yet, ("not_started", None, False)),
        (signs.doing, ("doing", None, True)),
        (signs.busy, ("doing", None, False)),
        (signs.evidence is not None and not signs.trouble.cause, ("done", None, False)),
        (signs.maybe_done, ("done", None, False)),
        (signs.well, ("doing", None, False)),
    )
    return next((state for holds, state in rules if holds), None)


def _with_share(signs: Signs) -> State:
    last = signs.shares[-1]
    different = {share.percent for share in signs.shares}
    if len(different) > 1:
        # "hôm qua 50%, hôm nay 70%"
        newer = _NOW.search(signs.said[: last.start]) is not None
        return "doing", last.percent if newer else None, False
    sure = last.sure and not signs.later and not signs.nearly
    if signs.trouble.named:
        return "stuck", last.percent, sure
    if last.percent == 100:
        return ("doing", None, False) if signs.undone else ("done", 100, sure)
    if last.percent == 0:
        return "not_started", 0, sure
    # "xong 50%" is half done; "đã xong, giải ngân 80%" says two things.
    apart = signs.done is not None and last.start - signs.done.end() > 12
    return "doing", last.percent, sure and not apart


def _finished(signs: Signs) -> State:
    done = signs.done
    if (
        done is None
        or signs.part
        or signs.busy
        or _REST.search(signs.said)
        or signs.not_started
        or signs.undone
        or signs.nearly
        or signs.later
    ):
        return "doing", None, False
    before = re.sub(r"[#\d/,;:.!?()~\s-]+$", "", re.sub(r"#\s?\d+", "", signs.said[: done.start()]))
    return "done", None, not before or _OWN_WORDS.search(before) is not None


def _day_of(signs: Signs, today: date, reading: Reading) -> Day | None:
    """The day on which it was done: not the day of the document that proves it."""
    if signs.evidence:
        found = find_evidence(reading.typed, today)
        cut = len(reading.typed) if found is None else found[1]
        words = [start for start, place in zip(reading.starts, reading.places, strict=True) if place[0] >= cut]
        return find_day(signs.said[: words[0]] if words else signs.said, today, "past")
    return find_day(signs.said, today, "past")
