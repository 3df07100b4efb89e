"""The pages of cases and agencies: who opens them, what they say, and that what was written is never lost."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from assurance.rules.roles import Role
from audits.models import AuditCase, CaseDraw
from audits.rules.audits import AuditKind, AuditState
from audits.rules.cases import CaseState
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import an_audit, answerer, on_team, runner

pytestmark = pytest.mark.django_db


def address(audit, name="case_list", *more):
    return reverse(f"audits:{name}", args=[audit.pk, *more])


def read(client, where):
    answer = client.get(where)
    assert answer.status_code == 200, answer.status_code
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def sent(client, where, **data):
    return client.post(where, data, follow=True).content.decode()


def seen_on(client, where):
    return client.get(where).context["form"]["seen"].value()


@pytest.fixture
def team(sign_in):
    return sign_in(runner())


ROUTES = [
    ("launch_check", ()),
    ("agency_choose", ()),
    ("case_list", ()),
    ("case_frame", ()),
    ("case_draw", ()),
    ("case_download", ("csv",)),
]


@pytest.mark.parametrize(("name", "more"), ROUTES)
def test_these_pages_are_for_those_who_run_the_audit(sign_in, name, more):
    audit = an_audit()
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    for person, status in (
        (runner(), 200),
        (lead, 200),
        (person_with(Role.SAAS_MEMBER), 403),
        (person_with(Role.PARTNER_LEAD), 404),
    ):
        assert sign_in(person).get(address(audit, name, *more)).status_code == status


def test_a_case_of_another_audit_is_not_found(team):
    audit, other = an_audit(), an_audit(title="Another")
    assert team.get(address(audit, "case_replace", other.cases.first().pk)).status_code == 404


@pytest.mark.parametrize("key", ["-" * 36, "0" * 36])
def test_a_key_that_is_none_is_not_found(team, key):
    assert team.get(f"/audits/{key}/cases/download.csv").status_code == 404


@pytest.mark.parametrize("name", ["case_list", "case_frame", "case_draw"])
def test_an_audit_of_agencies_has_no_pages_of_cases(team, name):
    audit = an_audit(kind=AuditKind.SECTION_11, cases=0)
    assert team.get(address(audit, name)).status_code == 404


def test_from_nothing_to_a_draw(team):
    audit = an_audit(cases=0)
    assert "List every case that could be audited first" in read(team, address(audit))
    frame = address(audit, "case_frame")
    listed = "\r\n".join(f"A{number:02}\tUnder 5" for number in range(1, 9))
    said = sent(team, frame, seen=seen_on(team, frame), frame=listed, criteria="Every child on a plan.")
    assert "The frame is saved." in said
    assert "8 cases" in said
    assert "Draw the cases" in said
    said = sent(team, address(audit, "case_draw"), number="3", reserve="2")
    assert "The cases are drawn." in said
    made = CaseDraw.objects.get()
    first = audit.cases.get(order=1)
    assert f"{made.seed}:{first.reference}" in said
    assert "This draw stands" in said
    listed = list(csv.reader(io.StringIO(team.get(address(audit, "case_download", "csv")).content.decode("utf-8-sig"))))
    assert [row[1] for row in sorted(listed[1:], key=lambda row: row[5])][0] == first.reference
    assert team.get(address(audit, "case_download", "xlsx")).status_code == 200


def test_a_frame_that_is_refused_comes_back_with_every_line_and_its_problem(team):
    audit = an_audit(cases=0)
    frame = address(audit, "case_frame")
    said = sent(team, frame, seen=seen_on(team, frame), frame="A01\nAmy\n9434765919", criteria="")
    assert "Line 2: a reference is letters and digits" in said
    assert "Line 3: this has what looks like an NHS number" in said
    assert "A01\nAmy\n9434765919" in said
    assert not audit.cases.exists()


def test_a_kind_that_may_be_a_name_has_to_be_looked_at(team):
    audit = an_audit(cases=0)
    frame = address(audit, "case_frame")
    data = {"seen": seen_on(team, frame), "frame": "A01, Amy Hartley", "criteria": ""}
    answer = team.post(frame, data)
    form = answer.context["form"]
    assert "what may be a person’s name" in answer.content.decode()
    again = data | {"none_named": "on", "confirmed": form["confirmed"].value()}
    assert "The frame is saved." in sent(team, frame, **again)


def test_a_frame_somebody_else_changed_is_not_overwritten_before_it_is_looked_at(team):
    audit = an_audit(cases=0)
    frame = address(audit, "case_frame")
    seen = seen_on(team, frame)
    sent(team, frame, seen=seen, frame="A01", criteria="")
    answer = team.post(frame, {"seen": seen, "frame": "B01", "criteria": ""})
    said = answer.content.decode()
    assert "Somebody else has changed the frame" in said
    assert "B01" in said
    now_seen = answer.context["form"]["seen"].value()
    assert "The frame is saved." in sent(team, frame, seen=now_seen, frame="B01", criteria="")
    assert list(audit.cases.values_list("reference", flat=True)) == ["B01"]


@pytest.mark.parametrize(
    ("number", "says"), [("", "Enter a number of cases"), ("9", "9 cannot be drawn"), ("x", "like 5")]
)
def test_a_draw_that_cannot_be_made_says_why(team, number, says):
    audit = an_audit(cases=2)
    assert says in sent(team, address(audit, "case_draw"), number=number, reserve="0")
    assert not CaseDraw.objects.exists()


def test_replacing_a_case_says_which_steps_in_and_what_becomes_of_answers(team):
    audit = an_audit(AuditState.COLLECTING)
    AuditCase.objects.create(audit=audit, reference="R01", order=3, state=CaseState.RESERVE)
    gone = audit.cases.get(reference="A01")
    where = address(audit, "case_replace", gone.pk)
    shown = read(team, where)
    assert "R01" in shown
    assert "What they wrote about A01 is kept but no longer counts" in shown
    assert "Say why it is replaced" in sent(team, where, reason="")
    said = sent(team, where, reason="Two agencies hold nothing.")
    assert "The case is replaced." in said
    assert "Two agencies hold nothing." in said
    assert "This case is not to be replaced now" in sent_to(team, where)


def sent_to(client, where):
    """The page one is led to."""
    return client.get(where, follow=True).content.decode()


@pytest.mark.parametrize("state", [AuditState.COLLECTING, AuditState.FINAL])
def test_what_stands_from_the_launch_on_says_so_and_leads_back(team, state):
    audit = an_audit(state)
    for name in ("agency_choose", "case_frame", "case_draw"):
        assert "That cannot be done now: the audit is" in sent_to(team, address(audit, name))
    shown = read(team, address(audit))
    assert "Draw again" not in shown
    assert "Change the frame" not in shown
    assert ("Take out" in shown) is (state == AuditState.COLLECTING)


def test_agencies_are_chosen_and_those_that_have_ended_stay_only_where_they_are_asked(team):
    audit = an_audit(agencies=1)
    first = audit.participants.get().agency
    ended = AgencyFactory(ends_on=localdate().replace(year=2025))
    other = AgencyFactory()
    where = address(audit, "agency_choose")
    shown = read(team, where)
    assert first.slug in shown
    assert other.slug in shown
    assert f'value="{ended.slug}"' not in shown
    assert "The agencies are saved." in sent(team, where, agencies=[first.slug, other.slug])
    assert set(audit.participants.values_list("agency__slug", flat=True)) == {first.slug, other.slug}


def test_a_single_agency_audit_offers_one_choice(team):
    audit = an_audit(agencies=0, kind=AuditKind.SINGLE_AGENCY)
    agency = AgencyFactory()
    where = address(audit, "agency_choose")
    assert 'type="radio"' in read(team, where)
    assert "Choose the agency" in sent(team, where)
    sent(team, where, agencies=agency.slug)
    assert audit.participants.get().agency == agency


def test_the_check_says_what_is_settled_and_where_the_rest_is_settled(team):
    today = localdate()
    dates = dict.fromkeys(("starts_on", "answers_due_on", "moderation_on", "report_due_on"), today)
    audit = an_audit(agencies=0, cases=0, **dates)
    shown = read(team, address(audit, "launch_check"))
    assert "Not ready to launch yet" in shown
    assert "No agency is chosen yet." in shown
    assert address(audit, "agency_choose") in shown
    assert address(audit) in shown
    assert "Go on to the launch" not in shown
    ready = an_audit(**dates)
    shown = read(team, address(ready, "launch_check"))
    assert "Ready to launch" in shown
    assert reverse("audits:audit_launch", args=[ready.pk]) in shown
    assert "Missing" not in shown
    later = an_audit(AuditState.COLLECTING)
    shown = read(team, address(later, "launch_check"))
    assert "past its launch" in shown
    assert "Choose" not in shown


def test_the_page_of_the_audit_leads_there(team):
    audit = an_audit()
    shown = read(team, reverse("audits:audit_detail", args=[audit.pk]))
    for name in ("launch_check", "agency_choose", "case_list"):
        assert address(audit, name) in shown


def test_two_thousand_cases_cost_no_more_queries_than_two(team, django_assert_max_num_queries):
    audit = an_audit(cases=0)
    AuditCase.objects.bulk_create(AuditCase(audit=audit, reference=f"A{number:04}") for number in range(2_000))
    team.get(address(audit))
    with django_assert_max_num_queries(30):
        team.get(address(audit))
    began = now()
    said = sent(team, address(audit, "case_draw"), number="200", reserve="200")
    assert "The cases are drawn." in said
    assert (now() - began).total_seconds() < 20
