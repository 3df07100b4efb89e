"""The audits of the demonstration: everything is there, believable, and naming nobody."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from assurance.models import Action, Agency, PartnershipGroup, Topic
from assurance.rules.actions import ActionMove, ActionOrigin, ActionState
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningKind
from assurance.services.activity import chain_problems
from assurance.services.framework import load_framework
from assurance.services.warnings import raise_warning
from audits.models import (
    AnswerSheet,
    Audit,
    AuditReport,
    FrozenSheet,
    Participant,
    RouteTaken,
    SettledGrade,
    SignedGrade,
    SurveyFigure,
)
from audits.queries.audits import is_late
from audits.queries.identifiers import looked_at
from audits.queries.reaudit import rows_of
from audits.rules.audits import AuditKind, AuditState
from audits.rules.cases import CaseState, draw
from audits.rules.demo import LETTERS, read_story
from audits.rules.reaudit import Change, compared
from audits.services.demo import DATA, FROM_THE_POLICE, audit_steps, person, plan_next_audit
from audits.services.demo_answers import WRITERS
from audits.services.shipped_tools import load_tools
from tests.factories.assurance import TopicFactory, person_with
from tests.factories.demo_people import live_through

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FIRST, AGAIN = "Neglect: how early is it seen, and what is done?", "Neglect: what has changed in a year?"
MISSING = "Children who go missing: what happens after they come home?"
REVIEW = "Section 11 review: how agencies keep children safe"
PLANNED = "Police notifications: what becomes of a child after the first report?"
OTHERS = {
    "business.team": (Role.BUSINESS_TEAM, {}),
    "saas.chair": (Role.SAAS_CHAIR, {}),
    "audit.team.member": (Role.AUDIT_TEAM_MEMBER, {"agency": "health-provider-trusts"}),
    "police.contributor": (Role.PARTNER_CONTRIBUTOR, {"agency": "kent-police"}),
    "health.contributor": (Role.PARTNER_CONTRIBUTOR, {"agency": "nhs-kent-and-medway"}),
    "local.authority.contributor": (Role.PARTNER_CONTRIBUTOR, {"agency": "kent-county-council"}),
}


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """The audits of the demonstration, lived through once. The module takes all of it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_framework(now=NOW - timedelta(days=900))
        load_tools(now=NOW - timedelta(days=900))
        TopicFactory(slug=FROM_THE_POLICE)
        for slug, (_, signer) in WRITERS.items():
            person_with(Role.PARTNER_LEAD, agency=Agency.objects.get(slug=slug), email=f"{signer}@demo.example")
        for key, (role, seat) in OTHERS.items():
            agency = Agency.objects.filter(slug=seat.get("agency")).first()
            group = PartnershipGroup.objects.get(slug="saas") if role == Role.SAAS_CHAIR else None
            person_with(role, agency=agency, group=group, email=f"{key}@demo.example")
        live_through(audit_steps(now=NOW), now=NOW)
        yield
        transaction.set_rollback(True)


def audit(title):
    return Audit.objects.get(title=title)


# What is there


def test_every_stage_of_the_life_of_an_audit_is_shown():
    states = dict(Audit.objects.values_list("title", "state"))
    assert states == {
        FIRST: AuditState.RESPONDED,
        AGAIN: AuditState.FINAL,
        MISSING: AuditState.COLLECTING,
        REVIEW: AuditState.REPORTING,
    }
    assert audit(AGAIN).earlier == audit(FIRST)
    assert audit(REVIEW).kind == AuditKind.SECTION_11
    assert not any(is_late(one, NOW.date()) for one in Audit.objects.all())


def test_six_agencies_graded_the_five_cases_that_were_drawn():
    first = audit(FIRST)
    made = first.draws.get()
    references = [case.reference for case in first.cases.all()]
    drawn = draw(references, seed=made.seed, number=made.number, reserve=made.reserve)
    in_it = set(first.cases.filter(state=CaseState.DRAWN).values_list("reference", flat=True))
    assert len(in_it) == made.number == 5
    assert in_it < {*drawn.drawn, *drawn.reserve}
    assert first.cases.get(state=CaseState.REPLACED).note
    assert first.participants.count() == 6
    assert all(one.is_signed for one in first.participants.all())
    assert FrozenSheet.objects.filter(submission__participant__audit=first).count() == 30


def test_grades_were_settled_otherwise_with_reasons():
    for title, reason in ((FIRST, "nothing changes"), (FIRST, "The child chose"), (REVIEW, "Fewer than half")):
        row = SettledGrade.objects.get(audit=audit(title), reason__contains=reason)
        signed = row.question
        unit = {"sheet__case": row.case} if row.case else {"sheet__participant": row.participant}
        given = [one.value for one in SignedGrade.objects.filter(question=signed, **unit)]
        assert given.count(row.value) < len(given) / 2


def test_the_actions_of_the_first_audit_were_followed_and_those_without_effect_are_open_again():
    found = Action.objects.filter(origin=ActionOrigin.AUDIT, audit_task__recommendation__audit=audit(FIRST))
    states = {one.title: one.state for one in found}
    assert len(states) == 5
    assert states["Bring the one chronology into use in every district"] == ActionState.CLOSED
    again = [one for one in found if one.updates.filter(move=ActionMove.REOPEN).exists()]
    assert {one.audit_task.recommendation.standard.text.partition(",")[0] for one in again} == {
        "Progress is reviewed against the child’s experience"
    }
    assert all(one.state == ActionState.UNDER_WAY for one in again)


def test_the_reaudit_shows_what_is_better_and_what_is_not():
    rows = {row.text: compared(row.then, row.now).change for row in rows_of(audit(AGAIN))}
    changes = Counter(rows.values())
    assert min(changes[Change.BETTER], changes[Change.SAME]) >= 3
    assert changes[Change.WORSE] == 1
    assert rows[next(text for text in rows if text.startswith("Neglect is named"))] == Change.BETTER
    assert rows[next(text for text in rows if text.startswith("Progress is reviewed"))] == Change.SAME


def test_agencies_are_answering_and_three_have_something_half_done():
    parts = Participant.objects.filter(audit=audit(MISSING))
    assert {one.agency.slug for one in parts if one.is_signed} == {"education", "health-provider-trusts"}
    for slug in ("kent-police", "nhs-kent-and-medway", "kent-county-council"):
        sheets = AnswerSheet.objects.filter(participant__in=parts, participant__agency__slug=slug)
        written = [sheet.answers.count() for sheet in sheets]
        assert max(written) >= 15
        assert min(written) < 5
    assert AnswerSheet.objects.filter(participant__in=parts, is_known=False).count() == 1


def test_whoever_graded_a_case_inadequate_recorded_that_its_team_was_told():
    assert {one.sheet.participant.audit.title for one in RouteTaken.objects.all()} == {FIRST, MISSING}


def test_the_section_11_review_has_staff_survey_figures():
    figures = SurveyFigure.objects.filter(participant__audit=audit(REVIEW))
    assert figures.count() >= 6
    assert all("demonstration" in one.source for one in figures)


def test_the_next_audit_names_the_early_warning_it_came_from():
    team = person("business.team")
    warning = raise_warning(
        topic=Topic.objects.get(slug=FROM_THE_POLICE),
        kind=WarningKind.DECLINING_PERFORMANCE,
        title="Fewer referrals come from the police",
        what="The share has changed by more than chance.",
        by=team,
        now=NOW,
    )
    with transaction.atomic():
        assert plan_next_audit(now=NOW)
        assert not plan_next_audit(now=NOW)
        planned = audit(PLANNED)
        assert planned.reasons.get().warning == warning
        assert planned.state == AuditState.PLANNED
        assert planned.starts_on > NOW.date() + timedelta(days=60)


def test_the_log_holds():
    assert chain_problems() == []


# What its words may not say


def every_word():
    texts = [text for path in sorted(DATA.glob("*.toml")) for text in strings_in(tomllib.loads(path.read_text()))]
    assert len(texts) > 300
    return texts


def strings_in(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings_in(inner)]
    return [value] if isinstance(value, str) else []


def test_nothing_in_it_could_tell_who_a_child_is():
    assert looked_at(*every_word()).identifiers == ()


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a person", r"\b(Mr|Mrs|Ms|Miss|Dr|Cllr|PC|DC|DS|DI|Sir|Dame)\b\.?"),
        ("an incident", r"(?i)\b(killed|murder\w*|stabbed|died|death|suicide|rape\w*)\b"),
        ("a percentage", r"\d ?%|\bper ?cent\b"),
        ("a text left unfinished", r"(?i)lorem|todo|tbc|xxx|\.\.\."),
    ],
)
def test_nothing_invented_is_written(what, pattern):
    assert [text for text in every_word() if re.search(pattern, text)] == [], what


def test_what_stands_in_the_open_says_that_it_is_a_demonstration():
    for one in Audit.objects.all():
        assert one.why.endswith("Demonstration text.")
    for report in AuditReport.objects.all():
        assert "Demonstration text: no real audit" in report.content


def test_no_case_is_known_by_more_than_a_made_up_reference():
    for one in Audit.objects.filter(cases__isnull=False).distinct():
        assert all(re.fullmatch(r"[NRM]\d\d", case.reference) for case in one.cases.all())


def test_every_letter_of_a_case_is_one_of_the_scale():
    for path in DATA.glob("*.toml"):
        for case in read_story(path.read_text(encoding="utf-8")).cases:
            assert set(case.grades) <= set(LETTERS)
            assert len(case.grades) == 12
