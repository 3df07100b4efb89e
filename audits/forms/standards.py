"""The filters over the standards of final audits."""

from django import forms


class StandardFilterForm(forms.Form):
    """Of which agency, and whether only what failed repeatedly is shown."""

    agency = forms.ChoiceField(label="Whose results", required=False)
    failed = forms.ChoiceField(
        label="Standards",
        required=False,
        choices=[("", "Every standard"), ("repeatedly", "Failed in two audits or more")],
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All agencies together"), *agencies]

    def found(self):
        """The filters that could be read, by the names the query takes."""
        read = self.cleaned_data if self.is_valid() else {}
        return {name: read.get(name, "") for name in self.fields}
