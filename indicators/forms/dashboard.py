"""What the dashboard is narrowed to, and the day as of which it is shown."""

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.fields import GovDateField
from indicators.rules.dashboard import FLAG_WORDS, HAVING_WORDS, OUTLOOK_WORDS, DashboardFilters, Flag
from indicators.rules.vocabulary import MEANING_WORDS


def _any(words, anything="Any"):
    return [("", anything), *((str(value), label) for value, label in words.items())]


class DashboardFilterForm(forms.Form):
    """
    Domain, signal, target, data, flag, agency and area.

    Whoever may not know of early warnings is not offered them. What is not offered narrows nothing; the domains,
    agencies and areas to choose from come with what is shown.
    """

    domain = forms.CharField(label="Domain", required=False, widget=forms.Select)
    signal = forms.ChoiceField(label="Signal", choices=_any(MEANING_WORDS), required=False)
    target = forms.ChoiceField(label="Target", choices=_any(OUTLOOK_WORDS), required=False)
    data = forms.ChoiceField(label="Figures", choices=_any(HAVING_WORDS), required=False)
    flag = forms.ChoiceField(label="Early warning", required=False)
    agency = forms.CharField(label="Agency", required=False, widget=forms.Select)
    area = forms.CharField(label="Figures of", required=False, widget=forms.Select)

    def __init__(self, *args, reads_warnings, **kwargs):
        super().__init__(*args, **kwargs)
        flags = {flag: words for flag, words in FLAG_WORDS.items() if reads_warnings or flag != Flag.WARNING}
        self.fields["flag"].choices = _any(flags)

    def filters(self):
        """What to narrow the dashboard to."""
        self.full_clean()
        return DashboardFilters(**{name: value for name, value in self.cleaned_data.items() if value})

    def offer(self, *, domains, agencies, areas):
        """Let these be chosen from."""
        self.fields["domain"].widget.choices = [("", "Any"), *domains]
        self.fields["agency"].widget.choices = [("", "Any"), *agencies]
        self.fields["area"].widget.choices = [("", "Kent, or who stands for it"), *areas]

    def selects(self):
        """Each field with the value chosen and the pairs to choose from, for the page."""
        return [(field, field.value() or "", list(field.field.widget.choices)) for field in self]


class AsAtForm(forms.Form):
    """A meeting to look back to, or a day; the day counts when both are given. Bound, it must say one."""

    as_at = forms.ChoiceField(label="As reviewed at a meeting", required=False)
    on = GovDateField(label="Or as known on a day", noun="day", required=False, help_text="For example, 17 9 2026")

    def __init__(self, *args, meetings, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["as_at"].choices = [("", "Choose a meeting"), *meetings]

    def clean_on(self):
        """Raises ValidationError for a day to come: nobody knows what will be known."""
        day = self.cleaned_data["on"]
        if day and day > self.today:
            raise ValidationError("The day must be today or in the past")
        return day
