"""The forms of the programme: its filters, the year, planning and changing an audit, moving its dates, its reasons."""

from types import MappingProxyType

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, topics_field
from assurance.forms.layouts import boxes, part
from assurance.forms.moves import SeenForm
from assurance.rules.calendars import year_words
from assurance.rules.wording import date_words
from audits.forms.checked import CheckedForm
from audits.queries.programme import OPEN, OVER
from audits.rules.audits import KIND_WORDS, STATE_WORDS, AuditKind, AuditState
from audits.rules.programme import DATES_OPEN, PLAN_NEEDS
from audits.rules.reasons import REASON_WORDS, Reason, problems_of_reason

A_POST = "A post, for example Quality assurance manager. Not a person’s name."
NO_CHILD = "Nothing that could tell which child it is about."
A_DATE = "For example, 5 10 2026"


class ProgrammeFilterForm(forms.Form):
    """What the programme is narrowed to."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            (OPEN, "Planned or under way"),
            (OVER, "Final or cancelled"),
            *[(str(state), words) for state, words in STATE_WORDS.items()],
        ],
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any kind"), *[(str(kind), words) for kind, words in KIND_WORDS.items()]],
    )
    year = forms.ChoiceField(label="Year of its launch", required=False)
    topic = forms.ChoiceField(label="Theme or indicator", required=False)

    def __init__(self, *args, years, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "Any year"), *[(str(year), year_words(year)) for year in years]]
        self.fields["topic"].choices = [("", "Any"), *[(topic.slug, topic.title) for topic in topics]]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class YearForm(forms.Form):
    """Which financial year of the programme is shown."""

    year = forms.TypedChoiceField(label="Year", coerce=int)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), year_words(year)) for year in years]

    def found(self):
        """The year, or None when it could not be read."""
        return self.cleaned_data["year"] if self.is_valid() else None


class EarlierAuditField(forms.ModelChoiceField):
    """One of the audits there have been."""

    def label_from_instance(self, audit):
        """Its title, and when it was launched."""
        return f"{audit.title} ({date_words(audit.starts_on)})"


class ToolField(forms.ModelChoiceField):
    """A version of a tool."""

    def label_from_instance(self, version):
        """Which it is, and whether it can still be changed."""
        return f"{version}: {version.get_state_display().lower()}"


class AuditForm(CheckedForm):
    """A new audit: what is audited and why, who leads it, when, and what it belongs to."""

    is_final = True

    title = forms.CharField(
        label="The audit in a few words",
        max_length=240,
        help_text="For example, Neglect: how early is it seen?",
        error_messages={"required": PLAN_NEEDS["title"]},
    )
    kind = forms.TypedChoiceField(
        label="What kind of audit is it?",
        choices=[(str(kind), words) for kind, words in KIND_WORDS.items()],
        coerce=AuditKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of audit it is"},
    )
    why = PlainTextField(
        label="Why this, and why now?",
        rows=5,
        help_text=f"You can link the records that show it once the audit is planned. {NO_CHILD}",
        error_messages={"required": PLAN_NEEDS["why"]},
    )
    outcome = PlainTextField(
        label="What should be different for children?",
        rows=4,
        help_text="The outcome, not the activity.",
        error_messages={"required": PLAN_NEEDS["outcome"]},
    )
    lines = PlainTextField(
        label="What are the lines of enquiry?",
        rows=5,
        required=False,
        help_text="One a line. You may leave this blank for now.",
    )
    group = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which group leads the response?",
        empty_label="Choose one",
        help_text="SAAS, unless it was agreed otherwise.",
        error_messages={"required": "Choose the group that leads the response"},
    )
    lead = forms.CharField(
        label="Who leads the audit?", max_length=160, help_text=A_POST, error_messages={"required": PLAN_NEEDS["lead"]}
    )
    starts_on = GovDateField(label="When is it launched?", noun="date it is launched", help_text=A_DATE)
    answers_due_on = GovDateField(
        label="By when do agencies answer?", noun="date the answers are due", help_text="For example, 6 11 2026"
    )
    moderation_on = GovDateField(
        label="When is the moderation meeting?",
        noun="date of the moderation meeting",
        help_text="For example, 19 11 2026",
    )
    report_due_on = GovDateField(
        label="When is the report due?", noun="date the report is due", help_text="For example, 11 12 2026"
    )
    tool = ToolField(
        queryset=None,
        label="Which tool is used?",
        required=False,
        empty_label="Not decided yet",
        help_text="A version is frozen when an audit is launched with it. Without a tool an audit cannot be launched.",
    )
    earlier = EarlierAuditField(
        queryset=None,
        label="Does it repeat an earlier audit?",
        required=False,
        empty_label="No",
        help_text="With the same tool, the two are set beside each other to show whether practice changed.",
    )
    priority = forms.ModelChoiceField(
        queryset=None, label="Which priority does it serve?", required=False, empty_label="None"
    )
    theme = forms.ModelChoiceField(
        queryset=None, label="Which theme of the programme is it part of?", required=False, empty_label="None"
    )
    topics = topics_field("Which themes and indicators is it about?")

    def __init__(self, *args, offered, button="Plan this audit", **kwargs):
        super().__init__(*args, **kwargs)
        for name, found in (
            ("group", offered.groups),
            ("priority", offered.priorities),
            ("theme", offered.themes),
            ("topics", offered.topics),
            ("tool", offered.tools),
            ("earlier", offered.earlier),
        ):
            self.fields[name].queryset = found
        self.helper = one_button(button)
        self.helper.layout = Layout(
            *(name for name in ("seen", "confirmed") if name in self.fields),
            part("What is audited", self, "title", "kind", "why", "outcome", "lines"),
            part("Who leads it", self, "group", "lead"),
            part("When", self, "starts_on", "answers_due_on", "moderation_on", "report_due_on"),
            part("With what", self, "tool", "earlier"),
            part("What it belongs to", self, "priority", "theme", boxes(self, "topics")),
            "none_named",
        )


class AuditChangeForm(AuditForm, SeenForm):
    """The plan of an audit that is not launched. `state` is its fingerprint, by which a change meanwhile is known."""

    noun, states = "audit", MappingProxyType({"": ""})
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, audit, state, offered, **kwargs):
        names = ("title", "kind", "why", "outcome", "lines", "lead", "priority", "theme", "tool", "earlier")
        dates = ("starts_on", "answers_due_on", "moderation_on", "report_due_on")
        initial = {name: getattr(audit, name) for name in (*names, *dates)}
        initial |= {"group": audit.group.slug, "topics": list(audit.topics.all())}
        super().__init__(*args, offered=offered, state=state, initial=initial, button="Save", **kwargs)


class DatesForm(SeenForm):
    """The dates of a launched audit that have not come to pass."""

    noun, states = "audit", MappingProxyType({"": ""})
    seen = forms.CharField(widget=forms.HiddenInput)
    answers_due_on = AuditForm.base_fields["answers_due_on"]
    moderation_on = AuditForm.base_fields["moderation_on"]
    report_due_on = AuditForm.base_fields["report_due_on"]

    def __init__(self, *args, audit, state, **kwargs):
        open_now = DATES_OPEN.get(AuditState(audit.state), ())
        super().__init__(*args, state=state, initial={name: getattr(audit, name) for name in open_now}, **kwargs)
        for name in [name for name in self.fields if name not in (*open_now, "seen")]:
            del self.fields[name]
        self.helper = one_button("Save the dates")


class ReasonForm(CheckedForm):
    """One reason why the audit was chosen, and the record that shows it."""

    is_final = True

    kind = forms.TypedChoiceField(
        label="What led to the audit?",
        choices=[(str(reason), words) for reason, words in REASON_WORDS.items()],
        coerce=Reason,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what led to the audit"},
    )
    text = PlainTextField(
        label="What does it show?",
        rows=4,
        help_text=f"Everybody who knows of the audit reads this. {NO_CHILD}",
        error_messages={"required": "Say what led to the audit"},
    )
    record = forms.ChoiceField(
        label="Which record of the portal shows it?",
        required=False,
        help_text="Its name and a link are shown to those who may read it, and to nobody else.",
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = {key: record for _, found in records for key, _, record in found}
        groups = [(words, [(key, label) for key, label, _ in found]) for words, found in records if found]
        self.fields["record"].choices = [("", "None"), *groups]
        self.helper = one_button("Add this reason")

    def clean(self):
        """The answers, with the record that was chosen in place of its key."""
        answers = super().clean()
        key = answers.get("record", "")
        if problems := problems_of_reason(answers.get("kind"), "said", key.partition(":")[0]):
            self.add_error("record", problems)
        return answers | {"record": self.records.get(key)}
