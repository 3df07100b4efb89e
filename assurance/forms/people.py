"""The forms with which people and their accounts are kept."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.rules.roles import ROLES, Role

DATE_HINT = "For example, 27 3 2027"


class PeopleFilterForm(forms.Form):
    """What the list of people is narrowed to."""

    words = forms.CharField(label="Name, post or address", required=False)
    agency = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Agency", required=False, empty_label="Any agency"
    )
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[("", "Any role"), *[(str(role), ROLES[role].label) for role in Role]],
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        agency = read.get("agency")
        return {"words": read.get("words", ""), "agency": agency.slug if agency else "", "role": read.get("role", "")}


class PersonForm(forms.Form):
    """A person's name and post."""

    name = forms.CharField(label="Name", max_length=120, required=False)
    post_title = forms.CharField(label="Post", max_length=160, error_messages={"required": "Enter their post"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save")


class AppointmentForm(forms.Form):
    """The terms on which an Independent Scrutineer is appointed."""

    scope = PlainTextField(
        label="What do they scrutinise?", rows=3, error_messages={"required": "Say what they scrutinise"}
    )
    employer = forms.CharField(label="Who employs them?", max_length=160, required=False)
    reports_to = forms.CharField(label="Whom do they report to?", max_length=160, required=False)
    starts_on = GovDateField(label="First day", noun="first day", help_text=DATE_HINT)
    ends_on = GovDateField(label="Last day", noun="last day", required=False, help_text="Leave blank if no end is set.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record the appointment")


class AppointmentEndForm(forms.Form):
    """The last day of an appointment."""

    last_day = GovDateField(label="Last day", noun="last day", help_text=DATE_HINT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("End this appointment", warning=True)


class ConfirmForm(forms.Form):
    """Nothing to fill in: a page that asks before something is done."""

    def __init__(self, *args, button, warning=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button, warning=warning)
