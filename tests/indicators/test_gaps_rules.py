"""When a figure is out of date."""

from datetime import date, timedelta

import pytest

from indicators.rules.gaps import DAYS_ALLOWED, is_stale
from indicators.rules.vocabulary import Frequency

END = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("frequency", "last_fresh_day"),
    [
        (Frequency.WEEKLY, date(2025, 6, 1)),
        (Frequency.MONTHLY, date(2025, 7, 1)),
        (Frequency.QUARTERLY, date(2025, 9, 30)),
        (Frequency.ANNUAL, date(2026, 11, 29)),
        (None, date(2026, 11, 29)),
    ],
)
def test_a_figure_is_out_of_date_when_the_next_should_have_come(frequency, last_fresh_day):
    assert not is_stale(frequency, END, last_fresh_day)
    assert is_stale(frequency, END, last_fresh_day + timedelta(days=1))


def test_every_frequency_has_its_allowance():
    assert set(DAYS_ALLOWED) == set(Frequency)
