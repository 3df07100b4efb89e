"""What the demonstration's files say, and what they may not say."""

import re
import tomllib
from datetime import date

import pytest

from assurance.rules.demo import read_calendar
from assurance.services.demo import DATA


def every_word():
    """All that the demonstration's agencies wrote, and the Business Team's reasons, text by text."""
    texts = []
    for path in (DATA / "returns").glob("*.toml"):
        texts += strings_in(tomllib.loads(path.read_text(encoding="utf-8")))
    return texts


def strings_in(value, key=""):
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in strings_in(inner, name)]
    if isinstance(value, list):
        return [text for inner in value for text in strings_in(inner, key)]
    return [value] if isinstance(value, str) and key not in ("quarter", "topic") else []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        (
            "a figure",
            r"\d|%|\bper ?cent\b|\b(half|third|quarter|dozen|hundred|thousand)s? of\b|\b(doubl|trebl|halv)ed\b",
        ),
        ("a person", r"\b(Mr|Mrs|Ms|Miss|Dr|Cllr|PC|DC|DS|DI|Sir|Dame)\b\.?"),
        ("a judgement of an inspectorate", r"(?i)\b(ofsted|hmicfrs|cqc)\b|inadequate|requires improvement|outstanding"),
        ("an incident", r"(?i)\b(killed|murder\w*|stabbed|died|death|suicide)\b"),
        ("a text left unfinished", r"(?i)lorem|todo|tbc|xxx|\.\.\."),
    ],
)
def test_nothing_invented_is_written(what, pattern):
    texts = every_word()
    assert len(texts) > 400
    assert [text for text in texts if re.search(pattern, text)] == [], what


def test_a_meeting_without_a_time_of_day_is_refused():
    with pytest.raises(ValueError, match="2024-09-02 needs a time of day"):
        read_calendar(f"begins_at = {date(2024, 9, 2)}\nperiod = []")
