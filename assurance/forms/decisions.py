"""Choosing one of the Executive Board's decisions."""

from django import forms
from django.utils.text import Truncator

from assurance.rules.wording import date_words

WORDS_SHOWN = 120


class BoardDecisionField(forms.ModelChoiceField):
    """A decision of a held meeting of the Executive Board, by its day and what was decided."""

    def __init__(self, **kwargs):
        kwargs = {
            "label": "Which decision of the Executive Board?",
            "empty_label": "Choose a decision",
            "help_text": "It is listed once it stands in the minutes of a meeting that was held.",
        } | kwargs
        super().__init__(queryset=None, **kwargs)
        self.error_messages["invalid_choice"] = "Choose a decision of the list"

    def label_from_instance(self, decision):
        """The day it was made, and what was decided."""
        return f"{date_words(decision.meeting.starts_at)}: {Truncator(decision.text).chars(WORDS_SHOWN)}"
