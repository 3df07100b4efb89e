"""A sample report rendered by Django through the print skeleton, for the tests of the PDF."""

from pathlib import Path

from django.template import Context, Template

SAMPLE = Path(__file__).with_name("pdf_sample.html")
SENTENCE = "Sample statement {number}: the same words stand here in every return, long enough to run on."
JUDGEMENTS = [("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("grey", "Not yet rated")]
QUARTERS = [f"Q{quarter} {year}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
HEADINGS = [
    {"anchor": "well", "title": "What is going well"},
    {"anchor": "not-well", "title": "What is not going well, and what is being done about it"},
    {"anchor": "concerns", "title": "Concerns about multi-agency working"},
]
CONTENTS = [
    {"anchor": "missing", "title": "Missing returns"},
    {"anchor": "returns", "title": "Partner status returns", "entries": HEADINGS},
    {
        "anchor": "indicators",
        "title": "Indicators",
        "entries": [{"anchor": "helping", "title": "Helping and protecting children"}],
    },
    {"anchor": "wide", "title": "A wide table"},
    {"anchor": "recommendations", "title": "Recommendations for action"},
]


def sample_html(*, items: int = 4, rows: int = 30) -> str:
    """Return the sample report as HTML, with so many items in each return and rows in the long table."""
    report = {
        "title": "Sample Executive Board pack",
        "partnership": "Kent Safeguarding Children Multi-agency Partnership",
        "period": "Quarter 1, 2026 to 2027",
        "classification": "OFFICIAL-SENSITIVE",
        "issued_at": "2026-07-10T09:30:00+01:00",
        "by": "Business Team",
        "to": "Executive Board, 21 July 2026",
        "date": "10 July 2026",
        "subject": "Sample status returns for the quarter",
        "summary": "Two of the three Safeguarding Partners have submitted. Figures & words here are samples.",
        "recommendation": "The Executive Board is asked to NOTE this sample.",
        "contents": CONTENTS,
    }
    context = {
        "report": report,
        "headings": HEADINGS,
        "partners": [
            {"name": "Health", "items": []},
            {"name": "Local Authority", "items": statements(items)},
            {"name": "Police", "items": statements(items + 1)},
        ],
        "concerns": 2 * items + 1,
        "rows": [
            {
                "name": f"Sample indicator {number}, with a name of a likely length",
                "latest": f"{number}.5",
                "before": f"{number}.0",
                "tag": JUDGEMENTS[number % 4][0],
                "judgement": JUDGEMENTS[number % 4][1],
            }
            for number in range(1, rows + 1)
        ],
        "quarters": QUARTERS,
        "wide_rows": [{"name": f"Sample indicator {number}", "values": range(12)} for number in range(1, 9)],
    }
    return Template(SAMPLE.read_text()).render(Context(context))


def statements(count: int) -> list[str]:
    """Return so many statements, each longer than the one before."""
    return [SENTENCE.format(number=number) + " More of it." * (3 * number) for number in range(1, count + 1)]
