"""
The plans, themes, risks, challenges, items, lessons and documents a route is asked for.

Plans are named by whose they are and how far: "saas draft" is a work plan being drawn up, "forum agreed" one that is
agreed, "strategic" the Partnership's, "improvement" one of SAAS which the outside reader may read. Challenges and
lessons are the police's ("own") or health's ("another's"), commissions and messages those of a forum or of SAAS.
"""

from datetime import date
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.models import AssuranceItem, Contribution, Priority
from assurance.rules.challenges import ChallengeState
from assurance.rules.compliance import RuleKey
from assurance.rules.evidence_tiers import TIER_SLUGS, Tier
from assurance.rules.group_work import CommissionState
from assurance.rules.learning import RapidReviewState
from assurance.rules.plans import PlanKind, PlanState
from assurance.rules.risks import RiskState
from assurance.rules.themes import ThemeState
from assurance.services.item_files import add_file
from tests.access.meetings import ABSENT_KEY, FILE, NONE_SUCH, filed, with_none
from tests.access.world import NOW, OF_POLICE, PDF, Things, World
from tests.factories import challenges, development, documents, group_work, items, learning, plans, risks, themes

YEAR = 2026
DECIDED = date(2026, 11, 5)


def assurance_things(world: World) -> dict[str, Things]:
    """The things by kind; what is written in them is made by the Business Team."""
    team = world.people["business_team"]
    things = _plans(world, team) | _themes(world, team) | _risks(team) | _items(world, team)
    things |= _challenges(world, team) | _group_work(world, team) | _learning(world, team)
    return things | _documents(world, team) | _development(world, team) | _compliance()


def _plans(world, team) -> dict[str, Things]:
    saas, forum = world.seats["saas"], world.seats["forum"]
    made = {
        "strategic": plans.a_plan(PlanKind.STRATEGIC, PlanState.AGREED, team=team),
        "saas draft": plans.a_plan(group=saas, team=team, title="SAAS draft"),
        "forum agreed": plans.a_plan(PlanKind.WORK, PlanState.AGREED, group=forum, team=team, title="Forum agreed"),
        "improvement": plans.a_plan(PlanKind.IMPROVEMENT, PlanState.AGREED, group=saas, team=team),
    }
    rows = with_none({whose: {"pk": plan.pk} for whose, plan in made.items()}, pk=ABSENT_KEY)
    priorities = {whose: {"pk": Priority.objects.get(plan=plan).pk} for whose, plan in made.items()}
    return {
        "a plan": rows,
        "a plan's file": filed(rows),
        "a priority": with_none(priorities, pk=ABSENT_KEY),
        "a kind of plan": {str(kind): {"kind": str(kind)} for kind in PlanKind},
    }


def _themes(world, team) -> dict[str, Things]:
    """One that was dropped, one that is closed, and one after it that runs and has its first report."""
    dropped = themes.a_theme(ThemeState.DROPPED, team=team, title="Dropped")
    closed = themes.a_theme(ThemeState.CLOSED, team=team)
    runs = themes.a_theme(ThemeState.GATHERING, team=team, title="The second theme", follows=closed)
    themes.report(themes.ANALYSIS, runs, team)
    made = {"closed": closed, "gathering": runs, "dropped": dropped}
    rows = with_none({whose: {"pk": theme.pk} for whose, theme in made.items()}, pk=ABSENT_KEY)
    return {"a theme": rows, "a theme's file": filed(rows)}


def _risks(team) -> dict[str, Things]:
    risk = risks.a_risk(by=team)
    closed = risks.a_risk(RiskState.CLOSED, by=team, title="A closed risk")
    control = risks.a_control(risk, team)
    rows = with_none({"open": {"pk": risk.pk}, "closed": {"pk": closed.pk}}, pk=ABSENT_KEY)
    return {
        "a risk": rows,
        "a risk's file": filed(rows),
        "a control": with_none({"any": {"pk": control.pk}}, pk=ABSENT_KEY),
    }


def _items(world, team) -> dict[str, Things]:
    by_hand = items.an_item(by=team, now=NOW, dated_on=DECIDED)
    of_return = AssuranceItem.objects.filter(origin__startswith="return:").order_by("title").first()
    rows = {"by hand": {"pk": by_hand.pk}, "of a return": {"pk": of_return.pk}}
    file = add_file(item=by_hand, upload=SimpleUploadedFile("sample.pdf", PDF), by=team, now=NOW)
    return {
        "an item": with_none(rows, pk=ABSENT_KEY),
        "an item's paper": with_none({"by hand": {"pk": file.pk}}, pk=ABSENT_KEY),
        "a tier": with_none({"any": {"slug": TIER_SLUGS[Tier.STRATEGIC]}}, slug="none-such"),
        "a tool": with_none({"any": {"slug": by_hand.tool.slug}}, slug="none-such"),
    }


def _challenges(world, team) -> dict[str, Things]:
    things: Things = {}
    for owner in ("police", "health"):
        for state in (ChallengeState.RAISED, ChallengeState.ANSWERED, ChallengeState.CLOSED):
            answerer, settler = world.authors[owner], world.people["saas_chair"]
            made = challenges.a_challenge(
                state, of=world.seats[owner], by=team, answerer=answerer, settler=settler, now=NOW
            )
            if owner == "police":
                things[f"own {state}"] = dict.fromkeys(OF_POLICE, {"pk": made.pk})
            else:
                things[f"another's {state}"] = {"pk": made.pk}
    forum = challenges.a_challenge(of=world.seats["forum"], by=team, now=NOW)
    things["own raised"]["group_chair"] = {"pk": forum.pk}
    return {"a challenge": things | {NONE_SUCH: {"pk": ABSENT_KEY}}}


def _group_work(world, team) -> dict[str, Things]:
    saas, forum = world.seats["saas"], world.seats["forum"]
    commissions = {
        str(state): {"pk": group_work.a_commission(state, to=forum, by=team).pk}
        for state in (CommissionState.AWAITING, CommissionState.RATIFIED)
    }
    messages = {
        whose: {"pk": group_work.a_message(group, by=team).pk} for whose, group in (("saas", saas), ("forum", forum))
    }
    groups = {"saas": {"slug": saas.slug}, "forum": {"slug": forum.slug}}
    return {
        "a commission": with_none(commissions, pk=ABSENT_KEY),
        "a message": with_none(messages, pk=ABSENT_KEY),
        "a review of a group": with_none({"any": {"pk": group_work.a_review(forum, by=team).pk}}, pk=ABSENT_KEY),
        "a group that is reviewed": with_none({"forum": {"slug": forum.slug}}, slug="none-such"),
        "an inbox": with_none(groups, slug="none-such"),
        "an inbox's file": filed(with_none(groups, slug="none-such")),
    }


def _learning(world, team) -> dict[str, Things]:
    learning.NUMBERS = count(1)  # a reference that is the same however the world is made
    reviews = {
        str(state): {"pk": learning.a_review(state, team=team).pk}
        for state in (RapidReviewState.OPEN, RapidReviewState.DECIDED)
    }
    lessons: Things = {}
    given: Things = {}
    for owner in ("police", "health", "forum"):
        row = learning.given(holder=world.seats[owner], lesson=learning.a_lesson(team=team, title=owner), team=team)
        if owner == "health":
            lessons["another's"], given["another's"] = {"pk": row.lesson_id}, {"pk": row.pk}
        else:
            people = OF_POLICE if owner == "police" else ("group_chair",)
            lessons.setdefault("own", {}).update(dict.fromkeys(people, {"pk": row.lesson_id}))
            given.setdefault("own", {}).update(dict.fromkeys(people, {"pk": row.pk}))
    inspection = learning.an_inspection(team=team)
    recommendation = inspection.recommendations.get()
    return {
        "a rapid review": with_none(reviews, pk=ABSENT_KEY),
        "a lesson": lessons | {NONE_SUCH: {"pk": ABSENT_KEY}},
        "a lesson given": given | {NONE_SUCH: {"pk": ABSENT_KEY}},
        "an inspection": with_none({"any": {"pk": inspection.pk}}, pk=ABSENT_KEY),
        "a recommendation": with_none({"any": {"pk": recommendation.pk}}, pk=ABSENT_KEY),
    }


def _documents(world, team) -> dict[str, Things]:
    document = documents.a_document(team=team, is_signed=True)
    documents.add_version(document=document, **{**documents.WORDS, "label": "Next"}, by=team, now=NOW)
    slug = {"slug": document.slug}
    absent = {"slug": "none-such"}
    agencies = {whose: world.seats[owner].slug for whose, owner in (("own", "police"), ("another's", "health"))}
    signing = {"own": dict.fromkeys(OF_POLICE, slug | {"agency": agencies["own"]})}
    return {
        "a document": {"any": slug, NONE_SUCH: absent},
        "a document's file": {"any": slug | FILE, NONE_SUCH: absent | FILE},
        "a version": {
            "in force": slug | {"number": 1},
            "draft": slug | {"number": 2},
            NONE_SUCH: slug | {"number": 9},
        },
        "a document to sign": signing
        | {"another's": slug | {"agency": agencies["another's"]}, NONE_SUCH: absent | {"agency": "education"}},
    }


def _development(world, team) -> dict[str, Things]:
    policy, course = development.a_policy(team=team, group=world.seats["forum"]), development.a_course(team=team)
    Contribution.objects.create(financial_year=YEAR, agency=world.seats["health"], agreed=90_000)
    share = {"year": YEAR, "agency": world.seats["police"].slug}
    return {
        "a policy": with_none({"any": {"pk": policy.pk}}, pk=ABSENT_KEY),
        "a course": with_none({"any": {"pk": course.pk}}, pk=ABSENT_KEY),
        "a year": with_none({"any": {"year": YEAR}}, year=1999),
        "a year's file": filed(with_none({"any": {"year": YEAR}}, year=1999)),
        "a contribution": with_none({"any": share}, agency="none-such"),
    }


def _compliance() -> dict[str, Things]:
    rows = {"of meetings": {"key": str(RuleKey.PAPERS)}, "of rapid reviews": {"key": str(RuleKey.RAPID_REVIEWS)}}
    things = with_none(rows, key="none-such")
    return {"a rule": things, "a rule's file": filed(things)}


WORDS = {"text": "Words"}
DUE = {"due_on_day": "18", "due_on_month": "12", "due_on_year": "2026"}
REVIEW = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}
ANSWER_DUE = {"answer_due_on_day": "18", "answer_due_on_month": "12", "answer_due_on_year": "2026"}
DATES = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2030"} | {
    "ends_on_day": "31",
    "ends_on_month": "3",
    "ends_on_year": "2033",
}


def on(name: str, day: str = "9 11 2026") -> dict[str, str]:
    """The three boxes of a date."""
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), day.split(), strict=True))


PRIORITY = {"title": "Another priority", "outcome": "Children are seen", "lead": "Head of X"}
RISK = {"title": "Another risk", "cause": "Words", "effect": "Words", "owner": "Head of X"}
STEPS = {"likelihood": "3", "impact": "4"}
SCORES = {f"{kind}_{name}": "3" for kind in ("inherent", "current", "target") for name in STEPS}
LESSON = {"title": "Another lesson", "what": "Words", "change": "Words", "source": "local", "review_title": "Review"}
INSPECTION = {"inspectorate": "ofsted", "title": "Another inspection"} | on("inspected_on")
CHALLENGE = {"title": "A challenge", "what": "Words", "asks": "Words"} | ANSWER_DUE
ITEM = {"title": "An item", "finding": "Words", "strength": "partial", "confidence": "high", "purposes": ["operation"]}
VERSION = {"label": "Another version", "text": "Words", "link": "", "changes": ""}
POLICY = {"title": "Another policy", "about": "", "link": ""} | REVIEW
COURSE = {"title": "Another course", "kind": "e_learning", "need": "Words", "priority": "", "lesson": ""}
DOCUMENT = {"title": "Another document", "kind": "protocol", "about": "", "group": "", "review_months": "12"}

ASSURANCE_FORMS: dict[str, dict[str, Any]] = {
    "assurance:plan_draw_up": DATES | {"title": "Another plan"},
    "assurance:plan_revise": DATES | {"title": "Another title"},
    "assurance:plan_agree": {"seen": "draft"},
    "assurance:plan_close": WORDS | {"seen": "agreed"},
    "assurance:plan_reopen": WORDS | {"seen": "agreed"},
    "assurance:priority_add": PRIORITY,
    "assurance:priority_change": PRIORITY,
    "assurance:priority_review": {"month": "2026-10-01", "progress": "on_course", "done": "Words"},
    "assurance:theme_edit": {"title": "Another title", "why": "Words", "outcome": "Words", "lead": "Head of X"},
    "assurance:theme_report_record": {"kind": "analysis", "findings": "Words"},
    "assurance:theme_begin": {"seen": "planned"},
    "assurance:theme_propose": {"seen": "gathering"},
    "assurance:theme_agree": {"seen": "proposing", "activity": "Words"},
    "assurance:theme_implement": {"seen": "agreed"},
    "assurance:theme_evaluate": {"seen": "implementing"},
    "assurance:theme_report": {"seen": "evaluating"},
    "assurance:theme_close": {"seen": "reporting", "difference": "Words"},
    "assurance:theme_drop": WORDS | {"seen": "gathering"},
    "assurance:theme_take_up": WORDS | {"seen": "dropped"},
    "assurance:risk_raise": RISK | SCORES | REVIEW,
    "assurance:risk_change": RISK,
    "assurance:risk_score": STEPS | {"kind": "target", "reason": "Words"},
    "assurance:risk_review": WORDS | STEPS | REVIEW | {"seen": "open"},
    "assurance:risk_close": WORDS | {"seen": "open"},
    "assurance:risk_reopen": WORDS | STEPS | REVIEW | {"seen": "closed"},
    "assurance:control_add": WORDS | {"owner": "Head of X"},
    "assurance:control_end": {"because": "Words"},
    "assurance:item_withdraw": {"reason": "Words"},
    "assurance:tool_change": {"title": "A tool", "tier": "2", "element": "qualitative", "fresh_months": "6"},
    "assurance:challenge_answer": WORDS | {"seen": "raised"},
    "assurance:challenge_ask_again": WORDS | ANSWER_DUE | {"seen": "answered"},
    "assurance:challenge_accept": {"seen": "answered"},
    "assurance:challenge_close": {"seen": "answered", "effect": "Words"},
    "assurance:challenge_reopen": WORDS | ANSWER_DUE | {"seen": "closed"},
    "assurance:challenge_raise_for_warning": CHALLENGE,
    "assurance:commission_finish": {"seen": "ratified", "result": "Words"},
    "assurance:commission_withdraw": WORDS | {"seen": "awaiting"},
    "assurance:commission_refuse": WORDS | {"seen": "awaiting"},
    "assurance:commission_ratify": {"seen": "awaiting"},
    "assurance:group_review_record": {"findings": "Words"} | on("reviewed_on"),
    "assurance:group_message_send": WORDS | {"kind": "task", "title": "A task"},
    "assurance:group_message_answer": {"answer": "Words"},
    "assurance:rapid_review_record": {"reference": "RR-2026-900"} | on("notified_on"),
    "assurance:rapid_review_note": WORDS | {"seen": "open"},
    "assurance:rapid_review_decide": WORDS | {"seen": "open", "decision": "no_review"} | on("decided_on"),
    "assurance:rapid_review_correct": WORDS | {"seen": "decided"},
    "assurance:rapid_review_correct_date": WORDS | on("notified_on", "4 11 2026"),
    "assurance:lesson_record": LESSON,
    "assurance:lesson_change": LESSON,
    "assurance:lesson_tell": {"practice": "Words"},
    "assurance:lesson_given_date": DUE,
    "assurance:lesson_take_back": {"reason": "Words"},
    "assurance:inspection_record": INSPECTION,
    "assurance:inspection_change": INSPECTION,
    "assurance:inspection_recommend": {"texts": "Another recommendation"},
    "assurance:recommendation_change": {"text": "Another text"},
    "assurance:document_add": DOCUMENT,
    "assurance:document_edit": DOCUMENT,
    "assurance:document_review": WORDS | {"outcome": "stands"} | on("reviewed_on"),
    "assurance:document_version_add": VERSION,
    "assurance:document_version_edit": VERSION,
    "assurance:document_version_agree": {"agreed_by": "The Board"} | on("agreed_on"),
    "assurance:document_sign": {"signed_by": "A post"} | on("signed_on"),
    "assurance:policy_assure": {"efficacy": "partly", "evidence": "Words", "impact": "Words"}
    | REVIEW
    | on("assured_on"),
    "assurance:course_add": COURSE,
    "assurance:course_edit": COURSE,
    "assurance:course_take_up": {"quarter": "2026Q2", "completed": "1", "booked": "2"},
    "assurance:course_impact": {"practice": "Words", "outcomes": "", "source": "Words"} | on("seen_on"),
    "assurance:funding_judge": {"budget": "1", "adequacy": "partly", "text": "Words", "decision": ""},
    "assurance:funding_contribution": {"agreed": "1", "received": "", "in_kind": ""},
}
# Forms that carry what their reader saw: it is sent as the page shows it.
SENT_AS_SHOWN = frozenset(ASSURANCE_FORMS)
ACTION = {"title": "An action"} | DUE
SETS_AN_ACTION = (
    "assurance:priority_set_action",
    "assurance:action_set_for_theme",
    "assurance:action_set_for_risk",
    "assurance:action_set_for_challenge",
    "assurance:action_set_for_lesson",
    "assurance:action_set_for_recommendation",
    "assurance:action_set_for_rapid_review",
)


def assurance_form(route: str, world: World) -> dict[str, Any]:
    """What is sent to a route of the assurance cycle: its own fields, and the keys of what it names."""
    police, health, forum = (world.seats[owner].slug for owner in ("police", "health", "forum"))
    held = {"meeting": str(world.things["a meeting"]["board held"]["key"])}
    decided = {"decision": str(world.things["a decision"]["board held"]["pk"])}
    named = dict.fromkeys(SETS_AN_ACTION, ACTION | {"holder": f"agency:{police}"}) | {
        "assurance:plan_draw_up": {"group": "saas"},
        "assurance:theme_plan": {"title": "Another theme", "why": "Words", "outcome": "Words", "lead": "Head of X"}
        | {"domain": "protecting", "group": "saas", "topics": ["repeat-referrals"]}
        | {"follows": str(world.things["a theme"]["gathering"]["pk"])},
        "assurance:theme_edit": {"domain": "protecting", "group": "saas", "topics": ["repeat-referrals"]}
        | {"analysis": "propose", "proposal": "agree", "outcomes": "close"},
        "assurance:item_record": ITEM
        | on("dated_on")
        | {"tool": world.things["a tool"]["any"]["slug"], "indicators": ["repeat-referrals"]},
        "assurance:item_support": {"indicators": ["repeat-referrals"]},
        "assurance:item_file_add": {"upload": SimpleUploadedFile("another.pdf", PDF)},
        "assurance:challenge_raise": CHALLENGE | {"challenged": f"agency:{police}"},
        "assurance:challenge_raise_for_warning": {"challenged": f"agency:{police}"},
        "assurance:commission_ask": {"to_group": forum, "title": "Work", "what": "Words"} | DUE,
        "assurance:action_commit": ACTION | {"agency": police, "kind": "internal"},
        "assurance:lesson_give": {"agencies": ["agency:education"]} | DUE,
        "assurance:priority_review": {"group": "saas"},
        "assurance:theme_report_record": held,
        "assurance:group_review_report": held,
        "assurance:commission_ratify": decided,
        "assurance:commission_refuse": decided,
        "assurance:control_assure": {"view": "works", "item": str(world.things["an item"]["by hand"]["pk"])},
        "assurance:policy_add": POLICY | {"group": forum},
        "assurance:policy_edit": POLICY | {"group": forum},
        "assurance:course_take_up": {"agency": health},
    }
    return ASSURANCE_FORMS.get(route, {}) | named.get(route, {})
