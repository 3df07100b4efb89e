"""
Who asks about what: not everybody about everything, and yet about every thing, and everybody at every door.

An address is asked about up to a dozen things by twenty people. Where the table gives several things the same answer
for several people, each thing is asked about by a few of them, and each of them asks about a few.
"""

from functools import cache

from tests.access.people import PEOPLE
from tests.access.table import table
from tests.access.things import NONE_SUCH
from tests.access.world import World


def asked_about(world: World, name: str, person: str, method: str, *, each: int = 1, by: int = 3) -> list[str]:
    """
    Whose things `person` asks the address about: `each` of those that have one answer, what is their own always.

    Of those who get the same answer about a thing, so many ask about it all the same. What does not exist comes first.
    """
    row = table()[name]
    there = [whose for whose in world.things[row.kind] if world.address(row.kind, whose, person) is not None]
    by_answer: dict[str, list[str]] = {}
    for whose in there:
        if whose != NONE_SUCH and not whose.startswith("own"):
            by_answer.setdefault(row.expected(person, method, whose), []).append(whose)
    turn, left_out = PEOPLE.index(person), set()
    for answer, those in by_answer.items():
        chosen = {those[(turn + step) % len(those)] for step in range(each)}
        chosen |= {
            whose for place, whose in enumerate(those) if person in _askers(name, method, whose, answer, place, by)
        }
        left_out |= set(those) - chosen
    return sorted((whose for whose in there if whose not in left_out), key=lambda whose: whose != NONE_SUCH)


@cache
def _askers(name: str, method: str, whose: str, answer: str, place: int, by: int) -> frozenset[str]:
    """A few of those who get the same answer about this thing; others about the next one."""
    same = [person for person in PEOPLE if table()[name].expected(person, method, whose) == answer]
    return frozenset(same[(place * by + step) % len(same)] for step in range(min(by, len(same))))
