"""Icons and words of a row of the dashboard."""

from decimal import Decimal

import pytest

from indicators.rules.change import Verdict
from indicators.rules.dashboard import OUTLOOK_WORDS, OUTLOOKS, Outlook, Said, outlook_of
from indicators.rules.spc import Assurance, VariationIcon
from indicators.rules.vocabulary import Meaning, Polarity


def said(meaning=Meaning.COMMON, **fields):
    about = {"headline": "", "variation": None, "assurance": None, "change": None, "points": 5, "target": None}
    return Said(**about | {"meaning": meaning, "spark": ()} | fields)


@pytest.mark.parametrize(
    ("one", "icon", "words"),
    [
        (said(), "common", "No change beyond chance"),
        (said(Meaning.CANNOT_TELL), "cannot-tell", "Cannot tell"),
        (said(Meaning.CONCERNING, variation=VariationIcon.CONCERN_HIGH), "concerning-high", "Concerning"),
        (said(Meaning.CONCERNING, variation=VariationIcon.CONCERN_LOW), "concerning-low", "Concerning"),
        (said(Meaning.IMPROVING, variation=VariationIcon.IMPROVEMENT_LOW), "improving-low", "Improving"),
        (said(Meaning.IMPROVING, change=Verdict.HIGHER), "improving-high", "Improving"),
        (said(Meaning.NEITHER, change=Verdict.LOWER), "neither-low", "Neither better nor worse"),
    ],
)
def test_the_icon_follows_meaning_and_direction(one, icon, words):
    assert (one.icon, one.words) == (icon, words)


@pytest.mark.parametrize(
    ("one", "method"),
    [
        (said(variation=VariationIcon.COMMON_CAUSE, points=13), "Control chart of 13 figures"),
        (said(Meaning.IMPROVING, change=Verdict.LOWER), "Against the figure before"),
        (said(Meaning.CANNOT_TELL, points=1), "Too few figures"),
        (said(Meaning.CANNOT_TELL, points=8), "Against the figure before"),
    ],
)
def test_how_it_was_told_is_said(one, method):
    assert one.method == method


@pytest.mark.parametrize(("assurance", "outlook"), OUTLOOKS.items())
def test_a_control_chart_tells_whether_the_target_will_be_met(assurance, outlook):
    one = said(assurance=assurance, target=Decimal(20), variation=VariationIcon.COMMON_CAUSE)
    assert outlook_of(one, Decimal(25), Polarity.HIGHER_IS_WORSE) == outlook


@pytest.mark.parametrize(
    ("value", "polarity", "outlook"),
    [
        (19, Polarity.HIGHER_IS_WORSE, Outlook.MEETS_NOW),
        (20, Polarity.HIGHER_IS_WORSE, Outlook.MEETS_NOW),
        (21, Polarity.HIGHER_IS_WORSE, Outlook.MISSES_NOW),
        (21, Polarity.HIGHER_IS_BETTER, Outlook.MEETS_NOW),
        (19, Polarity.HIGHER_IS_BETTER, Outlook.MISSES_NOW),
        (19, Polarity.NO_JUDGEMENT, Outlook.UNJUDGED),
        (19, None, Outlook.UNJUDGED),
        (None, Polarity.HIGHER_IS_WORSE, Outlook.UNJUDGED),
    ],
)
def test_without_one_the_latest_figure_is_held_against_it(value, polarity, outlook):
    value = None if value is None else Decimal(value)
    assert outlook_of(said(target=Decimal(20)), value, polarity) == outlook


def test_without_a_target_there_is_nothing_to_meet():
    assert outlook_of(said(assurance=None), Decimal(1), Polarity.HIGHER_IS_WORSE) == Outlook.NO_TARGET


def test_every_outlook_has_its_words():
    assert set(OUTLOOK_WORDS) == set(Outlook)
    assert set(OUTLOOKS) == set(Assurance)
