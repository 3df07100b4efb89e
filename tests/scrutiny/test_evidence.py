"""Evidence picked from the portal: what one may read, as it then stood (R133)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.roles import Role
from indicators.services.findings import refresh_findings
from scrutiny.queries.evidence import evidence_found, offer_of
from scrutiny.rules.assessments import EvidenceKind
from scrutiny.rules.evidence import Offer, Sought, first_found, holds_all, terms_of
from tests.factories.agendas import a_circulated_meeting, a_paper, agree, circulate, reopen
from tests.factories.agendas import an_item as an_agenda_item
from tests.factories.assurance import person_with
from tests.factories.audits import publish, reported, written
from tests.factories.findings import land_months, monthly_measure
from tests.factories.indicators import NOW, IndicatorFactory
from tests.factories.items import an_item
from tests.factories.returns import StatusReturnFactory, submitted
from tests.factories.scrutiny import a_scrutineer

TODAY = date(2026, 11, 21)
EVERY_KIND = [kind for kind in EvidenceKind if kind != EvidenceKind.OTHER]


def found(user, words="", **options):
    return {shelf.kind: shelf.offers for shelf in evidence_found(user, words, today=TODAY, **options)}


def only(offers):
    (offer,) = offers
    return offer


def meeting_with_papers():
    team = person_with(Role.BUSINESS_TEAM)
    meeting = a_circulated_meeting(team)
    reopen(meeting, team)
    a_paper(an_agenda_item(meeting, team, "Front door", note="To say what is asked"), team, name="front-door.txt")
    agree(meeting, team)
    circulate(meeting, team)
    return meeting


def a_finding():
    land_months(monthly_measure(indicator=IndicatorFactory()), 10, 11, 12)
    refresh_findings(now=NOW)


def everything():
    """One of each kind, each holding the word “chronology” or found without words."""
    submitted(StatusReturnFactory(), marker="Chronology")
    audit, runner = reported()
    written(audit, runner)
    publish(audit, runner)
    a_finding()
    meeting_with_papers()
    an_item(title="Chronology audit", finding="Chronologies are kept")


@pytest.mark.django_db
def test_each_kind_is_found_and_read_again_by_its_key():
    everything()
    author = a_scrutineer()
    shelves = found(author)
    assert list(shelves) == EVERY_KIND
    for kind, offers in shelves.items():
        assert offers, kind
        for offer in offers:
            assert offer_of(author, offer.key, today=TODAY) == offer
            assert offer.words
            assert offer.source
            assert offer.address.startswith("/")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SYSTEM_ADMINISTRATOR])
def test_nothing_is_offered_or_picked_that_one_may_not_read(role):
    everything()
    other = person_with(role)
    theirs = found(other)
    for kind, offers in found(a_scrutineer()).items():
        for offer in offers:
            assert (offer_of(other, offer.key, today=TODAY) is None) == (offer.key not in {o.key for o in theirs[kind]})
    for kind in (EvidenceKind.ITEM, EvidenceKind.RETURN, EvidenceKind.PAPER, EvidenceKind.AUDIT):
        assert theirs[kind] == ()


@pytest.mark.django_db
def test_every_word_has_to_be_there():
    an_item(title="Chronology audit", finding="Kept in nine of ten")
    author = a_scrutineer()
    assert only(found(author, "ten chronology")[EvidenceKind.ITEM]).words == "Chronology audit: Kept in nine of ten"
    assert found(author, "ten absent")[EvidenceKind.ITEM] == ()


@pytest.mark.django_db
def test_words_find_the_statement_and_not_the_whole_return():
    status_return = submitted(StatusReturnFactory(), marker="Chronology")
    author = a_scrutineer()
    assert "The whole return" in only(found(author)[EvidenceKind.RETURN]).words
    statements = found(author, "chronology")[EvidenceKind.RETURN]
    assert len(statements) == 3
    assert all("Chronology statement" in offer.words for offer in statements)
    assert all(status_return.agency.name in offer.source for offer in statements)


@pytest.mark.django_db
def test_a_figure_is_as_at_the_day_it_is_picked():
    a_finding()
    offer = only(found(a_scrutineer(), kind="indicator")[EvidenceKind.INDICATOR])
    assert offer.dated_on == TODAY
    assert offer.address.endswith("?as_at=2026-11-21")
    assert "as at 21 November 2026" in offer.source


@pytest.mark.django_db
def test_only_the_kind_asked_for_is_looked_through():
    assert list(found(a_scrutineer(), kind="paper")) == [EvidenceKind.PAPER]


OFFERS = st.lists(
    st.builds(
        Offer,
        key=st.text(),
        kind=st.just(EvidenceKind.ITEM),
        words=st.text(),
        source=st.text(),
        dated_on=st.just(TODAY),
        address=st.just("/"),
    )
)


@given(OFFERS, st.text(max_size=3), st.integers(0, 4))
def test_no_more_is_found_than_asked_for_and_all_of_it_holds_the_words(offers, text, limit):
    terms = terms_of(text)
    shown = first_found(offers, Sought(terms, TODAY, TODAY, limit))
    holding = [offer for offer in offers if holds_all(f"{offer.words} {offer.source}", terms)]
    assert shown == holding[:limit]
