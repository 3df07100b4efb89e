"""The form that asks for a board pack."""

from django import forms
from django.urls import reverse

from assurance.forms.buttons import one_button


class PackForm(forms.Form):
    """
    The quarter whose pack is wanted; give the `periods` to choose from.

    `token` is made with the page: two presses of the same button carry the same, and so make one pack.
    """

    period = forms.ChoiceField(label="Quarter", error_messages={"required": "Choose a quarter"})
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {period.code: period for period in periods}
        self.fields["period"].choices = [(code, str(period)) for code, period in self.periods.items()]
        self.helper = one_button("Create board pack")
        self.helper.form_action = reverse("reports:run_create")

    def clean_period(self):
        """The period itself."""
        return self.periods[self.cleaned_data["period"]]
