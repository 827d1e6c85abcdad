"""What an officer asks or says about a task besides its state: more time, not ours, received, nothing new."""

import re
from datetime import date
from typing import Final

from handlers.understanding import intents as i
from handlers.understanding.days import Day, find_day, find_span, last_day_on_time
from handlers.understanding.difficulty import find_cause, without_codes
from handlers.understanding.numbers import find_shares
from handlers.understanding.phrases import core_of
from handlers.understanding.reading import Reading

_MORE: Final = (
    r"(?:gia han|lui(?: lai)?(?: (?:thoi han|thoi gian|han|ngay|den|sang|toi))?|keo dai|khat(?: lai)?|(?:nop|gui"
    r"|bao cao) (?:tre|cham|muon)|gia ha(?:ng|m)?|(?:doi|dời) (?:han|thoi han|sang|den|lich|ngay)|hoan (?:den|lai|sang|toi"
    r"|han)|them (?:thoi gian|han|ngay|it ngay)"
    r"|them (?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|vai|muoi|nua) (?:ngay|tuan|thang|hom|bua))"
)
_EXTENSION: Final = re.compile(
    rf"\b(?:xin|de nghi|de xuat|kien nghi|cho|mong|can|nhờ)(?: (?!khong|chua)[\w#]+){{0,8}}? {_MORE}|\b(?:xin|cho)(?: (?:em"
    r"|phep|xa|phong|don vi|toi|minh|duoc|nop|bao cao|hoan thanh|hen)){0,8} (?:den|toi|sang|het)(?= (?:ngay|thu|cuoi|het|tuan"
    r"|thang|mung|\d))"
    r"|\b(?:need|ask for|request|want)(?: (?:an|a|some|for|\d+|more|days?|weeks?|time)){0,8} (?:extension|more time|more days?"
    r"|more weeks?|days? more|days|weeks)\b|\b(?:can|could|may) (?:i|we) (?:have|get) (?:\d+|a few|some) (?:more )?(?:days"
    r"|weeks)|\bextension (?:of|for|until|to|because)\b"
    rf"|(?:^|(?<=[,.;] ))(?:lui|keo dai|them \d{{1,3}} ngay)\b|(?:^|(?<=[,.;] ))(?:gia han|extension)(?= ?$)"
)
_NOT_ASKED: Final = re.compile(r"\b(?:khong|chua|da|duoc)(?: (?:can|phai|co|xin|duoc)){0,8} ?$")
_TO_DAY: Final = re.compile(r"\b(?:den|toi|sang|het|until|truoc|qua|to)\b(?: (?:het|ngay|hom)){0,8} ?$")
_NOT_OURS: Final = re.compile(
    r"\b(?:khong|ko) (?:phai |thuoc |la |o ){1,8}(?:(?:viec |nhiem vu |trach nhiem |chuc nang |tham quyen |linh vuc "
    r"|phan viec |phan |dia ban |cong viec |quan ly |cua |phu trach ){1,8}"
    r"(?:(?:don vi|xa|phong|ban|ben|phuong|thi tran|truong|co quan|van phong|chung)? ?(?:em|toi|minh|chung toi|chung em|ta|nay|khac)?)?)"
    r"|\bkhong phai (?:la )?(?:(?:tui|ben|chung|xa|phong|phuong|don vi) (?:em|toi|minh)|em|toi)\b"
    r"|\b(?<!khong )thuoc (?:tham quyen|trach nhiem|nhiem vu|chuc nang) (?:cua )?(?=(?:phong|uy ban|ubnd|so|ban|cong an|huyen"
    r"|tinh|xa)\b)[\w ]*|\bkhong co (?:chuc nang|tham quyen|trach nhiem)(?: nay)?|\bkhong (?:phai )?lien quan(?: (?:den"
    r"|toi))?(?: (?:don vi|xa|phong|ben))?(?: (?:em|toi|minh))?|\b(?:giao|gui|chuyen|phan) (?:nham|sai|lon) ?(?:don vi|phong"
    r"|xa|nguoi|dia chi|cho|roi)?|\b(?:nham|sai) (?:don vi|phong|xa|nguoi|dia chi)\b"
    r"|\b(?:viec|nhiem vu) (?:nay )?(?:la )?(?:cua|thuoc) (?=(?:phong|xa|ubnd|so|ban|van phong|don vi khac|ben|thi tran|huyen"
    r"|tinh|chi cuc)\b)|\bnot (?:(?:my|our|for) )?(?:ours|mine|us|task|job|unit s task|unit)\b"
)
_RECEIVED: Final = re.compile(
    r"(?:(?:da|xin|em|toi|don vi|xa|phong|minh|chung toi|i|we|have|ok|vang|,) ?){0,8}(?:tiep nhan|nhan duoc|nhan|nam duoc|nam ro"
    r"|nam|ro|biet|doc|xem|tiep thu|received|got it|noted|understood)"
    r"(?:,? (?:duoc|viec|nhiem vu|thong tin|tin|roi|thong bao|chi dao|van ban|du|day du|nhac|nhac viec|cong viec|va|se"
    r"|thuc hien|trien khai|ngay|nhe|it|the|task|ro|nghen|day|anh|se)){0,8}|(?:(?:vang|ok|da|em|toi|xa|phong"
    r"|don vi) ?){0,8}(?:se )?(?:lam|trien khai|thuc hien) ngay(?: day)?"
)
_SAME: Final = re.compile(
    r"(?:(?:van|hien|tinh hinh|so lieu|tien do|ket qua|tuan nay|nay|con|thi|it|is"
    r"|still) ){0,8}(?:khong (?:co )?(?:gi )?(?:thay doi|doi|moi|khac|bien dong)(?: gi| so voi .{1,30})?(?: gi)?"
    r"|chua (?:co )?(?:gi )?(?:thay doi|moi|khac)(?: gi)?"
    r"|(?:giong |y )?nhu (?:bao cao )?(?:cua )?(?:tuan truoc|cu|lan truoc|hom truoc|bao cao truoc|truoc|ky truoc|thang truoc"
    r"|da bao cao|tuan roi)|giu nguyen(?: (?:nhu|bao cao|so lieu|ket qua|tien do).{0,30})?"
    r"|(?:giong|bang) (?:tuan truoc|lan truoc|bao cao truoc|ky truoc)|van (?:vay|the|nhu cu|nhu vay|nhu the|y nguyen)|y nguyen"
    r"|nguyen nhu cu|y chang (?:tuan|lan|ky|hom|thang) (?:truoc|roi)|khong (?:co )?phat sinh(?: gi)?(?: moi)?|nhu tren"
    r"|same(?: as (?:last week|before))?|no change|nothing (?:new|changed)|unchanged)"
    r"(?: (?:nhe|a|roi|thoi|gi|het|ca|nua|nữa|nhieu|anh|chi|em|oi|tuan nay|so voi .{1,30}|last week|this week)){0,8}"
)


def find_request(reading: Reading, today: date, task: int | None) -> i.Intent | None:
    """A request or remark that a stretch of text makes about a task, None where it makes none."""
    core = core_of(reading, today)
    said = re.sub(r"#\s?\d+", lambda code: " " * len(code.group()), core.said).strip(" ,.:;-")
    if _SAME.fullmatch(said):
        return i.NoChange(task)
    if _RECEIVED.fullmatch(said):
        return i.Received(task)
    return find_extension(reading, today, task) or _not_ours(reading, task)


def find_extension(reading: Reading, today: date, task: int | None) -> i.Extension | None:
    """The request for more time in a stretch of text, with its last day or its number of days, and the reason."""
    said = reading.said
    asked = _EXTENSION.search(said)
    if asked is None or _NOT_ASKED.search(said[: asked.start()]):
        return None
    cause = find_cause(said)
    behind = cause is not None and cause.start() >= asked.start()
    end = cause.start() if cause and behind else len(said)
    day, cut = _until(said, asked.start(), end, today)
    span = None if day else find_span(said[asked.start() : end])
    if cause and behind and not day and not span:
        day, cut = _until(said, cause.end(), len(said), today)
        cut = cut if day else len(said)
    sure = day.sure and day.on >= today if day else span[1] if span else True
    if said.rstrip().endswith("?"):
        sure = False
    reason = _reason(reading, asked, cause, cut)
    return i.Extension(task, day.on if day else None, span[0] if span else None, reason, sure=sure)


def asks_after(reading: Reading) -> int:
    """Where in the rules' spelling the request for more time begins; the length of the text where there is none."""
    asked = _EXTENSION.search(reading.said)
    return asked.start() if asked else len(reading.said)


def _until(said: str, start: int, end: int, today: date) -> tuple[Day | None, int]:
    """The new last day in a stretch, and where the words for it begin (the end of the text where there is none)."""
    day = find_day(said[start:end], today, "future")
    if day is None:
        return None, len(said)
    day = last_day_on_time(said[start:end], day)
    lead = _TO_DAY.search(said[start : start + day.start])
    return day, start + (lead.start() if lead else day.start)


def _reason(reading: Reading, asked: re.Match[str], cause: re.Match[str] | None, cut: int) -> str:
    if cause and cause.start() >= asked.start():
        stop = cut if cut > cause.end() else len(reading.said)
        return without_codes(reading.words_as_typed(cause.end(), stop))
    begin = cause.end() if cause else 0
    before = core_of(reading, date.min)
    start = max(begin, before.start) if not cause else begin
    if asked.start() <= start or find_shares(reading.said[start : asked.start()]):
        return ""
    return without_codes(reading.words_as_typed(start, asked.start()))


def _not_ours(reading: Reading, task: int | None) -> i.NotMine | None:
    match = _NOT_OURS.search(reading.said)
    if match is None:
        return None
    cause = find_cause(reading.said)
    begin = (
        cause.end()
        if cause and cause.start() >= match.end() - 1
        else match.start()
        if reading.said[match.start() :].startswith(("viec", "nhiem vu"))
        else match.end()
    )
    return i.NotMine(task, without_codes(reading.words_as_typed(begin)))
