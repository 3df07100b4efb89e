"""
The frameworks, drafts, assessments, checks, recommendations and log entries of scrutiny that a route is asked for.

A draft is one's "own" as the scrutineer who writes it, or as one of the police (the joint self-assessment and their
agency's), and "another's" otherwise. Assessments are named by who may read them.
"""

from datetime import timedelta
from typing import Any

from assurance.models import User
from assurance.rules.roles import Role
from scrutiny.models import DraftAction, DraftEvidence, LogEntry, Recommendation
from scrutiny.queries.publishing import words_of_draft
from scrutiny.rules.assessments import AssessmentKind, LogKind, Readers
from scrutiny.services.frameworks import begin_version
from scrutiny.services.publishing import share_parts
from tests.access.meetings import ABSENT_KEY, NONE_SUCH, filed, with_none
from tests.access.world import NOW, OF_POLICE, TODAY, Things, World
from tests.factories import scrutiny
from tests.factories.assurance import person_with

ASSESSORS = ("partner_lead", "partner_contributor")
YEAR = 2026


def scrutiny_things(world: World) -> dict[str, Things]:
    """The things by kind. Another scrutineer, who is nobody of the table, writes what is "another's"."""
    other = person_with(Role.INDEPENDENT_SCRUTINEER, email="other.scrutineer@example.org", post_title="Another one")
    things = _assessments(world, other) | _drafts(world, other) | _log(world, other)
    return things | _frameworks(world)


def _assessments(world, other: User) -> dict[str, Things]:
    """One for each circle of readers; the first leads to recommendations for the police and for health."""
    found: Things = {}
    holders = {Readers.BOARD: "police", Readers.ASSURANCE: "health", Readers.PARTNERSHIP: "forum"}
    for circle, holder in holders.items():
        draft = scrutiny.a_draft(other, title=f"Scrutiny for {circle}", readers=circle)
        scrutiny.answered(draft, holder=world.seats[holder])
        found[str(circle)] = {"pk": scrutiny.published(draft).pk}
    rows = with_none(found, pk=ABSENT_KEY)
    own, anothers = (Recommendation.objects.get(agency=world.seats[owner]) for owner in ("police", "health"))
    return {
        "an assessment": rows,
        "an assessment's file": filed(rows),
        "a comparison": {"any": {"what": "years"}},
        "a comparison's file": {"any": {"what": "pair", "suffix": "csv"}},
        "a year of scrutiny": with_none({"any": {"year": YEAR}}, year=1999),
        "a recommendation of scrutiny": {
            "own": dict.fromkeys(OF_POLICE, {"pk": own.pk}),
            "another's": {"pk": anothers.pk},
            NONE_SUCH: {"pk": ABSENT_KEY},
        },
    }


def _drafts(world, other: User) -> dict[str, Things]:
    people, police, health = world.people, world.seats["police"], world.seats["health"]
    scrutineer, lead = people["independent_scrutineer"], people["partner_lead"]
    made = {
        "own scrutiny": scrutiny.a_draft(scrutineer, title="Own draft"),
        "own joint": scrutiny.a_draft(lead, kind=AssessmentKind.JOINT, title="Joint draft"),
        "own agency": scrutiny.a_draft(lead, kind=AssessmentKind.AGENCY, agency=police, title="Police draft"),
        "another's scrutiny": scrutiny.a_draft(other, title="Another draft"),
        "another's agency": scrutiny.a_draft(
            world.authors["health"], kind=AssessmentKind.AGENCY, agency=health, title="Health draft"
        ),
    }
    for draft in made.values():
        scrutiny.answered(draft, holder=police)
    shared = scrutiny.answered(scrutiny.a_draft(other, title="Shared draft"), holder=police)
    chosen = [words_of_draft(shared).answers[0].question]
    check = share_parts(draft=shared, questions=chosen, closes_on=TODAY + timedelta(days=9), by=other, now=NOW)

    def keyed(**more) -> Things:
        return {whose: _whose(whose, {"pk": draft.pk} | _more(draft, more)) for whose, draft in made.items()} | {
            NONE_SUCH: {"pk": ABSENT_KEY} | _more(shared, more)
        }

    return {
        "a draft": keyed(),
        "a question of a draft": keyed(place=1),
        "evidence of a draft": keyed(place=1, evidence=DraftEvidence),
        "an action of a draft": keyed(place=1, action=DraftAction),
        "a check": with_none({"open": {"pk": check.pk}}, pk=ABSENT_KEY),
        "an answer that is checked": with_none({"open": {"pk": check.pk, "question": chosen[0]}}, pk=ABSENT_KEY),
    }


def _more(draft, more):
    """The rest of an address: a place, or the key of the first row of a model on the first answer."""
    first = draft.answers.first()
    return {
        name: value if isinstance(value, int) else value.objects.filter(answer=first).first().pk
        for name, value in more.items()
    }


def _whose(whose, address):
    if not whose.startswith("own"):
        return address
    owners = ("independent_scrutineer",) if whose == "own scrutiny" else ASSESSORS
    return dict.fromkeys(owners, address)


def _log(world, other: User) -> dict[str, Things]:
    entries: Things = {}
    for author, whose in ((world.people["independent_scrutineer"], "own"), (other, "another's")):
        for state, shared_at in (("unshared", None), ("shared", NOW)):
            entry = LogEntry.objects.create(
                kind=LogKind.VISIT, on=TODAY, title=f"{whose} {state}", author=author, shared_at=shared_at
            )
            address = {"pk": entry.pk}
            entries[f"{whose} {state}"] = {"independent_scrutineer": address} if whose == "own" else address
    return {"an entry of the log": entries | {NONE_SUCH: {"pk": ABSENT_KEY}}}


def _frameworks(world) -> dict[str, Things]:
    frozen = scrutiny.six_steps()
    draft = begin_version(version=frozen, note="To be adapted", by=world.people["business_team"], now=NOW)
    parts: dict[str, Things] = {}
    for whose, version in (("frozen", frozen), ("draft", draft)):
        step = version.steps.first()
        for kind, row in {
            "a framework's version": version,
            "a step of a framework": step,
            "a question of a framework": step.questions.first(),
            "a context question of a framework": version.context_questions.first(),
        }.items():
            parts.setdefault(kind, {})[whose] = {"pk": row.pk}
    context = frozen.context_questions.first()
    return {kind: with_none(things, pk=ABSENT_KEY) for kind, things in parts.items()} | {
        "a framework of scrutiny": with_none({"any": {"slug": frozen.framework.slug}}, slug="none-such"),
        "a context question": with_none({"any": {"identity": context.identity}}, identity=ABSENT_KEY),
    }


WORDS = {"text": "Words"}
# What is sent besides what the page shows.
SCRUTINY_FORMS: dict[str, dict[str, Any]] = {
    "scrutiny:draft_share": {"closes_on_day": "30", "closes_on_month": "11", "closes_on_year": "2026"},
    "scrutiny:check_comment": WORDS,
    "scrutiny:context_answer": WORDS,
    "scrutiny:recommendation_respond": WORDS | {"response": "partly"},
    "scrutiny:recommendation_settle": WORDS,
    "scrutiny:question_edit": {"rating": "green", "rationale": "Words"},
    "scrutiny:evidence_add": {"words": "Words", "source": "Elsewhere"},
    "scrutiny:framework_copy": {"note": "Words"},
    "scrutiny:step_add": {"title": "Another step"},
    "scrutiny:context_add": WORDS,
    "scrutiny:question_add": WORDS,
    "scrutiny:log_add": {"kind": "visit", "title": "A visit", "on_day": "9", "on_month": "11", "on_year": "2026"},
}


def scrutiny_form(route: str, world: World) -> dict[str, Any]:
    """What is sent to a route of scrutiny: its own fields, and the keys of what it names."""
    police = {"agency": world.seats["police"].slug}
    named: dict[str, dict[str, Any]] = dict.fromkeys(("scrutiny:check_comment", "scrutiny:draft_agree"), police)
    shared = world.things["an answer that is checked"]["open"]["question"]
    named["scrutiny:draft_share"] = {"questions": [str(shared)]}
    return SCRUTINY_FORMS.get(route, {}) | named.get(route, {})
