"""What somebody may not know of, and what happens to everybody afterwards, for `tests/test_two_worlds.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.models import StatusReturn, Topic, User
from assurance.rules.roles import Permission, Role
from assurance.rules.warnings import WarningState
from assurance.services.drafts import add_item, remove_item, save_item, save_section
from assurance.services.evidence import attach_file
from assurance.services.memberships import add_membership
from assurance.services.notices import mark_all_read, notify
from assurance.services.people import invite_person
from assurance.services.returns import recall_return, return_for_changes, submit_return
from assurance.services.tracker import extend_return, remind_outstanding
from indicators.models import DataRequest, Indicator
from indicators.rules.requests import Answer
from indicators.rules.vocabulary import Extent
from indicators.services.answers import fill_answers, open_correction
from indicators.services.judgements import give_judgement
from indicators.services.requests import ask_for_correction, change_due_date
from reports.rules.kinds import Kind
from tests.access import assurance_secrets, audit_secrets, meeting_secrets, written
from tests.access.answers import clock_stopped
from tests.access.packs import pack_asked_for, pack_issued, pack_ready
from tests.access.people import GROUPS
from tests.access.world import NOW, PDF, TODAY, World, parts_of
from tests.factories.requests import drafted
from tests.factories.warnings import GoodPracticeFactory, a_warning

LOG_READERS = GROUPS["log readers"]
READERS = GROUPS["readers"]
HEALTH = "health"
LATER = NOW + timedelta(minutes=20)


@dataclass(frozen=True)
class Secret:
    """Something that happens, who may know of it, and one of them with an address where it shows."""

    name: str
    happens: Callable[[World], None]
    known_to: frozenset[str]
    witness: str
    shows_at: Callable[[World], str]


def _return_page(owner: str, state: str, end: str = "") -> Callable[[World], str]:
    return lambda world: f"/returns/{world.return_of(owner, state).pk}/{end}"


def _at(address: str) -> Callable[[World], str]:
    return lambda world: address


def _write_on(owner):
    def happens(world):
        status_return, author = world.return_of(owner, "draft"), world.authors[owner]
        write_much(status_return, author)

    return happens


def write_much(status_return: StatusReturn, author: User) -> None:
    """All that can happen to a draft: statements added, saved over and over, flagged and removed, a section, a file."""
    *_, helped, last = parts_of(status_return)
    part = status_return.sections.get(section=helped)
    kept, dropped = (add_item(section=part, by=author, now=NOW) for _ in range(2))
    for version in (1, 2, 3):
        values = {"statement": f"SECRET words, version {version}", "evidence": "SECRET evidence"}
        save_item(item=kept, version=version, values=values, by=author, now=NOW + timedelta(minutes=version))
    part.items.filter(pk=kept.pk).update(needs_review=True)
    attach_file(item=kept, upload=SimpleUploadedFile("SECRET.pdf", PDF + b"SECRET"), by=author, now=NOW)
    remove_item(item=dropped, by=author, now=NOW)
    voice = status_return.sections.get(section=last)
    save_section(section=voice, version=1, nothing_to_report="SECRET why", is_complete=True, by=author, now=NOW)


def _signs(owner):
    return lambda world: submit_return(status_return=world.return_of(owner, "draft"), by=world.authors[owner], now=NOW)


def _health_is_sent_back(world):
    """Sent back once with a reason, signed again, and taken back."""
    status_return, lead = world.return_of(HEALTH, "submitted"), world.authors[HEALTH]
    team = world.people["business_team"]
    return_for_changes(status_return=status_return, reason="SECRET reason", by=team, now=NOW)
    submit_return(status_return=status_return, by=lead, now=NOW)
    recall_return(status_return=status_return, by=lead, now=NOW)


def _health_gets_more_time(world):
    extend_return(
        status_return=world.return_of(HEALTH, "draft"),
        due_on=TODAY + timedelta(days=40),
        reason="SECRET reason",
        by=world.people["business_team"],
        now=NOW,
    )


def _notices_to_health(world):
    lead = world.authors[HEALTH]
    for number in range(3):
        notify(person=lead, text=f"SECRET notice {number}", url="/", permission=Permission.READ_DIRECTORY, now=NOW)
    mark_all_read(person=world.authors[HEALTH], now=NOW)


def _packs_are_asked_for(world):
    pack_asked_for(world.periods["draft"], world.people["business_team"], "e" * 32)


def _a_pack_is_ready(world):
    pack_ready(world.periods["draft"], world.people["business_team"], "f" * 32)


def _a_pack_is_issued(world):
    pack_issued(world.periods["draft"], world.people["business_team"], "d" * 32)


def _accounts_without_membership(world):
    """One invited to a membership of next week, and one member given another from next week."""
    by = {"by": world.people["business_team"], "now": NOW, "today": TODAY, "starts_on": TODAY + timedelta(days=7)}
    invite_person(
        email="secret.person@example.org",
        name="",
        post_title="SECRET post",
        role=Role.PARTNER_CONTRIBUTOR,
        seat=world.seats["police"],
        **by,
    )
    add_membership(person=world.people["partner_lead"], role=Role.SAAS_MEMBER, seat=world.seats["saas"], **by)


def _accounts_change(world):
    User.objects.filter(pk=world.authors[HEALTH].pk).update(last_login=None, password="!")


def _warnings_are_raised(world):
    """One the portal raises, one a member raises that the Executive Board answers, and one that is closed."""
    team, about = world.people["business_team"], {"topic": Topic.objects.get(slug="repeat-referrals")}
    words = about | {"title": "SECRET title", "what": "SECRET words", "finding": "SECRET finding", "team": team}
    a_warning(origin="SECRET/series", **words)
    a_warning(WarningState.ANSWERED, by=world.people["saas_member"], **words)
    a_warning(WarningState.CLOSED, **words)


def _good_practice_is_recorded(world):
    topic = Topic.objects.get(slug="repeat-referrals")
    GoodPracticeFactory(topic=topic, recorded_by=world.people["saas_member"], title="SECRET practice")


def _request(world, owner, state):
    things = world.things["a data request"]
    address = things[f"another's {state}"] if owner == HEALTH else things[f"own {state}"]["partner_lead"]
    return DataRequest.objects.get(**address)


def _drafts_figures(owner):
    """An answer written over and over, one that is a correction, and one of a grid."""

    def happens(world):
        author, words = world.authors[owner], {"analysis": "SECRET words", "value": Decimal(7)}
        asked, done = (_request(world, owner, state) for state in ("draft", "sent"))
        for _ in range(3):
            drafted(asked, author, **words)
        fill_answers(rows=[(asked, Answer(analysis="SECRET words of a grid"))], by=author, now=NOW)
        open_correction(asked=done, reason="SECRET reason", by=author, now=NOW)
        drafted(done, author, **words)

    return happens


def _health_is_asked_again(world):
    """For another day than the others, and for a correction of what it has sent."""
    by = {"reason": "SECRET reason", "by": world.people["business_team"], "now": NOW}
    change_due_date(asked=_request(world, HEALTH, "draft"), due_on=TODAY + timedelta(days=37), **by)
    ask_for_correction(asked=_request(world, HEALTH, "sent"), **by)


def _health_gives_its_judgement(world):
    give_judgement(
        indicator=Indicator.objects.get(slug="repeat-referrals"),
        agency=world.seats[HEALTH],
        extent=Extent.NOT_YET,
        narrative="SECRET narrative",
        evidence="SECRET evidence",
        judged_on=TODAY,
        by=world.authors[HEALTH],
        now=NOW,
        today=TODAY,
    )


SECRETS = (
    Secret("another agency writes its draft", _write_on(HEALTH), frozenset(), HEALTH, _return_page(HEALTH, "draft")),
    Secret(
        "the police write their draft",
        _write_on("police"),
        frozenset({"partner_lead", "partner_contributor"}),
        "partner_contributor",
        _return_page("police", "draft"),
    ),
    Secret(
        "a forum writes its draft",
        _write_on("forum"),
        frozenset({"group_chair"}),
        "group_chair",
        _return_page("forum", "draft"),
    ),
    Secret("another agency gets more time", _health_gets_more_time, READERS, "business_team", _at("/tracker/")),
    Secret("another agency signs", _signs(HEALTH), READERS, "saas_member", _return_page(HEALTH, "draft")),
    Secret("a forum signs", _signs("forum"), READERS | {"group_chair"}, "inspector", _at("/returns/")),
    Secret(
        "another agency's return is sent back and recalled",
        _health_is_sent_back,
        READERS,
        "board_member",
        _return_page(HEALTH, "submitted"),
    ),
    Secret("another agency's people are told things", _notices_to_health, frozenset(), HEALTH, _at("/notices/")),
    Secret(
        "another agency gives its judgement",
        _health_gives_its_judgement,
        READERS,
        "saas_member",
        _at("/indicators/judgements/repeat-referrals/"),
    ),
    Secret("a pack is asked for", _packs_are_asked_for, LOG_READERS, "business_team", _at("/packs/")),
    Secret("a draft of a pack is ready", _a_pack_is_ready, LOG_READERS, "business_team", _at("/packs/")),
    Secret("a pack is issued", _a_pack_is_issued, GROUPS["pack readers"], "board_observer", _at("/packs/")),
    Secret(
        "people are to join next week",
        _accounts_without_membership,
        GROUPS["keepers"] | LOG_READERS,
        "system_administrator",
        _at("/people/"),
    ),
    Secret(
        "early warnings are raised", _warnings_are_raised, GROUPS["warning readers"], "saas_member", _at("/warnings/")
    ),
    Secret(
        "good practice is recorded",
        _good_practice_is_recorded,
        GROUPS["indicator readers"],
        "partner_lead",
        _at("/practice/"),
    ),
    Secret("another agency drafts figures", _drafts_figures(HEALTH), frozenset(), HEALTH, _at("/indicators/requests/")),
    Secret(
        "the police draft figures",
        _drafts_figures("police"),
        GROUPS["figure senders"],
        "partner_contributor",
        _at("/indicators/requests/"),
    ),
    Secret(
        "another agency is asked for figures again",
        _health_is_asked_again,
        LOG_READERS,
        "business_team",
        _at("/indicators/requests/tracker/"),
    ),
    Secret(
        "SAAS prepares a meeting",
        meeting_secrets.saas_prepares,
        GROUPS["saas preparers"],
        "saas_chair",
        meeting_secrets.at("assurance:agenda_edit", "saas planned"),
    ),
    Secret(
        "SAAS is sent its papers",
        meeting_secrets.saas_is_sent_papers,
        GROUPS["saas readers"],
        "saas_member",
        meeting_secrets.at("assurance:meeting_detail", "saas planned"),
    ),
    Secret(
        "a member writes input",
        meeting_secrets.input_is_written,
        frozenset({"saas_member"}),
        "saas_member",
        meeting_secrets.at("assurance:input_write", "saas circulated"),
    ),
    Secret(
        "a member sends input",
        meeting_secrets.input_is_sent,
        GROUPS["saas readers"],
        "inspector",
        meeting_secrets.at("assurance:input_list", "saas circulated"),
    ),
    Secret(
        "SAAS is minuted",
        meeting_secrets.saas_is_minuted,
        GROUPS["saas preparers"],
        "saas_deputy",
        meeting_secrets.at("assurance:minutes_detail", "saas held"),
    ),
    Secret(
        "SAAS is sent its minutes",
        meeting_secrets.saas_is_sent_minutes,
        GROUPS["saas readers"],
        "independent_scrutineer",
        meeting_secrets.at("assurance:minutes_detail", "saas held"),
    ),
    Secret(
        "a member comments on minutes",
        meeting_secrets.saas_comments_on_minutes,
        GROUPS["saas readers"],
        "inspector",
        meeting_secrets.at("assurance:minutes_detail", "saas minuted"),
    ),
    Secret(
        "a forum plans ahead",
        meeting_secrets.forum_plans,
        GROUPS["forum readers"],
        "group_chair",
        meeting_secrets.at("assurance:forward_plan", "forum", "a group's plan"),
    ),
    Secret("another agency has actions", meeting_secrets.health_has_actions, READERS, HEALTH, _at("/actions/")),
    Secret("two agencies dispute", meeting_secrets.agencies_dispute, READERS, "saas_member", _at("/escalations/")),
    *(Secret(*row) for row in assurance_secrets.ROWS),
    *(Secret(*row) for row in audit_secrets.ROWS),
    *(Secret(*row) for row in written.ROWS),
    Secret("an account changes", _accounts_change, GROUPS["keepers"], "business_team", _at("/people/")),
)


def things_everybody_may_know(world: World) -> None:
    """What happens after the secrets, in both worlds: its numbers must not count what was secret."""
    team, lead, chair = (world.people[who] for who in ("business_team", "partner_lead", "group_chair"))
    remind_outstanding(period=world.periods["submitted"], by=team, now=NOW + timedelta(minutes=10))
    for user in world.people.values():
        notify(person=user, text="The agenda is out", url="/", permission=Permission.READ_DIRECTORY, now=LATER)
    invite_person(
        email="new.colleague@example.org",
        name="",
        post_title="New colleague",
        role=Role.PARTNER_CONTRIBUTOR,
        seat=world.seats["police"],
        starts_on=TODAY,
        by=team,
        now=NOW,
        today=TODAY,
    )
    for owner, author in (("police", lead), ("forum", chair)):
        status_return = world.return_of(owner, "draft")
        if status_return.is_editable:
            item = add_item(section=status_return.sections.get(section=parts_of(status_return)[-2]), by=author, now=NOW)
            attach_file(item=item, upload=SimpleUploadedFile("News.pdf", PDF), by=author, now=NOW)
    # Not in the same moment: notices of one moment come in no order.
    with clock_stopped(LATER + timedelta(minutes=10)):
        pack_issued(world.periods["submitted"], team, "9" * 32)
    with clock_stopped(LATER + timedelta(minutes=11)):
        pack_issued(world.periods["submitted"], team, "8" * 32, Kind.SAAS_PAPERS)
