"""The forms of courses: what one is, who took it up, what it changed."""

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, topics_field
from assurance.forms.layouts import boxes
from assurance.forms.warnings import NO_NAMES
from assurance.rules.development import COURSE_WORDS, CourseKind
from assurance.rules.periods import quarter_of


def whole_number(label, *, required=True, help_text=""):
    """A field for a number of people."""
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=100_000,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": "5"}),
        error_messages={
            "required": "Enter a number, or 0",
            "invalid": "Enter a whole number, like 24",
            "min_value": "Enter 0 or more",
            "max_value": "Enter a number of people: this is too many",
        },
    )


class CourseForm(forms.Form):
    """A course, and the need it meets."""

    title = forms.CharField(label="Title", max_length=240, error_messages={"required": "Enter the title"})
    kind = forms.TypedChoiceField(
        label="How is it given?",
        choices=[(str(kind), words) for kind, words in COURSE_WORDS.items()],
        coerce=CourseKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is given"},
    )
    need = PlainTextField(
        label="What need does it meet, and what shows that need?",
        rows=4,
        help_text="The plan, figures, a review or an audit.",
        error_messages={"required": "Say what need it meets, and what shows it"},
    )
    priority = forms.ModelChoiceField(
        queryset=None, label="Which priority of the strategic plan?", required=False, empty_label="None"
    )
    topics = topics_field("Which themes and indicators is it about?")
    lesson = forms.ModelChoiceField(
        queryset=None, label="Which lesson does it come from?", required=False, empty_label="None"
    )

    def __init__(self, *args, priorities, topics, lessons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["priority"].queryset = priorities
        self.fields["topics"].queryset = topics
        self.fields["lesson"].queryset = lessons
        self.helper = one_button(self.button)
        self.helper.layout = Layout(*(boxes(self, name) if name == "topics" else name for name in self.fields))

    button = "Add the course"


class CourseChangeForm(CourseForm):
    """The same, and from when it is no longer given."""

    button = "Save changes"
    ended_on = GovDateField(
        label="From when is it no longer given?",
        required=False,
        noun="date from which it is no longer given",
        help_text="Leave blank while it is given.",
    )


class TakeUpForm(forms.Form):
    """How many of an agency's staff completed it in a quarter."""

    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agency?",
        empty_label="Choose one",
        error_messages={"required": "Choose an agency"},
    )
    quarter = forms.TypedChoiceField(
        label="Which quarter?", coerce=quarter_of, error_messages={"required": "Choose a quarter"}
    )
    completed = whole_number("How many completed it?")
    booked = whole_number("How many were booked on it?", required=False, help_text="Leave blank if it is not known.")

    def __init__(self, *args, agencies, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["quarter"].choices = [("", "Choose one"), *[(one.code, one.short_words) for one in quarters]]
        self.helper = one_button("Record the take-up")


class ImpactForm(forms.Form):
    """What a course changed, and how that is known."""

    seen_on = GovDateField(label="When was it seen?", noun="date on which it was seen")
    practice = PlainTextField(
        label="What changed in practice?", rows=4, error_messages={"required": "Say what changed in practice"}
    )
    outcomes = PlainTextField(
        label="What changed for children?",
        rows=4,
        required=False,
        help_text=f"Leave blank if that is not yet known. {NO_NAMES}",
    )
    source = PlainTextField(
        label="How do you know?",
        rows=3,
        help_text="For example, a follow-up survey three months later, or a dip-sample.",
        error_messages={"required": "Say how it is known"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Record what it changed")
