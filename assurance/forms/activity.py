"""The filters of the activity log."""

from django import forms

from assurance.forms.fields import GovDateField


class ActivityFilterForm(forms.Form):
    """Days, a person and an action."""

    first_day = GovDateField(label="From", noun="first day", required=False)
    last_day = GovDateField(label="To", noun="last day", required=False)
    person = forms.ChoiceField(label="Person", required=False)
    action = forms.ChoiceField(label="Action", required=False)

    def __init__(self, *args, people, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Anybody"), ("portal", "The portal itself"), *people]
        self.fields["action"].choices = [("", "Any action"), *actions]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_bound else {}
