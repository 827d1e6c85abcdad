"""The whole service over Telegram: a real process, long polling and webhook, against the strict local Bot API server."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.botapi_server import BotApi
from tests.botapi_user import ControlPanel
from tests.botapi_world import TOKEN
from tests.service import Service

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LETTER = """ỦY BAN NHÂN DÂN
HUYỆN CAO LỘC

Số: 77/UBND-VP

Cao Lộc, ngày 15 tháng 3 năm 2030

V/v chuẩn bị họp

Kính gửi: UBND xã Cao Lâu.

UBND huyện yêu cầu UBND xã Cao Lâu thực hiện các nội dung sau:

1. UBND xã Cao Lâu

- Lập danh sách đại biểu dự họp, hoàn thành trước ngày 20/4/2030.

- Chuẩn bị hội trường, xong trước ngày 22/4/2030.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


@pytest.fixture
def panel() -> Iterator[ControlPanel]:
    """A strict Bot API server and its control panel."""
    with BotApi() as api, ControlPanel(api.url) as controls:
        yield controls


@pytest.fixture
def service(tmp_path: Path, panel: ControlPanel) -> Iterator[Service]:
    """The service with the sample roster, talking to the server."""
    built = Service(tmp_path, TIENDO_TELEGRAM_TOKEN=TOKEN, TIENDO_TELEGRAM_API_URL=panel.url)
    built.tiendo("units", "import", str(SAMPLES / "roster.csv"))
    with built:
        yield built


def test_the_story_of_one_letter_over_telegram(service: Service, panel: ControlPanel) -> None:
    """A coordinator sends a letter, puts it in force, the officer is told, answers by tap and in words, the coordinator asks."""
    bình, mai = panel.person(201, "Bình"), panel.person(202, "Mai")
    bình.says("/start " + service.invite("UBND huyện Cao Lộc", "coordinator"))
    assert "Đã liên kết" in bình.hears()
    mai.says(service.invite("Cao Lâu", "officer").lower())
    assert "Đã liên kết" in mai.hears()
    bình.attaches("thu.txt", LETTER.encode())
    assert "Đang đọc" in bình.hears()
    assert "Đọc được 2 việc" in bình.hears(15)
    bình.taps("Ban hành")
    assert "Đã ban hành" in bình.hears()
    mai.says("việc của tôi")  # the first notice waits for working time, and this test may run on a Sunday
    assert "#1 19/4/2030 (trước ngày 20/4/2030)" in mai.hears()
    mai.says("#1 được 70%")
    assert "Đã ghi nhận #1: đang thực hiện, 70%" in mai.hears()
    mai.says("xem #2")
    assert "hội trường" in mai.hears()
    mai.taps("Hoàn thành")
    assert "Đã ghi nhận #2: hoàn thành" in mai.hears()
    bình.says("tiến độ Cao Lâu")
    answer = bình.hears()
    assert "2 việc: 1 hoàn thành đúng hạn" in answer
    assert TOKEN not in service.logged()
    assert len(panel.calls("answerCallbackQuery")) == 2


def test_a_stranger_learns_nothing_over_telegram(service: Service, panel: ControlPanel) -> None:
    """No unit, no task, no name: only how to link."""
    lạ = panel.person(301, "Lạ")
    lạ.says("tiến độ Cao Lâu")
    answer = lạ.hears()
    assert "chưa liên kết" in answer
    assert "Cao Lâu" not in answer


def test_an_update_delivered_again_is_answered_once(service: Service, panel: ControlPanel) -> None:
    """Telegram repeats an update; the person reads one answer."""
    lạ = panel.person(302, "Lạ")
    update = lạ.says("xin chào")
    lạ.hears()
    panel.ask("redeliver", update_id=update["update_id"])
    lạ.hears_nothing(1)


def test_the_service_is_ready_and_stops_cleanly(service: Service) -> None:
    """/healthz and /readyz answer; SIGTERM ends it with exit code 0."""
    assert httpx.get(f"{service.address}/healthz").text == "ok"
    assert service.ready()
    assert "tiendo_beat_lag_seconds" in httpx.get(f"{service.address}/metrics").text
    assert service.stop() == 0


def test_a_webhook_with_the_wrong_secret_is_refused_before_it_is_read(tmp_path: Path, panel: ControlPanel) -> None:
    """403 without and with a wrong secret, 200 with the right one."""
    settings = {"TIENDO_PUBLIC_URL": "https://bot.example", "TIENDO_WEBHOOK_SECRET": "s3cret-s3cret"}
    with Service(tmp_path, TIENDO_TELEGRAM_TOKEN=TOKEN, TIENDO_TELEGRAM_API_URL=panel.url, **settings) as service:
        hook = f"{service.address}/telegram/webhook"
        assert httpx.post(hook, content=b"{").status_code == 403
        assert httpx.post(hook, content=b"{", headers={"X-Telegram-Bot-Api-Secret-Token": "wrong"}).status_code == 403
        right = {"X-Telegram-Bot-Api-Secret-Token": "s3cret-s3cret"}
        assert httpx.post(hook, content=b"{", headers=right).status_code == 400
        panel.person(401, "Lạ")
        said = {
            "message_id": 1,
            "date": 1,
            "text": "hi",
            "chat": {"id": 401, "type": "private"},
            "from": {"id": 401, "is_bot": False, "first_name": "Lạ"},
        }
        assert httpx.post(hook, json={"update_id": 9, "message": said}, headers=right).status_code == 200
        panel.until(lambda: panel.calls("sendMessage"))


def test_the_first_start_prints_a_one_time_admin_invite(tmp_path: Path) -> None:
    """On an empty store the code is printed once; a second start prints none. Both starts are cold, as an operator's."""
    service = Service(tmp_path, cold=True)
    for expected in (True, False):
        with service:
            assert ("Mã dùng một lần" in service.greeting) is expected
            service.stop()
