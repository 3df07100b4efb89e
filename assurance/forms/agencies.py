"""The forms with which the Business Team keeps the agencies."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.models import AgencyDuty, PartnerCategory

DATE_HINT = "For example, 27 3 2027"
KINDS = [
    *[(value, f"Safeguarding Partner: {label}") for value, label in PartnerCategory.choices],
    ("", "Relevant Agency"),
]


class AgencyChangeForm(forms.Form):
    """What an agency is and does, but for its name and dates."""

    short_name = forms.CharField(
        label="Short name",
        max_length=60,
        required=False,
        help_text="For tables and charts. The full name if left blank.",
    )
    category = forms.ChoiceField(
        label="What kind of agency is it?", choices=KINDS, required=False, widget=forms.RadioSelect
    )
    role = PlainTextField(
        label="Its role",
        required=False,
        rows=3,
        help_text="One sentence. For example, provides statutory fire and rescue service.",
    )
    represented_by = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Represented by", required=False, empty_label="No group"
    )
    asked_each_quarter = forms.BooleanField(
        label="It is asked for a status return each quarter",
        required=False,
        help_text="Other agencies may submit one, and are not chased.",
    )

    def __init__(self, *args, groups, button="Save", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["represented_by"].queryset = groups
        self.helper = one_button(button)


class AgencyForm(AgencyChangeForm):
    """A new agency."""

    name = forms.CharField(label="Full name", max_length=160, error_messages={"required": "Enter the full name"})
    starts_on = GovDateField(label="Belongs to the Partnership from", noun="first day", help_text=DATE_HINT)
    field_order = ["name", "short_name", "category", "role", "represented_by", "asked_each_quarter", "starts_on"]


class AgencyRenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label="New full name", max_length=160, error_messages={"required": "Enter the new name"})
    short_name = forms.CharField(label="New short name", max_length=60, required=False)
    starts_on = GovDateField(
        label="First day of the new name",
        noun="first day of the new name",
        help_text=f"{DATE_HINT}. Papers of earlier days keep the old name.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the new name")


class AgencyEndForm(forms.Form):
    """The last day of an agency."""

    last_day = GovDateField(label="Last day", noun="last day", help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("End this agency", warning=True)


class AgencyMergeForm(AgencyEndForm):
    """The agency that another becomes part of, and its own last day."""

    into = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Merged into",
        empty_label="Choose an agency",
        error_messages={"required": "Choose the agency it becomes part of"},
    )
    field_order = ["into", "last_day"]

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = agencies
        self.helper = one_button("Merge this agency", warning=True)


class DutyForm(forms.Form):
    """How a Relevant Agency stands against one of its three duties."""

    state = forms.ChoiceField(
        label="How does it stand?",
        choices=AgencyDuty.State,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it stands"},
    )
    note = PlainTextField(
        label="Note", required=False, rows=3, help_text="How this is known, for example a signed agreement."
    )
    noted_on = GovDateField(label="Known on", noun="date", required=False, help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record")
