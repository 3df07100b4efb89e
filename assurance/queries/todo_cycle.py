"""What of the assurance cycle needs a person, by when: challenges, lessons, risks, plans, themes, groups, documents."""

from datetime import date
from typing import Protocol

from django.urls import reverse

from assurance.models import User
from assurance.queries.challenges import challenges_to_settle, due_challenges
from assurance.queries.commissions import due_commissions
from assurance.queries.documents import documents_to_sign, reviews_due
from assurance.queries.group_reviews import due_group_reviews
from assurance.queries.inbox import due_messages
from assurance.queries.inspections import due_inspections
from assurance.queries.items import due_items
from assurance.queries.lessons import due_lessons
from assurance.queries.plan_pages import due_plans
from assurance.queries.policies import policies_due
from assurance.queries.rapid_reviews import due_rapid_reviews
from assurance.queries.risks import due_risks
from assurance.queries.theme_todo import due_themes
from assurance.queries.todo import Todo
from assurance.rules.wording import counted, date_words

# What is late without a day of its own says so in a word.
LATE = "Overdue"


class WaitsFor(Protocol):
    """What waits for a person: the first day something is due, if any."""

    @property
    def first(self) -> date | None:
        """The first day."""


def cycle_todo_for(user: User, today: date) -> list[Todo]:
    """What needs `user`, what agencies are asked for first."""
    return [
        *_asked_of_agencies(user, today),
        *_reviews(user, today),
        *_plans_and_themes(user, today),
        *_group_work(user, today),
        *_kept(user, today),
    ]


def _asked_of_agencies(user: User, today: date) -> list[Todo]:
    challenges, lessons = due_challenges(user, today), due_lessons(user, today)
    rows = _counted(
        challenges.number, "challenge to answer,challenges to answer", "assurance:challenge_list", challenges
    )
    rows += _counted(lessons.number, "lesson to tell of,lessons to tell of", "assurance:lesson_ours", lessons)
    rows += [
        Todo(
            f"Sign up to {document.title}",
            reverse("assurance:document_detail", args=[document.slug]),
            f"For {agency.name}.",
            "",
            False,
        )
        for document, agency in documents_to_sign(user, today)
    ]
    if number := challenges_to_settle(user):
        rows.append(
            Todo(
                f"{counted(number, 'challenge')} answered, effect not yet seen",
                reverse("assurance:challenge_list"),
                "Close each with what changed for children, or ask again.",
                "",
                False,
            )
        )
    return rows


def _reviews(user: User, today: date) -> list[Todo]:
    rapid, risks = due_rapid_reviews(user, today), due_risks(user, today)
    rows = _counted(
        rapid.number, "rapid review to decide,rapid reviews to decide", "assurance:rapid_review_list", rapid
    )
    return rows + _counted(risks.number, "risk to review,risks to review", "assurance:risk_list", risks)


def _counted(number: int, nouns: str, name: str, due: WaitsFor) -> list[Todo]:
    """One row for so many things of a kind, with the first date and how many are overdue; none for nought."""
    if not number:
        return []
    overdue = getattr(due, "overdue", 0)
    note = f"{overdue} overdue." if overdue else ""
    when = f"First due {date_words(due.first)}" if due.first else ""
    return [Todo(_nouns(number, nouns), reverse(name), note, when, bool(overdue))]


def _nouns(number: int, nouns: str) -> str:
    one, many = nouns.split(",")
    return f"{number} {one if number == 1 else many}"


def _plans_and_themes(user: User, today: date) -> list[Todo]:
    plans = due_plans(user, today)
    rows = [Todo(one.plan.title, one.url, f"{one.what}.", LATE if one.is_late else "", one.is_late) for one in plans]
    for one in due_themes(user, today):
        url = reverse("assurance:theme_detail", args=[one.theme.pk])
        by = f"Meets {date_words(one.on)}" if one.on else ""
        rows.append(Todo(f"Theme: {one.theme.title}", url, f"{one.words}.", by, False))
    return rows


def _group_work(user: User, today: date) -> list[Todo]:
    messages, work, reviews = due_messages(user, today), due_commissions(user, today), due_group_reviews(user, today)
    rows = []
    if messages.number:
        since = f"The first since {date_words(messages.since)}" if messages.since else ""
        title = _nouns(messages.number, "message to your group,messages to your groups")
        rows.append(Todo(title, reverse("assurance:group_work"), "Say what the group did with it.", since, False))
    if work.awaiting:
        title = _nouns(work.awaiting, "commission awaits ratification,commissions await ratification")
        rows.append(Todo(title, reverse("assurance:commission_list"), "Record what the Board decided.", "", False))
    rows += _counted(work.to_finish, "commission to finish,commissions to finish", "assurance:commission_list", work)
    rows += _counted(reviews.overdue, "group to review,groups to review", "assurance:group_review_list", reviews)
    if reviews.unreported:
        title = _nouns(reviews.unreported, "review of a group to report,reviews of groups to report")
        note = "Say to which Board meeting it was reported."
        rows.append(Todo(title, reverse("assurance:group_review_list"), note, "", False))
    return rows


def _kept(user: User, today: date) -> list[Todo]:
    items = due_items(user, today)
    rows = _counted(items.number, "item of evidence to renew,items of evidence to renew", "assurance:item_list", items)
    if number := due_inspections(user):
        title = _nouns(number, "recommendation without an action,recommendations without an action")
        rows.append(Todo(title, reverse("assurance:inspection_list"), "Set an action for each.", "", False))
    if number := policies_due(user, today):
        title = _nouns(number, "policy to review,policies to review")
        rows.append(Todo(title, reverse("assurance:policy_list"), "Record its quality assurance.", LATE, True))
    for document in reviews_due(user, today):
        url = reverse("assurance:document_detail", args=[document.slug])
        when = f"Due {date_words(document.review_on)}" if document.review_on else LATE
        rows.append(Todo(f"Review {document.title}", url, "", when, True))
    return rows
