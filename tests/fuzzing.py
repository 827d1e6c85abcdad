"""What fuzzing draws from: signs, hostile names, and real updates of each chat service with parts taken away or replaced."""

import json
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SIGNS = st.text(st.characters(), max_size=200)
HOSTILE = (
    "../../x",
    "/etc/passwd",
    "a\0b",
    "x" * 5000,
    "C:\\Windows\\x.docx",
    "..\\..\\x",
    "",
    ".",
    "..",
    "con",
    "a/../../b.pdf",
    "%2e%2e/x",
)
NAMES = st.sampled_from(HOSTILE) | SIGNS
UPDATE: dict[str, Any] = {
    "update_id": 5,
    "message": {
        "message_id": 7,
        "date": 1710723600,
        "text": "xong rồi",
        "chat": {"id": 202, "type": "private", "first_name": "Mai"},
        "from": {"id": 202, "is_bot": False, "first_name": "Mai", "language_code": "vi"},
        "document": {"file_id": "d", "file_unique_id": "u", "file_name": "a.pdf", "file_size": 3},
        "entities": [{"type": "bold", "offset": 0, "length": 4}],
        "reply_to_message": {"message_id": 6, "date": 1, "chat": {"id": 202, "type": "private"}, "text": "x"},
        "location": {"latitude": 21.8, "longitude": 106.7},
        "contact": {"phone_number": "0912345678", "first_name": "Mai", "user_id": 202},
    },
}
TAP: dict[str, Any] = {
    "update_id": 5,
    "callback_query": {
        "id": "q",
        "from": {"id": 202, "is_bot": False, "first_name": "Mai"},
        "chat_instance": "c",
        "data": "done 1",
        "message": {"message_id": 6, "date": 1710723600, "chat": {"id": 202, "type": "private"}, "text": "x"},
    },
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | SIGNS, lambda inner: st.lists(inner, max_size=2)
)


@st.composite
def mutated(draw: st.DrawFn, original: dict[str, Any]) -> bytes:
    """A real update with some of its parts taken away or replaced by anything."""
    update = json.loads(json.dumps(original))
    for _ in range(draw(st.integers(0, 4))):
        place = update
        while True:
            key = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[key], dict) or not place[key] or draw(st.integers(0, 3)) == 0:
                break
            place = place[key]
        if draw(st.booleans()) or not place:
            place[key] = draw(JSON)
        else:
            del place[key]
        if not update:
            break
    return json.dumps(update).encode()


WHO = {"id": "mai", "display_name": "Mai", "is_bot": False}
ZALO: dict[str, Any] = {
    "event_name": "message.text.received",
    "message": {
        "message_id": "m1",
        "date": 1710723600000,
        "from": WHO,
        "chat": {"id": "mai", "chat_type": "PRIVATE"},
        "text": "xong",
        "photo": "https://a.example/1.jpg",
        "caption": "x",
    },
}
ACCOUNT: dict[str, Any] = {
    "app_id": "42",
    "event_name": "user_send_text",
    "timestamp": "1710723600000",
    "sender": {"id": "mai"},
    "message": {
        "msg_id": "m1",
        "text": '{"content": "#~done 1"}',
        "attachments": [{"type": "file", "payload": {"url": "https://a.example/2", "name": "a.docx", "size": "20", "coordinates": {}}}],
    },
    "info": {"name": "Mai", "phone": "84912345678"},
}
