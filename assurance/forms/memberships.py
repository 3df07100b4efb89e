"""The forms with which memberships are given, changed and ended."""

from types import MappingProxyType

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField
from assurance.models import Membership
from assurance.rules.roles import ROLES, Role, Seat

DATE_HINT = "For example, 27 3 2027"

ROLE_HINTS = MappingProxyType(
    {
        Role.BUSINESS_TEAM: "Keeps people, periods, tracker and packs. Reads submitted returns, never a draft.",
        Role.PARTNER_LEAD: "Drafts, signs and submits the agency’s returns.",
        Role.PARTNER_CONTRIBUTOR: "Drafts the agency’s returns. The lead signs them.",
        Role.AGENCY_REPRESENTATIVE: "Reads the agency’s submitted returns.",
        Role.BOARD_MEMBER: "Reads returns and packs. Comments and decides at the Executive Board.",
        Role.BOARD_OBSERVER: "Reads returns and packs. Comments at the Executive Board, does not decide (KCC 2.2).",
        Role.SAAS_CHAIR: "Chairs SAAS. Reads submitted returns.",
        Role.SAAS_DEPUTY: "Deputises for the chair of SAAS. Reads submitted returns.",
        Role.SAAS_MEMBER: "Takes part in SAAS. Reads submitted returns.",
        Role.GROUP_CHAIR: "Chairs a sub-group or forum. Drafts and signs its returns.",
        Role.INDEPENDENT_SCRUTINEER: "Reads submitted returns, packs and the activity log. Belongs to no agency.",
        Role.AUDIT_TEAM_MEMBER: "Takes part in multi-agency audits for an agency.",
        Role.INSPECTOR: "Reads submitted returns, packs and the activity log until a last day.",
        Role.SYSTEM_ADMINISTRATOR: "Keeps accounts and settings. Sees no returns, packs or figures.",
    }
)


class RoleForm(forms.Form):
    """Which role a new membership brings. The next page asks what that role needs."""

    role = forms.ChoiceField(
        label="Which role?",
        widget=forms.RadioSelect(attrs={"option_hints": {str(role): hint for role, hint in ROLE_HINTS.items()}}),
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role from the list"},
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(str(role), ROLES[role].label) for role in roles]


class StandingForm(forms.Form):
    """Whom a member of a group stands for."""

    representing = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agency do they represent?",
        required=False,
        empty_label="None",
    )
    capacity = forms.ChoiceField(
        label="In what capacity?", choices=Membership.Capacity, required=False, widget=forms.RadioSelect
    )
    has_authority = forms.BooleanField(
        label="They can reflect their agency’s data processes, and have authority to present and commission work",
        required=False,
        help_text="Asked of every agency’s representative on SAAS (ToR 4.1). A member without it is flagged.",
    )
    speaks_for_chair_of = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Do they give a sub-group’s update instead of its chair?",
        required=False,
        empty_label="No",
    )

    def __init__(self, *args, agencies, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["representing"].queryset = agencies
        self.fields["speaks_for_chair_of"].queryset = groups
        self.helper = one_button("Save")


class MembershipForm(StandingForm):
    """A new membership in a role that has been chosen, with the fields that role needs."""

    seat = forms.ModelChoiceField(queryset=None, to_field_name="slug")
    starts_on = GovDateField(label="First day", noun="first day", help_text=DATE_HINT)
    ends_on = GovDateField(label="Last day", noun="last day", required=False)
    field_order = ["seat", "representing", "capacity", "has_authority", "speaks_for_chair_of", "starts_on", "ends_on"]

    def __init__(self, *args, role, seats, button="Add the membership", **kwargs):
        super().__init__(*args, **kwargs)
        rule = ROLES[role]
        if rule.seat != Seat.GROUP:
            for name in ("representing", "capacity", "has_authority", "speaks_for_chair_of"):
                del self.fields[name]
        elif role != Role.SAAS_MEMBER:
            del self.fields["speaks_for_chair_of"]
        self._offer(seats, rule)
        self.fields["ends_on"].required = rule.must_end
        self.fields["ends_on"].help_text = (
            "This role is always for a limited time." if rule.must_end else "Leave blank if no end is set."
        )
        self.helper = one_button(button)

    def _offer(self, seats, rule):
        seat = self.fields["seat"]
        seat.queryset, offered = seats, list(seats[:2])
        seat.label = "Which agency?" if rule.seat == Seat.AGENCY else "Which group?"
        seat.empty_label = "Choose one"
        seat.error_messages["required"] = "Choose an agency" if rule.seat == Seat.AGENCY else "Choose a group"
        if len(offered) == 1:
            seat.initial, seat.widget = offered[0], forms.HiddenInput()


class InviteForm(MembershipForm):
    """A person who has no account yet, with their first membership."""

    email = forms.EmailField(label="E-mail address", error_messages={"required": "Enter an e-mail address"})
    name = forms.CharField(label="Name", max_length=120, required=False)
    post_title = forms.CharField(
        label="Post",
        max_length=160,
        help_text="For example, Detective Superintendent.",
        error_messages={"required": "Enter their post"},
    )
    field_order = ["email", "name", "post_title", *MembershipForm.field_order]


class MembershipEndForm(forms.Form):
    """The last day of a membership."""

    last_day = GovDateField(
        label="Last day",
        noun="last day",
        help_text="Access lasts until the end of this day. To stop it at once, deactivate the account as well.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("End this membership", warning=True)
