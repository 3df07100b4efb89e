"""What the front sheet says follows from the facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.front_sheet import PackFacts, PartnerFact, recommendations, summary
from reports.rules.prose import listed, number_in_words, part_in_words

HEALTH, COUNCIL, POLICE = (PartnerFact(name) for name in ("Health", "Local Authority", "Police"))
LATE = PartnerFact("Health", is_missing=True, due="19 November 2026", is_overdue=True)
NOT_YET = PartnerFact("Health", is_missing=True, due="19 November 2026")
NOT_ASKED = PartnerFact("Health", is_missing=True)


def facts(*partners, **numbers):
    return PackFacts(partners=partners, quarter="Quarter 2 2026/27", **numbers)


def test_what_waits_for_a_decision_is_named_and_nothing_is_said_of_none():
    asked = recommendations(facts(HEALTH, COUNCIL, POLICE, to_decide=("on A", "whether to ratify B")))
    assert asked[0] == "DECIDE on A and whether to ratify B."
    assert not any(one.startswith("DECIDE") for one in recommendations(facts(HEALTH, COUNCIL, POLICE)))


def test_a_missing_partner_is_named_with_its_date():
    said = summary(facts(LATE, COUNCIL, POLICE))[0]
    assert said == (
        "Two of the three Safeguarding Partners have submitted a status return for Quarter 2 2026/27: Local Authority "
        "and Police. The return of Health is missing. It was due on 19 November 2026."
    )


def test_when_nothing_is_missing_nobody_is_named():
    said = summary(facts(HEALTH, COUNCIL, POLICE, others_submitted=2))[0]
    assert said == (
        "All three Safeguarding Partners have submitted a status return for Quarter 2 2026/27. 2 Relevant Agencies and "
        "groups have submitted as well."
    )


def test_without_any_return_no_concern_is_counted():
    said = summary(facts(LATE, LATE, LATE))
    assert said[0].startswith("None of the three Safeguarding Partners has submitted a status return")
    assert len(said) == 2
    assert "No indicators have been set up" in said[1]


def test_concerns_are_counted_and_the_shared_ones_named():
    said = summary(
        facts(HEALTH, COUNCIL, POLICE, not_going_well=1, multi_agency_concerns=2, worse=1, shared=("A", "B"))
    )
    assert "The partners report 1 thing not going well and 2 concerns about multi-agency working." in said[1]
    assert "1 statement is worse than last quarter." in said[1]
    assert said[2] == "Two concerns are raised by two or more agencies: A and B."


def test_one_partner_alone_is_one():
    said = summary(facts(LATE, LATE, POLICE, not_going_well=1))
    assert said[0].startswith("One of the three Safeguarding Partners has submitted a status return")
    assert said[1].startswith("The partner that submitted reports 1 thing not going well")


@pytest.mark.parametrize(("number", "measure"), [(0, "none measures"), (1, "one measures"), (2, "two measure")])
def test_a_proxy_does_not_pass_for_the_item_itself(number, measure):
    numbers = {"indicators": 16, "indicators_with_figures": 13, "indicators_measured": number}
    assert summary(facts(HEALTH, COUNCIL, POLICE, **numbers))[-1] == (
        f"Figures for Kent stand beside 13 of the 16 counted indicators: {measure} the item itself, the others are the "
        "nearest published figures or proxies."
    )


@pytest.mark.parametrize(
    ("partner", "asked"),
    [
        (LATE, "ASK Health why its return, due on 19 November 2026, is missing, and when the Board will have it."),
        (NOT_YET, "NOTE that the return of Health is missing: it is not due until 19 November 2026."),
        (NOT_ASKED, "NOTE that no return was asked of Health."),
    ],
)
def test_what_the_board_is_asked_about_a_missing_return(partner, asked):
    assert asked in recommendations(facts(partner, COUNCIL, POLICE))


def test_the_board_is_asked_for_what_the_facts_call_for():
    asked = recommendations(
        facts(HEALTH, COUNCIL, POLICE, shared=("A",), help_wanted=1, worse=3, indicators=16, indicators_with_figures=15)
    )
    assert asked == (
        "NOTE the status returns of Health, Local Authority and Police for Quarter 2 2026/27.",
        "CONSIDER what two or more agencies are concerned about: A.",
        "RESPOND to the request for help from partners.",
        "ASK what is being done about the 3 statements reported as worse.",
        "NOTE the indicator figures, and that 1 of the 16 counted indicators has no figures yet.",
    )


def test_the_board_is_asked_nothing_the_facts_do_not_call_for():
    asked = recommendations(facts(HEALTH, COUNCIL, POLICE, indicators=16, indicators_with_figures=16))
    assert asked == (
        "NOTE the status returns of Health, Local Authority and Police for Quarter 2 2026/27.",
        "NOTE the indicator figures.",
    )


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_each_partner_is_either_noted_or_asked(missing):
    partners = [PartnerFact(f"Partner {n}", gone, "1 May 2026", gone) for n, gone in enumerate(missing)]
    asked = recommendations(facts(*partners))
    for partner in partners:
        about = [line for line in asked if partner.name in line]
        assert len(about) == 1
        assert about[0].startswith("ASK" if partner.is_missing else "NOTE the status return")


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_lists_in_prose(words, said):
    assert listed(words) == said


@pytest.mark.parametrize(("number", "said"), [(0, "none"), (3, "three"), (10, "10"), (1204, "1,204")])
def test_numbers_in_prose(number, said):
    assert number_in_words(number) == said


@pytest.mark.parametrize(("part", "said"), [(0, "None of the three"), (1, "One of the three"), (3, "All three")])
def test_parts_in_prose(part, said):
    assert part_in_words(part, 3) == said
