"""Reading the drafts one writes in: sections, statements, and last quarter's words beside them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import ReturnItem, ReturnSection, StatusReturn, Topic, User
from assurance.queries.returns import last_standing_before, problems_of, returns_drafted_by, sections_of
from assurance.rules.periods import quarter_of
from assurance.rules.returns import CHANGE_LABELS, Change, Problem, Section, form_of, is_open
from assurance.rules.submission import FrozenItem, FrozenReturn
from assurance.rules.wording import date_words


def sections_drafted_by(user: User) -> QuerySet[ReturnSection]:
    """The sections of drafts in which `user` may write."""
    return ReturnSection.objects.filter(status_return__in=returns_drafted_by(user)).select_related(
        "status_return__agency", "status_return__group", "status_return__period"
    )


def items_drafted_by(user: User) -> QuerySet[ReturnItem]:
    """The statements of drafts in which `user` may write."""
    return ReturnItem.objects.filter(section__status_return__in=returns_drafted_by(user)).select_related(
        "section__status_return__agency", "section__status_return__group", "section__status_return__period", "topic"
    )


def topics_offered() -> list[Topic]:
    """The topics a statement can name today, themes first."""
    return list(Topic.objects.named().filter(is_current=True).order_by("-kind", "position", "title"))


@dataclass(frozen=True)
class Task:
    """A section on the task list: how many statements it has, how far it is, and how many are to be looked at again."""

    section: str
    title: str
    is_framework: bool
    count: int
    to_review: int
    status: str


@dataclass(frozen=True)
class TaskList:
    """A return's sections as tasks, and how many are complete."""

    tasks: tuple[Task, ...]
    completed: int


def task_list(status_return: StatusReturn) -> TaskList:
    """The sections of a draft with how far each one is."""
    tasks = tuple(_task(part) for part in sections_of(status_return))
    return TaskList(tasks, sum(task.status == "Completed" for task in tasks))


def _task(part: ReturnSection) -> Task:
    items = list(part.items.all())
    begun = bool(items or part.nothing_to_report)
    status = "Completed" if part.is_complete else "In progress" if begun else "Not started"
    to_review = sum(item.needs_review for item in items)
    return Task(part.section, part.heading.title, part.heading.framework, len(items), to_review, status)


@dataclass(frozen=True)
class SectionBoard:
    """What stands beside a section's form: its statements, and last quarter's that are not in it yet."""

    items: tuple[ReturnItem, ...]
    last_quarter: str
    last_nothing: str
    open_before: tuple[FrozenItem, ...]
    other_before: tuple[FrozenItem, ...]


def section_board(part: ReturnSection) -> SectionBoard:
    """A section's statements and what last quarter's return said under the same heading."""
    items = tuple(part.items.select_related("topic").prefetch_related("files"))
    before = last_standing_before(part.status_return)
    if before is None:
        return SectionBoard(items, "", "", (), ())
    section, here = Section(part.section), {str(item.identity) for item in items}
    frozen = before.taken_up(form_of([section]), section)
    absent = [item for item in frozen.items if item.identity not in here]
    return SectionBoard(
        items,
        _short(before),
        frozen.nothing_to_report,
        tuple(item for item in absent if is_open(section, item.change, item.action)),
        tuple(item for item in absent if not is_open(section, item.change, item.action)),
    )


def _short(frozen: FrozenReturn) -> str:
    return quarter_of(frozen.period).short_words


def section_initial(part: ReturnSection) -> dict[str, Any]:
    """What the section's form shows first."""
    return {
        "version": part.version,
        "nothing_to_report": part.nothing_to_report,
        "is_complete": "yes" if part.is_complete else "",
    }


def item_initial(item: ReturnItem) -> dict[str, Any]:
    """What the statement's form shows first."""
    names = ("version", "statement", "evidence", "action", "owner", "due_on", "change")
    return {name: getattr(item, name) for name in names} | {"topic": item.topic_id}


def item_page(item: ReturnItem) -> dict[str, Any]:
    """What stands around the statement's form: its files, and the same statement as it stood last quarter."""
    before = last_standing_before(item.section.status_return)
    then = None
    if before:
        section = Section(item.section.section)
        statements = before.taken_up(form_of([section]), section).items
        then = next((one for one in statements if one.identity == str(item.identity)), None)
    return {
        "item": item,
        "part": item.section,
        "status_return": item.section.status_return,
        "files": list(item.files.all()),
        "before": then,
        "before_quarter": _short(before) if before else "",
    }


def stored_item(item: ReturnItem) -> ReturnItem:
    """The statement as it is stored now."""
    return ReturnItem.objects.select_related("topic", "section__status_return__period").get(pk=item.pk)


def stored_texts(item: ReturnItem) -> dict[str, str]:
    """The statement's fields as stored, in words, by the names of the form's fields."""
    return {
        "statement": item.statement,
        "evidence": item.evidence,
        "topic": item.topic.title if item.topic else "",
        "action": item.action,
        "owner": item.owner,
        "due_on": date_words(item.due_on) if item.due_on else "",
        "change": item.get_change_display(),
    }


def frozen_texts(frozen: FrozenItem) -> dict[str, str]:
    """A signed statement's fields in words, by the names of the form's fields."""
    return {
        "statement": frozen.statement,
        "evidence": frozen.evidence,
        "topic": frozen.topic_title,
        "action": frozen.action,
        "owner": frozen.owner,
        "due_on": frozen.due_words,
        "change": CHANGE_LABELS[Change(frozen.change)] if frozen.change else "",
    }


def stored_section(part: ReturnSection) -> ReturnSection:
    """The section as it is stored now."""
    return ReturnSection.objects.select_related("status_return__period").get(pk=part.pk)


@dataclass(frozen=True)
class LinkedProblem:
    """A reason why a return cannot be submitted, with the address where it is put right."""

    sentence: str
    url: str


def linked_problems(status_return: StatusReturn) -> list[LinkedProblem]:
    """Why the draft cannot be submitted as it stands, each with its link; empty when it can."""
    items = {part.section: [item.pk for item in part.items.all()] for part in sections_of(status_return)}
    return [
        LinkedProblem(problem.sentence, _url(status_return, problem, items)) for problem in problems_of(status_return)
    ]


def _url(status_return: StatusReturn, problem: Problem, items: dict[str, list[UUID]]) -> str:
    if problem.position is None:
        return reverse("assurance:section_edit", args=[status_return.pk, problem.section])
    return reverse("assurance:item_edit", args=[items[problem.section][problem.position - 1]])
