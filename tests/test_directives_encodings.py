"""Old Vietnamese encodings, as bytes of text files and as characters of documents."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.encodings import _TCVN3, _VNI_LETTERS, _VNI_MARKS, from_font, modernise, tcvn3, vni
from directives.read import read
from directives.syllables import is_syllable
from tests.letters import BODY

TEXT = "\n".join(BODY).replace("Ủ", "ủ")  # TCVN3 has no capitals with tones: they stand in fonts of their own


def to_tcvn3(text: str) -> str:
    """Unicode → the Western letters of .VnTime, for letters that it has."""
    back = {letter: chr(code) for code, letter in _TCVN3.items() if code < 0x100}
    return "".join(back.get(letter, letter) for letter in text)


def to_vni(text: str) -> str:
    """Unicode → the Western letters of VNI."""
    single = {letter: code for code, letter in _VNI_LETTERS.items()}
    marks = {frozenset(marks): code for code, marks in _VNI_MARKS.items()}
    return "".join(single.get(letter) or _vni_letter(letter, single, marks) for letter in text)


def _vni_letter(letter: str, single: dict[str, str], marks: dict[frozenset[str], str]) -> str:
    for kept in (2, 1):
        base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter)[:kept])
        rest = frozenset(unicodedata.normalize("NFD", letter)) - frozenset(unicodedata.normalize("NFD", base))
        if rest in marks and (base.isascii() or base in single):
            mark = marks[rest]
            return single.get(base, base) + (mark.upper() if letter.isupper() else mark)
    return letter


def test_tcvn3_letters_of_a_known_phrase() -> None:
    """The national motto as .VnTime shows it in a Western font."""
    assert tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam - §éc lËp") == "Cộng hoà xã hội chủ nghĩa Việt Nam - Độc lập"


def test_vni_letters_of_a_known_phrase() -> None:
    """The national motto as a VNI font's text shows in a Western font."""
    assert vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam - Ñoäc laäp - Töï do") == "Cộng hòa xã hội chủ nghĩa Việt Nam - Độc lập - Tự do"


@pytest.mark.parametrize(
    ("encoded", "what"),
    [
        (TEXT.encode("utf-16"), "UTF-16 with a mark"),
        (TEXT.encode("utf-16-le"), "UTF-16 without a mark"),
        (TEXT.encode("utf-16-be"), "UTF-16 the other way round"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with a mark"),
        (unicodedata.normalize("NFD", TEXT).encode(), "decomposed"),
        (to_tcvn3(TEXT).encode("latin-1"), "TCVN3 bytes"),
        (to_tcvn3(TEXT).encode(), "TCVN3 letters in UTF-8"),
        (to_vni(TEXT).encode("cp1252"), "VNI bytes"),
        (to_vni(TEXT).encode(), "VNI letters in UTF-8"),
    ],
)
def test_each_encoding_gives_the_same_letter(encoded: bytes, what: str) -> None:
    """Every sentence and date comes back, whatever the file was written in."""
    assert read("cv.txt", encoded).text.replace("\n\n", "\n") == TEXT, what


def test_windows_1258_is_recognised() -> None:
    """Letters with tones as marks of their own, as Windows 98 wrote them."""
    halves = "".join(_windows_1258(letter) for letter in TEXT)
    assert read("cv.txt", halves.encode("cp1258")).text.replace("\n\n", "\n") == TEXT


def _windows_1258(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return letter


@pytest.mark.parametrize(
    "text",
    [
        "Trà, cà phê và kem: 25 m², 30°C",
        "Le café où l'été a été fêté",
        "Điều 5 của Quyết định số 12/QĐ-UBND",
        "Hà, Tú, Bé và Mé",
        "Phu luc I",
    ],
)
def test_text_that_is_no_old_encoding_is_left_alone(text: str) -> None:
    """Western accents and short Unicode names are no TCVN3."""
    assert modernise([text]) == [text]


def test_only_the_old_paragraphs_of_a_mixed_letter_change() -> None:
    """A letter pasted together from old and new files is read throughout."""
    assert modernise([to_tcvn3(BODY[3]), BODY[4]]) == [BODY[3], BODY[4]]


def test_a_font_tells_what_letters_mean_but_unicode_in_it_stays() -> None:
    """Word falls back to another font in silence, so .VnTime text may be Unicode after all; .VnTimeH prints capitals."""
    assert from_font("Uû ban", "VNI-Times") == "Ủ ban"
    assert from_font("ñy ban nh©n d©n", ".VnTimeH") == "ỦY BAN NHÂN DÂN"
    assert from_font("Ủy ban nhân dân", ".VnTime") == "Ủy ban nhân dân"


@pytest.mark.parametrize("word", ["nghiêng", "Quyết", "thuở", "khuya", "gì", "ỦY", "giữa", "quý", "Đắk", "uyển"])
def test_words_that_are_syllables(word: str) -> None:
    """Real syllables are known in any case and in either form of composition."""
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word.upper()))


@pytest.mark.parametrize("word", ["hoµ", "chñ", "ViÖt", "Coäng", "HĐND", "strength", "áà", "x" * 1000])
def test_words_that_are_none(word: str) -> None:
    """Letters of old encodings, abbreviations and foreign words make no syllables."""
    assert not is_syllable(word)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_paragraphs_come_back_one_for_one(paragraphs: list[str]) -> None:
    """Conversion neither fails nor loses or adds a paragraph."""
    assert len(modernise(paragraphs)) == len(paragraphs)
