"""Standards over time: which fail again and again, by year and by agency, from what the reader may read (R115)."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.rules.roles import Role
from audits.models import SettledGrade, ToolStandard
from audits.queries.standards import StandardFilters, agencies_offered, standards_page, standards_table
from audits.rules.audits import AuditKind, AuditState
from audits.rules.tools import QuestionKind
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import NOW, a_tool, an_audit, on_team, questions_of, runner

pytestmark = pytest.mark.django_db
GOOD, POOR, NEUTRAL = "good", "requires-improvement", "not-applicable"
FIRST, SECOND, WHOLE = "Standard 1 is met", "Standard 2 is met", "The child is at the centre of the work"


def settle(audit, *values):
    """Settle the cases (or agencies): `values` holds for each graded question in turn one grade of each."""
    units = list(audit.cases.order_by("order")) if audit.has_cases else list(audit.participants.all())
    name = "case" if audit.has_cases else "participant"
    by = runner()
    for question, grades in zip(questions_of(audit.tool, QuestionKind.GRADE), values, strict=False):
        for unit, value in zip(units, grades, strict=True):
            SettledGrade.objects.create(
                audit=audit, question=question, value=value, settled_by=by, settled_at=NOW, **{name: unit}
            )


def in_year(year, *values, state=AuditState.FINAL, tool=None, **fields):
    days = {
        "starts_on": date(year, 5, 1),
        "answers_due_on": date(year, 6, 1),
        "moderation_on": date(year, 7, 1),
        "report_due_on": date(year, 8, 1),
    }
    fields.setdefault("cases", 3)
    audit = an_audit(state, tool=tool or a_tool(frozen=True), **days, **fields)
    settle(audit, *values)
    return audit


def two_years(**fields):
    """Standard 1 failed in both years; standard 2 in the first alone."""
    tool = a_tool(frozen=True)
    first = in_year(2024, [POOR] * 3, [POOR, POOR, GOOD], [POOR] * 3, tool=tool, title="Neglect 2024", **fields)
    second = in_year(2025, [POOR, POOR, GOOD], [GOOD] * 3, [GOOD] * 3, tool=tool, title="Neglect 2025", **fields)
    return first, second


def words_of(page):
    return {row.text: [result.words for result in row.results] for row in page.rows}


def test_what_failed_most_often_comes_first_with_every_year():
    two_years()
    page = standards_page(person_with(Role.SAAS_MEMBER), StandardFilters())
    assert page.years == ("2024/25", "2025/26")
    assert [(row.text, row.failed) for row in page.rows] == [(FIRST, 2), (SECOND, 1)]
    assert words_of(page)[FIRST] == ["0 of 3 cases", "1 of 3 cases"]
    assert (page.audits, page.repeated) == (2, 1)
    narrowed = standards_page(person_with(Role.SAAS_MEMBER), StandardFilters(failed="repeatedly"))
    assert [row.text for row in narrowed.rows] == [FIRST]
    assert narrowed.repeated == 1


def test_the_grade_of_the_whole_is_no_standard():
    two_years()
    assert WHOLE not in words_of(standards_page(runner(), StandardFilters()))


@pytest.mark.parametrize("state", [AuditState.MODERATING, AuditState.REPORTING, AuditState.CANCELLED])
def test_only_final_audits_count_even_for_those_who_compare(state):
    audit = in_year(2025, [POOR] * 3, [POOR] * 3, state=state)
    team = runner()
    on_team(audit, team)
    assert standards_page(team, StandardFilters()).rows == ()
    assert agencies_offered(team) == []


def test_a_year_in_which_nothing_of_a_standard_could_be_graded_is_left_out():
    in_year(2025, [NEUTRAL] * 3, [GOOD, NEUTRAL, POOR])
    page = standards_page(runner(), StandardFilters())
    assert words_of(page) == {SECOND: ["1 of 2 cases"]}
    assert page.rows[0].failed == 0


def test_a_standard_bears_the_words_of_the_latest_audit_by_whatever_version():
    old, new = a_tool(frozen=True), a_tool(frozen=True, slug="another")
    identity = ToolStandard.objects.get(section__version=old, text=FIRST).identity
    ToolStandard.objects.filter(section__version=new, text=SECOND).update(identity=identity, text="In other words")
    in_year(2025, [GOOD] * 3, [POOR] * 3, tool=new)
    in_year(2024, [POOR] * 3, tool=old)
    page = standards_page(runner(), StandardFilters())
    assert words_of(page)["In other words"] == ["0 of 3 cases", "0 of 3 cases"]


def test_where_agencies_are_graded_everybody_who_reads_the_report_reads_each_agency():
    agencies = [AgencyFactory(name="Alder"), AgencyFactory(name="Birch")]
    fields = {"kind": AuditKind.SECTION_11, "cases": 0, "agencies": agencies}
    in_year(2024, [POOR, GOOD], [GOOD, GOOD], **fields)
    reader = person_with(Role.BOARD_MEMBER)
    assert agencies_offered(reader) == [(agency.slug, agency.name) for agency in agencies]
    alder = standards_page(reader, StandardFilters(agency=agencies[0].slug))
    assert words_of(alder) == {FIRST: ["0 of 1 agency"], SECOND: ["1 of 1 agency"]}
    assert standards_page(reader, StandardFilters(agency=agencies[1].slug)).rows[0].failed == 0


def test_what_an_agency_graded_a_case_is_for_those_who_compared_it(sign_in):
    first, _ = two_years(grade=lambda part, case, question: POOR if part.agency.name == "Alder" else GOOD)
    agency = first.participants.first().agency
    team, reader = runner(), person_with(Role.BOARD_MEMBER)
    assert (agency.slug, agency.name) in agencies_offered(team)
    assert words_of(standards_page(team, StandardFilters(agency=agency.slug)))[FIRST] == ["3 of 3 cases"]
    assert agencies_offered(reader) == []
    assert standards_page(reader, StandardFilters(agency=agency.slug)).rows == ()
    asked = sign_in(reader).get(reverse("audits:standard_list"), {"agency": agency.slug}).content.decode()
    assert agency.name not in asked


def test_the_page_and_its_files(sign_in):
    client = sign_in(person_with(Role.SAAS_CHAIR))
    page = reverse("audits:standard_list")
    assert "No final audits yet" in client.get(page).content.decode()
    first, _ = two_years()
    said = client.get(page).content.decode()
    assert "Failed in 2 audits" in said
    assert "1 of 3 cases" in said
    assert reverse("audits:report_detail", args=[first.pk]) in said
    assert "%" not in said[said.index("<main") : said.index("</main>")]
    narrowed = client.get(page, {"failed": "repeatedly"}).content.decode()
    assert SECOND not in narrowed
    table = client.get(reverse("audits:standard_download", args=["csv"]), {"failed": "repeatedly"}).content.decode()
    assert table.count("\r\n") == 3
    assert "Neglect 2024,Multi-agency themed audit,2024/25,0,3,case,Yes,2" in table
    assert client.get(reverse("audits:standard_download", args=["xlsx"])).status_code == 200
    headers, rows = standards_table(runner(), StandardFilters())
    assert all(len(row) == len(headers) for row in rows)


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.AUDIT_TEAM_MEMBER, Role.SYSTEM_ADMINISTRATOR])
def test_those_who_read_no_audits_do_not_open_it(sign_in, role):
    client = sign_in(person_with(role))
    assert client.get(reverse("audits:standard_list")).status_code == 403
    assert client.get(reverse("audits:standard_download", args=["csv"])).status_code == 403


def test_more_audits_cost_no_more_queries(django_assert_num_queries):
    reader = person_with(Role.SAAS_MEMBER)
    two_years()
    standards_page(reader, StandardFilters())
    with django_assert_num_queries(5):
        standards_page(reader, StandardFilters())
    for year in range(2018, 2024):
        in_year(year, [GOOD] * 9, [POOR] * 9, cases=9, tool=a_tool(frozen=True, slug=f"tool-{year}"))
    with django_assert_num_queries(5):
        assert len(standards_page(reader, StandardFilters()).rows) == 14
