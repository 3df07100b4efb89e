"""The forms of meetings: planning one, another time or place, cancelling, and what the calendar shows."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, GovTimeField, PlainTextField
from assurance.forms.moves import SeenForm
from assurance.rules.calendars import year_words
from assurance.rules.meetings import HELD_WORDS, KIND_WORDS, STATE_WORDS, Held, MeetingKind, Occasion
from assurance.rules.wording import LONDON, date_words, local_date

LONGEST = 8 * 60
SURE = "Yes, I have checked: keep this date and time"
KIND_HINTS = {
    MeetingKind.ORDINARY: "One of the year’s regular meetings.",
    MeetingKind.EXTRAORDINARY: "Convened by the chair should the need arise (SAAS ToR 3.1).",
    MeetingKind.WORKING_GROUP: "Key activity between full meetings (SAAS ToR 3.8).",
}


class CalendarFilterForm(forms.Form):
    """What the calendar shows: a financial year, and one group or every group."""

    year = forms.TypedChoiceField(label="Financial year", required=False, coerce=int, empty_value=None)
    group = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Group", required=False, empty_label="Every group"
    )

    def __init__(self, *args, years, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), year_words(year)) for year in years]
        self.fields["group"].queryset = groups

    def found(self):
        """The year and the group's slug that could be read; None and blank where there is none."""
        read = self.cleaned_data if self.is_valid() else {}
        group = read.get("group")
        return read.get("year"), group.slug if group else ""


class OccasionFields(forms.Form):
    """When and where a meeting takes place. Gives `occasion`, and asks to be sure when the service asks for that."""

    day = GovDateField(label="Which day?", noun="day of the meeting", help_text="For example, 3 12 2026")
    begins = GovTimeField(
        label="When does it begin?",
        help_text="For example, 10am or 2:30pm",
        error_messages={"required": "Enter when it begins"},
    )
    minutes_long = forms.IntegerField(
        label="How many minutes is it planned to take?",
        min_value=15,
        max_value=LONGEST,
        initial=120,
        widget=forms.TextInput(attrs={"width": "4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many minutes it is planned to take",
            "invalid": "Enter the minutes as a whole number, like 120",
            "min_value": "A meeting takes at least 15 minutes",
            "max_value": "A meeting takes at most 480 minutes, which is 8 hours",
        },
    )
    held = forms.TypedChoiceField(
        label="How is it held?",
        choices=[(str(held), words) for held, words in HELD_WORDS.items()],
        coerce=Held,
        empty_value=Held.NOT_DECIDED,
        required=False,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label="Where?",
        max_length=160,
        required=False,
        help_text="A room or a building. Everybody with an account can read this: enter no joining link or passcode.",
    )
    sure = forms.BooleanField(label=SURE, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("sure"):
            self._ask_whether_sure()

    def occasion(self):
        """When and where, as a value."""
        answers = self.cleaned_data
        starts_at = datetime.combine(answers["day"], answers["begins"], tzinfo=LONDON)
        return Occasion(starts_at, answers["minutes_long"], answers["held"], answers["place"])

    def refused(self, problem):
        """Say what the service refuses."""
        self.add_error(None, problem.messages)

    def unsure(self, problem):
        """Say what to think twice about, and offer the box that says so."""
        self.add_error(None, ValidationError(problem.messages))
        self.add_error("sure", "If this is right, tick the box. If not, change the date")
        self._ask_whether_sure()

    def _ask_whether_sure(self):
        self.fields["sure"].widget = forms.CheckboxInput()


class PlanForm(OccasionFields):
    """A new meeting."""

    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which group meets?",
        empty_label="Choose a group",
        error_messages={"required": "Choose the group that meets"},
    )
    kind = forms.TypedChoiceField(
        label="What sort of meeting is it?",
        coerce=MeetingKind,
        error_messages={"required": "Choose what sort of meeting it is"},
    )
    why = PlainTextField(
        label="Why is it called?", rows=4, required=False, help_text="This stands in the meeting’s history."
    )
    parent = forms.ModelChoiceField(
        queryset=None,
        to_field_name="key",
        label="Which meeting does it prepare?",
        required=False,
        empty_label="Choose a meeting",
    )
    title = forms.CharField(
        label="What is it about?",
        max_length=160,
        required=False,
        help_text="A few words, such as Missing children data. Needed for a working group.",
    )
    field_order = ["group", "kind", "title", "day", "begins", "minutes_long", "held", "place", "sure"]

    def __init__(self, *args, groups, kinds, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["kind"].choices = [(str(kind), KIND_WORDS[kind]) for kind in kinds]
        reveals = {str(MeetingKind.EXTRAORDINARY): ["why"], str(MeetingKind.WORKING_GROUP): ["parent"]}
        hints = {str(kind): hint for kind, hint in KIND_HINTS.items()}
        offered = {kind: names for kind, names in reveals.items() if kind in [str(each) for each in kinds]}
        self.fields["kind"].widget = forms.RadioSelect(
            choices=self.fields["kind"].choices, attrs={"data-reveals": offered, "option_hints": hints}
        )
        self.fields["parent"].queryset = meetings
        self.fields["parent"].label_from_instance = meeting_words
        self.helper = one_button("Plan this meeting")

    def values(self):
        """The form's answers by the names the service takes."""
        kept = {name: self.cleaned_data[name] for name in ("group", "kind", "why", "parent", "title", "sure")}
        return {"occasion": self.occasion(), **kept}


class MeetingMoveForm(SeenForm):
    """A move of a meeting from the state in which its reader saw it."""

    noun, states = "meeting", STATE_WORDS

    def values(self):
        """The form's answers by the names the service takes."""
        return self.cleaned_data


class AnotherTimeForm(MeetingMoveForm, OccasionFields):
    """Another time or place for a meeting, with the reason; or another meeting instead of it."""

    why = PlainTextField(
        label="Why?", rows=4, help_text="This stands in the meeting’s history.", error_messages={"required": "Say why"}
    )
    field_order = ["day", "begins", "minutes_long", "held", "place", "why", "sure"]

    def __init__(self, *args, button, why, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].label = why
        self.helper = one_button(button)

    def values(self):
        """The form's answers by the names the service takes."""
        return {"occasion": self.occasion(), **{name: self.cleaned_data[name] for name in ("why", "seen", "sure")}}


class RearrangeForm(AnotherTimeForm):
    """Another meeting instead of this one; its agenda may go with it."""

    carry = forms.BooleanField(
        label="Carry its agenda to the new meeting",
        required=False,
        initial=True,
        help_text="The items, in their order. Papers and comments stay with this meeting.",
    )
    field_order = [*AnotherTimeForm.field_order[:-1], "carry", "sure"]

    def __init__(self, *args, has_agenda, **kwargs):
        super().__init__(*args, button="Rearrange this meeting", why="Why is it rearranged?", **kwargs)
        if not has_agenda:
            del self.fields["carry"]

    def values(self):
        """The form's answers by the names the service takes."""
        return super().values() | {"carry": self.cleaned_data.get("carry", False)}


class CancelForm(MeetingMoveForm):
    """Why a meeting does not take place."""

    why = PlainTextField(
        label="Why is it cancelled?",
        rows=4,
        help_text="This stands in the meeting’s history.",
        error_messages={"required": "Say why it is cancelled"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Cancel this meeting", warning=True)


class HoldForm(MeetingMoveForm):
    """That a meeting took place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Mark as held")


def occasion_initial(occasion):
    """What the form shows of a meeting's time and place at first."""
    begins = occasion.starts_at.astimezone(LONDON)
    return {
        "day": local_date(begins),
        "begins": begins.time(),
        "minutes_long": occasion.minutes_long,
        "held": str(occasion.held),
        "place": occasion.place,
    }


def meeting_words(meeting):
    """A meeting as an option of a list: "SAAS, 3 December 2026"."""
    return f"{meeting.group.short_name}, {date_words(meeting.starts_at)}"
