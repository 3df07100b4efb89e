"""The forms of inspections: the list's filters, what one found, its recommendations."""

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, boxes_field, topics_field
from assurance.forms.layouts import boxes
from assurance.forms.warnings import NO_NAMES
from assurance.queries.inspections import NOT_PUBLISHED, WITHOUT_ACTION
from assurance.rules.learning import INSPECTORATE_WORDS, recommendations_of

INSPECTORATES = [(str(one), words) for one, words in INSPECTORATE_WORDS.items()]
EACH_ON_A_LINE = "Each on a line of its own, in the words of the report. Bullets may be pasted."


class InspectionFilterForm(forms.Form):
    """What the list of inspections is narrowed to."""

    inspectorate = forms.ChoiceField(
        label="Inspectorate", required=False, choices=[("", "Any inspectorate"), *INSPECTORATES]
    )
    agency = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="Agency", required=False, empty_label="Any agency"
    )
    standing = forms.ChoiceField(
        label="How it stands",
        required=False,
        choices=[
            ("", "Any"),
            (WITHOUT_ACTION, "A recommendation has no action"),
            (NOT_PUBLISHED, "Judgement not yet published"),
        ],
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        agency = read.get("agency")
        return {name: read.get(name, "") for name in self.fields} | {"agency": agency.slug if agency else ""}


class InspectionForm(forms.Form):
    """An inspection and what it found."""

    inspectorate = forms.ChoiceField(
        label="Who inspected?",
        choices=INSPECTORATES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who inspected"},
    )
    title = forms.CharField(
        label="Which inspection is it?",
        max_length=240,
        help_text="For example, Inspection of local authority children’s services",
        error_messages={"required": "Say which inspection it is"},
    )
    agencies = boxes_field(
        "Which agencies were inspected?",
        to_field_name="slug",
        help_text="Leave blank for an inspection of the Partnership as a whole.",
    )
    inspected_on = GovDateField(
        label="When did it begin?", noun="date the inspection began", help_text="For example, 11 10 2026"
    )
    published_on = GovDateField(
        label="When was it published?",
        required=False,
        noun="date of publication",
        help_text="For example, 4 12 2026. Leave it blank if it is not published yet, or the date is not known.",
    )
    judgement = forms.CharField(
        label="Overall judgement as published",
        max_length=160,
        required=False,
        help_text="In the words of the report. Leave it blank until it is published.",
    )
    strengths = PlainTextField(label="Strengths", required=False, rows=5, help_text=NO_NAMES)
    improve = PlainTextField(label="Areas for improvement", required=False, rows=5, help_text=NO_NAMES)
    link = forms.URLField(
        label="Link to the report",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link like https://www.example.org/report"},
    )
    topics = topics_field("Which themes and indicators does it tell about?")

    def __init__(self, *args, agencies, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies
        self.fields["topics"].queryset = topics
        self.helper = one_button(self.button)
        self.helper.layout = Layout(*(boxes(self, name) if name == "topics" else name for name in self.fields))

    button = "Save changes"


class InspectionRecordForm(InspectionForm):
    """A new inspection, with its recommendations if they are known."""

    button = "Record the inspection"
    recommendations = PlainTextField(label="Recommendations", required=False, rows=6, help_text=EACH_ON_A_LINE)

    def clean_recommendations(self):
        """The recommendations, one a line."""
        return recommendations_of(self.cleaned_data["recommendations"])


class InspectionChangeForm(InspectionForm):
    """Other words of an inspection, refused when somebody else has changed it since it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def refused(self, problem, stamp):
        """Show what the service refuses. After a conflict the reader goes on from the words as they are now."""
        self.add_error(None, problem.messages)
        if getattr(problem, "code", None) == "conflict":
            self.data = self.data.copy()
            self.data["seen"] = stamp


class RecommendationsForm(forms.Form):
    """More recommendations of an inspection."""

    texts = PlainTextField(
        label="Recommendations",
        rows=6,
        help_text=EACH_ON_A_LINE,
        error_messages={"required": "Enter at least one recommendation"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Add recommendations")

    def clean_texts(self):
        """The recommendations, one a line."""
        return recommendations_of(self.cleaned_data["texts"])


class RecommendationForm(forms.Form):
    """The words of one recommendation."""

    seen = forms.CharField(widget=forms.HiddenInput, strip=False)
    text = PlainTextField(
        label="Recommendation",
        rows=4,
        help_text="In the words of the report.",
        error_messages={"required": "Enter the recommendation as it was published"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save changes")
