"""The forms of good practice: the list's filters, and recording it."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.forms.returns import topic_choices
from assurance.forms.warnings import NO_NAMES
from assurance.rules.warnings import LEVEL_WORDS, PracticeLevel

LEVELS = [(str(level), words) for level, words in LEVEL_WORDS.items()]


class PracticeFilterForm(forms.Form):
    """What the list of good practice is narrowed to."""

    level = forms.ChoiceField(label="Level", required=False, choices=[("", "Any level"), *LEVELS])
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="About", required=False, empty_label="Any theme or indicator"
    )
    agency = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Agency", required=False, empty_label="Any agency"
    )

    def __init__(self, *args, topics, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        self.fields["agency"].queryset = agencies

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        topic, agency = read.get("topic"), read.get("agency")
        return {
            "level": read.get("level", ""),
            "topic": topic.slug if topic else "",
            "agency": agency.slug if agency else "",
        }


class PracticeForm(forms.Form):
    """A strength, or good, best or outstanding practice."""

    level = forms.TypedChoiceField(
        label="What is it?",
        choices=LEVELS,
        coerce=PracticeLevel,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    topic = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which theme or indicator is it about?",
        error_messages={"required": "Choose a theme or an indicator"},
    )
    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Whose practice is it?",
        required=False,
        empty_label="Partners together",
    )
    title = forms.CharField(
        label="The practice in a few words",
        max_length=240,
        help_text="For example, One named worker for each family",
        error_messages={"required": "Say in a few words what it is"},
    )
    what = PlainTextField(
        label="What is done?", rows=5, help_text=NO_NAMES, error_messages={"required": "Say what is done"}
    )
    difference = PlainTextField(
        label="What difference does it make for children?",
        rows=5,
        help_text="And how you know.",
        error_messages={"required": "Say what difference it makes for children"},
    )

    def __init__(self, *args, topics, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        self.fields["topic"].choices = topic_choices(topics, blank="Choose one", key="slug")
        self.fields["agency"].queryset = agencies
        self.helper = one_button("Record it")
