"""An agency's answers: drafted in private, sent for good, corrected by superseding (R52, R66, trust.md 3, 4, 7)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Role
from indicators.models import Commentary, CurrentObservation, DataRequest, Observation, RequestEvent, SeriesDue, Source
from indicators.queries.answers import answer_of, answer_page, own_list, own_table, preview, question_of
from indicators.queries.requests import request_page, requests_answered_by, requests_asked_by, requests_known_to
from indicators.rules.requests import Answer, RequestMove
from indicators.rules.vocabulary import RequestState, Status, Unit
from indicators.services.answers import drop_correction, fill_answers, open_correction, save_answer, send_answer
from indicators.services.requests import ask_for_correction
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.indicators import figure, land
from tests.factories.requests import ANSWER, NOW, TODAY, AskedMeasureFactory, DataRequestFactory, drafted, lead_of, sent

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
CORRECTED = ANSWER | {"numerator": D(15), "correction_reason": "Three were found late"}


@pytest.fixture
def asked():
    """A request nobody has answered."""
    return DataRequestFactory()


@pytest.fixture
def lead(asked):
    """Who sends the agency's figures."""
    return lead_of(asked.agency)


@pytest.fixture
def team():
    """The Business Team."""
    return person_with(Role.BUSINESS_TEAM)


def last_figure(asked, value, *, start=date(2026, 4, 1), end=date(2026, 6, 30), **fields):
    """Let a figure of an earlier period land."""
    land(figure(asked.measure, value, start=start, end=end, **fields))


def standing(asked):
    """The observation that stands for what was asked."""
    return CurrentObservation.objects.get(
        measure=asked.measure, area=asked.measure.home_area, period_end=asked.period_end
    ).observation


def test_a_draft_is_saved_and_its_version_goes_up(asked, lead):
    """What was written stands, and the log says so without the figures."""
    outcome = save_answer(asked=asked, version=1, values=ANSWER, by=lead, now=NOW)
    asked.refresh_from_db()
    assert (outcome.saved, outcome.version, asked.version) == (True, 2, 2)
    assert (asked.numerator, asked.analysis, asked.changed_by) == (12, "More children were found", lead)
    entry = ActivityEntry.objects.get(action="request.save")
    assert (entry.subject_id, entry.detail) == (str(asked.pk), '{"version":2}')


def test_a_stale_save_changes_nothing(asked, lead):
    """The second of two people who opened the same version is told, and the first one's answer stands."""
    save_answer(asked=asked, version=1, values={"analysis": "First"}, by=lead, now=NOW)
    outcome = save_answer(asked=asked, version=1, values={"analysis": "Second"}, by=lead, now=NOW)
    asked.refresh_from_db()
    assert (outcome.saved, outcome.version, asked.analysis) == (False, 2, "First")


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.INDEPENDENT_SCRUTINEER, Role.PARTNER_LEAD])
def test_nobody_from_outside_writes_sends_or_corrects(asked, lead, role):
    """The Business Team is as shut out as another agency's lead."""
    drafted(asked, lead)
    outsider = person_with(role)
    by = {"asked": asked, "by": outsider, "now": NOW}
    for attempt in (
        lambda: save_answer(version=2, values={"analysis": "x"}, **by),
        lambda: send_answer(version=2, **by),
        lambda: open_correction(reason="x", **by),
        lambda: drop_correction(**by),
        lambda: fill_answers(rows=[(asked, Answer())], by=outsider, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_who_may_know_of_a_request(asked, lead, team):
    """Its agency answers it, the Business Team asks it, nobody else knows of it."""
    other, chair = lead_of(AgencyFactory()), person_with(Role.SAAS_CHAIR)
    for query, expected in (
        (requests_answered_by, {lead}),
        (requests_asked_by, {team}),
        (requests_known_to, {lead, team}),
    ):
        assert {person for person in (lead, team, other, chair) if query(person).exists()} == expected


def test_sending_lands_an_observation_and_the_words_beside_it(asked, lead, team):
    """Worked out, frozen with its hash, in a batch of the agency's own source that is not for publication."""
    sent(asked, lead)
    found = standing(asked)
    assert (found.value, found.numerator, found.denominator, found.status) == (4, 12, 300, Status.PUBLISHED)
    assert (found.batch.source.slug, found.batch.source.licence, found.batch.source.attribution) == (
        f"partner-{asked.agency.slug}", "Not for publication", ""
    )  # fmt: skip
    words = Commentary.objects.get()
    assert (words.analysis, words.agency, words.batch, words.written_by) == (
        "More children were found", asked.agency, found.batch, lead
    )  # fmt: skip
    event = RequestEvent.objects.get()
    assert (event.move, event.batch.sha256) == (RequestMove.SEND, sha256_of(event.content))
    assert (asked.state, asked.sent_by, asked.sent_at) == (RequestState.SENT, lead, NOW)
    assert SeriesDue.objects.filter(measure=asked.measure, area=asked.measure.home_area).exists()
    assert Notice.objects.get(person=team).text == "Figures have been sent"
    assert not ActivityEntry.objects.filter(detail__contains="children").exists()


def test_two_figures_of_an_agency_have_one_source(asked, lead):
    """Each in a batch of its own."""
    sent(asked, lead)
    sent(DataRequestFactory(agency=asked.agency), lead)
    assert Source.objects.filter(slug__startswith="partner-").count() == 1
    assert Observation.objects.values("batch").distinct().count() == 2


def test_a_plain_number_lands_as_it_was_typed(lead, asked):
    """Without numerator and denominator."""
    counted = DataRequestFactory(agency=asked.agency, measure__unit=Unit.COUNT, measure__decimals=0)
    sent(counted, lead, value=D(7), analysis="Words")
    assert (standing(counted).value, standing(counted).numerator) == (7, None)


def test_not_available_lands_as_such_with_its_reason(asked, lead):
    """The reason is the note; there is no value and no commentary."""
    sent(asked, lead, not_available="A new system")
    found = standing(asked)
    assert (found.status, found.value, found.note) == (Status.NOT_AVAILABLE, None, "A new system")
    assert not Commentary.objects.exists()


def test_what_is_incomplete_is_not_sent(asked, lead):
    """A sentence for each reason, and nothing has landed."""
    drafted(asked, lead, value=D(4))
    with pytest.raises(ValidationError, match="not sent without it"):
        send_answer(asked=asked, version=asked.version, by=lead, now=NOW)
    assert not Observation.objects.exists()


def test_only_what_was_checked_is_sent(asked, lead):
    """A draft somebody changed after the check is to be checked again."""
    drafted(asked, lead)
    with pytest.raises(ValidationError, match="Check it again"):
        send_answer(asked=asked, version=asked.version - 1, by=lead, now=NOW)


def test_a_change_by_more_than_a_fifth_is_explained(asked, lead):
    """Against the last published figure before the period: not a later one, nor one that was withheld."""
    last_figure(asked, "3")
    last_figure(asked, None, start=date(2026, 5, 1), symbol="c")
    last_figure(asked, "90", start=date(2026, 10, 1), end=date(2026, 12, 31))
    assert (question_of(asked).before, question_of(asked).before_period) == (3, "April to June 2026")
    drafted(asked, lead)
    with pytest.raises(ValidationError, match="changed by more than 20%"):
        send_answer(asked=asked, version=asked.version, by=lead, now=NOW)
    assert "33% higher than 3.0%" in answer_page(asked).change_question
    sent(asked, lead, **ANSWER, change_reason="A new team")
    assert Commentary.objects.get().change_reason == "A new team"


def test_a_figure_before_is_never_in_the_draft(asked):
    """It stands beside the field (experience.md, Behaviour)."""
    last_figure(asked, "3")
    page = answer_page(asked)
    assert (page.last_figure, page.question.before_period) == ("3.0%", "April to June 2026")
    assert answer_of(asked) == Answer()


def test_what_was_sent_is_frozen(asked, lead):
    """Nothing more is saved in it, sent or dropped."""
    sent(asked, lead)
    by = {"asked": asked, "by": lead, "now": NOW}
    for attempt in (
        lambda: save_answer(version=asked.version, values={"analysis": "x"}, **by),
        lambda: send_answer(version=asked.version, **by),
        lambda: drop_correction(**by),
    ):
        with pytest.raises(ValidationError, match="have been sent"):
            attempt()


def test_a_correction_supersedes_what_was_sent(asked, lead, team):
    """Both are kept, with the reason; late is still told by when figures first came."""
    first = sent(asked, lead).events.get().batch
    open_correction(asked=asked, reason="Three were found late", by=lead, now=LATER)
    asked.refresh_from_db()
    assert (asked.state, asked.numerator, asked.correction_reason) == ("draft", 12, "Three were found late")
    assert standing(asked).value == 4
    sent(asked, lead, now=LATER, **CORRECTED)
    found = standing(asked)
    assert (found.value, found.supersedes.value, found.supersedes.batch) == (5, 4, first)
    assert [(event.move, event.reason) for event in asked.events.all()] == [
        (RequestMove.SEND_CORRECTION, "Three were found late"), (RequestMove.SEND, "")
    ]  # fmt: skip
    assert (asked.sent_at, asked.correction_reason, Commentary.objects.count()) == (NOW, "", 2)
    assert Notice.objects.filter(person=team).first().text == "A correction of figures has been sent"


def test_a_correction_of_the_words_alone_leaves_the_figure(asked, lead):
    """The observation stands, the newest words stand beside it."""
    sent(asked, lead)
    before = standing(asked)
    open_correction(asked=asked, reason="Words", by=lead, now=LATER)
    sent(asked, lead, now=LATER, analysis="Better words")
    assert standing(asked) == before
    assert Commentary.objects.first().analysis == "Better words"
    assert [sending.analysis for sending in request_page(asked, lead).sendings] == [
        "Better words", "More children were found"
    ]  # fmt: skip


def test_a_correction_has_a_reason(asked, lead):
    """On opening it, and again on sending one that was asked for."""
    sent(asked, lead)
    with pytest.raises(ValidationError, match="Say why"):
        open_correction(asked=asked, reason=" ", by=lead, now=LATER)
    open_correction(asked=asked, reason="x", by=lead, now=LATER)
    with pytest.raises(ValidationError, match="a draft already"):
        open_correction(asked=asked, reason="x", by=lead, now=LATER)
    drafted(asked, lead, correction_reason="")
    with pytest.raises(ValidationError, match="Say why what was sent is corrected"):
        send_answer(asked=asked, version=asked.version, by=lead, now=LATER)


def test_a_dropped_correction_leaves_what_was_sent(asked, lead):
    """The draft holds it again, to the last digit."""
    sent(asked, lead)
    before = answer_of(asked)
    open_correction(asked=asked, reason="x", by=lead, now=LATER)
    drafted(asked, lead, numerator=D(99), analysis="Wrong")
    drop_correction(asked=asked, by=lead, now=LATER)
    asked.refresh_from_db()
    assert (asked.state, answer_of(asked), asked.correction_reason) == (RequestState.SENT, before, "")


def test_there_is_no_correction_of_what_was_never_sent(asked, lead):
    """The draft is simply a draft."""
    with pytest.raises(ValidationError, match="Nothing has been sent yet"):
        drop_correction(asked=asked, by=lead, now=NOW)


def test_the_business_team_asks_for_a_correction(asked, lead, team):
    """The agency is told and finds why; what was sent stands until the correction comes; it cannot just be dropped."""
    sent(asked, lead)
    ask_for_correction(asked=asked, reason="Does this count siblings?", by=team, now=LATER)
    asked.refresh_from_db()
    assert (asked.state, answer_page(asked).asked_why) == ("draft", "Does this count siblings?")
    assert (standing(asked).value, request_page(asked, team).state) == (4, "Correction asked for")
    assert Notice.objects.get(person=lead).text == "A correction of figures you sent is asked for"
    with pytest.raises(ValidationError, match="asked for already"):
        ask_for_correction(asked=asked, reason="x", by=team, now=LATER)
    with pytest.raises(ValidationError, match="cannot be dropped"):
        drop_correction(asked=asked, by=lead, now=LATER)
    sent(asked, lead, now=LATER, **CORRECTED)
    assert (request_page(asked, team).state, asked.correction_asked_at) == ("Sent", None)


def test_a_correction_in_draft_survives_being_asked_for_one(asked, lead, team):
    """What the agency is writing stays, at the version it was opened with."""
    sent(asked, lead)
    open_correction(asked=asked, reason="x", by=lead, now=LATER)
    drafted(asked, lead, analysis="Being written")
    version = asked.version
    ask_for_correction(asked=asked, reason="x", by=team, now=LATER)
    asked.refresh_from_db()
    assert (asked.version, asked.analysis) == (version, "Being written")


def test_a_correction_in_draft_is_its_agencys_alone(asked, lead, team):
    """The Business Team's page is the same before and after (trust.md 3)."""
    sent(asked, lead)
    before = request_page(asked, team)
    open_correction(asked=asked, reason="SECRET", by=lead, now=LATER)
    assert request_page(drafted(asked, lead, analysis="SECRET"), team) == before


def test_late_is_recorded_and_not_refused(asked, lead):
    """Even when the period is closed (trust.md 13)."""
    asked.period.closed_at = NOW
    asked.period.save()
    sent(asked, lead, now=NOW + timedelta(days=20))
    assert own_list(lead, TODAY).sent[0].lateness == "7 working days late"


def test_the_list_shows_what_is_to_send_first(asked, lead):
    """With the last figure, and after sending the figure itself; the file has both."""
    last_figure(asked, "3.9")
    other = DataRequestFactory(agency=asked.agency, due_on=asked.due_on - timedelta(days=1))
    own = own_list(lead, TODAY)
    assert [row.asked for row in own.to_send] == [other, asked]
    assert (own.to_send[1].last_figure, own.to_send[1].state, own.pastable) == ("3.9%", "Not started", (asked.period,))
    sent(asked, lead)
    own = own_list(lead, TODAY)
    assert [row.figure for row in own.sent] == ["4.0%"]
    headers, rows = own_table(lead, TODAY)
    assert [dict(zip(headers, row, strict=True))["Figure"] for row in rows] == ["", "4.0%"]


def test_the_list_takes_the_same_queries_whatever_the_rows(asked, lead, django_assert_num_queries):
    """The grants, the partnership, the requests, their last figures in two."""
    last_figure(asked, "3.9")
    for _ in range(4):
        DataRequestFactory(agency=asked.agency)
    own_list(lead, TODAY)
    with django_assert_num_queries(3):
        own_list(lead, TODAY)


def test_a_pasted_grid_fills_the_drafts(asked, lead):
    """After a preview that shows what each would hold and what will be asked of it."""
    last_figure(asked, "1")
    found = preview([asked], f"{asked.measure.title}\t12\t300\t\tWords")
    (row,) = found.rows
    assert (row.figure, row.last_figure, row.numerator, row.denominator) == ("4.0%", "1.0%", "12", "300")
    assert row.remarks == ("Say why the figure has changed by more than 20%",)
    fill_answers(rows=[(row.asked, row.answer)], by=lead, now=NOW)
    asked.refresh_from_db()
    assert answer_of(asked) == Answer(numerator=D(12), denominator=D(300), analysis="Words")


def test_a_pasted_grid_fills_all_drafts_or_none(asked, lead):
    """Somebody saved one of them since the preview."""
    other = DataRequestFactory(agency=asked.agency)
    grid = f"{asked.measure.title}\t12\t300\n{other.measure.title}\t12\t300"
    before = preview([asked, other], grid)
    drafted(DataRequest.objects.get(pk=other.pk), lead, analysis="Saved meanwhile")
    with pytest.raises(ValidationError, match="Look at the preview again"):
        fill_answers(rows=[(row.asked, row.answer) for row in before.rows], by=lead, now=NOW)
    asked.refresh_from_db()
    other.refresh_from_db()
    assert (answer_of(asked), other.analysis) == (Answer(), "Saved meanwhile")
    assert preview([asked, other], grid).stamp != before.stamp


def test_a_measure_shown_with_more_decimals_keeps_them(lead, asked):
    """In the figure's words, from the draft to what was sent."""
    fine = DataRequestFactory(agency=asked.agency, measure=AskedMeasureFactory(decimals=2, source_agency=asked.agency))
    sent(fine, lead, numerator=D(1), denominator=D(3), analysis="Words")
    assert request_page(fine, lead).sendings[0].figure == "33.33%"
