"""The forms of coverage and of the scrutiny log."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.queries.challenges import meeting_name
from audits.forms.checked import CheckedForm
from scrutiny.queries.log import MINE, SHARED, UNSHARED
from scrutiny.rules.assessments import LOG_WORDS, LogKind
from scrutiny.rules.frameworks import AREA_WORDS

KINDS = [(str(kind), words) for kind, words in LOG_WORDS.items()]
AREAS = [(str(area), words) for area, words in AREA_WORDS.items()]
MOST_PEOPLE = 10_000


class YearForm(forms.Form):
    """Which year; give the `years` there are and the one that is `shown` unless another is chosen."""

    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, years, shown, **kwargs):
        super().__init__(*args, initial={"year": shown}, **kwargs)
        self.shown = shown
        self.fields["year"].choices = [(year, str(year)) for year in years]

    def found(self):
        """The year that was chosen, or the one shown first."""
        return (self.is_valid() and self.cleaned_data["year"]) or self.shown


class LogFilterForm(forms.Form):
    """What the log is narrowed to; only those who write in it are asked whose it is to be."""

    kind = forms.ChoiceField(label="What it was", required=False, choices=[("", "Anything"), *KINDS])
    area = forms.ChoiceField(label="What it covers", required=False, choices=[("", "Any part"), *AREAS])
    year = forms.ChoiceField(label="Year", required=False)
    standing = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[("", "Any"), (MINE, "Mine"), (SHARED, "Shared"), (UNSHARED, "Not shared yet")],
    )

    def __init__(self, *args, years, writes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "Any year"), *[(str(year), str(year)) for year in years]]
        if not writes:
            del self.fields["standing"]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class LogForm(CheckedForm):
    """Something scrutiny did; `version` is that of the entry as its page showed it, for one that is changed."""

    also_checked = ("title",)

    kind = forms.TypedChoiceField(
        label="What was it?",
        choices=KINDS,
        coerce=LogKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it was"},
    )
    on = GovDateField(label="When was it?", noun="day", help_text="For example, 27 3 2026")
    title = forms.CharField(
        label="In a few words",
        max_length=240,
        help_text="For example, Conversation with care leavers at a youth hub. Name no child, no parent and no member "
        "of staff.",
        error_messages={"required": "Say in a few words what it was"},
    )
    learned = PlainTextField(
        label="What was learned?",
        required=False,
        rows=7,
        help_text="About the arrangements, never about one child. Name nobody.",
    )
    covers = forms.MultipleChoiceField(
        label="Which parts of the arrangements does it cover?",
        required=False,
        choices=AREAS,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    meeting = forms.ChoiceField(label="Which meeting was it?", required=False, help_text="Leave this if it was none.")
    number = forms.IntegerField(
        label="How many people took part?",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="Leave blank if it is not known.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": "5"}),
        error_messages={"invalid": "Enter a whole number, like 12"},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, meetings, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.theirs = []
        self.meetings = meetings
        chosen = [(key, meeting_name(meeting)) for key, meeting in meetings.items()]
        self.fields["meeting"].choices = [("", "None"), *chosen]
        if is_new:
            del self.fields["version"]
        self.helper = one_button("Add the entry" if is_new else "Save changes")

    def clean_meeting(self):
        """The meeting that was chosen, or None."""
        return self.meetings.get(self.cleaned_data["meeting"])

    def clean_version(self):
        """The version that was seen; nought where it was not sent."""
        return self.cleaned_data["version"] or 0

    def refused(self, problem):
        """Show what the service refuses; after a conflict, what the entry says now."""
        self.add_error(None, problem.messages)
        told = next((one.params for one in problem.error_list if one.code == "conflict"), None)
        if told:
            self.theirs = told["now"]
            self.data = self.data.copy()
            self.data["version"] = str(told["seen"])


class RemoveForm(forms.Form):
    """Removing an entry, after one more look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Remove the entry", warning=True)
