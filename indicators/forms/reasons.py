"""What every form that changes the suite has: the reason, and a trace of what the person had before them (R68)."""

from django import forms

from assurance.forms.fields import PlainTextField

NOT_AGREED = [("", "Not yet agreed")]


class ReasonForm(forms.Form):
    """A change with its reason, which always comes last."""

    reason = PlainTextField(
        label="Why?",
        rows=3,
        help_text="Kept in the history with your name and the time.",
        error_messages={"required": "Give the reason for the change"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])


class SeenForm(ReasonForm):
    """A change to something another person may change meanwhile: `seen` is the fingerprint of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def look_again(self, seen):
        """Take what stands now as seen: the page that comes back says what has changed meanwhile."""
        self.data = self.data.copy()
        self.data["seen"] = seen


def agreed_or_not(words):
    """The choices of a table of words, with "Not yet agreed" before them."""
    return NOT_AGREED + [(str(value), label) for value, label in words.items()]
