"""A unit at the head and foot of its own letters, as far as its name tells; what is not known is left for the office to fill in."""

import re

from sqlmodel import Session

from reports.facts import Office
from storage.models import Unit

# "UBND xã Cao Lâu", "Ủy ban nhân dân huyện Cao Lộc": who signs for a committee, and where it sits
_COMMITTEE = re.compile(
    r"(?:UBND|[UỦ]y ban nhân dân)\s+(?:xã|phường|thị trấn|đặc khu|huyện|thị xã|quận|thành phố|tỉnh)\s+(?P<place>.+)", re.IGNORECASE
)
_SIGNERS = {"phòng": "TRƯỞNG PHÒNG", "ban": "TRƯỞNG BAN", "sở": "GIÁM ĐỐC"}
FILED = "Lưu: VT"
AS_ABOVE = "Như trên"


def letterhead(session: Session, unit: Unit) -> Office:
    """The unit that reports to the office above it; one with nothing above it names no addressee."""
    above = session.get(Unit, unit.parent_id) if unit.parent_id is not None else None
    committee = _COMMITTEE.fullmatch(unit.name)
    return Office(
        unit.name,
        place=committee["place"] if committee else "",
        superior="" if committee or above is None else above.name,
        symbol="BC-UBND" if committee else "BC",
        addressee=above.name if above is not None else "",
        recipients=(AS_ABOVE, FILED) if above is not None else (FILED,),
        signer_title="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH" if committee else _SIGNERS.get(unit.kind, "THỦ TRƯỞNG ĐƠN VỊ"),
    )
