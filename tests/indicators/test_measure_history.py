"""The history of a measure, in words, read back into its fields."""

import pytest

from indicators.queries.suite_texts import measure_texts
from indicators.rules.changes import ChangeKind
from indicators.rules.measure_history import CHOICES, DECIMALS, TEXTS, before_change
from tests.factories.indicators import MeasureFactory


@pytest.mark.parametrize(
    ("kind", "what", "was"),
    [
        (ChangeKind.MEASURE_CHANGED, [["Title", "Old", "New"]], {"title": "Old"}),
        (ChangeKind.MEASURE_CHANGED, [["Better when", "Higher is worse", ""]], {"polarity": "higher_is_worse"}),
        (ChangeKind.MEASURE_CHANGED, [["Better when", "", "Higher is worse"]], {"polarity": ""}),
        (ChangeKind.MEASURE_CHANGED, [["Unit", "Number", "Percentage"]], {"unit": "count"}),
        (ChangeKind.MEASURE_CHANGED, [["Unit", "Words of long ago", "Percentage"]], {}),
        (ChangeKind.MEASURE_CHANGED, [["Decimal places shown", "2", "1"]], {"decimals": 2}),
        (ChangeKind.MEASURE_CHANGED, [["Agency asked", "Kent Police", ""]], {}),
        (ChangeKind.MEASURE_MOVED, [["How close it is to the item", "Near", "Proxy"]], {}),
        (ChangeKind.MEASURE_RETIRED, [], {"is_current": True}),
        (ChangeKind.MEASURE_RESTORED, [], {"is_current": False}),
        (ChangeKind.TARGET_SET, [["Title", "Old", "New"]], {}),
    ],
)
def test_what_it_was_before(kind, what, was):
    assert before_change(kind, what) == was


def test_every_label_is_one_that_a_measure_has(db):
    labels = {label for label, _ in measure_texts(MeasureFactory())}
    assert {*TEXTS, *CHOICES, DECIMALS} <= labels
