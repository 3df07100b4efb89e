"""The priorities of the strategic plan in the yearly report: progress, milestones, what changed (R96 to R98)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assurance.models import Priority
from assurance.rules.actions import ActionState
from assurance.rules.plans import PlanKind, PlanState, Progress
from reports.rules.kinds import Kind
from reports.sections import priorities
from tests.factories.actions import an_action
from tests.factories.plans import STARTS_ON, a_plan, a_priority, a_review, make, the_team
from tests.factories.plans import PlanMove as Move
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
TITLE = "strategic plan"


def strategic(state=PlanState.AGREED, **details):
    return a_plan(PlanKind.STRATEGIC, state, **details)


def told():
    return ToldAbout(priorities, Kind.YEARLY_REPORT)


def test_without_an_agreed_strategic_plan_it_says_so():
    strategic(PlanState.DRAFT, title="Draft plan")
    a_plan(PlanKind.WORK, PlanState.AGREED, title="Work plan")
    assert told().blocks == [{"kind": "lead", "text": priorities.NO_PLAN}]


def test_each_priority_says_how_it_stood_what_was_done_and_what_changed():
    plan = strategic()
    first = plan.priorities.get()
    assert told().entries["Priority 1"]["tags"][0]["text"] == "Not yet reviewed"
    assert told().part("Priority 1", "What changed for children, and how we know") == "Not known yet"
    months = [STARTS_ON, STARTS_ON.replace(month=STARTS_ON.month + 1)]
    a_review(first, progress=Progress.AT_RISK, done="Late start")
    a_review(first, month=months[1], progress=Progress.ACHIEVED, done="All read", difference="Children are seen sooner")
    said = told()
    words = [f"{month:%B %Y}" for month in months]
    assert said.entries["Priority 1"]["tags"] == [{"text": "Achieved", "tone": "green"}]
    assert said.entries["Priority 1"]["about"] == "Led by Head of X"
    assert said.part("Priority 1", "What is to be different for children") == "Children are seen within a day"
    assert said.part("Priority 1", "How it stood") == f"- {words[0]}: At risk\n- {words[1]}: Achieved"
    assert said.part("Priority 1", "What was done") == f"- {words[0]}: Late start\n- {words[1]}: All read"
    changed = said.part("Priority 1", "What changed for children, and how we know")
    assert changed == f"- {words[1]}: Children are seen sooner"
    assert said.lead.endswith("Its priorities: 1 achieved.")


def test_a_month_reviewed_again_is_told_once_and_months_before_the_year_not_at_all():
    plan = strategic(starts_on=date(2025, 8, 1))
    first = plan.priorities.get()
    a_review(first, month=date(2025, 9, 1), done="Before the year")
    a_review(first, month=date(2025, 10, 1), done="Wrong")
    a_review(first, month=date(2025, 10, 1), done="Corrected", now=datetime(2025, 11, 5, 10, tzinfo=UTC))
    done = told().part("Priority 1", "What was done")
    assert done == "- October 2025: Corrected"


def test_milestones_say_whose_they_are_and_how_they_stand():
    plan = strategic()
    action = an_action(ActionState.DONE, priority=plan.priorities.get(), title="Read the files", owner="Head of Y")
    late = an_action(priority=plan.priorities.get(), title="Late one", due_on=date(2026, 11, 12))
    rows = {row[0]: row[1:] for row in told().tables[f"Milestones of {TITLE}"]}
    assert rows["Read the files [Priority 1]"][0] == f"{action.holder.name} [Head of Y]"
    assert rows["Read the files [Priority 1]"][1].startswith("Done, effect not yet seen")
    assert "overdue" in rows["Late one [Priority 1]"][1]
    assert late.holder.name in rows["Late one [Priority 1]"][0]


def test_a_priority_set_aside_is_told_as_such_after_the_others():
    team = the_team()
    plan = strategic(team=team, priorities=2)
    Priority.objects.filter(plan=plan, title="Priority 1").update(is_current=False)
    said = told()
    assert list(said.entries) == ["Priority 2", "Priority 1"]
    assert said.entries["Priority 1"]["tags"][0]["text"] == "Set aside"


def test_a_plan_that_was_closed_in_the_year_is_told_and_one_that_ended_before_it_not():
    team = the_team()
    old = strategic(team=team, title="Old", starts_on=date(2022, 4, 1), ends_on=date(2025, 3, 31))
    make(Move.CLOSE, old, team)
    closed = strategic(team=team, title="Closed", starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))
    make(Move.CLOSE, closed, team)
    assert [block["title"] for block in told().of("subheading")] == ["Closed"]


def test_however_many_priorities_there_are_the_queries_are_as_many():
    team = the_team()
    plan = strategic(PlanState.DRAFT, team=team, priorities=0)

    def more(number):
        for place in range(number):
            one = a_priority(plan, team=team, title=f"Priority {number}.{place}")
            an_action(priority=one, team=team, due_on=date(2027, 1, 1) + timedelta(days=place))
        make(Move.AGREE, plan, team)
        for one in plan.priorities.filter(reviews=None):
            a_review(one, team=team)
        needed = queries_about(priorities, Kind.YEARLY_REPORT)
        make(Move.REOPEN, plan, team)
        return needed

    assert more(3) == more(27)
