"""An invite's link as a picture to point a phone at."""

import io

from handlers.desk import Desk
from storage import files
from storage.messages import OutFile

FOLDER = "invites"
SCALE, BORDER = 8, 4


def qr_picture(desk: Desk, link: str) -> tuple[OutFile, ...]:
    """The QR picture of a link; nothing where there is no link, or the chat's channel takes no pictures."""
    abilities = desk.office.abilities.get(desk.message.sender.channel)
    if not link or (abilities is not None and not abilities.files_out):
        return ()
    import segno  # only inviting draws

    drawn = io.BytesIO()
    segno.make_qr(link).save(drawn, kind="png", scale=SCALE, border=BORDER)
    return (OutFile(files.keep(desk.office.data_dir, FOLDER, drawn.getvalue(), ".png"), "ma-qr.png", "image/png", picture=True),)
