"""The forms of cases and agencies: the sampling frame, the draw, replacing a case, and whom an audit asks."""

from types import MappingProxyType

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField, boxes_field
from assurance.forms.moves import SeenForm
from audits.forms.checked import CheckedForm
from audits.rules.cases import MAX_CASES, MAX_DRAWN, MAX_REFERENCE, read_frame
from audits.rules.identifiers import Found


class FrameForm(CheckedForm, SeenForm):
    """The sampling frame, a reference a line, and the criteria by which it was put together."""

    is_final = True
    noun, states = "list of cases", MappingProxyType({"": ""})

    seen = forms.CharField(widget=forms.HiddenInput)
    criteria = PlainTextField(
        label="Which cases belong in the sampling frame?",
        required=False,
        rows=4,
        help_text="For example, Every child made subject to a plan for neglect between April and September.",
    )
    frame = PlainTextField(
        label="Every case that fits, one a line",
        required=False,
        rows=14,
        help_text=(
            f"A made-up reference of at most {MAX_REFERENCE} characters, like A01, whose key the agencies keep "
            "elsewhere. Never a name, a date of birth, or a number from a record. If you like, a comma and the kind of "
            f"case: A01, under 5. Up to {MAX_CASES:,} cases, which can be pasted from a spreadsheet."
        ),
    )

    field_order = ("seen", "criteria", "frame")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Save the frame")

    def clean_frame(self):
        """The frame as a text that can be read. Raises ValidationError with every line that cannot."""
        text = self.cleaned_data["frame"]
        if problems := read_frame(text).problems:
            raise forms.ValidationError(list(problems))
        return text

    def look(self, text):
        """What a text holds; of the frame what may be names alone, for its references have been looked at."""
        found = super().look(text)
        return Found(names=found.names) if text == self.cleaned_data.get("frame") else found

    def clean(self):
        """The answers, with the frame read."""
        answers = super().clean()
        if "frame" in answers:
            answers["frame"] = read_frame(answers["frame"])
        return answers


def _number_field(label, smallest, **kwargs):
    too_few, too_many = f"Enter {smallest} or more", f"Enter {MAX_DRAWN} or fewer"
    return forms.IntegerField(
        label=label,
        min_value=smallest,
        max_value=MAX_DRAWN,
        widget=forms.NumberInput(attrs={"width": "3"}),
        error_messages={
            "required": "Enter a number of cases",
            "invalid": "Enter a number of cases, like 5",
            "min_value": too_few,
            "max_value": too_many,
        },
        **kwargs,
    )


class DrawForm(forms.Form):
    """How many cases are drawn, and how many more step in where one cannot be audited."""

    number = _number_field("How many cases are audited?", 1)
    reserve = _number_field(
        "How many more are kept in reserve?",
        0,
        help_text="They step in, in the order in which they are drawn, where a case turns out not to fit.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Draw the cases")


class ReplaceForm(CheckedForm):
    """Why a case leaves the audit."""

    is_final = True
    reason = PlainTextField(
        label="Why is it replaced?",
        rows=4,
        help_text="For example, Two agencies hold no record of this case. Those who run the audit read this.",
        error_messages={"required": "Say why it is replaced"},
    )

    def __init__(self, *args, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(button, warning=True)


class AgenciesForm(forms.Form):
    """The agencies that are asked to answer."""

    agencies = boxes_field(
        "Which agencies are asked?",
        to_field_name="slug",
        help_text="Each answers by itself, and sees nothing of the others’ answers before moderation.",
    )

    def __init__(self, *args, offered, chosen, **kwargs):
        super().__init__(*args, initial={"agencies": [agency.slug for agency in chosen]}, **kwargs)
        self.fields["agencies"].queryset = offered
        self.helper = one_button("Save")


class OneAgencyForm(forms.Form):
    """The one agency of a single-agency audit."""

    agencies = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which agency audits itself?",
        empty_label=None,
        widget=forms.RadioSelect(attrs={"small": True}),
        help_text="A single-agency audit is of one agency.",
        error_messages={"required": "Choose the agency"},
    )

    def __init__(self, *args, offered, chosen, **kwargs):
        super().__init__(*args, initial={"agencies": chosen[0].slug if chosen else None}, **kwargs)
        self.fields["agencies"].queryset = offered
        self.helper = one_button("Save")

    def clean_agencies(self):
        """The agency, as a list of one."""
        return [self.cleaned_data["agencies"]]
