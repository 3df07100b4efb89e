"""The forms of one question: its answer, looking for evidence, evidence held elsewhere, and actions (R124 to R126)."""

from datetime import date

from django import forms

from assurance.forms.actions import holder_choices
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField
from assurance.forms.warnings import NO_NAMES
from scrutiny.rules.assessments import EVIDENCE_WORDS, VOICE_WORDS, EvidenceKind, Voice
from scrutiny.rules.frameworks import RATING_WORDS, Rating

# In the order of Six Steps, section 5, which the definitions follow.
RATINGS = (Rating.GREEN, Rating.AMBER, Rating.RED, Rating.NOT_RATED)
NOT_RATED_HINT = "It cannot be published like this."


class AnswerForm(forms.Form):
    """One answer. Nothing is required until the assessment is published: a save always works."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    rating = forms.ChoiceField(
        label="How can the question be answered?",
        required=False,
        choices=[(str(rating), RATING_WORDS[rating]) for rating in RATINGS],
        widget=forms.RadioSelect,
    )
    rationale = PlainTextField(label="Why do you answer it so?", required=False, rows=6, help_text=NO_NAMES)
    outcome = PlainTextField(
        label="What is the outcome for children?",
        required=False,
        rows=4,
        help_text="What children experience, not only which process there is.",
    )
    children = PlainTextField(label=VOICE_WORDS[Voice.CHILDREN], required=False, rows=3)
    families = PlainTextField(label=VOICE_WORDS[Voice.FAMILIES], required=False, rows=3)
    practitioners = PlainTextField(label=VOICE_WORDS[Voice.PRACTITIONERS], required=False, rows=3)

    def __init__(self, *args, definitions, **kwargs):
        super().__init__(*args, **kwargs)
        hints = definitions | {str(Rating.NOT_RATED): NOT_RATED_HINT}
        self.fields["rating"].widget.attrs["option_hints"] = hints

    def clean_rating(self):
        """The rating; without a choice the question is not yet rated."""
        return self.cleaned_data["rating"] or str(Rating.NOT_RATED)

    def values(self):
        """The fields that could be read, by the names the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def rows(self, texts):
        """Each visible field with the text of the same name in `texts`, in the order of the form."""
        return [(field, texts.get(field.name, "")) for field in self.visible_fields()]


class EvidenceSearchForm(forms.Form):
    """What of the portal is looked for, and as at which day figures are read."""

    words = forms.CharField(label="Words it holds", required=False, max_length=120)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Every kind")]
        + [(str(kind), words) for kind, words in EVIDENCE_WORDS.items() if kind != EvidenceKind.OTHER],
    )
    as_at = forms.TypedChoiceField(label="Figures as at", required=False, coerce=date.fromisoformat, empty_value=None)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_at"].choices = [("", "Today"), *meetings]

    def found(self):
        """What could be read, by the names of the fields; blank for the rest."""
        self.is_valid()
        return {"words": "", "kind": "", "as_at": None} | self.cleaned_data


class EvidenceForm(forms.Form):
    """Evidence held elsewhere."""

    words = PlainTextField(
        label="What does it show?", rows=4, help_text=NO_NAMES, error_messages={"required": "Say what it shows"}
    )
    source = forms.CharField(
        label="Where does it come from?",
        max_length=240,
        help_text="For example, Visit to the front door service, or the title of a report.",
        error_messages={"required": "Say where it comes from"},
    )
    dated_on = GovDateField(
        label="Of which day is it?", noun="date of the evidence", required=False, help_text="For example, 14 9 2026"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Add this evidence")


class DraftActionForm(forms.Form):
    """An action on an answer: what, whose, by when; of independent scrutiny it may be a recommendation."""

    title = forms.CharField(
        label="The action in a few words",
        max_length=240,
        help_text="For example, Publish the safeguarding children plan in words young people chose",
        error_messages={"required": "Say in a few words what is to be done"},
    )
    outcome = PlainTextField(label="What should be different for children?", rows=4, required=False, help_text=NO_NAMES)
    holder = forms.ChoiceField(
        label="Which agency or group takes it on?", error_messages={"required": "Choose who takes the action on"}
    )
    owner = forms.CharField(
        label="Who sees to it?",
        required=False,
        max_length=160,
        help_text="A post, for example Head of Children’s Safeguarding. Not a person’s name.",
    )
    due_on = GovDateField(label="By when?", noun="date by which it is done", help_text="For example, 31 3 2027")
    is_recommendation = forms.BooleanField(
        label="This is a recommendation",
        required=False,
        help_text="Its holder has to accept or decline it once the assessment is published.",
    )

    def __init__(self, *args, holders, may_recommend, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.fields["holder"].choices = holder_choices(holders)
        if len(holders) == 1:
            self.fields["holder"].initial = next(iter(holders))
        if not may_recommend:
            del self.fields["is_recommendation"]
        self.helper = one_button(button)

    def clean_holder(self):
        """The agency or group that was chosen."""
        return self.holders[self.cleaned_data["holder"]]
