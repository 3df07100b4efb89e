"""The forms of plans: the list's filters, a plan, a priority, how it stands, and each move with what it needs."""

from datetime import date
from types import MappingProxyType

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.decisions import BoardDecisionField
from assurance.forms.fields import GovDateField, PlainTextField, topics_field
from assurance.forms.layouts import boxes
from assurance.forms.moves import MoveForm, SeenForm
from assurance.forms.warnings import NO_NAMES
from assurance.rules.plans import (
    KIND_WORDS,
    MOVE_ASKS,
    NEEDS,
    PROGRESS_WORDS,
    STATE_WORDS,
    PlanKind,
    PlanMove,
    Progress,
    month_words,
)

A_POST = "A post, for example Head of Children’s Safeguarding. Not a person’s name."
TITLES = {
    PlanKind.STRATEGIC: "For example, Strategic plan 2027 to 2030",
    PlanKind.WORK: "For example, Work plan 2027/28",
    PlanKind.IMPROVEMENT: "For example, Improvement plan after the inspection of May 2027",
}


class PlanFilterForm(forms.Form):
    """What the list of plans is narrowed to."""

    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any kind"), *[(str(kind), words) for kind, words in KIND_WORDS.items()]],
    )
    group = forms.ChoiceField(label="Group", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), *[(str(state), words) for state, words in STATE_WORDS.items()]],
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "Any group"), *[(group.slug, group.name) for group in groups]]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class DraftForm(SeenForm):
    """Something in a draft: `state` is its fingerprint, by which it is known whether somebody else has changed it."""

    noun, states = "plan", MappingProxyType({"": ""})
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, state="", **kwargs):
        super().__init__(*args, state=state, **kwargs)
        if not state:
            del self.fields["seen"]


class PlanForm(DraftForm):
    """A plan's name, days, purpose and who answers for it. A new one says whose it is."""

    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Whose plan is it?",
        empty_label="Choose a group",
        error_messages={"required": "Choose whose plan it is", "invalid_choice": "Choose a group of the list"},
    )
    title = forms.CharField(
        label="What is the plan called?", max_length=240, error_messages={"required": "Say what the plan is called"}
    )
    starts_on = GovDateField(label="First day", noun="first day", help_text="For example, 1 4 2027")
    ends_on = GovDateField(label="Last day", noun="last day", help_text="For example, 31 3 2030")
    lead = forms.CharField(
        label="Who is responsible for its delivery?", required=False, max_length=160, help_text=A_POST
    )
    why = PlainTextField(label="What is it for?", required=False, rows=5, help_text=NO_NAMES)
    inspection = forms.ModelChoiceField(
        queryset=None, label="Which inspection does it answer?", required=False, empty_label="None"
    )

    def __init__(self, *args, kind, groups=None, inspections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = TITLES[kind]
        self.fields["inspection"].queryset = inspections
        if groups is None:
            del self.fields["group"]
        else:
            self.fields["group"].queryset = groups
            if kind == PlanKind.STRATEGIC:
                self.initial.setdefault("group", next((group.slug for group in groups), None))
        if kind == PlanKind.WORK:
            self.fields["lead"].help_text = f"The chair of the group, unless you name another. {A_POST}"
        if kind != PlanKind.IMPROVEMENT:
            del self.fields["inspection"]
        self.helper = one_button("Save the plan")

    def clean_ends_on(self):
        """The last day, which comes after the first."""
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if first and last and last <= first:
            raise forms.ValidationError("The last day must be after the first day")
        return last


class PriorityForm(DraftForm):
    """A priority: the outcome wanted for children, who leads it, and what it links with."""

    title = forms.CharField(
        label="The priority in a few words",
        max_length=240,
        error_messages={"required": "Say in a few words what the priority is"},
    )
    outcome = PlainTextField(
        label="What is to be different for children?",
        rows=5,
        help_text=f"Say what children will see or have, not what will be done. {NO_NAMES}",
        error_messages={"required": "Say what is to be different for children"},
    )
    lead = forms.CharField(
        label="Who leads it?", max_length=160, help_text=A_POST, error_messages={"required": "Name the post that leads"}
    )
    agency = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", label="In which agency?", required=False, empty_label="None in particular"
    )
    links = PlainTextField(
        label="Which other strategies and boards does it link with?",
        required=False,
        rows=3,
        help_text="For example, the safeguarding adults board, the community safety partnership, the health and "
        "wellbeing board, and what is shared with them.",
    )
    topics = topics_field("Which themes and indicators does it touch?")

    def __init__(self, *args, agencies, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["topics"].queryset = topics.order_by("-kind", "position", "title")
        self.helper = one_button("Save the priority")
        self.helper.layout = Layout(*(name for name in self.fields if name != "topics"), boxes(self, "topics"))


class ReviewForm(forms.Form):
    """How a priority stands in a month: what was done, and what changed for children (R98)."""

    month = forms.TypedChoiceField(label="Which month is it about?", coerce=date.fromisoformat)
    progress = forms.TypedChoiceField(
        label="How does it stand?",
        choices=[(str(progress), words) for progress, words in PROGRESS_WORDS.items()],
        coerce=Progress,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it stands"},
    )
    done = PlainTextField(
        label="What was done?", rows=5, help_text=NO_NAMES, error_messages={"required": "Say what was done"}
    )
    difference = PlainTextField(
        label="What changed for children, and how do you know?",
        required=False,
        rows=5,
        help_text="Leave it blank if nothing has changed yet: then it is not achieved. " + NO_NAMES,
    )
    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Who reports?",
        empty_label="Choose a group",
        error_messages={"required": "Choose who reports"},
    )

    def __init__(self, *args, months, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month.isoformat(), month_words(month)) for month in months]
        self.fields["group"].queryset = groups
        if len(groups) == 1:
            self.initial.setdefault("group", groups[0].slug)
        self.helper = one_button("Record the review")

    def clean(self):
        """What changed for children, without which nothing is achieved."""
        cleaned = super().clean()
        if cleaned.get("progress") == Progress.ACHIEVED and not cleaned.get("difference"):
            self.add_error("difference", "Say what changed for children, and how you know: else it is not achieved")
        return cleaned


class PlanMoveForm(MoveForm):
    """What one move of a plan needs."""

    noun, states, needs, asks, warns = "plan", STATE_WORDS, NEEDS, MOVE_ASKS, (PlanMove.CLOSE,)


class AgreeForm(PlanMoveForm):
    """That it is agreed; a strategic plan, with the decision of the Executive Board."""

    move = PlanMove.AGREE
    decision = BoardDecisionField(
        label="With which decision did the Executive Board agree it?",
        error_messages={"required": "Choose the decision with which the Executive Board agreed it"},
    )

    def __init__(self, *args, decisions=None, **kwargs):
        super().__init__(*args, **kwargs)
        if decisions is None:
            del self.fields["decision"]
        else:
            self.fields["decision"].queryset = decisions


class CloseForm(PlanMoveForm):
    """What came of the plan."""

    move = PlanMove.CLOSE
    text = PlainTextField(label="What came of it, and what changed for children?", rows=6, help_text=NO_NAMES)


class ReopenForm(PlanMoveForm):
    """Why an agreed plan is changed."""

    move = PlanMove.REOPEN
    text = PlainTextField(label="Why is it opened for changes?", rows=5, help_text="It stands in the plan’s history.")


MOVE_FORMS = {form.move: form for form in (AgreeForm, CloseForm, ReopenForm)}
