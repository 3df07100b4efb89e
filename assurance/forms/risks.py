"""The forms of the risk register: filters, a risk, its scores and moves, its controls and the assurance on them."""

from crispy_forms.layout import Div, Layout
from django import forms

from assurance.forms.actions import holder_choices
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, topics_field
from assurance.forms.layouts import boxes, part
from assurance.forms.moves import MoveForm
from assurance.forms.warnings import NO_NAMES
from assurance.queries.risks import OVERDUE
from assurance.rules.evidence_tiers import TIER_WORDS
from assurance.rules.risks import (
    BAND_WORDS,
    CONTROL_WORDS,
    IMPACT_WORDS,
    LIKELIHOOD_WORDS,
    MOVE_ASKS,
    NEEDS,
    RAISE_NEEDS,
    SCORE_WORDS,
    STATE_WORDS,
    STEPS,
    ControlView,
    RiskMove,
    Score,
    ScoreKind,
)
from assurance.rules.wording import date_words

A_POST = "A post, for example Head of Children’s Safeguarding. Not a person’s name."
KIND_ASKS = {
    ScoreKind.INHERENT: "before any control",
    ScoreKind.CURRENT: "as it is now",
    ScoreKind.TARGET: "as it is meant to be",
}

SCORE_FIELDS = [f"{kind}_{step}" for kind in ScoreKind for step in ("likelihood", "impact")]


def step_field(name, words, kind=None):
    """A choice among five steps, each in words."""
    when = f" {KIND_ASKS[kind]}" if kind else ""
    choices = [(str(step), f"{step} {words[step][0]}: {words[step][1].lower()}") for step in STEPS]
    return forms.TypedChoiceField(
        label=f"{name}{when}",
        choices=[("", "Choose one"), *choices],
        coerce=int,
        error_messages={"required": f"Choose the {name.lower()}{when}"},
    )


class RiskFilterForm(forms.Form):
    """What the register is narrowed to; the steps are the matrix’s own."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OVERDUE, "Review overdue"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )
    band = forms.ChoiceField(
        label="How high now",
        required=False,
        choices=[("", "Any"), *[(str(band), words) for band, words in BAND_WORDS.items()]],
    )
    topic = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="About", required=False, empty_label="Any theme or indicator"
    )
    holder = forms.ChoiceField(label="Lies with", required=False)
    likelihood = forms.ChoiceField(
        label="Likelihood now",
        required=False,
        choices=[("", "Any"), *[(str(step), f"{step} {LIKELIHOOD_WORDS[step][0]}") for step in STEPS]],
    )
    impact = forms.ChoiceField(
        label="Impact now",
        required=False,
        choices=[("", "Any"), *[(str(step), f"{step} {IMPACT_WORDS[step][0]}") for step in STEPS]],
    )

    def __init__(self, *args, topics, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        self.fields["holder"].choices = [("", "Any agency or group"), *holders]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        topic = read.get("topic")
        return {name: read.get(name, "") for name in self.fields} | {"topic": topic.slug if topic else ""}


class RiskWordsForm(forms.Form):
    """What a risk is, whose it is, and what it touches."""

    title = forms.CharField(
        label="The risk in a few words",
        max_length=240,
        help_text="For example, Children are not seen alone when they come back from being missing",
        error_messages={"required": RAISE_NEEDS["title"]},
    )
    cause = PlainTextField(
        label="What may bring it about?",
        rows=4,
        help_text=NO_NAMES,
        error_messages={"required": RAISE_NEEDS["cause"]},
    )
    effect = PlainTextField(
        label="What would it mean for children?", rows=4, error_messages={"required": RAISE_NEEDS["effect"]}
    )
    owner = forms.CharField(
        label="Who owns it?", max_length=160, help_text=A_POST, error_messages={"required": RAISE_NEEDS["owner"]}
    )
    holder = forms.ChoiceField(
        label="Which agency or group does it lie with?",
        required=False,
        help_text="Leave this if it is the Partnership’s as a whole.",
    )
    priority = forms.ModelChoiceField(
        queryset=None, label="Which priority does it endanger?", required=False, empty_label="None"
    )
    topics = topics_field("Which themes and indicators does it touch?")

    def __init__(self, *args, holders, priorities, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.fields["holder"].choices = holder_choices(holders, blank="The Partnership as a whole")
        self.fields["priority"].queryset = priorities
        self.fields["topics"].queryset = topics.order_by("-kind", "position", "title")
        self.helper = one_button("Save the risk")
        self.helper.layout = Layout(*(boxes(self, name) if name == "topics" else name for name in self.fields))

    def clean_holder(self):
        """The agency or group that was chosen, or None."""
        return self.holders.get(self.cleaned_data["holder"])


class RaiseForm(RiskWordsForm):
    """A new risk with its three scores and its first review."""

    inherent_likelihood = step_field("Likelihood", LIKELIHOOD_WORDS, ScoreKind.INHERENT)
    inherent_impact = step_field("Impact", IMPACT_WORDS, ScoreKind.INHERENT)
    current_likelihood = step_field("Likelihood", LIKELIHOOD_WORDS, ScoreKind.CURRENT)
    current_impact = step_field("Impact", IMPACT_WORDS, ScoreKind.CURRENT)
    target_likelihood = step_field("Likelihood", LIKELIHOOD_WORDS, ScoreKind.TARGET)
    target_impact = step_field("Impact", IMPACT_WORDS, ScoreKind.TARGET)
    review_on = GovDateField(label="When is it reviewed first?", noun="date of the first review")
    field_order = ("title", "cause", "effect", *SCORE_FIELDS, "owner", "holder", "review_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(MOVE_ASKS[RiskMove.RAISE])
        scores = (
            part(SCORE_WORDS[kind], self, Div(f"{kind}_likelihood", f"{kind}_impact", css_class="app-form__pair"))
            for kind in ScoreKind
        )
        self.helper.layout = Layout(
            part("The risk", self, "title", "cause", "effect"),
            *scores,
            part("Who sees to it", self, "owner", "holder", "review_on"),
            part("What it touches", self, "priority", boxes(self, "topics")),
        )

    def clean(self):
        """Gives each pair of steps as one score, when both were chosen."""
        cleaned = super().clean()
        for kind in ScoreKind:
            likelihood, impact = cleaned.pop(f"{kind}_likelihood", None), cleaned.pop(f"{kind}_impact", None)
            if likelihood and impact:
                cleaned[str(kind)] = Score(likelihood, impact)
        return cleaned


class ChangeForm(RiskWordsForm):
    """Other words for a risk; `seen` tells whether it has changed since its reader saw it."""

    seen = forms.CharField(widget=forms.HiddenInput)


class ScoreForm(forms.Form):
    """Another score between reviews, with the reason."""

    kind = forms.TypedChoiceField(
        label="Which score is another now?",
        choices=[(str(kind), words) for kind, words in SCORE_WORDS.items()],
        coerce=ScoreKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which score is another now"},
    )
    likelihood = step_field("Likelihood", LIKELIHOOD_WORDS)
    impact = step_field("Impact", IMPACT_WORDS)
    reason = PlainTextField(
        label="Why?",
        rows=4,
        help_text=f"It stands in the history of the risk. {NO_NAMES}",
        error_messages={"required": "Say why the score is another now"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Give this score")

    def clean(self):
        """Gives the two steps as one score, when both were chosen."""
        cleaned = super().clean()
        likelihood, impact = cleaned.pop("likelihood", None), cleaned.pop("impact", None)
        return cleaned | ({"score": Score(likelihood, impact)} if likelihood and impact else {})


class RiskMoveForm(MoveForm):
    """What one move of a risk needs."""

    noun, states, needs, asks, warns = "risk", STATE_WORDS, NEEDS, MOVE_ASKS, (RiskMove.CLOSE,)


class ScoredMoveForm(RiskMoveForm):
    """A move that says how likely and how grave the risk is now, and when it is reviewed next."""

    likelihood = step_field("Likelihood", LIKELIHOOD_WORDS, ScoreKind.CURRENT)
    impact = step_field("Impact", IMPACT_WORDS, ScoreKind.CURRENT)
    review_on = GovDateField(label="When is it reviewed next?", noun="date of the next review")

    def clean(self):
        """Gives the two steps as one score, when both were chosen."""
        cleaned = super().clean()
        likelihood, impact = cleaned.pop("likelihood", None), cleaned.pop("impact", None)
        return cleaned | ({"current": Score(likelihood, impact)} if likelihood and impact else {})


class ReviewForm(ScoredMoveForm):
    """What a review found."""

    move = RiskMove.REVIEW
    text = PlainTextField(
        label="What did the review find?",
        rows=6,
        help_text=f"What has changed, whether the controls work, and what that means for children. {NO_NAMES}",
    )
    field_order = ("text", "likelihood", "impact", "review_on")


class CloseForm(RiskMoveForm):
    """Why it is watched no more."""

    move = RiskMove.CLOSE
    text = PlainTextField(label="Why is it closed, and what does that mean for children?", rows=5, help_text=NO_NAMES)


class ReopenForm(ScoredMoveForm):
    """Why it is watched again."""

    move = RiskMove.REOPEN
    text = PlainTextField(label="Why is it opened again?", rows=5, help_text=NO_NAMES)
    field_order = ("text", "likelihood", "impact", "review_on")


MOVE_FORMS = {form.move: form for form in (ReviewForm, CloseForm, ReopenForm)}


class ControlForm(forms.Form):
    """What is in place, and who sees to it."""

    text = PlainTextField(
        label="What is in place to keep the risk down?",
        rows=4,
        help_text=f"What is done, how often and by whom. {NO_NAMES}",
        error_messages={"required": "Say what is in place"},
    )
    owner = forms.CharField(
        label="Who sees to it?",
        max_length=160,
        help_text=A_POST,
        error_messages={"required": "Say who sees to it, by post"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Add the control")


class EndControlForm(forms.Form):
    """Why a control is no longer in place."""

    because = PlainTextField(
        label="Why is it no longer in place?",
        rows=4,
        help_text=NO_NAMES,
        error_messages={"required": "Say why the control is no longer in place"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("End this control", warning=True)


class AssureForm(forms.Form):
    """What an item of assurance says of a control."""

    item = forms.ChoiceField(
        label="Which item of assurance speaks of it?",
        help_text="Items that are current, by tier. An item that is missing is recorded under Evidence first.",
        error_messages={"required": "Choose an item of assurance"},
    )
    view = forms.TypedChoiceField(
        label="What does it say of the control?",
        choices=[(str(view), words) for view, words in CONTROL_WORDS.items()],
        coerce=ControlView,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it says of the control"},
    )
    note = PlainTextField(
        label="What does not work, and what does that mean for children?",
        rows=4,
        required=False,
        help_text=f"You may leave this blank where the control works. {NO_NAMES}",
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for found in items.values() for item in found}
        tiers = [
            (TIER_WORDS[tier], [(str(item.pk), f"{item.title} ({date_words(item.dated_on)})") for item in found])
            for tier, found in items.items()
            if found
        ]
        self.fields["item"].choices = [("", "Choose one"), *tiers]
        self.helper = one_button("Record this assurance")

    def clean_item(self):
        """The item that was chosen."""
        return self.items[self.cleaned_data["item"]]
