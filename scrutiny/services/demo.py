"""
The scrutiny of the demonstration, written, checked, agreed, published and answered by the real services at their times.

Two assessments by the scrutineer a year apart, one of the three partners, one of schools, a draft, an accuracy check
that is open, what became of each recommendation, the log of a year, and the context.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from assurance.models import Action, Agency, PartnershipGroup, User
from assurance.queries.actions import actions_visible_to
from assurance.queries.meetings import meetings_visible_to
from assurance.rules.actions import ActionMove, ActionOrigin, ActionState
from assurance.rules.demo import FIRST_LINE, MARK
from assurance.rules.meetings import MeetingState
from assurance.rules.wording import LONDON, local_date
from assurance.services.actions import move_action
from audits.services.demo import day_of, person
from scrutiny.models import AccuracyCheck, AssessmentDraft, ContextAnswer, DraftAnswer, FrameworkVersion, Recommendation
from scrutiny.queries.drafts import Asked, asked_of, stored_draft
from scrutiny.queries.evidence import evidence_found
from scrutiny.queries.publishing import partners, signs_for, stamp_of_draft
from scrutiny.rules.assessments import AssessmentKind, Response
from scrutiny.rules.demo import (
    AdaptedStory,
    AnswerStory,
    AssessmentStory,
    ContextStory,
    EntryStory,
    ResponseStory,
    read_assessment_story,
    read_log_story,
    year_of,
)
from scrutiny.services.answers import add_action, add_evidence, link_action, pick_evidence, save_answer
from scrutiny.services.context import answer_context
from scrutiny.services.drafts import begin_draft, save_head
from scrutiny.services.framework_parts import add_question
from scrutiny.services.frameworks import begin_version
from scrutiny.services.log import add_entry, share_entry
from scrutiny.services.publishing import agree_to, close_check, comment_on, publish_draft, share_parts
from scrutiny.services.recommendations import respond, settle

DATA = Path(__file__).resolve().parent.parent / "data" / "demo"
LOG = "log.toml"
FRAMEWORK = "six-steps"
SEES_TO_ACTIONS = "business.team"
LEADS = ("local.authority.lead", "police.lead", "health.lead")
MINUTE = timedelta(minutes=1)
Step = tuple[datetime, Callable[..., object]]
# When in a day each step of an assessment is made; a step that the story does not come to has no day.
AT = MappingProxyType(
    {
        "begun": time(9, 20),
        "written": time(10, 20),
        "shared": time(14, 20),
        "commented": time(14, 30),
        "closed": time(14, 35),
        "revised": time(14, 50),
        "agreed": time(15, 10),
        "published": time(15, 20),
    }
)
RESPONDS_AT, TELLS_AT, LOGS_AT, ARRANGES_AT = time(16, 20), time(16, 40), time(17, 10), time(11, 10)


def scrutiny_steps(*, now: datetime) -> list[Step]:
    """What comes to pass in scrutiny, and when; none of it later than now. Needs the framework that is shipped."""
    today = local_date(now)
    stories = [read_assessment_story(_text(path.name)) for path in sorted(DATA.glob("[0-9]*.toml"))]
    steps = [step for story in stories for step in _steps(story, today)]
    return [(min(at, now), act) for at, act in (*steps, *_log_steps(today))]


def _text(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def _steps(story: AssessmentStory, today: date) -> Iterator[Step]:
    does = {
        "begun": _begin,
        "written": _write,
        "shared": _share,
        "commented": _comment,
        "closed": _close,
        "revised": _revise,
        "agreed": _agree,
        "published": _publish,
    }
    for name, days in story.days.items():
        yield _moment(days, AT[name], today), partial(does[name], story, today)
    for answer in story.responses:
        yield _moment(answer.days, RESPONDS_AT, today), partial(_respond, story, today, answer)
    for told in story.told:
        yield _moment(told["days"], TELLS_AT, today), partial(_tell, told, today)


def _log_steps(today: date) -> Iterator[Step]:
    story = read_log_story(_text(LOG))
    for entry in story.entries:
        yield _moment(entry.days, LOGS_AT, today), partial(_enter, entry)
    for answer in story.context:
        yield _moment(answer.days, ARRANGES_AT, today), partial(_arrange, answer)
    if story.adapted:
        yield _moment(story.adapted.days, ARRANGES_AT, today), partial(_adapt, story.adapted)


# Writing


def _begin(story: AssessmentStory, today: date, *, now: datetime) -> None:
    starts_on, ends_on = year_of(today, story.years_ago)
    begin_draft(
        kind=story.kind,
        agency=Agency.objects.get(slug=story.agency) if story.agency else None,
        version=_shipped(),
        title=_title(story, today),
        starts_on=starts_on,
        ends_on=ends_on,
        by=person(story.by),
        now=now,
        **story.head,
    )


def _write(story: AssessmentStory, today: date, *, now: datetime) -> None:
    draft, by = _draft(story, today), person(story.by)
    asked = {one.question.number: one for one in asked_of(draft)}
    tracker = _tracker(story)
    for place, part in enumerate(story.answers):
        _answer(part, asked[part.number], tracker, today, by, now + place * MINUTE)
    if story.summary:
        names = ("title", "capacity", "scope", "purpose", "readers", "starts_on", "ends_on")
        kept = {name: getattr(draft, name) for name in names}
        save_head(draft=draft, version=draft.version_number, summary=story.summary, by=by, now=now, **kept)


def _answer(
    part: AnswerStory, asked: Asked, tracker: Mapping[str, tuple[User, UUID]], today: date, by: User, now: datetime
) -> None:
    answer = asked.answer
    values = {"rating": part.rating, **part.texts}
    save_answer(answer=answer, version=answer.version, values=values, by=by, now=now)
    for words, source, days in part.evidence:
        add_evidence(answer=answer, words=words, source=source, dated_on=day_of(days, today), by=by, now=now)
    if part.pick:
        _pick(answer, *part.pick, by, now)
    if part.action:
        words = part.action
        add_action(
            answer=answer,
            title=words.title,
            outcome=words.outcome,
            holder=_seat(words.holder),
            owner=words.owner,
            due_on=day_of(words.days, today),
            is_recommendation=part.is_recommended,
            by=by,
            now=now,
        )
    if part.link:
        reader, action = tracker[part.link]
        link_action(answer=answer, action=str(action), by=reader, now=now)


def _pick(answer: DraftAnswer, kind: str, words: str, by: User, now: datetime) -> None:
    """
    Pick the first thing of the portal that is found, nothing where there is none; a figure as it stood the day before.

    What the portal keeps of figures is of the day on which the demonstration is loaded, and not of the day it tells of.
    """
    today = local_date(now)
    for shelf in evidence_found(by, words, kind=kind, as_at=today - timedelta(days=1), today=today):
        offer = next((one for one in shelf.offers if FIRST_LINE not in one.words), None)
        if offer:
            pick_evidence(answer=answer, key=offer.key, by=by, now=now)


def _tracker(story: AssessmentStory) -> dict[str, tuple[User, UUID]]:
    """The actions that its authors may link, by title: who among them reads it, and its key."""
    readers = [person(key) for key in (LEADS if story.kind == AssessmentKind.JOINT else (story.by,))]
    return {
        title: (by, pk)
        for by in readers
        for title, pk in actions_visible_to(by).order_by("-set_at", "-pk").values_list("title", "pk")
    }


# Checking, agreeing, publishing


def _share(story: AssessmentStory, today: date, *, now: datetime) -> None:
    draft = _draft(story, today)
    chosen = [str(one.question.identity) for one in asked_of(draft) if one.question.number in story.shared]
    closes_on = day_of(story.closes, today)
    share_parts(draft=draft, questions=chosen, closes_on=closes_on, by=person(story.by), now=now)


def _comment(story: AssessmentStory, today: date, *, now: datetime) -> None:
    draft = _draft(story, today)
    check = AccuracyCheck.objects.get(draft=draft)
    identities = {one.question.number: one.question.identity for one in asked_of(draft)}
    for one in story.comments:
        agency, by = Agency.objects.get(slug=one.agency), person(one.by)
        comment_on(check=check, question=identities[one.question], agency=agency, text=one.text, by=by, now=now)


def _close(story: AssessmentStory, today: date, *, now: datetime) -> None:
    close_check(draft=_draft(story, today), by=person(story.by), now=now)


def _revise(story: AssessmentStory, today: date, *, now: datetime) -> None:
    """Write anew what the accuracy check showed."""
    by = person(story.by)
    for one in asked_of(_draft(story, today)):
        if text := story.revised.get(one.question.number):
            values = {"rationale": text}
            save_answer(answer=one.answer, version=one.answer.version, values=values, by=by, now=now)


def _agree(story: AssessmentStory, today: date, *, now: datetime) -> None:
    draft = _draft(story, today)
    stamp = stamp_of_draft(draft)
    signers = {agency: by for by in map(person, LEADS) for agency in signs_for(by)}
    for agency in partners():
        agree_to(draft=draft, agency=agency, seen=stamp, by=signers[agency], now=now)


def _publish(story: AssessmentStory, today: date, *, now: datetime) -> None:
    draft = _draft(story, today)
    publish_draft(draft=draft, seen=stamp_of_draft(draft), by=person(story.by), now=now)


# What became of it


def _respond(story: AssessmentStory, today: date, answer: ResponseStory, *, now: datetime) -> None:
    of = Recommendation.objects.select_related("assessment", "agency", "group")
    one = of.get(text=answer.to, assessment__title=_title(story, today))
    newest = one.responses.order_by("-at", "-pk").first()
    said = {"text": f"{answer.text} {MARK}", "seen": str(newest.pk) if newest else "", "by": person(answer.by)}
    if answer.response == Response.SETTLED:
        settle(recommendation=one, now=now, **said)
    else:
        respond(recommendation=one, response=answer.response, now=now, **said)


def _tell(told: Mapping[str, Any], today: date, *, now: datetime) -> None:
    action = Action.objects.get(title=told["action"], origin=ActionOrigin.SCRUTINY)
    said: dict[str, Any] = {name: f"{told[name]} {MARK}" for name in ("text", "difference") if name in told}
    if "due" in told:
        said["due_on"] = day_of(told["due"], today)
    seen, move = ActionState(action.state), ActionMove(told["move"])
    move_action(action=action, move=move, seen=seen, by=person(SEES_TO_ACTIONS), now=now, **said)


# The log, the context, the next version


def _enter(story: EntryStory, *, now: datetime) -> None:
    by = person("independent.scrutineer")
    held = meetings_visible_to(by).filter(group__slug=story.meeting, state=MeetingState.HELD, starts_at__lt=now)
    meeting = held.order_by("-starts_at").first() if story.meeting else None
    entry = add_entry(
        kind=story.log_kind,
        on=local_date(meeting.starts_at if meeting else now),
        title=story.title,
        learned=f"{story.learned} {MARK}",
        covers=story.covers,
        meeting=meeting,
        number=story.number,
        by=by,
        now=now,
    )
    if story.shared:
        share_entry(entry=entry, by=by, now=now + MINUTE)


def _arrange(story: ContextStory, *, now: datetime) -> None:
    question = _shipped().context_questions.order_by("position", "pk")[story.number - 1]
    standing = ContextAnswer.objects.filter(question=question.identity).order_by("-at", "-pk").first()
    seen = str(standing.pk) if standing else ""
    answer_context(question=question, text=f"{story.text} {MARK}", seen=seen, by=person(story.by), now=now)


def _adapt(story: AdaptedStory, *, now: datetime) -> None:
    by = person(story.by)
    version = begin_version(version=_shipped(), note=story.note, by=person(SEES_TO_ACTIONS), now=now)
    step = version.steps.order_by("position", "pk")[story.step - 1]
    add_question(step=step, text=story.question, covers=story.covers, by=by, now=now + MINUTE)


def _title(story: AssessmentStory, today: date) -> str:
    return f"{story.title} {year_of(today, story.years_ago)[1].year}"


def _draft(story: AssessmentStory, today: date) -> AssessmentDraft:
    return stored_draft(AssessmentDraft.objects.get(title=_title(story, today)))


def _shipped() -> FrameworkVersion:
    return FrameworkVersion.objects.select_related("framework").get(framework__slug=FRAMEWORK, number=1)


def _seat(slug: str) -> Agency | PartnershipGroup:
    return Agency.objects.filter(slug=slug).first() or PartnershipGroup.objects.get(slug=slug)


def _moment(days: int, at: time, today: date) -> datetime:
    return datetime.combine(day_of(days, today), at, LONDON)
