"""The pages of data requests, as the agency and the Business Team use them, without scripts and with (R52)."""

import re
from datetime import date

import pytest
from django.urls import reverse

from assurance.models import Notice
from assurance.rules.roles import Role
from indicators import tasks
from indicators.models import DataRequest, Observation
from indicators.queries.answers import answer_of
from indicators.rules.requests import Answer
from indicators.services.answers import open_correction
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, person_with
from tests.factories.indicators import figure, land
from tests.factories.requests import ANSWER, NOW, AskedMeasureFactory, DataRequestFactory, drafted, lead_of, sent

pytestmark = pytest.mark.django_db
TYPED = {"numerator": "12", "denominator": "300", "analysis": "More children were found"}
AUTOSAVE = {"headers": {"X-Autosave": "1"}}


@pytest.fixture
def asked():
    """A request nobody has answered."""
    return DataRequestFactory(measure__title="Children seen in time")


@pytest.fixture
def lead(asked):
    """Who sends the agency's figures."""
    return lead_of(asked.agency)


@pytest.fixture
def agency(lead, sign_in):
    """Their browser."""
    return sign_in(lead)


@pytest.fixture
def team(db):
    """The Business Team."""
    return person_with(Role.BUSINESS_TEAM)


def at(name, *args):
    """An address of data requests."""
    return reverse(f"indicators:request_{name}", args=args)


def text(response):
    """The page."""
    return response.content.decode()


def test_an_agency_writes_checks_and_sends(agency, asked, monkeypatch):
    """From the list to the confirmation; what is worked out is shown before it is sent, and findings are made of it."""
    assert at("edit", asked.pk) in text(agency.get(at("list")))
    saved = agency.post(at("edit", asked.pk), {"version": "1", **TYPED})
    assert saved.url == at("check", asked.pk)
    page = text(agency.get(saved.url))
    assert "4.0%" in page
    assert 'name="version" value="2"' in page
    jobs = []
    monkeypatch.setattr(tasks.refresh_findings, "delay_on_commit", lambda: jobs.append("findings"))
    done = agency.post(at("send", asked.pk), {"version": "2"})
    assert (done.url, jobs) == (at("sent", asked.pk), ["findings"])
    assert "Figure sent" in text(agency.get(done.url))
    assert Observation.objects.get(measure=asked.measure).value == 4
    assert "More children were found" in text(agency.get(at("detail", asked.pk)))


def test_what_is_missing_is_listed_with_where_to_put_it_right(agency, asked):
    """And what is odd is asked about; neither is sent."""
    agency.post(at("edit", asked.pk), {"version": "1", "numerator": "301", "denominator": "300"})
    page = text(agency.get(at("check", asked.pk)))
    assert f'href="{at("edit", asked.pk)}#id_analysis"' in page
    assert "the numerator (301) is more than the denominator (300)." in page
    assert 'id="id_analysis"' in text(agency.get(at("edit", asked.pk)))
    assert agency.post(at("send", asked.pk), {"version": "2"}).url == at("check", asked.pk)
    assert "a figure is not sent without it" in text(agency.get(at("check", asked.pk)))
    assert not Observation.objects.exists()


def test_the_last_figure_stands_beside_the_field_and_not_in_it(agency, asked):
    """And a change by more than a fifth is asked about once the figure is there."""
    land(figure(asked.measure, "3", start=date(2026, 4, 1), end=date(2026, 6, 30)))
    page = text(agency.get(at("edit", asked.pk)))
    assert "April to June 2026" in page
    assert "3.0%" in page
    assert re.search(r'<input[^>]*name="value"[^>]*>', page)
    assert not re.search(r'<input[^>]*name="(value|numerator|denominator)"[^>]*value="[^"]', page)
    agency.post(at("edit", asked.pk), {"version": "1", **TYPED})
    assert "The figure is 33% higher than 3.0% (April to June 2026)" in text(agency.get(at("edit", asked.pk)))


def test_a_plain_number_is_asked_for_without_parts(agency, asked):
    """No numerator, no denominator, no percent sign."""
    counted = DataRequestFactory(agency=asked.agency, measure__unit="count")
    page = text(agency.get(at("edit", counted.pk)))
    assert "id_numerator" not in page
    assert "govuk-input__suffix" not in page


@pytest.mark.parametrize("typed", ["12O", "c", "1,23", "5%"])
def test_a_number_that_cannot_be_read_is_said_and_kept(agency, asked, typed):
    """In the box it was typed in; nothing is saved."""
    answer = agency.post(at("edit", asked.pk), {"version": "1", "numerator": typed, "analysis": "Kept"})
    page = text(answer)
    assert answer.status_code == 200
    assert f'value="{typed}"' in page
    assert "There is a problem" in page
    asked.refresh_from_db()
    assert answer_of(asked) == Answer()


def test_autosave_keeps_what_can_be_read(agency, asked):
    """And says what could not be; the boxes stay as they are."""
    answer = agency.post(at("edit", asked.pk), {"version": "1", "numerator": "12O", "analysis": "Kept"}, **AUTOSAVE)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert "“12O” is not a number" in answer.json()["message"]
    asked.refresh_from_db()
    assert answer_of(asked) == Answer(analysis="Kept")


def test_autosave_says_where_two_answers_can_be_compared(agency, asked, lead):
    """And the comparison shows both."""
    drafted(asked, lead, analysis="Saved by a colleague")
    sending = {"version": "1", **TYPED}
    answer = agency.post(at("edit", asked.pk), sending, **AUTOSAVE)
    assert (answer.status_code, answer.json()) == (409, {"conflict_url": at("edit", asked.pk)})
    answer = agency.post(at("edit", asked.pk), sending)
    assert answer.status_code == 409
    assert "Saved by a colleague" in text(answer)
    assert "More children were found" in text(answer)
    assert 'name="version" value="2"' in text(answer)
    assert agency.post(at("edit", asked.pk), {**sending, "version": "2"}).url == at("check", asked.pk)


def test_autosave_without_a_version_saves_nothing(agency, asked):
    """Nor does one that comes after the figures were sent: the text stays on the page."""
    assert agency.post(at("edit", asked.pk), TYPED, **AUTOSAVE).status_code == 422


def test_what_comes_after_sending_is_not_lost(agency, asked, lead):
    """The form comes back with it, or the script is told."""
    sent(asked, lead)
    late = {"version": "3", "analysis": "A late thought"}
    answer = agency.post(at("edit", asked.pk), late)
    assert answer.status_code == 422
    assert "A late thought" in text(answer)
    answer = agency.post(at("edit", asked.pk), late, **AUTOSAVE)
    assert "have been sent" in answer.json()["message"]


def test_a_correction_from_opening_to_dropping(agency, asked, lead):
    """What was sent is in the draft; dropped, it stands."""
    sent(asked, lead)
    answer = agency.post(at("correct", asked.pk), {"reason": "Three were found late"})
    assert answer.url == at("edit", asked.pk)
    page = text(agency.get(answer.url))
    assert "Three were found late" in page
    assert 'value="12"' in page
    assert "A correction is in draft" in text(agency.get(at("detail", asked.pk)))
    assert agency.post(at("drop_correction", asked.pk)).url == at("detail", asked.pk)
    assert "Send a correction" in text(agency.get(at("detail", asked.pk)))
    assert agency.post(at("drop_correction", asked.pk)).url == at("detail", asked.pk)


def grid_of(asked, *cells):
    """A pasted row."""
    return "\t".join([asked.measure.title, *cells])


def test_pasting_shows_how_it_is_read_and_then_fills(agency, asked):
    """Nothing is kept before it is confirmed, and nothing is sent after."""
    grid = grid_of(asked, "1,200", "30,000", "", "Words")
    address = at("paste", asked.period.code)
    page = text(agency.post(address, {"grid": grid}))
    assert "4.0%" in page
    asked.refresh_from_db()
    assert answer_of(asked) == Answer()
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    assert agency.post(address, {"grid": grid, "stamp": stamp}).url == at("list")
    asked.refresh_from_db()
    assert (asked.numerator, asked.denominator, asked.analysis, asked.state) == (1200, 30000, "Words", "draft")


def test_a_pasted_grid_that_cannot_be_read_is_kept_on_the_page(agency, asked):
    """Each cell named; there is nothing to confirm, even with a stamp."""
    grid = grid_of(asked, "12O", "300")
    page = text(agency.post(at("paste", asked.period.code), {"grid": grid, "stamp": "x"}))
    assert "Row 1, column B (numerator): “12O” is not a number." in page
    assert f"{asked.measure.title}\t12O\t300</textarea>" in page
    assert 'name="stamp"' not in page
    asked.refresh_from_db()
    assert answer_of(asked) == Answer()


def test_a_stale_preview_is_shown_again(agency, asked, lead):
    """With what stands now."""
    grid, address = grid_of(asked, "12", "300"), at("paste", asked.period.code)
    stamp = text(agency.post(address, {"grid": grid})).split('name="stamp" value="')[1].split('"')[0]
    drafted(asked, lead, analysis="Saved meanwhile")
    answer = agency.post(address, {"grid": grid, "stamp": stamp})
    assert answer.status_code == 200
    assert "Look at the preview again" in text(answer)
    assert "Saved meanwhile" in text(answer)


def test_a_page_to_paste_into_when_nothing_is_asked(agency):
    """It says when there will be something."""
    assert "Nothing is asked for this quarter" in text(agency.get(at("paste", ReportingPeriodFactory(quarter=3).code)))
    assert agency.get(at("paste", "2031Q1")).status_code == 404


def test_the_business_team_asks_reminds_and_reads(sign_in, team, asked, lead):
    """The tracker from nothing asked to the figure with its analysis, and a correction asked for."""
    client = sign_in(team)
    AskedMeasureFactory(source_agency=asked.agency)
    period = asked.period.code
    page = text(client.get(at("tracker")))
    assert "1 of 1 figure not sent" in page
    assert "Ask for 1 more figure" in page
    assert "1 of 1 figure not sent" in text(client.get(at("list")))
    client.post(at("ask", period))
    assert DataRequest.objects.count() == 2
    client.post(at("remind", period))
    assert Notice.objects.filter(person=lead, text__contains="outstanding").count() == 1
    sent(asked, lead)
    assert "4.0%" in text(client.get(at("tracker")))
    assert "More children were found" in text(client.get(at("detail", asked.pk)))
    answer = client.post(at("ask_correction", asked.pk), {"reason": "Does this count siblings?"})
    assert answer.url == at("detail", asked.pk)
    assert "Does this count siblings?" in text(client.get(answer.url))
    for suffix in ("csv", "xlsx"):
        assert client.get(at("tracker_download", period, suffix)).status_code == 200
    assert "More children were found" in text(client.get(at("tracker_download", period, "csv")))


def test_the_business_team_never_sees_a_draft(sign_in, team, asked, lead):
    """Not on the tracker, not on the request's page, not in the file, not while a correction is written."""
    client = sign_in(team)
    done = sent(DataRequestFactory(agency=asked.agency), lead, **ANSWER)
    open_correction(asked=done, reason="SECRET", by=lead, now=NOW)
    drafted(done, lead, analysis="SECRET")
    drafted(asked, lead, analysis="SECRET")
    for address in (
        at("tracker"),
        at("tracker_download", asked.period.code, "csv"),
        at("detail", asked.pk),
        at("detail", done.pk),
        at("change_date", asked.pk),
        at("ask_correction", done.pk),
        reverse("assurance:activity_list"),
        reverse("home"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "SECRET" not in text(answer)
        assert "Correction in draft" not in text(answer)
    assert client.get(at("edit", asked.pk)).status_code == 403


def test_a_tracker_before_the_first_period_says_what_is_missing(sign_in, team):
    """And one of a period for which nothing can be asked."""
    client = sign_in(team)
    assert "No reporting period yet" in text(client.get(at("tracker")))
    ReportingPeriodFactory()
    assert "There is nothing to ask for" in text(client.get(at("tracker")))


def test_who_both_sends_and_asks_gets_to_both(sign_in, asked, lead):
    """The list leads to the tracker; a request names whose data is joined with one's own (R61)."""
    asked.measure.joined_with.add(AgencyFactory(name="Social care"))
    client = sign_in(person_with(Role.BUSINESS_TEAM, person=lead))
    assert at("tracker") in text(client.get(at("list")))
    assert "Joined with the data of Social care." in text(client.get(at("edit", asked.pk)))


def test_an_agency_of_which_nothing_is_asked(sign_in):
    """Its list says when there will be something."""
    assert "Nothing is asked for" in text(sign_in(person_with(Role.PARTNER_LEAD)).get(at("list")))


def test_home_names_what_is_to_send(agency, asked):
    """With the agency and the date."""
    assert f"1 figure to send for Quarter 2 2026/27, {asked.agency.name}" in text(agency.get("/"))
