"""A coordinator's day over Telegram: a real Word letter in by document, looked through, corrected, in force."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel, Person
from tests.botapi_world import TOKEN
from tests.letters import word_letter
from tests.service import Service

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

pytestmark = pytest.mark.slow


@pytest.fixture
def panel() -> Iterator[ControlPanel]:
    """A strict Bot API server and its control panel."""
    with BotApi() as api, ControlPanel(api.url) as controls:
        yield controls


@pytest.fixture
def coordinator(tmp_path: Path, panel: ControlPanel) -> Iterator[Person]:
    """Somebody who coordinates the sample roster's office, linked to a running service."""
    built = Service(tmp_path, TIENDO_TELEGRAM_TOKEN=TOKEN, TIENDO_TELEGRAM_API_URL=panel.url)
    built.tiendo("units", "import", str(SAMPLES / "roster.csv"))
    with built:
        person = panel.person(201, "Bình")
        person.says(built.invite("UBND huyện Cao Lộc", "coordinator"))
        assert "Đã liên kết" in person.hears()
        yield person


def said(person: Person, *, until: str, seconds: float = 20) -> str:
    """What somebody hears next that holds certain words; what comes before it is passed over."""
    for _ in range(6):
        heard = person.hears(seconds)
        if until in heard:
            return heard
    raise AssertionError(f"“{until}” was not said")


def test_a_word_letter_comes_in_by_document(coordinator: Person) -> None:
    """Read from its real file; its tasks are shown with the preview, one is corrected, groups are answered, then it is in force."""
    coordinator.attaches("215.docx", word_letter())
    assert "Đang đọc" in coordinator.hears()
    shown = said(coordinator, until="Đọc được")
    assert "215/UBND-NN" in shown
    assert "14 ngày tới" in shown
    coordinator.taps("#1")
    assert "lập danh mục" in coordinator.hears()
    coordinator.says("sửa hạn 1 thành 15/5/2030")
    assert "15/5/2030" in coordinator.hears()
    coordinator.says("ban hành")
    answer = coordinator.hears()
    while "gồm những đơn vị nào" in answer:
        coordinator.taps("Để trống")
        answer = coordinator.hears()
        if "gồm những đơn vị nào" not in answer:
            coordinator.taps("Ban hành")
            answer = coordinator.hears()
    assert "Đã ban hành" in answer
    coordinator.says("tiến độ văn bản 215")
    assert "Tính đến" in coordinator.hears()


def test_the_same_document_again_changes_nothing(coordinator: Person) -> None:
    """The second sending says that the file was read before."""
    content = word_letter()
    for _ in range(2):
        coordinator.attaches("215.docx", content)
        shown = said(coordinator, until="Đọc được")
    assert "đã được đọc" in shown
