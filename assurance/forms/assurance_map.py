"""The form that chooses what the assurance map shows."""

from django import forms

from assurance.forms.items import choices
from assurance.rules.assurance_map import ROWS_WORDS, Rows
from assurance.rules.evidence_tiers import ELEMENT_WORDS, TIER_WORDS

AS_TABLE, AS_LIST = "table", "list"


class MapForm(forms.Form):
    """What the rows are, which columns there are, gaps alone or all, and whether it is a table or lists."""

    of = forms.TypedChoiceField(
        label="Map of", required=False, choices=choices(ROWS_WORDS), coerce=Rows, empty_value=Rows.INDICATORS
    )
    tier = forms.ChoiceField(label="Tier", required=False, choices=choices(TIER_WORDS, blank="All three tiers"))
    element = forms.ChoiceField(label="Element", required=False, choices=choices(ELEMENT_WORDS, blank="All elements"))
    show = forms.ChoiceField(
        label="Rows", required=False, choices=[("", "All"), ("gaps", "Only gaps: a tier without current assurance")]
    )

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {
            "rows": read.get("of") or Rows.INDICATORS,
            "tier": read.get("tier", ""),
            "element": read.get("element", ""),
            "gaps": read.get("show") == "gaps",
        }
