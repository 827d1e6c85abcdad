"""What stands in the way and what is asked for, parted: "vướng mặt bằng, đề nghị huyện hỗ trợ"."""

import re
from dataclasses import dataclass
from typing import Final

from handlers.understanding.numbers import find_shares
from handlers.understanding.reading import Reading, trim

# "không vướng gì", "chưa có khó khăn": said to say that all is well.
NONE: Final = re.compile(
    r"\b(?:khong|chua|chang|het|no)(?: con)?(?: co| gap| bi| thay|thấy| bao gio| he| tung){0,8}(?: gi)? "
    r"(?:vuong mac|vuong|kho khan|tro ngai|van de|problems?|issues?)(?: gi| nao| j)?(?: ca| het| nua| nữa| roi)?\b"
)
SOLVED: Final = re.compile(
    r"\b(?:het (?:vuong(?: mac)?|kho khan)|(?:da|vua) (?:duoc )?(?:thao go|go|giai quyet|xu ly)(?: xong"
    r"| duoc)? (?:cac )?(?:vuong(?: mac)?|kho khan))\b"
)
# The cue itself says nothing beyond "there is a difficulty" and is left out of what is kept.
_NAMED: Final = re.compile(
    r"\b(?:(?:dang |con |bi |van |gap |co |rat |nhieu |mot so ){0,8}(?:vuong mac|vuong|mac (?:o |cho |mat bang|thu tuc|von)"
    r"|kho khan|gap kho|be tac|bi tac|ach tac|tac o"
    r"|bi ket|mac ket|ket (?!qua|thuc|hop|noi|luan|cau|nap))|kho qua|blocked|stuck)(?: (?:hien nay|hien tai|hien|nhat|lon nhat"
    r"|chinh|duy nhat)){0,8}(?: (?:vi|do|ve|o|cho|trong|la|by|on|because of|with))?\b:?"
)
# Here the cue is part of the difficulty: "thiếu kinh phí", "chưa có mặt bằng".
_LACK: Final = re.compile(
    r"\b(?:(?:con |dang |bi ){0,8}thieu|khong (?:co|du) (?:kinh phi|tien(?! (?:trien|do|bo|hanh))|von|nguoi|dat|mat bang|can bo"
    r"|nhan luc|vat lieu|may|xe"
    r"|nguon|thiet bi|dien|nuoc|duong)"
    r"|chua (?:co|duoc|bo tri|cap|nhan duoc)(?: duoc)? (?:kinh phi|von|tien(?! (?:trien|do|bo|hanh))|mat bang|dat|huong dan"
    r"|chu truong|cap|bo tri"
    r"|phan bo|phe duyet|giao|nguon|y kien"
    r"|thong nhat|dong thuan|ho so)|(?:(?:\d+|cac|mot so|nhieu|may|con) ){0,8}(?:dan|ho dan|ho|nguoi dan|ba con"
    r"|nhan dan)(?: \w+){0,3} (?:khong|chua) (?:dong y|dong thuan|ban giao|hop tac|nhat tri|chiu|cho|ky|nhan)"
    r"|lack of|no (?:money|budget|land|people|funds))\b"
)
_WAIT: Final = re.compile(
    r"\b(?:dang |con |van |phai ){1,8}(?:chờ|cho|doi)\b(?! den)|\bchờ\b|\bcho (?:huyen|tinh|so|ubnd|cap tren|phe duyet|y kien"
    r"|tham dinh|ket qua)\b|\bwaiting (?:for|on)\b"
)
_PROPOSAL: Final = re.compile(
    r"\b(?:va |nen |kinh |em |xin |rat ){0,8}(?:de nghi|de xuat|kien nghi|(?:mong|mong muon)(?: duoc)?|nhờ|nho(?= (?:huyen|tinh"
    r"|phong|ubnd|so|xa|anh|chi|cac|lanh dao))"
    r"|xin (?=(?:y kien|huong dan|ho tro|kinh phi|chu truong|cap|bo sung|bo tri|chi dao|duoc ho tro|huyen|tinh))"
    r"|can (?=(?:huyen|tinh|so|phong|ubnd|cap tren|ho tro|bo sung|lanh dao))|please|need)\b:?"
)
_CAUSE: Final = re.compile(
    r"\b(?<!tien )(?<!muc )(?<!toc )(?<!trinh )(?<!che )(?<!mat )(?<!khi )(?<!luc )(?:vi|do|boi vi|boi|tai vi"
    r"|nguyen nhan(?: la| do)?|ly do(?: la)?|because(?: of)?|due to)\b:? (?!vay)"
)
_CLAUSE: Final = re.compile(r"(?<!\d)[,;.](?!\d)|\n| - | nhung | nen |[,;.](?= )")
_BORDER: Final = re.compile(
    r"\b(?:da|moi|duoc|dat) (?:xong|hoan thanh)\b|\bxin (?:gia han|lui|them)\b|\b(?:dang|van) (?:lam|thuc hien|trien khai)\b"
)
_CODE: Final = re.compile(r"#\s?\d+")
_POLITE: Final = re.compile(
    r"^(?:ạ|rồi|nhé|nha)\b[\s,.]*|[\s,.]+(?:(?:anh|chị|em|sếp|thưa anh|rồi|quá|lắm|a|c|e) ){0,8}(?:ạ|nhé|nha|nhá|ah|ơi)$|\s(?:nên"
    r"|cho nên|vì vậy|vì thế|do đó|do vậy)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """`named` is whether a difficulty is said outright ("vướng", "thiếu"), not only waited for; `cause` what follows "vì"."""

    difficulty: str = ""
    proposal: str = ""
    cause: str = ""
    named: bool = False
    waits: bool = False


def hide(pattern: re.Pattern[str], said: str) -> str:
    """The text with what matches made blank, all places kept."""
    return pattern.sub(lambda match: "~" * len(match.group()), said)


def find_trouble(reading: Reading, said: str) -> Trouble:
    """Difficulty, proposal and cause in a stretch of `reading` (`said` as long as `reading.said`, what is not meant made blank)."""
    proposal = _PROPOSAL.search(said)
    end = proposal.start() if proposal else len(said)
    named, lack, wait = (pattern.search(said, 0, end) for pattern in (_NAMED, _LACK, _WAIT))
    cause = _CAUSE.search(said, 0, end)
    asked = without_codes(reading.words_as_typed(proposal.end())) if proposal else ""
    reason = _stretch(reading, said, cause.end(), end) if cause else ""
    if named:
        text = _stretch(reading, said, named.end(), end) or _clause_before(reading, said, named.start())
        return Trouble(text, asked, reason, named=True)
    kept = lack or wait
    if kept:
        return Trouble(_stretch(reading, said, kept.start(), end), asked, reason, named=lack is not None, waits=lack is None)
    return Trouble("", asked, reason)


def find_cause(said: str) -> re.Match[str] | None:
    """The words that begin a reason ("vì", "do"), None where there are none."""
    return _CAUSE.search(said)


def split_answer(reading: Reading) -> tuple[str, str]:
    """A free answer to "what is the difficulty?": difficulty and proposal, as typed."""
    trouble = find_trouble(reading, reading.said)
    proposal = _PROPOSAL.search(reading.said)
    if trouble.proposal and proposal and proposal.start() > 0:
        return trouble.difficulty if trouble.named and trouble.difficulty else reading.words_as_typed(0, proposal.start()), trouble.proposal
    return trouble.difficulty if trouble.named and trouble.difficulty else reading.typed, ""


def without_codes(text: str) -> str:
    """Words without the codes of tasks among them, and without the politeness around them."""
    return trim(_POLITE.sub("", trim(re.sub(r"\s{2,}", " ", _CODE.sub("", text)))))


def _stretch(reading: Reading, said: str, start: int, end: int) -> str:
    """From `start` on to the first clause that tells a state instead, at most to `end`."""
    stop = end
    for border in _CLAUSE.finditer(said, start, end):
        following = _CLAUSE.search(said, border.end(), end)
        clause = said[border.end() : following.start() if following else end]
        if border.group() == " nen " or find_shares(clause) or _BORDER.search(clause) or _CODE.search(clause):
            stop = border.start()
            break
    return (
        without_codes(reading.words_as_typed(start, stop))
        if said[start:stop].strip(" ,;.:~") not in ("", "a", "roi", "qua", "day") and not said[start:stop].lstrip().startswith("nhung ")
        else ""
    )


def _clause_before(reading: Reading, said: str, end: int) -> str:
    borders = [border.end() for border in _CLAUSE.finditer(said, 0, end)]
    return without_codes(reading.words_as_typed(borders[-1] if borders else 0, end))
