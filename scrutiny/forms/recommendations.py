"""The forms of recommendations: the list's filters, a response, and that one may stay declined (R132)."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import PlainTextField
from assurance.forms.warnings import NO_NAMES
from audits.forms.checked import CheckedForm
from scrutiny.queries.recommendations import MINE, NO_RESPONSE, OPEN, OVER
from scrutiny.rules.assessments import RESPONSE_WORDS, Response
from scrutiny.rules.recommendations import NEEDS_REASON, RESPONSES


class RecommendationFilterForm(forms.Form):
    """What the list is narrowed to."""

    whose = forms.ChoiceField(
        label="Whose", required=False, choices=[("", "Everybody’s"), (MINE, "For my agency or group to answer")]
    )
    state = forms.ChoiceField(
        label="Where it stands",
        required=False,
        choices=[("", "Anywhere"), (OPEN, "Every open one"), (OVER, "Resolved")],
    )
    response = forms.ChoiceField(
        label="Response",
        required=False,
        choices=[
            ("", "Any response"),
            (NO_RESPONSE, RESPONSE_WORDS[Response.NONE]),
            *[(str(one), words) for one, words in RESPONSE_WORDS.items() if one],
        ],
    )
    holder = forms.ChoiceField(label="Held by", required=False)

    def __init__(self, *args, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [("", "Any agency or group"), *holders]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class SaidForm(CheckedForm):
    """Something said of a recommendation for good. `seen` is the key of what was said last when the page was opened."""

    is_final = True
    button = "Send the response"

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(self.button)

    def refused(self, problem):
        """Show what the service refuses; after a conflict one goes on from what was said in between."""
        self.add_error(None, problem.messages)
        told = next((one.params for one in problem.error_list if one.code == "conflict"), None)
        if told:
            self.data = self.data.copy()
            self.data["seen"] = told["seen"]


class ResponseForm(SaidForm):
    """What its holder makes of a recommendation."""

    response = forms.TypedChoiceField(
        label="Is the recommendation accepted?",
        choices=[(str(one), RESPONSE_WORDS[one]) for one in RESPONSES],
        coerce=Response,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the recommendation is accepted"},
    )
    text = PlainTextField(
        label="What do you say to it?",
        required=False,
        rows=6,
        help_text="What you will do about it. If you do not accept it, or not all of it, say why. " + NO_NAMES,
    )

    def clean(self):
        """The response, with its reason where it needs one."""
        answers = super().clean()
        response = answers.get("response")
        if response in NEEDS_REASON and not answers.get("text") and "text" not in self.errors:
            self.add_error("text", NEEDS_REASON[response].rstrip("."))
        return answers


class SettleForm(SaidForm):
    """Why scrutiny accepts that a recommendation is declined."""

    button = "Accept that it is declined"

    text = PlainTextField(
        label="Why do you accept that it is declined?",
        rows=5,
        help_text=f"Everybody who reads the recommendation reads this. {NO_NAMES}",
        error_messages={"required": NEEDS_REASON[Response.SETTLED].rstrip(".")},
    )
