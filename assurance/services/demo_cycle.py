"""The assurance cycle of the demonstration, in the order in which its parts lean on each other."""

from datetime import datetime

from assurance.services.demo_challenges import load_demo_challenges
from assurance.services.demo_development import load_demo_development
from assurance.services.demo_group_work import load_demo_group_work
from assurance.services.demo_items import load_demo_items
from assurance.services.demo_learning import load_demo_learning
from assurance.services.demo_plans import load_demo_plans
from assurance.services.demo_risks import load_demo_risks
from assurance.services.demo_themes import load_demo_themes


def load_demo_cycle(*, now: datetime) -> None:
    """Load each part once; what visitors have changed since is left alone. Needs the demonstration's meetings."""
    load_demo_plans(now=now)  # the priorities of which the others speak
    load_demo_themes(now=now)
    load_demo_items(now=now)  # before the risks, whose controls they tell of
    load_demo_risks(now=now)
    load_demo_challenges(now=now)
    load_demo_learning(now=now)
    load_demo_group_work(now=now)
    load_demo_development(now=now)
