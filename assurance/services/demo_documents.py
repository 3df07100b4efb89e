"""The shared document of the demonstration: a protocol some agencies have signed up to, and others not yet."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from assurance.models import Agency, DocumentVersion, PartnershipGroup, User
from assurance.rules.demo import MARK
from assurance.rules.documents import DocumentKind
from assurance.rules.wording import LONDON, local_date
from assurance.rules.working_days import working_days_before
from assurance.services.demo_returns import BUSINESS_TEAM, People, Step
from assurance.services.documents import add_document, add_version, agree_version, sign_up

KEEPER = "policy-and-procedures"
TITLE = "Information sharing protocol (demonstration)"
TEXT = f"""{MARK}

Agencies share what they know of a child in time for it to be acted on.
- Each agency says who shares, with whom, and how they are reached out of hours.
- What is shared is written down, with the reason.
- Whoever shared something is told what became of it."""
# Who has signed, by post, and how many working days ago. The others have yet to.
SIGNED = (
    ("kent-county-council", "Corporate Director, Children, Young People and Education", 60),
    ("education", "Chair of the Education Safeguarding Group", 48),
    ("nhs-kent-and-medway", "Chief Nursing Officer", 35),
    ("probation-service", "Head of the Probation Delivery Unit", 20),
)


def documents_steps(people: People, now: datetime) -> Iterator[Step]:
    """What becomes of the protocol, and when: drawn up, agreed, and signed by some agencies."""
    team = people[BUSINESS_TEAM]
    yield _ago(now, 80), partial(_draw_up, team)
    yield _ago(now, 70), partial(_agree, team)
    for slug, post, days in SIGNED:
        yield _ago(now, days), partial(_sign, slug, post, team)


def _ago(now: datetime, days: int) -> datetime:
    return datetime.combine(working_days_before(local_date(now), days), time(11), LONDON)


def _draw_up(team: User, *, now: datetime) -> None:
    document = add_document(
        title=TITLE,
        kind=DocumentKind.PROTOCOL,
        about="How agencies share what they know of a child, in time for it to be acted on.",
        group=PartnershipGroup.objects.filter(slug=KEEPER).first(),
        is_signed=True,
        review_months=12,
        by=team,
        now=now,
    )
    add_version(document=document, label="Version 1", text=TEXT, link="", changes="", by=team, now=now)


def _agree(team: User, *, now: datetime) -> None:
    agree_version(
        version=_version(),
        agreed_on=local_date(now),
        agreed_by="Executive Board",
        decision=None,
        by=team,
        now=now,
    )


def _sign(slug: str, post: str, team: User, *, now: datetime) -> None:
    if agency := Agency.objects.filter(slug=slug).first():
        sign_up(version=_version(), agency=agency, signed_on=local_date(now), signed_by=post, by=team, now=now)


def _version() -> DocumentVersion:
    return DocumentVersion.objects.select_related("document").get(document__title=TITLE)
