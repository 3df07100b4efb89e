"""The forms of moderation: settling one grade, and what was said of a case or an agency."""

from django import forms

from assurance.forms.fields import PlainTextField
from audits.forms.checked import CheckedForm
from audits.rules.settling import NOT_A_GRADE, REASON_NEEDED

NO_NAMES = "Name no child, no family and no member of staff."


class SettleForm(CheckedForm):
    """The settled grade of one question, with the reason wherever it is not what every agency gave."""

    is_final = True
    field_order = ("version", "value", "reason")

    version = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.ChoiceField(
        label="Settled grade",
        widget=forms.RadioSelect,
        error_messages={"required": NOT_A_GRADE, "invalid_choice": NOT_A_GRADE},
    )
    reason = PlainTextField(label="Why it is settled so", required=False, rows=3)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, initial=board.initial, auto_id=f"{board.key}_%s", **kwargs)
        self.board = board
        self.fields["value"].choices = board.choices

    def clean(self):
        """The answers. Adds an error where the grade needs a reason and has none."""
        answers = super().clean()
        if answers.get("value") in self.board.needs_reason_for and answers.get("reason") == "":
            self.add_error("reason", REASON_NEEDED)
        return answers

    def after_conflict(self, board):
        """Go on from what was settled meanwhile, with what was chosen and written kept."""
        self.board = board
        self.data = self.data.copy()
        self.data["version"] = str(board.initial["version"])


class DiscussionForm(CheckedForm):
    """What practitioners said, and what others can learn from."""

    is_final = True
    field_order = ("version", "practitioners", "good_practice")

    version = forms.IntegerField(widget=forms.HiddenInput)
    practitioners = PlainTextField(
        label="What practitioners said",
        required=False,
        rows=5,
        help_text=f"What those who worked with the family make of the findings. {NO_NAMES}",
    )
    good_practice = PlainTextField(
        label="Good practice that others can learn from",
        required=False,
        rows=4,
        help_text=f"What was done, by which agency, and what it changed for the child. {NO_NAMES}",
    )

    def values(self):
        """The texts that could be read, by the names the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def rows(self, texts):
        """Each text's field with the text of the same name in `texts`."""
        return [(self[name], texts.get(name, "")) for name in ("practitioners", "good_practice")]
