"""Reading a snapshot back, for the page and for the PDF alike."""

import json
from typing import Any

FRONT_SHEET = "front_sheet"


def read_snapshot(content: str, *, templates: str) -> dict[str, Any]:
    """
    What a snapshot holds, ready for a template: `front` the front sheet, `sections` the others, `contents` their list.

    Each section and each block knows its template below the folder `templates`. Nothing is read but `content`.
    """
    report: dict[str, Any] = json.loads(content)
    for section in report["sections"]:
        has_body = "body" in section["content"]
        section["template"] = f"{templates}/sections/{'blocks' if has_body else section['name']}.html"
        for block in section["content"].get("body", []):
            _prepare(block, templates)
    report["front"] = next(section for section in report["sections"] if section["name"] == FRONT_SHEET)
    report["sections"] = [section for section in report["sections"] if section is not report["front"]]
    report["contents"] = [
        {"anchor": section["anchor"], "title": section["title"], "entries": section["content"]["headings"]}
        for section in report["sections"]
    ]
    return report


def _prepare(block: dict[str, Any], templates: str) -> None:
    block["template"] = f"{templates}/blocks/{block['kind']}.html"
    if block["kind"] == "table":
        block["lines"] = [list(zip(block["columns"], row, strict=True)) for row in block["rows"]]
