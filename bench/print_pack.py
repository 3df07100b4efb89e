"""
The print documents to measure with, where Django is set up (`manage.py shell`): `main(folder)`.

Writes the demonstration's pack of one quarter as `whole.html`, and one of a few of its sections as `few.html`.
"""

from pathlib import Path

from django.utils import timezone

from assurance.queries.tracker import period_of
from assurance.rules.canonical import canonical_json
from reports.queries.packs import pack_context
from reports.sections import snapshot_content
from reports.services.build import print_html

FEW = ["early_warnings", "missing_returns", "partner_returns", "risks"]
MARKS = {"version": "Draft of the moment", "watermark": "DRAFT"}


def main(folder: str, period: str) -> None:
    """Write both documents into the folder."""
    context = pack_context(period_of(period), known_at=timezone.now())
    for name, sections in (("whole", []), ("few", FEW)):
        content = canonical_json(snapshot_content(context, sections))
        Path(folder, f"{name}.html").write_text(print_html(content, MARKS))
