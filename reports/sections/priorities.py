"""The priorities of the strategic plan: progress, milestones, and what changed for children (R96 to R98)."""

from collections.abc import Iterable
from datetime import date

from assurance.models import Plan, PriorityReview
from assurance.queries.plan_pages import Milestone, PlanRow, PriorityRow, plan_rows, with_priorities
from assurance.queries.plans import plans_visible_to
from assurance.rules.plans import PlanKind, PlanState, Progress, month_words
from assurance.rules.wording import local_date
from reports.queries.packs import PackContext
from reports.rules.blocks import Block, Blocks, Cell, Entry, Lead, Subheading, Table, Tag, Tone, columns, parts
from reports.rules.prose import bullets

NO_PLAN = "No strategic plan that the Executive Board has agreed was in force."
NOT_REVIEWED = Tag("Not yet reviewed", Tone.GREY)
TONES = {
    Progress.NOT_STARTED: Tone.GREY,
    Progress.ON_COURSE: Tone.BLUE,
    Progress.AT_RISK: Tone.AMBER,
    Progress.OFF_COURSE: Tone.RED,
    Progress.ACHIEVED: Tone.GREEN,
}


def build(context: PackContext) -> Blocks:
    """Each strategic plan in force in the time the report covers, its priorities with all that came of them."""
    begins = local_date(context.since) if context.since else context.today
    plans = plans_visible_to(context.reader).filter(
        kind=PlanKind.STRATEGIC, starts_on__lte=context.today, ends_on__gte=begins
    )
    standing = plans.exclude(state=PlanState.DRAFT).order_by("starts_on", "title", "pk")
    rows = plan_rows(with_priorities(standing), context.reader, context.today)
    if not rows:
        return Blocks((Lead(NO_PLAN),))
    told = (block for number, row in enumerate(rows, start=1) for block in _plan(number, row, begins))
    return Blocks((Lead(" ".join(_lead(row) for row in rows)), *told))


def _lead(row: PlanRow) -> str:
    stand = f"Its priorities: {row.progress}." if row.progress else "It has no priority."
    return f"{row.plan.title}, {row.days}. {stand}"


def _plan(number: int, row: PlanRow, begins: date) -> Iterable[Block]:
    yield Subheading(row.plan.title, f"plan-{number}")
    for one in (*row.priorities, *row.set_aside):
        yield _priority(one, begins)
    yield _milestones(row.plan, [(one, milestone) for one in row.priorities for milestone in one.milestones])


def _priority(row: PriorityRow, begins: date) -> Entry:
    one, review = row.priority, row.review
    reviews = _reviews(row, begins)
    agency = f", {one.agency.name}" if one.agency else ""
    tag = Tag(review.get_progress_display(), TONES[Progress(review.progress)]) if review else NOT_REVIEWED
    return Entry(
        title=one.title,
        tags=(tag if one.is_current else Tag("Set aside", Tone.GREY),),
        about=f"Led by {one.lead}{agency}",
        parts=parts(
            ("What is to be different for children", one.outcome),
            ("How it stood", bullets(f"{month_words(each.month)}: {each.get_progress_display()}" for each in reviews)),
            ("What was done", bullets(_said(reviews, "done"))),
            ("What changed for children, and how we know", bullets(_said(reviews, "difference")) or "Not known yet"),
            ("Links with other strategies and boards", one.links),
        ),
    )


def _reviews(row: PriorityRow, begins: date) -> list[PriorityReview]:
    """The reviews of months in the time the report covers; of a month reviewed again, the later."""
    by_month = {review.month: review for review in row.priority.reviews.all()}
    first = begins.replace(day=1)
    return [review for month, review in sorted(by_month.items()) if month >= first]


def _said(reviews: Iterable[PriorityReview], name: str) -> list[str]:
    return [f"{month_words(one.month)}: {getattr(one, name)}" for one in reviews if getattr(one, name)]


def _milestones(plan: Plan, found: Iterable[tuple[PriorityRow, Milestone]]) -> Table:
    lines = tuple(
        (
            Cell(one.action.title, row.priority.title),
            Cell(one.action.holder.name, one.action.owner),
            Cell(one.action.get_state_display(), one.due_words, Tone.RED if one.is_late else ""),
        )
        for row, one in found
    )
    return Table(f"Milestones of {plan.title}", columns("Milestone", "Who sees to it", "How it stands"), lines)
