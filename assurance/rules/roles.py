"""
Who may do what: one table of roles, and the only place where it is decided.

A role comes from a dated membership of an agency or of a partnership group. What it brings reaches either that agency
or group alone (`OWN`), every agency and group (`EVERYWHERE`), or the partnership as a whole (`PARTNERSHIP`).
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One thing a person may do. Granted on agencies and groups, the partnership itself being one of the groups."""

    DRAFT_RETURN = "draft_return"
    SIGN_RETURN = "sign_return"
    READ_RETURN = "read_return"
    READ_PACK = "read_pack"
    COMMENT = "comment"
    DECIDE = "decide"
    MANAGE_PARTNERSHIP = "manage_partnership"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    TRACK_RETURNS = "track_returns"
    REVIEW_RETURNS = "review_returns"
    BUILD_PACK = "build_pack"
    READ_INDICATORS = "read_indicators"
    MANAGE_INDICATORS = "manage_indicators"
    SEND_FIGURES = "send_figures"
    GIVE_JUDGEMENT = "give_judgement"
    AGREE_JUDGEMENT = "agree_judgement"
    READ_WARNING = "read_warning"
    RAISE_WARNING = "raise_warning"
    HANDLE_WARNING = "handle_warning"
    ANSWER_WARNING = "answer_warning"
    READ_MEETING = "read_meeting"
    RUN_MEETING = "run_meeting"
    CHAIR_MEETING = "chair_meeting"
    READ_ACTION = "read_action"
    UPDATE_ACTION = "update_action"
    MANAGE_ACTION = "manage_action"
    READ_ESCALATION = "read_escalation"
    HANDLE_ESCALATION = "handle_escalation"
    READ_PLAN = "read_plan"
    MANAGE_PLAN = "manage_plan"
    READ_IMPROVEMENT = "read_improvement"
    MANAGE_THEME = "manage_theme"
    READ_ASSURANCE = "read_assurance"
    RECORD_ASSURANCE = "record_assurance"
    MANAGE_ASSURANCE = "manage_assurance"
    READ_CHALLENGE = "read_challenge"
    RAISE_CHALLENGE = "raise_challenge"
    ANSWER_CHALLENGE = "answer_challenge"
    SETTLE_CHALLENGE = "settle_challenge"
    COMMIT_AGENCY = "commit_agency"
    READ_REVIEW = "read_review"
    MANAGE_REVIEW = "manage_review"
    READ_FUNDING = "read_funding"
    MANAGE_FUNDING = "manage_funding"
    READ_AUDIT = "read_audit"
    MANAGE_AUDIT = "manage_audit"
    ANSWER_AUDIT = "answer_audit"
    SIGN_AUDIT = "sign_audit"
    RESPOND_AUDIT = "respond_audit"
    SCRUTINISE = "scrutinise"
    SELF_ASSESS = "self_assess"
    SIGN_ASSESSMENT = "sign_assessment"
    MANAGE_SCRUTINY = "manage_scrutiny"
    ANSWER_SCRUTINY = "answer_scrutiny"
    READ_DIRECTORY = "read_directory"
    READ_ACTIVITY = "read_activity"


class Reach(StrEnum):
    """
    How far a permission of a role reaches: its own agency or group, every one of them, or the partnership as a whole.

    `REPRESENTED` is the agency that a member of a group represents there with the authority of SAAS ToR 4.1 (R12).
    """

    OWN = "own"
    REPRESENTED = "represented"
    EVERYWHERE = "everywhere"
    PARTNERSHIP = "partnership"


class Role(StrEnum):
    """What a person is to an agency, a group or the partnership."""

    BUSINESS_TEAM = "business_team"
    PARTNER_LEAD = "partner_lead"
    PARTNER_CONTRIBUTOR = "partner_contributor"
    AGENCY_REPRESENTATIVE = "agency_representative"
    BOARD_MEMBER = "board_member"
    BOARD_OBSERVER = "board_observer"
    SAAS_CHAIR = "saas_chair"
    SAAS_DEPUTY = "saas_deputy"
    SAAS_MEMBER = "saas_member"
    GROUP_CHAIR = "group_chair"
    INDEPENDENT_SCRUTINEER = "independent_scrutineer"
    AUDIT_TEAM_MEMBER = "audit_team_member"
    INSPECTOR = "inspector"
    OUTSIDE_READER = "outside_reader"
    SYSTEM_ADMINISTRATOR = "system_administrator"


class Seat(StrEnum):
    """What a membership of this role is a membership of."""

    AGENCY = "agency"
    GROUP = "group"
    PARTNERSHIP = "partnership"


@dataclass(frozen=True)
class RoleRule:
    """One row of the table: the role in words, where it sits, whom to ask about it, and what it may do, how far."""

    label: str
    seat: Seat
    may: frozenset[tuple[Permission, Reach]]
    must_end: bool = False


def _row(label: str, seat: Seat, *, must_end: bool = False, **reaches: tuple[Permission, ...]) -> RoleRule:
    pairs = {(permission, Reach(reach)) for reach, permissions in reaches.items() for permission in permissions}
    return RoleRule(label, seat, frozenset(pairs), must_end)


P = Permission
EVERYBODY = (P.READ_DIRECTORY, P.READ_INDICATORS, P.READ_PLAN)
SAAS = (
    *EVERYBODY,
    P.READ_WARNING,
    P.RAISE_WARNING,
    P.READ_ESCALATION,
    P.READ_ASSURANCE,
    P.RECORD_ASSURANCE,
    P.RAISE_CHALLENGE,
    P.READ_AUDIT,
)
SAAS_CHAIRS = (
    *SAAS,
    P.HANDLE_WARNING,
    P.AGREE_JUDGEMENT,
    P.HANDLE_ESCALATION,
    P.MANAGE_THEME,
    P.MANAGE_ASSURANCE,
    P.SETTLE_CHALLENGE,
    P.RESPOND_AUDIT,
)
OVERSEES = (
    *EVERYBODY,
    P.READ_WARNING,
    P.READ_ESCALATION,
    P.READ_ASSURANCE,
    P.READ_REVIEW,
    P.READ_FUNDING,
    P.READ_AUDIT,
)
READS_EVERYWHERE = (P.READ_RETURN, P.READ_ACTION, P.READ_CHALLENGE)
WATCHES_EVERYWHERE = (*READS_EVERYWHERE, P.READ_PACK, P.READ_MEETING)
CHAIRS = (P.READ_MEETING, P.CHAIR_MEETING)
KEEPS_PLANS = (*CHAIRS, P.MANAGE_PLAN)
LEADS_SAAS = (*KEEPS_PLANS, P.ANSWER_SCRUTINY, P.READ_PACK)
# Of the agency one represents at SAAS (SAAS ToR 4.3, R103).
COMMITS = (P.COMMIT_AGENCY,)

ROLES = MappingProxyType(
    {
        Role.BUSINESS_TEAM: _row(
            "Business Team",
            Seat.PARTNERSHIP,
            everywhere=(
                *WATCHES_EVERYWHERE,
                P.RUN_MEETING,
                P.UPDATE_ACTION,
                P.MANAGE_ACTION,
                P.MANAGE_PLAN,
                P.ANSWER_CHALLENGE,
            ),
            partnership=(
                *OVERSEES,
                P.MANAGE_PARTNERSHIP,
                P.MANAGE_PEOPLE,
                P.TRACK_RETURNS,
                P.REVIEW_RETURNS,
                P.BUILD_PACK,
                P.MANAGE_INDICATORS,
                P.AGREE_JUDGEMENT,
                P.RAISE_WARNING,
                P.HANDLE_WARNING,
                P.ANSWER_WARNING,
                P.HANDLE_ESCALATION,
                P.MANAGE_THEME,
                P.RECORD_ASSURANCE,
                P.MANAGE_ASSURANCE,
                P.RAISE_CHALLENGE,
                P.SETTLE_CHALLENGE,
                P.MANAGE_REVIEW,
                P.MANAGE_FUNDING,
                P.MANAGE_AUDIT,
                P.MANAGE_SCRUTINY,
                P.READ_ACTIVITY,
            ),
        ),
        Role.PARTNER_LEAD: _row(
            "Partner lead",
            Seat.AGENCY,
            own=(
                P.DRAFT_RETURN,
                P.SIGN_RETURN,
                P.READ_RETURN,
                P.SEND_FIGURES,
                P.GIVE_JUDGEMENT,
                P.READ_ACTION,
                P.UPDATE_ACTION,
                P.READ_CHALLENGE,
                P.ANSWER_CHALLENGE,
                P.COMMIT_AGENCY,
                P.ANSWER_AUDIT,
                P.SIGN_AUDIT,
                P.SELF_ASSESS,
                P.SIGN_ASSESSMENT,
                P.ANSWER_SCRUTINY,
            ),
            partnership=EVERYBODY,
        ),
        Role.PARTNER_CONTRIBUTOR: _row(
            "Partner contributor",
            Seat.AGENCY,
            own=(
                P.DRAFT_RETURN,
                P.READ_RETURN,
                P.SEND_FIGURES,
                P.READ_ACTION,
                P.UPDATE_ACTION,
                P.READ_CHALLENGE,
                P.ANSWER_AUDIT,
                P.SELF_ASSESS,
            ),
            partnership=EVERYBODY,
        ),
        Role.AGENCY_REPRESENTATIVE: _row(
            "Agency representative",
            Seat.AGENCY,
            own=(P.READ_RETURN, P.READ_ACTION, P.READ_CHALLENGE, P.COMMIT_AGENCY),
            partnership=EVERYBODY,
        ),
        Role.BOARD_MEMBER: _row(
            "Executive Board member",
            Seat.GROUP,
            own=(P.READ_PACK, P.COMMENT, P.DECIDE, P.ANSWER_SCRUTINY, *CHAIRS),
            everywhere=READS_EVERYWHERE,
            partnership=(*OVERSEES, P.ANSWER_WARNING, P.RAISE_CHALLENGE),
        ),
        Role.BOARD_OBSERVER: _row(
            "Board observer",
            Seat.GROUP,
            own=(P.READ_PACK, P.COMMENT, P.READ_MEETING),
            everywhere=READS_EVERYWHERE,
            partnership=(*OVERSEES, P.RAISE_CHALLENGE),
        ),
        Role.SAAS_CHAIR: _row(
            "SAAS chair",
            Seat.GROUP,
            own=LEADS_SAAS,
            represented=COMMITS,
            everywhere=READS_EVERYWHERE,
            partnership=SAAS_CHAIRS,
        ),
        Role.SAAS_DEPUTY: _row(
            "SAAS deputy chair",
            Seat.GROUP,
            own=LEADS_SAAS,
            represented=COMMITS,
            everywhere=READS_EVERYWHERE,
            partnership=SAAS_CHAIRS,
        ),
        Role.SAAS_MEMBER: _row(
            "SAAS member",
            Seat.GROUP,
            own=(P.READ_MEETING, P.READ_PACK),
            represented=COMMITS,
            everywhere=READS_EVERYWHERE,
            partnership=SAAS,
        ),
        Role.GROUP_CHAIR: _row(
            "Sub-group or forum chair",
            Seat.GROUP,
            own=(
                P.DRAFT_RETURN,
                P.SIGN_RETURN,
                P.READ_RETURN,
                P.READ_ACTION,
                P.UPDATE_ACTION,
                P.READ_CHALLENGE,
                P.ANSWER_CHALLENGE,
                P.ANSWER_SCRUTINY,
                *KEEPS_PLANS,
            ),
            partnership=EVERYBODY,
        ),
        Role.INDEPENDENT_SCRUTINEER: _row(
            "Independent Scrutineer",
            Seat.PARTNERSHIP,
            everywhere=WATCHES_EVERYWHERE,
            partnership=(*OVERSEES, P.RAISE_CHALLENGE, P.SCRUTINISE, P.READ_ACTIVITY),
        ),
        Role.AUDIT_TEAM_MEMBER: _row("Audit team member", Seat.AGENCY, own=(P.ANSWER_AUDIT,), partnership=EVERYBODY),
        Role.INSPECTOR: _row(
            "Inspector",
            Seat.PARTNERSHIP,
            must_end=True,
            everywhere=WATCHES_EVERYWHERE,
            partnership=(*OVERSEES, P.READ_ACTIVITY),
        ),
        Role.OUTSIDE_READER: _row(
            "Outside reader of an improvement plan", Seat.GROUP, must_end=True, own=(P.READ_IMPROVEMENT,)
        ),
        Role.SYSTEM_ADMINISTRATOR: _row(
            "System administrator", Seat.PARTNERSHIP, partnership=(P.MANAGE_ACCOUNTS, P.READ_DIRECTORY)
        ),
    }
)


WHOM_TO_ASK = MappingProxyType(
    {
        P.DRAFT_RETURN: "the lead of the agency whose return it is",
        P.SIGN_RETURN: "the lead of the agency whose return it is",
        P.SEND_FIGURES: "the lead of the agency that was asked",
        P.GIVE_JUDGEMENT: "the lead of the agency whose judgement it is",
        P.HANDLE_WARNING: "the chair of SAAS",
        P.ANSWER_WARNING: "a member of the Executive Board",
        P.CHAIR_MEETING: "the chair of the group",
        P.UPDATE_ACTION: "the lead of the agency whose action it is",
        P.ANSWER_CHALLENGE: "the lead of the agency that was challenged",
        P.SETTLE_CHALLENGE: "the chair of SAAS",
        P.COMMIT_AGENCY: "the lead of the agency",
        P.MANAGE_THEME: "the chair of SAAS",
        P.ANSWER_AUDIT: "the lead of the agency that is asked",
        P.SIGN_AUDIT: "the lead of the agency that is asked",
        P.RESPOND_AUDIT: "the chair of SAAS",
        P.SCRUTINISE: "the Independent Scrutineer",
        P.SELF_ASSESS: "the lead of the agency",
        P.SIGN_ASSESSMENT: "the lead of the agency",
        P.ANSWER_SCRUTINY: "the lead of the agency, or the chair of the group, that is to answer",
    }
)


def sits_on(role: Role, *, slug: str, level: str) -> bool:
    """Whether people of this role sit on the group of that slug and level: Board, SAAS, or any other group."""
    if ROLES[role].seat != Seat.GROUP:
        return False
    if role in (Role.BOARD_MEMBER, Role.BOARD_OBSERVER):
        return level == "board"
    if role in (Role.SAAS_CHAIR, Role.SAAS_DEPUTY, Role.SAAS_MEMBER):
        return slug == "saas"
    return level != "board" and slug != "saas"


def whom_to_ask(permission: Permission) -> str:
    """Whom a person refused this permission should turn to, in words that end a sentence."""
    return WHOM_TO_ASK.get(permission, "the Business Team")
