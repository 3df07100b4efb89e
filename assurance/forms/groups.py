"""The forms with which the Business Team keeps the groups and their posts."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.models import PartnershipGroup

DATE_HINT = "For example, 27 3 2027"
LEVELS = [
    (value, label) for value, label in PartnershipGroup.Level.choices if value != PartnershipGroup.Level.PARTNERSHIP
]


class GroupChangeForm(forms.Form):
    """What a group is and does, but for its name, level and dates."""

    short_name = forms.CharField(
        label="Short name", max_length=60, required=False, help_text="For tables. The full name if left blank."
    )
    area = forms.ChoiceField(
        label="Which area does it cover?",
        choices=PartnershipGroup.Area,
        widget=forms.RadioSelect,
        error_messages={"required": "Say which area it covers"},
    )
    roles = PlainTextField(label="Its roles", required=False, rows=6, help_text="One a line.")
    meets = forms.CharField(
        label="How often it meets",
        max_length=60,
        required=False,
        help_text="For example, quarterly. Leave blank if not yet agreed.",
    )
    represents = forms.ChoiceField(
        label="Which agencies must be represented on it?",
        choices=PartnershipGroup.Represents,
        required=False,
        widget=forms.RadioSelect,
    )
    asked_each_quarter = forms.BooleanField(label="It is asked for a status return each quarter", required=False)

    def __init__(self, *args, button="Save", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button)


class GroupForm(GroupChangeForm):
    """A new group."""

    name = forms.CharField(label="Full name", max_length=160, error_messages={"required": "Enter the full name"})
    level = forms.ChoiceField(
        label="At which level?", choices=LEVELS, widget=forms.RadioSelect, error_messages={"required": "Choose a level"}
    )
    starts_on = GovDateField(label="Exists from", noun="first day", help_text=DATE_HINT)
    field_order = [
        "name",
        "short_name",
        "level",
        "area",
        "roles",
        "meets",
        "represents",
        "asked_each_quarter",
        "starts_on",
    ]


class GroupRenameForm(forms.Form):
    """A new name from a day on, with what the old name's time should be remembered for."""

    name = forms.CharField(label="New full name", max_length=160, error_messages={"required": "Enter the new name"})
    short_name = forms.CharField(label="New short name", max_length=60, required=False)
    starts_on = GovDateField(
        label="First day of the new name",
        noun="first day of the new name",
        help_text=f"{DATE_HINT}. Papers of earlier days keep the old name.",
    )
    note = PlainTextField(
        label="To keep with the old name",
        required=False,
        rows=3,
        help_text="What was ruled until then, for example how often it met, and the document that says so.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the new name")


class GroupEndForm(forms.Form):
    """The last day of a group."""

    last_day = GovDateField(label="Last day", noun="last day", help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("End this group", warning=True)


class HandOverForm(forms.Form):
    """Who holds a post from a day on."""

    person = forms.ModelChoiceField(
        queryset=None, label="Who takes it over", required=False, empty_label="Nobody yet: it is vacant"
    )
    starts_on = GovDateField(label="From", noun="first day", help_text=DATE_HINT)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.helper = one_button("Record the handover")
