"""Whether a meeting is quorate, and why (SAAS ToR 2.2, 3.5, 3.6; R30 to R33, R36)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.models.agencies import PartnerCategory
from assurance.rules.attendance import Presence, Reply, Standing
from assurance.rules.meetings import MeetingKind
from assurance.rules.quorum import (
    COUNTS,
    FORECAST_WORDS,
    NO_QUORUM,
    PARTNERS,
    VERDICT_WORDS,
    Attendance,
    Verdict,
    forecast,
    lays_down_quorum,
    quorum,
    without_quorum,
)

QUORATE, NOT_QUORATE, OPEN = Verdict.QUORATE, Verdict.NOT_QUORATE, Verdict.OPEN


def somebody(post, partner="", standing=Standing.MEMBER, presence=Presence.PRESENT, **more):
    return Attendance(post, standing, partner, presence=presence, **more)


POLICE, HEALTH, COUNCIL = (
    somebody("Police member", "police"),
    somebody("Health member", "health"),
    somebody("Council member", "local_authority"),
)
LMCS = somebody("Lead Member", "local_authority", is_in_chair=True)
DEPUTY = somebody("Deputy chair", "local_authority")
DEPUTY_IN_CHAIR = replace(DEPUTY, is_in_chair=True)
SCRUTINEER = somebody("Scrutineer", "local_authority", Standing.SCRUTINEER)
BUSINESS_TEAM = somebody("Business Team", "local_authority", Standing.SECRETARIAT)
PROBATION = somebody("Probation member")
OBSERVER = somebody("Observer", "police", Standing.OBSERVER)
IN_ATTENDANCE = somebody("Analyst", "health", Standing.IN_ATTENDANCE)


def substitute(can_contribute, partner="police"):
    return somebody(
        "Stand-in", partner, Standing.SUBSTITUTE, stands_in_for="Police member", can_contribute=can_contribute
    )


ABSENT = {"presence": Presence.ABSENT}
VERDICTS = {
    "R30 all three, beside the chair": ([LMCS, POLICE, HEALTH, COUNCIL], QUORATE, ()),
    "R30 no Police": ([LMCS, HEALTH, COUNCIL], NOT_QUORATE, ("Police",)),
    "R30 no Health": ([LMCS, POLICE, COUNCIL], NOT_QUORATE, ("Health",)),
    "R30 no Local Authority": (
        [somebody("Chair", is_in_chair=True), POLICE, HEALTH],
        NOT_QUORATE,
        ("Local Authority",),
    ),
    "R30 one who is absent represents nobody": (
        [LMCS, replace(POLICE, **ABSENT), HEALTH, COUNCIL],
        NOT_QUORATE,
        ("Police",),
    ),
    "R30 nobody but the chair": ([LMCS], NOT_QUORATE, ("Health", "Local Authority", "Police")),
    "R31 the Local Authority only through the Lead Member in the chair": (
        [LMCS, POLICE, HEALTH],
        NOT_QUORATE,
        ("Local Authority",),
    ),
    "R31 with another officer of the Local Authority": ([LMCS, POLICE, HEALTH, COUNCIL], QUORATE, ()),
    "R31 the deputy counts while the chair sits": ([LMCS, DEPUTY, POLICE, HEALTH], QUORATE, ()),
    "R31 the deputy in the chair is the one left out": (
        [DEPUTY_IN_CHAIR, POLICE, HEALTH],
        NOT_QUORATE,
        ("Local Authority",),
    ),
    "R31 the deputy in the chair, and another officer": ([DEPUTY_IN_CHAIR, POLICE, HEALTH, COUNCIL], QUORATE, ()),
    "R31 whoever sits in it: a Health member in the chair": (
        [replace(HEALTH, is_in_chair=True), POLICE, COUNCIL],
        NOT_QUORATE,
        ("Health",),
    ),
    "R32 the Independent Scrutineer never counts": (
        [LMCS, POLICE, HEALTH, SCRUTINEER],
        NOT_QUORATE,
        ("Local Authority",),
    ),
    "R32 the Business Team never counts": ([LMCS, POLICE, HEALTH, BUSINESS_TEAM], NOT_QUORATE, ("Local Authority",)),
    "R32 a Relevant Agency never counts": ([LMCS, POLICE, COUNCIL, PROBATION], NOT_QUORATE, ("Health",)),
    "R32 an observer never counts": ([LMCS, HEALTH, COUNCIL, OBSERVER], NOT_QUORATE, ("Police",)),
    "R32 somebody in attendance never counts": ([LMCS, POLICE, COUNCIL, IN_ATTENDANCE], NOT_QUORATE, ("Health",)),
    "R35 a substitute confirmed able counts for their agency": (
        [LMCS, substitute(True), HEALTH, COUNCIL],
        QUORATE,
        (),
    ),
    "R36 a substitute not confirmed": ([LMCS, substitute(None), HEALTH, COUNCIL], NOT_QUORATE, ()),
    "R36 a substitute recorded as not able": ([LMCS, substitute(False), HEALTH, COUNCIL], NOT_QUORATE, ()),
    "R36 literally any substitute (C9), though the partners are there": (
        [LMCS, POLICE, HEALTH, COUNCIL, substitute(None, "")],
        NOT_QUORATE,
        (),
    ),
    "R36 a substitute who did not come is nobody": (
        [LMCS, POLICE, HEALTH, COUNCIL, replace(substitute(None), **ABSENT)],
        QUORATE,
        (),
    ),
    "nobody recorded in the chair": ([POLICE, HEALTH, COUNCIL], OPEN, ()),
    "nobody recorded in the chair, and a partner missing": ([POLICE, HEALTH], NOT_QUORATE, ("Local Authority",)),
    "attendance not recorded": ([replace(POLICE, presence=Presence.NOT_RECORDED)], OPEN, ()),
}


@pytest.mark.parametrize(("attendance", "verdict", "missing"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict(attendance, verdict, missing):
    found = quorum(attendance)
    assert (found.verdict, found.missing) == (verdict, missing)
    assert found.reasons


def test_every_reason_is_said_in_words():
    found = quorum([LMCS, HEALTH, SCRUTINEER, substitute(None)])
    assert found.reasons == (
        "Health is represented by Health member.",
        "Local Authority is not represented: Lead Member was in the chair, and does not count (SAAS ToR 3.5).",
        "Police is represented by Stand-in.",
        "Stand-in, substitute for Police member, is not confirmed as able to contribute and to commission work in "
        "their own agency: the meeting is not quorate (SAAS ToR 3.6).",
        "Lead Member was in the chair, and is not counted (SAAS ToR 3.5).",
    )
    assert quorum([LMCS, COUNCIL]).reasons[0] == "Health is not represented (SAAS ToR 3.5)."
    assert "recorded as not able" in quorum([LMCS, substitute(False)]).reasons[3]
    assert "Who was in the chair is not recorded" in quorum([POLICE]).reasons[-1]
    assert quorum([]).reasons == ("Attendance has not been recorded yet.",)


# Before the meeting (R33)

COMING, SILENT, SORRY, SENDS = Reply.COMING, Reply.NONE, Reply.APOLOGIES, Reply.SENDS_SUBSTITUTE


def expected(police=COMING, health=COMING, council=COMING, *others):
    rows = [replace(POLICE, reply=police), replace(HEALTH, reply=health), replace(COUNCIL, reply=council)]
    return [replace(LMCS, reply=COMING), *rows, *others]


FORECASTS = {
    "R33 all three come": (expected(), QUORATE, ()),
    "R33 one has not replied": (expected(police=SILENT), OPEN, ("Police",)),
    "R33 one sends apologies": (expected(health=SORRY), NOT_QUORATE, ("Health",)),
    "R33 one sends apologies, another of the agency may come": (
        expected(SORRY, COMING, COMING, replace(POLICE, post="Second police member")),
        OPEN,
        ("Police",),
    ),
    "R33 the chair alone comes from the Local Authority": (expected(council=SORRY), NOT_QUORATE, ("Local Authority",)),
    "R33 a substitute still to be confirmed": (
        expected(SENDS, COMING, COMING, replace(substitute(None), reply=COMING)),
        OPEN,
        (),
    ),
    "R33 a substitute confirmed": (
        expected(SENDS, COMING, COMING, replace(substitute(True), reply=COMING)),
        QUORATE,
        (),
    ),
    "R33 a substitute who is not able": (
        expected(SENDS, COMING, COMING, replace(substitute(False), reply=COMING)),
        NOT_QUORATE,
        (),
    ),
    "R33 nobody is expected": ([], NOT_QUORATE, ("Health", "Local Authority", "Police")),
}


@pytest.mark.parametrize(("attendance", "verdict", "missing"), FORECASTS.values(), ids=FORECASTS)
def test_the_forecast(attendance, verdict, missing):
    found = forecast(attendance)
    assert (found.verdict, found.missing) == (verdict, missing)


def test_the_forecast_says_who_is_still_needed():
    two = replace(POLICE, post="Second police member", reply=COMING)
    assert forecast(expected(COMING, SILENT, SORRY, two)).reasons == (
        "Health is still needed. No reply yet from Health member.",
        "Local Authority is still needed, and nobody who is expected can come: ask for a representative, or rearrange.",
        "Police: Police member; Second police member are coming.",
        "Lead Member is expected in the chair, and is not counted.",
    )
    waiting = forecast(expected(SENDS, COMING, COMING, replace(substitute(None), reply=COMING)))
    assert "unless that is confirmed, the meeting will not be quorate" in waiting.reasons[3]


# Where no quorum is laid down


def test_only_meetings_of_saas_itself_have_a_quorum():
    assert [kind for kind in MeetingKind if lays_down_quorum("saas", kind)] == [
        MeetingKind.ORDINARY,
        MeetingKind.EXTRAORDINARY,
    ]
    assert not lays_down_quorum("executive-board", MeetingKind.ORDINARY)


def test_without_a_quorum_it_is_said_who_is_represented():
    found = without_quorum([LMCS, POLICE, replace(HEALTH, **ABSENT), SCRUTINEER], lambda one: one.presence == "present")
    assert found.verdict == Verdict.NOT_LAID_DOWN
    assert found.reasons == (NO_QUORUM, "Health: nobody.", "Local Authority: Lead Member.", "Police: Police member.")
    assert found.missing == ("Health",)
    assert "not yet agreed" in NO_QUORUM


def test_the_words_are_complete():
    assert list(VERDICT_WORDS) == list(FORECAST_WORDS) == list(Verdict)
    assert dict(PARTNERS) == dict(PartnerCategory.choices)


# Whatever the attendance

BESIDES = st.builds(
    Attendance,
    post=st.sampled_from(["A", "B", "C"]),
    standing=st.sampled_from([standing for standing in Standing if standing not in COUNTS]),
    partner=st.sampled_from(["", *PARTNERS]),
    reply=st.sampled_from(Reply),
    presence=st.sampled_from(Presence),
)
RELEVANT_AGENCY = st.builds(
    Attendance,
    post=st.sampled_from(["A", "B", "C"]),
    standing=st.just(Standing.MEMBER),
    reply=st.sampled_from(Reply),
    presence=st.sampled_from(Presence),
)
ANYBODY = st.builds(
    Attendance,
    post=st.sampled_from(["A", "B", "C", "D"]),
    standing=st.sampled_from(Standing),
    partner=st.sampled_from(["", *PARTNERS]),
    reply=st.sampled_from(Reply),
    presence=st.sampled_from(Presence),
    stands_in_for=st.just("E"),
    can_contribute=st.sampled_from([None, True, False]),
)


@st.composite
def recorded(draw):
    """A meeting whose attendance is recorded, with one of those present in the chair."""
    people = draw(st.lists(ANYBODY, max_size=8))
    chair = replace(draw(ANYBODY), presence=Presence.PRESENT, is_in_chair=True)
    return draw(st.permutations([*people, chair]))


@given(recorded(), BESIDES | RELEVANT_AGENCY)
def test_whoever_represents_no_partner_never_changes_the_verdict(people, one):
    before, after = quorum(people), quorum([*people, one])
    assert (after.verdict, after.missing) == (before.verdict, before.missing)


@given(st.lists(ANYBODY, max_size=8), BESIDES | RELEVANT_AGENCY)
def test_nor_the_forecast(people, one):
    before, after = forecast(people), forecast([*people, one])
    assert (after.verdict, after.missing) == (before.verdict, before.missing)


@given(recorded().flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))))
def test_the_order_of_people_never_matters(orders):
    first, second = (quorum(people) for people in orders)
    assert (first.verdict, first.missing, sorted(first.reasons)) == (
        second.verdict,
        second.missing,
        sorted(second.reasons),
    )


@given(recorded(), st.permutations(list(PARTNERS)))
def test_no_partner_is_treated_as_another_would_not_be(people, order):
    """Give each partner's people to another partner: the verdict stays, and who is missing follows (R2)."""
    swapped = dict(zip(PARTNERS, order, strict=True)) | {"": ""}
    before, after = quorum(people), quorum([replace(one, partner=swapped[one.partner]) for one in people])
    words = {PARTNERS[partner]: PARTNERS[swapped[partner]] for partner in PARTNERS}
    assert (after.verdict, set(after.missing)) == (before.verdict, {words[name] for name in before.missing})


@given(recorded(), st.data())
def test_taking_away_a_representative_never_makes_it_quorate(people, data):
    """But a substitute who is not able, whose absence is what the terms of reference ask for (SAAS ToR 3.6)."""
    number = data.draw(st.integers(0, len(people) - 1))
    without = [*people[:number], *people[number + 1 :]]
    if people[number].is_able and quorum(people).verdict != QUORATE:
        assert quorum(without).verdict != QUORATE


@given(recorded())
def test_a_quorate_meeting_has_all_three_beside_the_chair_and_able(people):
    there = [one for one in people if one.presence == Presence.PRESENT]
    counted = {one.partner for one in there if one.standing in COUNTS and not one.is_in_chair} - {""}
    able = all(one.standing != Standing.SUBSTITUTE or one.can_contribute for one in there)
    assert (quorum(people).verdict == QUORATE) == (counted == set(PARTNERS) and able)


@given(st.lists(ANYBODY, max_size=8))
def test_what_is_forecast_as_quorate_is_quorate_when_those_come_who_said_so(people):
    chair = somebody("Chair", is_in_chair=True)
    came = [replace(one, presence=Presence.PRESENT if one.reply == COMING else Presence.ABSENT) for one in people]
    if forecast(people).verdict == QUORATE:
        assert quorum([*came, chair]).verdict == QUORATE
