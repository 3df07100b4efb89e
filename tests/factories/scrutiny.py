"""Factories of scrutiny: the Six Steps as shipped, drafts, scrutineers."""

from datetime import UTC, date, datetime
from uuid import UUID

from assurance.models import Agency
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Role
from scrutiny.models import Assessment, AssessmentDraft, DraftAction, DraftAnswer, DraftEvidence, PublishedRating
from scrutiny.queries.frameworks import framework_words, latest_version
from scrutiny.queries.publishing import stamp_of_draft
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.frozen import AssessmentWords, FrozenAnswer, FrozenHead, FrozenStep, write_assessment
from scrutiny.services.frameworks import freeze_version, load_frameworks
from scrutiny.services.publishing import publish_draft
from tests.factories.assurance import AgencyFactory, partnership, person_with

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def six_steps():
    """The newest version of the Six Steps, loaded if it is not there."""
    partnership()
    load_frameworks(now=NOW)
    return latest_version("six-steps")


def a_scrutineer():
    """An Independent Scrutineer."""
    return person_with(Role.INDEPENDENT_SCRUTINEER)


def a_draft(by=None, *, kind=AssessmentKind.SCRUTINY, agency=None, **fields):
    """A draft with an answer a question, not yet rated; of independent scrutiny its author is `by`."""
    by = by or a_scrutineer()
    version = six_steps()
    freeze_version(version, NOW)
    values = {
        "title": "Scrutiny of the arrangements 2026",
        "capacity": "Independent Scrutineer",
        "scope": "The arrangements as a whole",
        "purpose": "To judge how effective the arrangements are",
        "starts_on": date(2025, 10, 1),
        "ends_on": date(2026, 9, 30),
        "begun_by": by,
        "begun_at": NOW,
    } | fields
    draft = AssessmentDraft.objects.create(kind=kind, agency=agency, version=version, **values)
    if kind == AssessmentKind.SCRUTINY:
        draft.authors.add(by)
    for step in version.steps.all():
        for question in step.questions.all():
            DraftAnswer.objects.create(draft=draft, question=question)
    return draft


def answered(draft, rating="amber", *, recommend=None, holder=None):
    """Answer every question of a draft, so that it can be published; `recommend` the first answer's action."""
    holder = holder or AgencyFactory()
    for place, answer in enumerate(draft.answers.all()):
        given = rating(place) if callable(rating) else rating
        DraftAnswer.objects.filter(pk=answer.pk).update(rating=given, rationale=f"Why {given} is right here")
        DraftEvidence.objects.create(answer=answer, kind="other", words="The plan of 2026", dated_on=TODAY)
        DraftAction.objects.create(
            answer=answer,
            title=f"Action {place + 1}",
            outcome="Children are heard",
            agency=holder if isinstance(holder, Agency) else None,
            group=None if isinstance(holder, Agency) else holder,
            owner="Head of service",
            due_on=date(2027, 3, 31),
            is_recommendation=place == 0 if recommend is None else recommend,
        )
    draft.summary = "The arrangements work, with exceptions."
    draft.save()
    return draft


def published(draft, by=None):
    """Publish a draft as it stands."""
    by = by or draft.authors.first() or draft.begun_by
    return publish_draft(draft=draft, seen=stamp_of_draft(draft), by=by, now=NOW)


def an_assessment(rating="amber", *, kind=AssessmentKind.SCRUTINY, year=2026, agency=None, version=None, **fields):
    """An assessment published without a draft; `rating` is one for all, or a function of the question's number."""
    version = version or six_steps()
    values = {
        "title": f"{kind} of {year}",
        "capacity": "Made in this capacity",
        "scope": "The arrangements as a whole",
        "purpose": "To judge how effective the arrangements are",
        "readers": "partnership",
        "starts_on": date(year - 1, 10, 1),
        "ends_on": date(year, 9, 30),
    } | fields
    words = _frozen(values, version, kind, agency, rating)
    content = write_assessment(words)
    assessment = Assessment.objects.create(
        kind=kind,
        agency=agency,
        framework_version=version,
        content=content,
        sha256=sha256_of(content),
        published_by=person_with(Role.BUSINESS_TEAM),
        published_at=datetime(year, 11, 2, 9, 0, tzinfo=UTC),
        **values,
    )
    PublishedRating.objects.bulk_create(
        PublishedRating(assessment=assessment, question=UUID(one.question), rating=one.rating) for one in words.answers
    )
    return assessment


def _frozen(values, version, kind, agency, rating):
    words = framework_words(version)
    head = FrozenHead(
        **{key: str(value) for key, value in values.items()},
        kind=kind,
        framework=words.slug,
        framework_title=words.title,
        framework_version=version.number,
        is_adapted=version.is_adapted,
        reference=version.cited,
        red=words.red,
        amber=words.amber,
        green=words.green,
        agency=agency.slug if agency else "",
        agency_name=agency.name if agency else "",
    )
    answers = tuple(
        FrozenAnswer(
            question=str(one.identity),
            step=str(step.identity),
            number=one.number,
            text=one.text,
            rating=rating(one.number) if callable(rating) else rating,
            rationale=f"{values['title']} says why of {one.number}",
        )
        for step in words.steps
        for one in step.questions
    )
    steps = tuple(FrozenStep(str(step.identity), step.number, step.title) for step in words.steps)
    return AssessmentWords(head, steps, answers)
