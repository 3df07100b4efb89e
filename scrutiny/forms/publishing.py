"""The forms of publishing: sharing parts to be checked, commenting, agreeing, publishing; the list's filters."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.warnings import NO_NAMES
from audits.forms.checked import CheckedForm
from scrutiny.rules.assessments import KIND_WORDS


class ShareForm(forms.Form):
    """Which answers are shared to be checked for accuracy, and until when."""

    questions = forms.MultipleChoiceField(
        label="Which answers do you share?",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Choose at least one answer to share"},
    )
    closes_on = GovDateField(
        label="Until which day?", noun="day on which the check closes", help_text="For example, 31 3 2027"
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [(one.question, f"{one.number} {one.text}") for one in answers]
        self.helper = one_button("Share these answers")


class CommentForm(CheckedForm):
    """What is not accurate in one shared answer; once sent it is kept."""

    is_final = True

    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="For which partner?",
        empty_label=None,
        error_messages={"required": "Choose the partner for which you comment"},
    )
    text = PlainTextField(
        label="What is not accurate, and how do you know?",
        rows=5,
        help_text=f"Facts, not judgements: the rating is the scrutineer’s. {NO_NAMES}",
        error_messages={"required": "Say what is not accurate, and how you know"},
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.helper = one_button("Send the comment")


class SeenDraftForm(forms.Form):
    """A step that is taken of the draft as it was read: `seen` is its stamp."""

    seen = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Go back to the draft and read it again"}
    )

    def __init__(self, *args, stamp, button, **kwargs):
        super().__init__(*args, initial={"seen": stamp}, **kwargs)
        self.helper = one_button(button)


class AgreeForm(SeenDraftForm):
    """For which partner one agrees."""

    agency = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="For which partner do you agree?",
        empty_label=None,
        error_messages={"required": "Choose the partner for which you agree"},
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, button="Agree to it as it stands", **kwargs)
        self.fields["agency"].queryset = agencies


class AssessmentFilterForm(forms.Form):
    """What the list of assessments is narrowed to."""

    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any kind"), *[(str(kind), words) for kind, words in KIND_WORDS.items()]],
    )
    year = forms.ChoiceField(label="Year", required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "Any year"), *[(str(year), str(year)) for year in years]]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}
