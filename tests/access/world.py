"""
The world the access tests ask about: the real framework, three partners and a forum with returns in every state.

Each has a return that is accepted, one that is submitted and one that is a draft. `tests/access/things.py` says which
of all this a route is asked for.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from assurance.models import Agency, PartnershipGroup, ReportingPeriod, ReturnItem, StatusReturn, User
from assurance.rules.periods import Quarter, proposed_due, proposed_opening
from assurance.rules.returns import HEADINGS, HEADINGS_OF, Change, Section
from assurance.rules.roles import Role
from assurance.services.drafts import add_item, save_item
from assurance.services.evidence import attach_file
from assurance.services.periods import open_period
from assurance.services.returns import accept_return, submit_return
from tests.access.people import FORMER, OWNERS, make_people
from tests.factories.assurance import person_with

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
MEETINGS = {
    "accepted": (Quarter(2025, 4), datetime(2026, 6, 11, 9, 0, tzinfo=UTC)),
    "submitted": (Quarter(2026, 1), datetime(2026, 9, 10, 9, 0, tzinfo=UTC)),
    "draft": (Quarter(2026, 2), datetime(2026, 12, 10, 10, 0, tzinfo=UTC)),
}
OF_POLICE = (*sorted(OWNERS - {"group_chair"}), FORMER)
# The headings of the Framework under which a return has to say something.
WRITTEN = tuple(section for section, heading in HEADINGS.items() if heading.framework)

Address = dict[str, Any]
# The addresses of things of one kind by whose they are; those of one's own by person.
Things = dict[str, Address | dict[str, Address]]


@dataclass
class World:
    """Who there is, what the returns hang on, and (filled by `things.py`) the addresses of things by kind."""

    people: dict[str, User]
    authors: dict[str, User]
    seats: dict[str, Agency | PartnershipGroup]
    periods: dict[str, ReportingPeriod]
    things: dict[str, Things] = field(default_factory=dict)

    def return_of(self, owner: str, state: str) -> StatusReturn:
        """The return of "police", "health", "council" or "forum" in this state."""
        seat = self.seats[owner]
        column = {"agency": seat} if isinstance(seat, Agency) else {"group": seat}
        return StatusReturn.objects.get(period=self.periods[state], **column)

    def address(self, kind: str, whose: str, person: str) -> Address | None:
        """The address of the thing as `person` sees whose it is; None when this person has none of their own."""
        found = self.things[kind][whose]
        return found.get(person) if whose.startswith("own") else found


def build_world() -> World:
    """The world at NOW. Call it with the clock stopped."""
    call_command("load_framework", verbosity=0)
    call_command("load_indicators", verbosity=0, stdout=StringIO())
    call_command("load_figures", verbosity=0, stdout=StringIO())
    seats = {
        "police": Agency.objects.get(slug="kent-police"),
        "health": Agency.objects.get(slug="nhs-kent-and-medway"),
        "forum": PartnershipGroup.objects.get(slug="health-safeguarding-group"),
        "board": PartnershipGroup.objects.get(slug="executive-board"),
        "saas": PartnershipGroup.objects.get(slug="saas"),
    }
    people = make_people(
        agency=seats["police"], forum=seats["forum"], board=seats["board"], saas=seats["saas"], today=TODAY
    )
    authors = {
        "police": people["partner_lead"],
        "forum": people["group_chair"],
        "health": person_with(Role.PARTNER_LEAD, agency=seats["health"], email="health.lead@example.org"),
    }
    periods = {state: _opened(quarter, meeting) for state, (quarter, meeting) in MEETINGS.items()}
    world = World(people, authors, seats, periods)
    for owner in authors:
        _write_returns(world, owner)
    return world


def _opened(quarter, meeting_at):
    day = meeting_at.date()
    return open_period(
        quarter=quarter,
        meeting_at=meeting_at,
        opens_on=proposed_opening(day),
        due_on=proposed_due(day),
        by=None,
        now=NOW,
    )


def _write_returns(world, owner):
    author, team = world.authors[owner], world.people["business_team"]
    for state in MEETINGS:
        status_return = world.return_of(owner, state)
        write_draft(status_return, author, f"{owner} {state}")
        if state != "draft":
            submit_return(status_return=status_return, by=author, now=NOW)
        if state == "accepted":
            accept_return(status_return=status_return, by=team, now=NOW)


def parts_of(status_return: StatusReturn) -> tuple[Section, ...]:
    """The parts of a return, an agency's or a group's, in their order."""
    return HEADINGS_OF[status_return.reporter]


def write_draft(status_return: StatusReturn, author: User, words: str) -> list[ReturnItem]:
    """A statement under each of the Framework's headings, the first with a file: a return that can be submitted."""
    items = []
    for section in parts_of(status_return):
        if section not in WRITTEN:
            continue
        part = status_return.sections.get(section=section)
        item = add_item(section=part, by=author, now=NOW)
        values = {
            "statement": f"{words}: {part.heading.title}",
            "action": f"What {words} does about it",
            "owner": "Head of Service",
            "change": Change.CLOSED,
        }
        save_item(item=item, version=1, values=values, by=author, now=NOW)
        items.append(item)
    attach_file(item=items[0], upload=SimpleUploadedFile(f"{words}.pdf", PDF), by=author, now=NOW)
    return items
