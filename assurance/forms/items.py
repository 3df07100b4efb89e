"""The forms of items of assurance: the list's filters, recording one, letting one support more."""

from crispy_forms.layout import Layout
from django import forms

from assurance.forms.actions import holder_choices
from assurance.forms.buttons import one_button
from assurance.forms.fields import GovDateField, PlainTextField, boxes_field, topics_field
from assurance.forms.layouts import Folded, boxes, part
from assurance.forms.warnings import NO_NAMES
from assurance.models import Topic
from assurance.rules.evidence import ALLOWED_IN_WORDS, KINDS
from assurance.rules.evidence_tiers import (
    CONFIDENCE_WORDS,
    ELEMENT_WORDS,
    FRESHNESS_WORDS,
    PURPOSE_SHORT,
    PURPOSE_WORDS,
    STRENGTH_WORDS,
    TIER_WORDS,
    VOICE_WORDS,
    Confidence,
    Element,
    Purpose,
    Strength,
    Tier,
    Voice,
)
from assurance.services.items import Supports

OF_THE_TOOL = ("tier", "element", "current_until")
TOPIC_FIELDS = ("objectives", "indicators", "subjects")
SUPPORT_FIELDS = (*TOPIC_FIELDS, "priorities", "themes", "risks")


def choices(words, *, blank=None):
    """A table of words as choices."""
    first = [] if blank is None else [("", blank)]
    return [*first, *[(str(value), label) for value, label in words.items() if str(value) or blank is None]]


class ItemFilterForm(forms.Form):
    """What the list of items is narrowed to."""

    tier = forms.ChoiceField(label="Tier", required=False, choices=choices(TIER_WORDS, blank="Any tier"))
    element = forms.ChoiceField(label="Element", required=False, choices=choices(ELEMENT_WORDS, blank="Any element"))
    fresh = forms.ChoiceField(label="Freshness", required=False, choices=choices(FRESHNESS_WORDS, blank="Any"))
    about = forms.ChoiceField(label="Gives assurance of", required=False)
    tool = forms.ChoiceField(label="Tool", required=False)
    holder = forms.ChoiceField(label="Agency or group", required=False)
    voice = forms.ChoiceField(label="Voice", required=False, choices=choices(VOICE_WORDS, blank="Any"))
    purpose = forms.ChoiceField(label="Assures of", required=False, choices=choices(PURPOSE_SHORT, blank="Any"))

    def __init__(self, *args, tools, holders, supported, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tool"].choices = [("", "Any tool"), *[(tool.slug, tool.title) for tool in tools]]
        self.fields["holder"].choices = [("", "Any agency or group"), *holders]
        self.fields["about"].choices = [("", "Anything"), *supported]

    def found(self):
        """The filters that could be read, by the names the query takes; one that could not leaves the list whole."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}


class SupportForm(forms.Form):
    """What an item gives assurance of. `offered` is of queries/supports.py; what it offers none of is not asked."""

    objectives = topics_field("Objectives")
    indicators = topics_field("Indicators")
    subjects = topics_field("Subjects of returns")
    priorities = boxes_field("Priorities")
    themes = boxes_field("Themes of the programme")
    risks = boxes_field("Risks")

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        querysets = {
            "objectives": offered.topics.filter(kind=Topic.Kind.OBJECTIVE),
            "indicators": offered.topics.filter(kind=Topic.Kind.INDICATOR),
            "subjects": offered.topics.filter(kind=Topic.Kind.THEME),
            "priorities": offered.priorities,
            "themes": offered.themes,
            "risks": offered.risks,
        }
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset
            if not queryset:
                del self.fields[name]
        self.helper = one_button("Let it support these")
        self.helper.layout = Layout(*self.support_boxes())

    def support_boxes(self):
        """The lists of what may be supported, the long ones folded."""
        return [boxes(self, name) for name in SUPPORT_FIELDS if name in self.fields]

    def clean(self):
        """All that was chosen in one value, `supports`."""
        cleaned = super().clean()
        chosen = {name: {one.pk for one in cleaned.pop(name, ())} for name in SUPPORT_FIELDS}
        supports = Supports(
            topics=frozenset().union(*(chosen[name] for name in TOPIC_FIELDS)),
            priorities=frozenset(chosen["priorities"]),
            themes=frozenset(chosen["themes"]),
            risks=frozenset(chosen["risks"]),
        )
        if not self.errors and not supports.pairs():
            first = next((name for name in SUPPORT_FIELDS if name in self.fields), None)
            self.add_error(first, "Choose at least one thing it gives assurance of")
        return cleaned | {"supports": supports}


def upload_field(label, *, required):
    """The question for a file to keep with an item."""
    field = forms.FileField(
        label=label,
        required=required,
        help_text=f"{ALLOWED_IN_WORDS}, up to 20MB. Take out names and details of children first.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )
    field.widget.attrs["accept"] = ",".join(KINDS)
    return field


class ItemFileForm(forms.Form):
    """A file to keep with an item."""

    upload = upload_field("The file", required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("Add the file")


class ItemForm(SupportForm):
    """A new item, recorded by hand."""

    tool = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label="Which tool does it come from?",
        empty_label="Choose a tool",
        help_text="The tools of the Framework’s Figure 1, each under its tier.",
        error_messages={"required": "Choose the tool it comes from"},
    )
    title = forms.CharField(
        label="The item in a few words",
        max_length=240,
        help_text="For example, Dip sample of strategy discussions, autumn 2026",
        error_messages={"required": "Say in a few words what it is"},
    )
    finding = PlainTextField(
        label="What does it say?",
        rows=6,
        help_text=f"What it found, good and bad, and how. {NO_NAMES}",
        error_messages={"required": "Say what it found"},
    )
    dated_on = GovDateField(label="When is it from?", noun="date it is from", help_text="For example, 12 11 2026")
    strength = forms.TypedChoiceField(
        label="How much assurance does it give?",
        choices=choices(STRENGTH_WORDS),
        coerce=Strength,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much assurance it gives"},
    )
    confidence = forms.TypedChoiceField(
        label="How sure can one be of it?",
        choices=choices(CONFIDENCE_WORDS),
        coerce=Confidence,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Choose how sure one can be of it"},
    )
    purposes = forms.TypedMultipleChoiceField(
        label="What does it assure of?",
        choices=choices(PURPOSE_WORDS),
        coerce=Purpose,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        help_text="The three purposes of the Framework, section 4.",
        error_messages={"required": "Choose at least one of the three"},
    )
    voice = forms.TypedChoiceField(
        label="Whose voice does it carry?",
        required=False,
        choices=choices(VOICE_WORDS),
        coerce=Voice,
        empty_value=Voice.NONE,
        widget=forms.RadioSelect,
        help_text="What children and families say, and what practitioners say, are kept apart.",
    )
    tier = forms.TypedChoiceField(
        label="Tier, if not the tool’s own",
        required=False,
        choices=choices(TIER_WORDS, blank="The tool’s own"),
        coerce=Tier,
        empty_value=None,
    )
    element = forms.TypedChoiceField(
        label="Element, if not the tool’s own",
        required=False,
        choices=choices(ELEMENT_WORDS, blank="The tool’s own"),
        coerce=Element,
        empty_value=None,
    )
    holder = forms.ChoiceField(label="Which agency or group does it come from?", required=False)
    source = forms.CharField(
        label="Where else does it come from?",
        required=False,
        max_length=240,
        help_text="For example, the name of a survey. Not a person’s name.",
    )
    current_until = GovDateField(
        label="Until when is it current?",
        noun="day until which it is current",
        required=False,
        help_text="Leave blank for the months agreed for the tool.",
    )
    link = forms.URLField(
        label="Where is it held?",
        required=False,
        assume_scheme="https",
        help_text="The address of the document, if it has one. What is there is not kept here.",
        error_messages={"invalid": "Enter an address that begins with https://"},
    )
    upload = upload_field("A file to keep with it", required=False)
    # As the layout has them: errors are listed in this order.
    field_order = (
        *("tool", "title", "finding", "dated_on", "strength", "confidence"),
        *SUPPORT_FIELDS,
        *("purposes", "voice", "holder", "source", "link", "upload"),
        *OF_THE_TOOL,
    )

    def __init__(self, *args, tools, holders, **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.fields["tool"].queryset = tools
        self.fields["tool"].choices = tool_choices(tools)
        self.fields["holder"].choices = holder_choices(holders, blank="None, or several")
        self.helper = one_button("Record it")
        of_tool = Folded("Tier, element and how long it is current, if not as agreed for the tool", *OF_THE_TOOL)
        self.helper.layout = Layout(
            part("The item", self, "tool", "title", "finding", "dated_on"),
            part("How far it can be relied on", self, "strength", "confidence"),
            part("What it gives assurance of: at least one thing", self, *self.support_boxes()),
            part("What it tells the Partnership", self, "purposes", "voice"),
            part("Where it comes from", self, "holder", "source", "link", "upload"),
            of_tool,
        )

    def clean(self):
        """What the service takes: the agency or the group apart."""
        cleaned = super().clean()
        holder = self.holders.get(cleaned.pop("holder", ""))
        kind = holder._meta.model_name if holder else ""
        return cleaned | {
            "agency": holder if kind == "agency" else None,
            "group": holder if kind == "partnershipgroup" else None,
        }


def tool_choices(tools):
    """Tools under their tiers, as grouped choices."""
    groups = [
        (words, [(tool.slug, tool.title) for tool in tools if tool.tier == tier]) for tier, words in TIER_WORDS.items()
    ]
    return [("", "Choose a tool"), *[group for group in groups if group[1]]]
