"""The forms of frameworks: a new version, a file read as a framework, and the parts of a version (R117, R128)."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.rules.workbooks import MOST_BYTES
from audits.forms.tool_parts import PartForm, RemovePartForm
from scrutiny.rules.framework_content import LONGEST_TEXT
from scrutiny.rules.frameworks import AREA_WORDS

__all__ = [
    "AnswerForm",
    "ContextForm",
    "ImportForm",
    "QuestionForm",
    "ReadyForm",
    "RemovePartForm",
    "StepForm",
    "TakeAwayForm",
    "VersionForm",
]


class VersionForm(forms.Form):
    """Why a new version is begun."""

    note = PlainTextField(
        label="What is to be changed, and why?",
        rows=4,
        help_text="Shown beside the version.",
        error_messages={"required": "Say what is to be changed, and why"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Begin the new version")


class ImportForm(forms.Form):
    """A workbook or a TOML file that holds a framework."""

    upload = forms.FileField(
        label="The file",
        help_text=f"Excel (.xlsx), up to {MOST_BYTES >> 20}MB, laid out as the portal’s download of a framework is. "
        "Or TOML.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = ".xlsx,.toml"
        self.helper = one_button("Read it as a framework")


class ReadyForm(forms.Form):
    """Saying that a version is ready for use, as it was `seen`."""

    seen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Go back and read the version again"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("It is ready for use")

    def refused(self, problem):
        """Show what the service refuses; after a conflict one goes on from what it asks now."""
        self.add_error(None, problem.messages)
        told = next((one.params for one in problem.error_list if one.code == "conflict"), None)
        if told:
            self.data = self.data.copy()
            self.data["seen"] = told["seen"]


class TakeAwayForm(forms.Form):
    """Taking a version away, after one more look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Take the version away", warning=True)


class StepForm(PartForm):
    """A step."""

    add_button = "Add the step"
    title = PlainTextField(
        label="The step, as one statement",
        rows=3,
        max_length=LONGEST_TEXT,
        help_text="For example, There is an active program of multi-agency safeguarding children training",
        error_messages={"required": "Write the step"},
    )


class QuestionForm(PartForm):
    """A rated question; when it is changed give the `steps` it may stand in."""

    add_button = "Add the question"
    text = PlainTextField(
        label="What is asked?",
        rows=4,
        max_length=LONGEST_TEXT,
        help_text="It is answered with Red, Amber or Green.",
        error_messages={"required": "Write the question"},
    )
    covers = forms.MultipleChoiceField(
        label="Which part of the arrangements does it speak to?",
        required=False,
        choices=[(str(area), words) for area, words in AREA_WORDS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        help_text="So that the page on coverage can say which parts were looked at, and which were not.",
    )
    step = forms.ModelChoiceField(
        queryset=None, label="In which step?", empty_label=None, help_text="In another it goes to the end."
    )
    is_another = forms.BooleanField(
        label="From now on it is another question",
        required=False,
        help_text="Tick this when it asks for something else than before. Its ratings are then not compared with those "
        "of the question before it.",
    )

    def __init__(self, *args, steps=None, **kwargs):
        super().__init__(*args, **kwargs)
        if steps is None:
            del self.fields["step"], self.fields["is_another"]
        else:
            self.fields["step"].queryset = steps


class ContextForm(PartForm):
    """A context question."""

    add_button = "Add the question"
    text = PlainTextField(
        label="What is asked?",
        rows=4,
        max_length=LONGEST_TEXT,
        help_text="It is answered in words, about how scrutiny itself is arranged.",
        error_messages={"required": "Write the question"},
    )


class AnswerForm(PartForm):
    """An answer to a context question, which begins as the one that stands."""

    change_button = "Save the answer"
    text = PlainTextField(
        label="How is it arranged?",
        rows=8,
        help_text="The answer is dated today, and stands until there is another. Save it unchanged to say that it "
        "still holds. Posts, not people.",
        error_messages={"required": "Write the answer"},
    )
