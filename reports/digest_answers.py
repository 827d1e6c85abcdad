"""What a coordinator can do with a digest before it leaves: labels with the values that `handlers.understanding.values` reads back."""

from locales import Words
from reports.answers import Answers


def digest_answers(words: Words, week: str, *, can_put_off: bool = True) -> Answers:
    """Buttons for the digest of a week ("2024-W13"); one that is put off can't be put off again."""
    code = week.replace("-W", "")
    rows: Answers = (((words.text("Send now"), f"dgsend {code}"), (words.text("Edit the foreword"), f"dgword {code}")),)
    return (*rows, ((words.text("Put off"), f"dgoff {code}"),)) if can_put_off else rows
