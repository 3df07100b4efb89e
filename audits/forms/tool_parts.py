"""
The forms of a version's parts: section, standard, question, what an agency is asked otherwise, grade; taking one away.

A form that changes something carries a stamp of what its page showed. When somebody else was first, the form says what
stands there now (`theirs`) and carries the stamp of that: saving again then replaces it knowingly.
"""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from audits.rules.tool_problems import LONGEST_GUIDANCE, LONGEST_LABEL, LONGEST_SOURCE, LONGEST_TEXT, LONGEST_TITLE
from audits.rules.tool_texts import tidy
from audits.rules.tools import KIND_WORDS, PURPOSE_WORDS, Purpose, QuestionKind

MEETS, FALLS_SHORT, ROUTE, NEUTRAL = "meets", "falls_short", "route", "neutral"
SAYS = (
    (MEETS, "The standard is met"),
    (FALLS_SHORT, "The standard is not met"),
    (ROUTE, "The standard is not met, and the child’s team is told before anything else"),
    (NEUTRAL, "Nothing about practice: not applicable, or not enough to go by"),
)


class PartForm(forms.Form):
    """A part; `is_new` when it is added, else `seen` is the stamp of what is changed."""

    add_button, change_button = "Add it", "Save changes"

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.theirs = []
        if is_new:
            del self.fields["seen"]
        self.helper = one_button(self.add_button if is_new else self.change_button)

    def clean(self):
        """What was written, as the portal keeps it."""
        found = super().clean() or self.cleaned_data
        return {name: tidy(value) if type(value) is str else value for name, value in found.items()}

    def refused(self, problem):
        """Show what the service refuses; after a conflict, what stands there now."""
        self.add_error(None, problem.messages)
        told = next((one.params for one in problem.error_list if one.code == "conflict"), None)
        if told:
            self.theirs = told.get("now", [])
            self.data = self.data.copy()
            self.data["seen"] = told["seen"]


class SectionForm(PartForm):
    """A section."""

    add_button = "Add the section"
    title = forms.CharField(label="Title", max_length=LONGEST_TITLE, error_messages={"required": "Enter the title"})
    guidance = PlainTextField(
        label="What is said at its top",
        required=False,
        rows=4,
        max_length=LONGEST_GUIDANCE,
        help_text="What an agency reads before the first question. Leave blank if nothing need be said.",
    )


class StandardForm(PartForm):
    """A standard; give the `topics`, and when it is changed the `sections` it may stand in."""

    add_button = "Add the standard"
    text = PlainTextField(
        label="What is good practice, in one sentence?",
        rows=3,
        max_length=LONGEST_TEXT,
        error_messages={"required": "Say what good practice is"},
    )
    source = forms.CharField(
        label="Where is it laid down?",
        required=False,
        max_length=LONGEST_SOURCE,
        help_text="For example, Working Together 2023, chapter 3.",
    )
    topic = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which theme or indicator is it about?",
        required=False,
        empty_label="None",
    )
    section = forms.ModelChoiceField(
        queryset=None, label="In which section?", empty_label=None, help_text="In another it goes to the end."
    )
    is_another = forms.BooleanField(
        label="From now on it is another standard",
        required=False,
        help_text="Tick this when it asks for something else than before. A re-audit then does not compare the two.",
    )

    def __init__(self, *args, topics, sections=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        if sections is None:
            del self.fields["section"], self.fields["is_another"]
        else:
            self.fields["section"].queryset = sections


class QuestionForm(PartForm):
    """A question; when it is changed give the `standards` it may stand under."""

    add_button = "Add the question"
    text = PlainTextField(
        label="What is asked?", rows=3, max_length=LONGEST_TEXT, error_messages={"required": "Write the question"}
    )
    kind = forms.TypedChoiceField(
        label="How is it answered?",
        choices=[(str(kind), words) for kind, words in KIND_WORDS.items()],
        coerce=QuestionKind,
        widget=forms.RadioSelect(
            attrs={
                "option_hints": {
                    str(QuestionKind.GRADE): "One of the scale of this version.",
                    str(QuestionKind.JUDGEMENT): "Or not applicable, or insufficient evidence.",
                }
            }
        ),
        error_messages={"required": "Choose how it is answered"},
    )
    purpose = forms.TypedChoiceField(
        label="What does it ask for?",
        choices=[(str(purpose), words) for purpose, words in PURPOSE_WORDS.items()],
        coerce=Purpose,
        empty_value=Purpose.STANDARD,
        required=False,
        widget=forms.RadioSelect,
        help_text="One question of a version asks for each of the last three.",
    )
    guidance = PlainTextField(
        label="What helps to answer it",
        required=False,
        rows=6,
        max_length=LONGEST_GUIDANCE,
        help_text="Where to look, what is good, what is not good enough. A line that begins with “-” is a bullet.",
    )
    needs_evidence = forms.BooleanField(label="Evidence has to be given", required=False)
    is_required = forms.BooleanField(label="It has to be answered", required=False)
    standard = forms.ModelChoiceField(
        queryset=None, label="Under which standard?", empty_label=None, help_text="Under another it goes to the end."
    )

    def __init__(self, *args, standards=None, **kwargs):
        super().__init__(*args, **kwargs)
        if standards is None:
            del self.fields["standard"]
        else:
            self.fields["standard"].queryset = standards


class VariantForm(PartForm):
    """What one agency is asked instead; when it is added give the `agencies` it may be for."""

    add_button = "Add its own words"
    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agency?",
        empty_label="Choose one",
        error_messages={"required": "Choose an agency"},
    )
    is_asked = forms.TypedChoiceField(
        label="Is it asked this question?",
        choices=[("yes", "Yes, in these words"), ("no", "No, it is not asked")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is asked"},
    )
    text = PlainTextField(label="What is it asked?", required=False, rows=3, max_length=LONGEST_TEXT)
    guidance = PlainTextField(
        label="What helps to answer it",
        required=False,
        rows=5,
        max_length=LONGEST_GUIDANCE,
        help_text="Leave blank to show it what all others read.",
    )

    def __init__(self, *args, agencies=None, **kwargs):
        super().__init__(*args, **kwargs)
        if agencies is None:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = agencies


class GradeForm(PartForm):
    """A grade of the scale."""

    add_button = "Add the grade"
    label = forms.CharField(
        label="Name",
        max_length=LONGEST_LABEL,
        help_text="For example, Requires improvement to be good.",
        error_messages={"required": "Enter its name"},
    )
    meaning = PlainTextField(
        label="What does it mean?",
        required=False,
        rows=3,
        max_length=LONGEST_TEXT,
        help_text="Shown beside the grade wherever one chooses.",
    )
    says = forms.ChoiceField(
        label="What does it say?",
        choices=SAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the grade says"},
    )

    def clean(self):
        """What was written, with what the grade says as the three flags a grade has."""
        found = super().clean()
        says = found.pop("says", "")
        return found | {"meets": says == MEETS, "is_neutral": says == NEUTRAL, "needs_route": says == ROUTE}


def says_of(grade):
    """What a grade says, as the form offers it."""
    flags = ((grade.is_neutral, NEUTRAL), (grade.meets, MEETS), (grade.needs_route, ROUTE))
    return next((word for flag, word in flags if flag), FALLS_SHORT)


class RemovePartForm(PartForm):
    """Taking a part away with all below it, after one more look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Take it away", warning=True)
