"""Photos and scans (.png .jpg .webp .tif): each picture, or each frame of a multi-page TIFF, is a page."""

import io
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from directives.formats.ocr import DPI, is_available, patience, recognised
from directives.formats.page_reading import reading_of
from directives.formats.rules import Picture
from directives.model import UnreadableError
from directives.paragraphs import Progress, Reading

MAX_PIXELS = 120_000_000
"""Phones make up to 108 million; decoded in grey that is as many bytes. A bomb declares billions."""

MAX_PAGES = 50
"""At some 3 s a page two and a half minutes; longer scans are sent in parts."""

_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
_A4_SHORT_PIXELS = int(8.27 * DPI)
_LARGEST_GROWTH = 3.0  # beyond it enlarging adds nothing that could be read
_LONGEST_PIXELS = 6_000  # A3 at 300 dots an inch is 4,961 long

# Pillow's own limit warns instead of refusing; `_check_size` refuses, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


def read_image(data: bytes, progress: Progress) -> Reading:
    """The pages of a picture file. Raises `UnreadableError`: "no_ocr", "too_large", "damaged", "unknown_type"."""
    if not is_available():
        raise UnreadableError("no_ocr")
    until, pages = patience(), []
    with _opened(data) as image:
        count = getattr(image, "n_frames", 1)
        for number, picture in enumerate(_frames(image, min(count, MAX_PAGES)), start=1):
            progress((number - 1) / min(count, MAX_PAGES), f"Đang nhận dạng trang {number}/{count}")
            pages.append(recognised(picture, number, until))
    progress(1.0, "Đã nhận dạng xong")
    beyond = (f"Chỉ đọc {MAX_PAGES} trang đầu trong {count} trang.",) if count > MAX_PAGES else ()
    return reading_of(pages, beyond)


def at_reading_size(picture: Picture) -> Picture:
    """A grey picture of a whole sheet resized to about 300 dots an inch, taking its short side for that of A4."""
    short, long = min(picture.shape), max(picture.shape)
    scale = min(_A4_SHORT_PIXELS / short, _LARGEST_GROWTH, _LONGEST_PIXELS / long)
    if 0.9 < scale < 1.2:
        return picture
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise UnreadableError("damaged", str(error)) from error
    _check_size(image)
    image.draft("L", (_A4_SHORT_PIXELS, _A4_SHORT_PIXELS))  # a JPEG much larger is decoded smaller at once
    return image


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableError("too_large", f"{image.width} x {image.height} pixels")


def _frames(image: Image.Image, count: int) -> Iterator[Picture]:
    for frame in range(count):
        if frame:
            image.seek(frame)
        _check_size(image)
        # A phone writes how it was held into EXIF instead of turning the picture.
        upright = ImageOps.exif_transpose(image)
        yield at_reading_size(np.asarray(_on_white(upright).convert("L")))


def _on_white(image: Image.Image) -> Image.Image:
    """Transparent parts as paper; screenshots of letters have them."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    solid = image.convert("RGBA")
    paper = Image.new("RGBA", solid.size, "white")
    return Image.alpha_composite(paper, solid)
