"""The assurance cycle of the demonstration: what becomes of each of its parts, in the order of time."""

from datetime import datetime
from itertools import chain
from operator import itemgetter

from assurance.rules.demo import Calendar
from assurance.services.demo_challenges import challenges_steps
from assurance.services.demo_development import development_steps
from assurance.services.demo_documents import documents_steps
from assurance.services.demo_group_work import group_work_steps
from assurance.services.demo_items import items_steps
from assurance.services.demo_learning import learning_steps
from assurance.services.demo_plans import plans_steps
from assurance.services.demo_returns import People, Step
from assurance.services.demo_risks import risks_steps
from assurance.services.demo_themes import themes_steps


def cycle_steps(calendar: Calendar, people: People, now: datetime) -> list[Step]:
    """
    What comes to pass beside the returns and the meetings, none of it later than now.

    Of what comes to pass at the same moment, the parts on which others lean come first.
    """
    steps = chain(
        plans_steps(people, now),  # the priorities of which the others speak
        themes_steps(calendar, people, now),
        items_steps(people, now),  # before the risks, whose controls they tell of
        risks_steps(people, now),
        challenges_steps(people, now),
        learning_steps(people, now),
        group_work_steps(calendar, people, now),
        development_steps(people, now),
        documents_steps(people, now),
    )
    return [(min(at, now), act) for at, act in sorted(steps, key=itemgetter(0))]
