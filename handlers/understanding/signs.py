"""The signs of a state in free words: finished, nearly, not yet, under way, a share, a difficulty, a document."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.understanding.difficulty import NONE, SOLVED, Trouble, find_trouble, hide
from handlers.understanding.evidence import find_evidence
from handlers.understanding.intents import Evidence
from handlers.understanding.numbers import Share, find_shares
from handlers.understanding.reading import Reading

_FINISH: Final = r"(?:xong|hoan thanh|hoan tat|hoan thien|ket thuc|done|finished|completed?|dat)"
# "chưa làm xong", "không kịp hoàn thành": not done, and nothing about whether it was begun.
_UNDONE: Final = re.compile(
    rf"\b(?:chua|khong|chang|not|haven t|hasn t|isn t)(?: (?!co gi|vuong)\w+){{0,3}} {_FINISH}\b|\b(?:khong|chua|chang) kip\b"
    r"|\bxong dau\b(?! (?:day|roi))|\bnot (?:yet )?done\b"
)
_NEARLY: Final = re.compile(
    rf"\b(?:sap|gan|gan nhu|co ban|ve co ban|chuan bi|almost|nearly)(?: (?:da|la|duoc|lam|se|hoan|nop)){{0,8}} {_FINISH}\b"
    rf"|{_FINISH} (?:ve )?co ban\b"
)
_LATER: Final = re.compile(
    r"\b(?:se|du kien|phan dau|co gang|cố gang|cam ket|quyet tam|hua|mai|tuan (?:sau|toi)|thang (?:sau|toi)|ngay mai|chac mai"
    rf"|will)\b[^,;.\n]{{0,40}}?\b{_FINISH}\b"
    rf"|\b(?:phai|den|toi|chac)\b[^,;.\n]{{0,25}}? moi (?:xong|hoan thanh)\b|\b{_FINISH} (?:trong|vao"
    r"|truoc)?(?: )?(?:tuan (?:sau|toi|nay)|thang (?:sau|toi|nay)|ngay mai|mai)\b"
)
# "khi nào xong em báo", "xong thì gửi", "họp cho xong": the end of something is only a condition.
_IF: Final = re.compile(
    r"\b(?:khi nao|bao gio|chung nao|neu|de|cho|phai|can|doi|chờ|den khi|truoc khi|luc nao"
    rf"|nao)\b[^,;.\n]{{0,25}}?\b{_FINISH}\b|\b{_FINISH} (?:thi|moi|se|roi (?:moi|se|thi))\b"
)
_PART: Final = re.compile(
    rf"\b{_FINISH} (?:duoc )?(?:mot (?:phan|so|nua phan)|gan het|kha kha|kha nhieu|phan lon|hau het|mot it|chut it|it thoi"
    r"|nhieu roi|duoc it|gan nua|1 phan|phan (?!tram)|buoc|giai doan|khau|dot|dự thao|du thao|ban thao|\d{1,4} (?!thang|gio"
    r"|gio\b|/))"
)
_DONE: Final = re.compile(
    r"\b(?:xong|hoan thanh|hoan tat|done|finished|completed|da ket thuc|da hoan thien|ket thuc roi|(?:da|vua|moi) (?:nop"
    r"|gui bao cao|trinh ky xong)|nop(?: bao cao)? (?:roi|hom|ngay|tu)"
    r"|gui bao cao (?:roi|hom|ngay)|da (?:co|ban hanh|phat hanh|ky) (?:bao cao|van ban|quyet dinh|ke hoach|cong van|to trinh"
    r"|nghi quyet|chuong trinh|huong dan|chi thi))\b"
)
# Said of work that is over, but just as well of work that goes on.
_MAYBE_DONE: Final = re.compile(
    r"\b(?:da (?:lam|thuc hien|trien khai|bao cao|gui|trinh)(?: roi)?|(?:lam|gui|bao cao|thuc hien|trien khai|trinh) roi"
    r"|da xu ly|xu ly roi|da nghiem thu|nghiem thu roi|(?:da )?dua vao su dung|da ban giao|ok roi|on roi|da on|ready)\b"
)
_DOING: Final = re.compile(
    r"\b(?:dang (?:lam|th|thuc hien|trien khai|tien hanh|xu ly|hoan thien|tong hop|ra soat|soan|trinh|xay dung|thi cong"
    r"|khao sat|lap|ve|don doc|chuan bi|co gang|tich cuc|khan truong"
    r"|tiep tuc|chay|thuc|giai quyet|kiem tra|nghien cuu|viet|to chuc|chi dao|huy dong|van dong|tuyen truyen|phoi hop|sua"
    r"|tham muu|lay y kien|xin y kien)|van (?:dang|lam|tiep tuc)|tiep tuc (?:lam|thuc hien|trien khai)|(?:da|moi|vua"
    r"|bat tay) (?:bat dau|khoi cong|vao lam)|dang do"
    r"|in progress|working on|doing|ongoing|started|dang(?= ?[,.!~]*$))\b"
)
# Any other work that goes on; waiting, being stuck or in a meeting is none.
_BUSY: Final = re.compile(
    r"\bdang (?!(?:uy|vien|bo|cho|chờ|doi|hop|ban|di|om|nghi|o|vuong|thieu|gap|bi|qua|can|ket|kho|hoc|co|la|khong)\b)[a-z]+"
)
_NOT_STARTED: Final = re.compile(
    r"\b(?:chua|khong)(?: he| co| co gi)?(?: duoc)? (?:lam|thuc hien|trien khai|bat dau|tien hanh|dong den|xu ly|khoi cong"
    r"|dung den|dong tay)(?: duoc)?\b"
    r"|\b(?:not (?:yet )?started|haven t started|nothing (?:done )?yet)\b"
)
_ASKS: Final = re.compile(r"\b(?:de nghi|de xuat|kien nghi|xin (?:y kien|huong dan|ho tro|kinh phi|chu truong|cap|chi dao))\b")
_NOT_YET: Final = re.compile(
    r"(?:\b(?:a|da|vang|em|van|thi|u|thua|bao cao|anh|chi|sep|hien|hien tai|gio|con|no)\b[ ,.]*){0,8}\b(?:chua|not yet)\b(?: (?:a"
    r"|anh|chi|em|sep|nhe|nha|dau|dau a|oi|duoc)){0,8}[ .!]*"
)
_TAKES_BACK: Final = re.compile(
    r"(?:^|\b(?:anh|chi|em|xin loi)\b[ ,]*)(?:a+|o|oi|u|da|#\d+)?[ ,]*(?:nham|a nham|lon|dinh chinh|xin dinh chinh|sua(?: lai"
    r"| thanh)?|xin sua|cap nhat lai|(?:xin )?bao (?:cao )?lai|bao nham|bam nham|ghi nham|sorry|actually|wrong)\b"
    r"|^(?:(?:a|o|oi|u)[ ,]+|khong, ?)(?:khoan|chua|khong|moi|dang|nham|con|thuc ra)\b|(?:^|[,.] ?)(?:sua (?:lai|thanh)"
    r"|sai (?:so lieu|roi),|khong phai,)|\b(?:noi|bao|ghi|go|bam|gui) (?:cao )?(?:nham|lon)\b"
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
    asks: bool
    doing: bool
    busy: bool
    not_started: bool
    not_yet: bool
    well: bool
    evidence: Evidence | None


def takes_back(said: str) -> bool:
    """Whether the words correct an earlier answer."""
    return _TAKES_BACK.search(said) is not None


def signs_of(reading: Reading, today: date) -> Signs:
    """All signs in a stretch of text; what only denies a difficulty is made blank in `said`."""
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
        asks=_ASKS.search(said) is not None and len(trouble.proposal.split()) > 1,
        busy=_BUSY.search(said) is not None,
        not_started=_NOT_STARTED.search(said) is not None,
        not_yet=_NOT_YET.fullmatch(re.sub(r"(?:#\s?|\b(?:viec|nhiem vu) )\d+[ :,]*", "", said)) is not None,
        well=well,
        evidence=evidence[0] if evidence else None,
    )
