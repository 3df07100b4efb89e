"""The form of a judgement."""

from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from indicators.rules.judgements import QUESTIONS, WORDS
from indicators.rules.vocabulary import Kind


class JudgementForm(forms.Form):
    """How far, why, what shows it, and on which day it was judged."""

    extent = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose a judgement"})
    narrative = PlainTextField(
        label="Why? What has been done, and with what effect?",
        rows=6,
        error_messages={"required": "Say why this is the judgement"},
    )
    evidence = PlainTextField(
        label="What is the evidence?",
        rows=4,
        help_text="For example, an audit, figures, what children and families say.",
        error_messages={"required": "Name the evidence"},
    )
    judged_on = GovDateField(label="Day of the judgement", noun="day of the judgement")

    def __init__(self, *args, kind, button, **kwargs):
        super().__init__(*args, **kwargs)
        kind = Kind(kind)
        self.fields["extent"].label = QUESTIONS[kind]
        self.fields["extent"].choices = [(str(extent), words) for extent, words in WORDS[kind].items()]
        self.helper = one_button(button)
