"""The fields of government as offices are named for them, with the abbreviations in use: "Nông nghiệp&PTNT", "NN và PTNT", "NNPTNT"."""

import re

# Canonical name, then its parts; a part's first form is written out, the others are its abbreviations.
_SECTORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Lao động, Thương binh, Xã hội - Dân tộc", ("lao động|lđ", "thương binh|tb", "xã hội|xh", "dân tộc|dt")),
    ("Lao động - Thương binh và Xã hội", ("lao động|lđ|ld", "thương binh|thưong binh|tb", "xã hội|xh")),
    ("Giáo dục, Khoa học và Công nghệ", ("giáo dục|gd", "khoa học|kh", "công nghệ|cn")),
    ("Giáo dục và Đào tạo", ("giáo dục|gd", "đào tạo|đt|dt")),
    ("Nông nghiệp và Phát triển nông thôn", ("nông nghiệp|nn", "phát triển nông thôn|pt nông thôn|ptnt|pt nt")),
    ("Nông nghiệp và Môi trường", ("nông nghiệp|nn", "môi trường|mt")),
    ("Tài nguyên và Môi trường", ("tài nguyên|tn", "môi trường|mt")),
    ("Tài chính - Kế hoạch", ("tài chính|tc", "kế hoạch|kh")),
    ("Kế hoạch - Tài chính", ("kế hoạch|kh", "tài chính|tc")),
    ("Kế hoạch tổng hợp", ("kế hoạch|kh", "tổng hợp|th")),
    ("Tài chính Hành chính sự nghiệp", ("tài chính|tc", "hành chính sự nghiệp|hcsn")),
    ("Tài chính - Kế toán", ("tài chính|tc", "kế toán|kt")),
    ("Tổ chức cán bộ", ("tổ chức|tc", "cán bộ|cb")),
    ("Hành chính - Quản trị", ("hành chính|hc", "quản trị|qt")),
    ("Kế hoạch và Đầu tư", ("kế hoạch|kh", "đầu tư|đt")),
    ("Kinh tế, Hạ tầng và Đô thị", ("kinh tế|kt", "hạ tầng|ht", "đô thị|đt")),
    ("Kinh tế và Hạ tầng", ("kinh tế|kt", "hạ tầng|ht")),
    ("Kinh tế và Đô thị", ("kinh tế|kt", "đô thị|đt")),
    ("Văn hóa, Khoa học và Thông tin", ("văn hóa|vh", "khoa học|kh", "thông tin|tt")),
    ("Văn hóa, Thể thao và Du lịch", ("văn hóa|vh", "thể thao|tt", "du lịch|dl")),
    ("Văn hóa và Thể thao", ("văn hóa|vh", "thể thao")),
    ("Văn hóa và Thông tin", ("văn hóa|vh", "thông tin|tt")),
    ("Văn hóa - Xã hội", ("văn hóa|vh", "xã hội|xh")),
    ("Khoa học và Công nghệ", ("khoa học|kh", "công nghệ|cn")),
    ("Thông tin và Truyền thông", ("thông tin|tt", "truyền thông|tt")),
    ("Dân tộc và Tôn giáo", ("dân tộc|dt", "tôn giáo|tg")),
    ("Tôn giáo - Dân tộc", ("tôn giáo|tg", "dân tộc|dt")),
    ("Nội vụ - Lao động", ("nội vụ|nv", "lao động|lđ")),
    ("Quy hoạch - Kiến trúc", ("quy hoạch|qh", "kiến trúc|kt")),
    ("Giao thông vận tải", ("giao thông vận tải|gtvt|gt vận tải",)),
    ("Giao thông công chính", ("giao thông công chính",)),
    ("Quản lý đô thị", ("quản lý đô thị|qlđt|ql đô thị",)),
    ("Công Thương", ("công thương|ct",)),
    ("Nội vụ", ("nội vụ|nv",)),
    ("Tư pháp", ("tư pháp|tp",)),
    ("Y tế", ("y tế|yt",)),
    ("Xây dựng", ("xây dựng|xd",)),
    ("Tài chính", ("tài chính|tc",)),
    ("Ngoại vụ", ("ngoại vụ",)),
    ("Ngoại giao", ("ngoại giao",)),
    *((f"Giáo dục {level}", (f"giáo dục {level.lower()}",)) for level in ("Mầm non", "Tiểu học", "Trung học", "Thường xuyên")),
    ("Du lịch", ("du lịch",)),
    ("Dân tộc", ("dân tộc",)),
    ("Kinh tế", ("kinh tế",)),
    ("Quốc phòng", ("quốc phòng|qp",)),
    ("Công an", ("công an",)),
    ("Nông nghiệp", ("nông nghiệp|nn",)),
    ("Tài nguyên", ("tài nguyên",)),
    ("Văn hóa", ("văn hóa",)),
    ("Giáo dục", ("giáo dục",)),
    ("Lao động", ("lao động",)),
    ("Hạ tầng", ("hạ tầng",)),
)

SHORTENED = ("Nông nghiệp", "Tài nguyên", "Văn hóa", "Giáo dục", "Lao động", "Hạ tầng")
"""Fields that no office bears alone: the rest of the name was left out."""

_BETWEEN = r"\s*(?:,|-|&|và|/)?\s*"


def _pattern(parts: tuple[str, ...]) -> str:
    return _BETWEEN.join(f"(?:{part})" for part in parts)


_COMPILED = tuple((name, re.compile(_pattern(parts) + r"(?![\w&])")) for name, parts in _SECTORS)
_ABBREVIATIONS = {
    "".join(part.split("|")[1] for part in parts): name for name, parts in _SECTORS if len(parts) > 1 and all("|" in part for part in parts)
}


def read_sector(matched: str, at: int) -> tuple[str, int] | None:
    """The field that stands at a place of `matchable` text, with its end; the longest where several fit."""
    found = [(name, hit.end()) for name, pattern in _COMPILED if (hit := pattern.match(matched, at))]
    return max(found, key=lambda each: each[1], default=None)


def near_sector(abbreviation: str, among: set[str]) -> str | None:
    """The one field among those given whose abbreviation differs in a single letter ("VHHT" for "VHTT"), else None."""
    letters = abbreviation.lower()
    near = {
        name
        for short, name in _ABBREVIATIONS.items()
        if name in among and len(short) == len(letters) and sum(a != b for a, b in zip(short, letters, strict=True)) == 1
    }
    return near.pop() if len(near) == 1 else None
