"""
Which thing a route is asked for, by kind and by whose it is.

"own draft" is a thing of the draft of the asker's own agency or forum, "another's submitted" one of a return that the
health partner has signed, "none such" one that does not exist.
"""

import uuid
from decimal import Decimal

from allauth.mfa.models import Authenticator

from assurance.models import (
    AgencyDuty,
    Membership,
    Notice,
    Post,
    ReturnItem,
    ScrutineerAppointment,
    StatusReturn,
    Topic,
)
from assurance.queries.glossary import glossary
from assurance.rules.roles import Permission
from assurance.rules.warnings import WarningState
from assurance.services.notices import notify
from assurance.services.people import appoint_scrutineer
from indicators.models import Measure
from indicators.rules.vocabulary import Unit
from reports.models import ReportRun
from reports.rules.kinds import Kind
from reports.services.templates import save_template
from tests.access.assurance import assurance_things
from tests.access.audits import audit_things
from tests.access.imports import files_of_figures
from tests.access.meetings import meeting_things
from tests.access.packs import pack_asked_for, pack_issued
from tests.access.people import STRANGER
from tests.access.scrutiny import scrutiny_things
from tests.access.suite import suite_things
from tests.access.world import MEETINGS, NOW, OF_POLICE, TODAY, Things, World, parts_of
from tests.access.written import written_things
from tests.factories.assurance import UserFactory
from tests.factories.requests import DataRequestFactory, drafted, sent
from tests.factories.warnings import GoodPracticeFactory, a_warning

NONE_SUCH = "none such"
ABSENT = 999_999
MEASURE = "REREF_12M"
ABSENT_KEY = uuid.UUID(int=0)
FIGURE = {"value": Decimal(5), "analysis": "Words on the figure", "change_reason": "Words on the change"}


def file_things(world: World) -> None:
    """Fill `world.things`, adding what the returns do not bring: notices, an appointment."""
    world.things["-"] = {"any": {}}
    world.things["a wrong key"] = {"any": {"uidb36": "1", "key": "abc-def"}}
    world.things["a file type"] = {"csv": {"suffix": "csv"}, "xlsx": {"suffix": "xlsx"}}
    _file_returns(world)
    _file_directory(world)
    _file_people(world)
    world.things["a data request"] = _data_requests(world)
    files = files_of_figures(world.people["business_team"])
    world.things["a file of figures"] = {state: {"pk": run.pk} for state, run in files.items()} | {
        NONE_SUCH: {"pk": ABSENT_KEY}
    }
    world.things["a notice"] = _notices(world)
    _file_warnings(world)
    packs = _packs(world)
    world.things["a pack"] = {whose: {"pk": run.pk} for whose, run in packs.items()} | {NONE_SUCH: {"pk": ABSENT_KEY}}
    world.things["a report"] = {
        "issued": {"pk": packs["issued"].report_id},
        "saas issued": {"pk": packs["saas issued"].report_id},
        "waiting": {"pk": packs["waiting"].report_id},
        NONE_SUCH: {"pk": ABSENT_KEY},
    }
    world.things["an issued version"] = {
        whose: {"pk": packs[whose].issue_id} for whose in ("issued", "saas issued")
    } | {NONE_SUCH: {"pk": ABSENT_KEY}}
    world.things["a pack's file"] = {name: key | {"suffix": "docx"} for name, key in world.things["a pack"].items()}
    world.things["a choice of sections"] = {"any": {"pk": _choice(world).pk}, NONE_SUCH: {"pk": ABSENT}}
    world.things["a passkey"] = {"another's": {"pk": _passkey().pk}, NONE_SUCH: {"pk": ABSENT}}
    world.things["an indicator"] = {"any": {"slug": "repeat-referrals"}, NONE_SUCH: {"slug": "none-such"}}
    world.things |= suite_things(world)
    world.things |= meeting_things(world)
    world.things |= assurance_things(world)
    world.things |= audit_things(world)
    world.things |= scrutiny_things(world)
    world.things |= written_things(world)
    measure = {"suffix": "csv"}
    world.things["a measure"] = {"any": measure | {"code": MEASURE}, NONE_SUCH: measure | {"code": "none-such"}}


def _passkey():
    owner = UserFactory(email="has.a.passkey@example.org", post_title="Has a passkey")
    credential = {"name": "Passkey 1", "passwordless": False, "credential": {}}
    return Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=credential)


def _file_returns(world):
    world.things["a return"] = _by_owner(world, lambda row: {"pk": row.pk}, states=tuple(MEETINGS))
    world.things["a section"] = _by_owner(world, lambda row: {"pk": row.pk, "section": parts_of(row)[0]})
    world.things["a statement"] = _by_owner(world, lambda row: {"pk": first_item(row).pk}, absent=ABSENT_KEY)
    world.things["a file"] = _by_owner(world, lambda row: {"pk": row.files.get().pk}, absent=ABSENT_KEY)
    world.things["a signed version"] = _by_owner(world, lambda row: {"pk": row.pk, "number": 1})
    world.things["last quarter's statement"] = _by_owner(world, _statement_before)


def _by_owner(world, address, *, absent=ABSENT, states=("submitted", "draft")) -> Things:
    things: Things = {}
    for state in states:
        police, forum = (address(world.return_of(owner, state)) for owner in ("police", "forum"))
        things[f"own {state}"] = dict.fromkeys(OF_POLICE, police) | {"group_chair": forum}
        things[f"another's {state}"] = address(world.return_of("health", state))
    things[NONE_SUCH] = things["another's draft"] | {"pk": absent}
    return things


def first_item(status_return: StatusReturn) -> ReturnItem:
    """The first statement of a return."""
    return ReturnItem.objects.get(section__status_return=status_return, section__section=parts_of(status_return)[0])


def _statement_before(status_return):
    owner = {"agency": status_return.agency, "group": status_return.group}
    before = StatusReturn.objects.filter(**owner, standing__isnull=False).exclude(pk=status_return.pk).first()
    return {"pk": status_return.pk, "section": parts_of(status_return)[0], "identity": first_item(before).identity}


def _file_directory(world):
    world.things["an agency"] = {"any": {"slug": "education"}, NONE_SUCH: {"slug": "none-such"}}
    world.things["a duty"] = {
        "any": {"slug": "education", "duty": AgencyDuty.Duty.FUNDS},
        NONE_SUCH: {"slug": "none-such", "duty": AgencyDuty.Duty.FUNDS},
    }
    world.things["a group"] = {"any": {"slug": "sector-forum"}, NONE_SUCH: {"slug": "none-such"}}
    world.things["a post"] = {"any": {"slug": Post.objects.first().slug}, NONE_SUCH: {"slug": "none-such"}}
    world.things["a period"] = {"any": {"code": "2026Q2"}, NONE_SUCH: {"code": "2031Q1"}}
    file = {"suffix": "csv"}
    world.things["a period's file"] = {"any": file | {"code": "2026Q2"}, NONE_SUCH: file | {"code": "2031Q1"}}
    term = glossary(world.people["business_team"])[0].terms[0]
    world.things["a term"] = {"any": {"pk": term.pk}, NONE_SUCH: {"pk": ABSENT}}


def _data_requests(world) -> Things:
    """To the police and to health, each one in draft and one sent; and a measure that is still to be asked for."""
    measures = Measure.objects.filter(unit=Unit.PERCENT).order_by("code")
    things: Things = {}
    for owner, (first, second) in {"police": measures[:2], "health": measures[2:4]}.items():
        lead, asked = world.authors[owner], {"period": world.periods["draft"], "agency": world.seats[owner]}
        draft = drafted(DataRequestFactory(measure=first, **asked), lead, **FIGURE)
        done = sent(DataRequestFactory(measure=second, **asked), lead, **FIGURE)
        for state, row in (("draft", draft), ("sent", done)):
            if owner == "police":
                things[f"own {state}"] = dict.fromkeys(OF_POLICE, {"pk": row.pk})
            else:
                things[f"another's {state}"] = {"pk": row.pk}
    measures.filter(pk=measures[4].pk).update(source_agency=world.seats["police"])
    return things | {NONE_SUCH: {"pk": ABSENT_KEY}}


def _file_people(world):
    people = world.people
    team, scrutineer = people["business_team"], people["independent_scrutineer"]
    appointment = appoint_scrutineer(
        person=scrutineer,
        scope="The arrangements as a whole",
        employer="",
        reports_to="",
        starts_on=TODAY,
        ends_on=None,
        by=team,
        now=NOW,
    )
    world.things["a person"] = {
        "a member": {"pk": world.authors["health"].pk},
        "an administrator": {"pk": people["system_administrator"].pk},
        "no member": {"pk": people[STRANGER].pk},
        NONE_SUCH: {"pk": ABSENT},
    }
    world.things["a scrutineer"] = {"any": {"pk": scrutineer.pk}, NONE_SUCH: {"pk": ABSENT}}
    world.things["an appointment"] = {
        "any": {"pk": ScrutineerAppointment.objects.get(pk=appointment.pk).pk},
        NONE_SUCH: {"pk": ABSENT},
    }
    world.things["a membership"] = {
        "a member's": {"pk": Membership.objects.get(person=people["saas_member"]).pk},
        "an administrator's": {"pk": Membership.objects.get(person=people["system_administrator"]).pk},
        NONE_SUCH: {"pk": ABSENT},
    }


def _packs(world) -> dict[str, ReportRun]:
    team = world.people["business_team"]
    issued = pack_issued(world.periods["submitted"], team, "a" * 32)
    return {
        "issued": issued,
        "ready": issued.issue.draft,
        "saas issued": pack_issued(world.periods["submitted"], team, "7" * 32, Kind.SAAS_PAPERS),
        "waiting": pack_asked_for(world.periods["accepted"], team, "b" * 32),
    }


def _choice(world):
    said = {"name": "Risks alone", "kind": Kind.EXECUTIVE_BOARD_PACK, "sections": ["risks"]}
    return save_template(**said, by=world.people["business_team"], now=NOW)


def _file_warnings(world):
    team, topic = world.people["business_team"], Topic.objects.get(slug="repeat-referrals")
    states = (WarningState.RAISED, WarningState.ESCALATED, WarningState.ANSWERED, WarningState.CLOSED)
    warnings = {str(state): {"pk": a_warning(state, topic=topic, team=team).pk} for state in states}
    practice = GoodPracticeFactory(topic=topic, recorded_by=team)
    world.things["a warning"] = warnings | {NONE_SUCH: {"pk": ABSENT_KEY}}
    world.things["good practice"] = {"any": {"pk": practice.pk}, NONE_SUCH: {"pk": ABSENT_KEY}}


def _notices(world) -> Things:
    own = {person: {"pk": _notice(user).pk} for person, user in world.people.items()}
    return {"own": own, "another's": {"pk": _notice(world.authors["health"]).pk}, NONE_SUCH: {"pk": ABSENT_KEY}}


def _notice(person) -> Notice:
    return notify(person=person, text="Something waits", url="/", permission=Permission.READ_DIRECTORY, now=NOW)
