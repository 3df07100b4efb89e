"""The forms of themes: the programme's filters, planning and editing one, its reports, each move with what it needs."""

from types import MappingProxyType

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.decisions import BoardDecisionField
from assurance.forms.fields import PlainTextField, boxes_field, topics_field
from assurance.forms.layouts import boxes
from assurance.forms.moves import MoveForm, SeenForm
from assurance.forms.warnings import NO_NAMES
from assurance.queries.themes import OPEN, OVER
from assurance.rules.theme_gates import gates_of
from assurance.rules.themes import (
    DOMAIN_WORDS,
    GATE_WORDS,
    GATES,
    MOVE_ASKS,
    NEEDS,
    REPORT_NAMES,
    REPORT_WORDS,
    STATE_WORDS,
    Domain,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
    may_be_reported,
)
from assurance.rules.wording import date_words

BOXES = ("topics", "risks")
A_POST = "A post, for example Head of Children’s Safeguarding. Not a person’s name."


class ThemeFilterForm(forms.Form):
    """What the programme is narrowed to."""

    state = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[
            ("", "Any stage"),
            (OPEN, "Planned or under way"),
            (OVER, "Closed or dropped"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )
    domain = forms.ChoiceField(
        label="Domain",
        required=False,
        choices=[("", "Any domain"), *[(str(domain), words) for domain, words in DOMAIN_WORDS.items()]],
    )

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class ThemeForm(forms.Form):
    """A new theme: why, what is to be different, what it is informed by, and its place in the programme."""

    title = forms.CharField(
        label="The theme in a few words",
        max_length=240,
        help_text="For example, Children who go missing three times or more",
        error_messages={"required": "Say in a few words what the theme is"},
    )
    follows = forms.ModelChoiceField(
        queryset=None,
        label="Which theme does it follow?",
        required=False,
        empty_label="None: it is the first, or no other is under way",
        help_text="It begins when the theme before it reaches Implementation.",
    )
    domain = forms.TypedChoiceField(
        label="Within which domain?",
        choices=[(str(domain), words) for domain, words in DOMAIN_WORDS.items()],
        coerce=Domain,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the domain"},
    )
    why = PlainTextField(
        label="Why this theme?",
        rows=6,
        help_text=f"What the indicators and risks show. {NO_NAMES}",
        error_messages={"required": "Say why this theme: what the indicators and risks show"},
    )
    outcome = PlainTextField(
        label="What is to be different for children?",
        rows=5,
        help_text="The outcome, not the activity. It stands once the theme has begun: it is closed against it.",
        error_messages={"required": "Say what is to be different for children"},
    )
    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which group takes it forward?",
        empty_label="Choose one",
        error_messages={"required": "Choose the group that takes it forward"},
    )
    lead = forms.CharField(
        label="Who leads it?",
        max_length=160,
        help_text=A_POST,
        error_messages={"required": "Say who leads it, by post"},
    )
    priority = forms.ModelChoiceField(
        queryset=None, label="Which priority does it serve?", required=False, empty_label="None"
    )
    topics = topics_field(
        "Which indicators and topics inform it?",
        help_text="At least one of these, or a risk, is needed before it begins.",
    )
    risks = boxes_field("Which risks inform it?")

    def __init__(self, *args, offered, button="Plan this theme", **kwargs):
        super().__init__(*args, **kwargs)
        for name, found in (
            ("group", offered.groups),
            ("priority", offered.priorities),
            ("topics", offered.topics),
            ("risks", offered.risks),
            ("follows", offered.followed),
        ):
            self.fields[name].queryset = found
        if not offered.risks:
            del self.fields["risks"]
        self.helper = one_button(button)
        self.lay_out()

    def lay_out(self):
        """The fields there are in their order, the long lists folded."""
        self.helper.layout = Layout(*(boxes(self, name) if name in BOXES else name for name in self.fields))

    def clean(self):
        """The answers; no risks where there are none to choose."""
        return {"risks": [], **super().clean()}


def gate_field(kind):
    """When one of the reports falls: as C11 has it, or the other place it may have."""
    return forms.ChoiceField(
        label=f"{REPORT_NAMES[kind]}: when does it fall?",
        choices=[(str(move), GATE_WORDS[move]) for move in GATES[kind]],
        widget=forms.RadioSelect,
        help_text=f"{REPORT_WORDS[kind]}.",
        error_messages={"required": "Choose when the report falls"},
    )


class ThemeEditForm(ThemeForm, SeenForm):
    """
    A theme that has not ended; what was named at its beginning stands.

    `state` is its fingerprint, by which it is known whether somebody else has changed it meanwhile.
    """

    noun, states = "theme", MappingProxyType({"": ""})
    seen = forms.CharField(widget=forms.HiddenInput)
    analysis = gate_field(ThemeReportKind.ANALYSIS)
    proposal = gate_field(ThemeReportKind.PROPOSAL)
    outcomes = gate_field(ThemeReportKind.OUTCOMES)

    def __init__(self, *args, theme, state, offered, **kwargs):
        names = ("title", "domain", "why", "outcome", "lead", "priority", "follows")
        initial = {name: getattr(theme, name) for name in names} | {"group": theme.group.slug}
        initial |= {"topics": list(theme.topics.all()), "risks": list(theme.risks.all())}
        initial |= {str(kind): str(move) for kind, move in gates_of(theme.gates).items()}
        super().__init__(*args, offered=offered, state=state, initial=initial, button="Save", **kwargs)
        if theme.state != ThemeState.PLANNED:
            del self.fields["outcome"], self.fields["follows"]
            self.lay_out()

    def clean(self):
        """The answers, with when the reports fall as `gates`."""
        cleaned = super().clean()
        gates = {str(kind): cleaned.pop(str(kind), "") for kind in ThemeReportKind}
        return cleaned | {"gates": gates}


class MeetingOfTheBoardField(forms.ModelChoiceField):
    """One of the Executive Board's meetings."""

    def label_from_instance(self, meeting):
        """Its day, and whether it was held."""
        return f"{date_words(meeting.starts_at)} ({meeting.get_state_display().lower()})"


class ThemeReportForm(forms.Form):
    """One of the three reports: findings, and apart from them what is recommended (R138)."""

    kind = forms.TypedChoiceField(
        label="Which report is it?",
        coerce=ThemeReportKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which report it is"},
    )
    meeting = MeetingOfTheBoardField(
        queryset=None,
        to_field_name="key",
        label="To which meeting of the Executive Board?",
        empty_label="Choose one",
        help_text="The report opens its gate once that meeting has been held.",
        error_messages={"required": "Choose the meeting of the Executive Board"},
    )
    findings = PlainTextField(
        label="Findings",
        rows=9,
        help_text=f"What was found, and how you know. {NO_NAMES}",
        error_messages={"required": "Say what was found"},
    )
    recommendations = PlainTextField(
        label="Recommendations for action",
        required=False,
        rows=6,
        help_text="Apart from the findings. Set an action on the theme’s page for each that is taken up.",
    )

    def __init__(self, *args, theme, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in ThemeReportKind if may_be_reported(kind, ThemeState(theme.state))]
        self.fields["kind"].choices = [(str(kind), f"{REPORT_NAMES[kind]}: {REPORT_WORDS[kind]}") for kind in kinds]
        self.fields["meeting"].queryset = meetings
        self.helper = one_button("Record the report")


class ThemeMoveForm(MoveForm):
    """What one move of a theme needs."""

    noun, states, needs, asks, warns = "theme", STATE_WORDS, NEEDS, MOVE_ASKS, (ThemeMove.DROP,)

    def __init__(self, *args, theme, decisions, **kwargs):
        super().__init__(*args, state=theme.state, initial={"activity": theme.activity}, **kwargs)
        if "decision" in self.fields:
            self.fields["decision"].queryset = decisions


class NoteForm(ThemeMoveForm):
    """A move that needs no words, and may have some."""

    text = PlainTextField(
        label="What is there to say about it?",
        required=False,
        rows=4,
        help_text=f"You may leave this blank. {NO_NAMES}",
    )


class BeginForm(NoteForm):
    """Information is gathered from now on."""

    move = ThemeMove.BEGIN


class ProposeForm(ThemeMoveForm):
    """Activity is being proposed; it may be written down already."""

    move = ThemeMove.PROPOSE
    activity = PlainTextField(
        label="What activity is being proposed?",
        required=False,
        rows=6,
        help_text="You may leave this blank until the Executive Board decides.",
    )


class AgreeForm(ThemeMoveForm):
    """The Executive Board's decision, and the activity as agreed."""

    move = ThemeMove.AGREE
    decision = BoardDecisionField(
        label="Which decision of the Executive Board agrees it?",
        help_text="Decisions of Board meetings that were held, as far as you read their minutes. "
        "If it is not here, ask the Business Team to record it in the minutes.",
    )
    activity = PlainTextField(label="What activity is agreed?", rows=7, help_text=NO_NAMES)


class ImplementForm(NoteForm):
    """The activity is put into practice."""

    move = ThemeMove.IMPLEMENT


class EvaluateForm(NoteForm):
    """What was done is evaluated."""

    move = ThemeMove.EVALUATE


class ReportForm(NoteForm):
    """Outcomes are being reported."""

    move = ThemeMove.REPORT


class CloseForm(ThemeMoveForm):
    """What changed for children: without it the theme is not closed (R98)."""

    move = ThemeMove.CLOSE
    difference = PlainTextField(
        label="What changed for children, and how do you know?",
        rows=8,
        help_text=f"Not what was done. If nothing has changed, say so, and what the figures show. {NO_NAMES}",
    )


class DropForm(ThemeMoveForm):
    """Why it is dropped."""

    move = ThemeMove.DROP
    text = PlainTextField(label="Why is it dropped?", rows=5, help_text=NO_NAMES)


class TakeUpForm(ThemeMoveForm):
    """Why a dropped theme is taken up again."""

    move = ThemeMove.TAKE_UP
    text = PlainTextField(
        label="Why is it taken up again?", rows=5, help_text="It is planned again, and begins when its turn comes."
    )


MOVE_FORMS = {
    form.move: form
    for form in (
        BeginForm,
        ProposeForm,
        AgreeForm,
        ImplementForm,
        EvaluateForm,
        ReportForm,
        CloseForm,
        DropForm,
        TakeUpForm,
    )
}
