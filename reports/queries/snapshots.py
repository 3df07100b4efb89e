"""Reading a snapshot back, for the page and for the PDF alike."""

import json
from dataclasses import asdict
from typing import Any

from reports.rules.life import Edition
from reports.rules.told import commentary

FRONT_SHEET, PUBLIC = "front_sheet", "public"


def read_snapshot(content: str, *, templates: str, edition: Edition = Edition.ISSUED) -> dict[str, Any]:
    """
    What a snapshot holds, ready for a template: `front` the front sheet, `sections` the others, `contents` their list.

    Each section and each block knows its template below the folder `templates`. Nothing is read but `content`, and for
    the public edition nothing but what was frozen for it. Raises KeyError for a snapshot that has none.
    """
    report: dict[str, Any] = json.loads(content)
    public = report.pop(PUBLIC, None)
    if edition == Edition.PUBLIC:
        if public is None:
            raise KeyError(PUBLIC)
        report = public
    for section in report["sections"]:
        has_body = "body" in section["content"]
        section["template"] = f"{templates}/sections/{'blocks' if has_body else section['name']}.html"
        for block in section["content"].get("body", []):
            _prepare(block, templates)
            section["content"]["has_icons"] = section["content"].get("has_icons", False) or _has_icons(block)
        if section.get("commentary"):
            section["commentary_block"] = {
                "template": f"{templates}/blocks/entry.html",
                **asdict(commentary(section["commentary"])),
            }
    report["front"] = next(section for section in report["sections"] if section["name"] == FRONT_SHEET)
    report["sections"] = [section for section in report["sections"] if section is not report["front"]]
    report["contents"] = [
        {"anchor": section["anchor"], "title": section["title"], "entries": section["content"]["headings"]}
        for section in report["sections"]
    ]
    return report


def has_public(content: str) -> bool:
    """Whether a public edition was frozen with a snapshot."""
    return PUBLIC in json.loads(content)


def _prepare(block: dict[str, Any], templates: str) -> None:
    block["template"] = f"{templates}/blocks/{block['kind']}.html"
    if block["kind"] in ("table", "chart"):
        block["lines"] = _lines(block, "rows")
    if block["kind"] == "chart":
        block["earlier_lines"] = _lines(block, "earlier")


def _has_icons(block: dict[str, Any]) -> bool:
    return block["kind"] == "table" and any(cell.get("icon") for row in block["rows"] for cell in row)


def _lines(block: dict[str, Any], rows: str) -> list[list[tuple[dict[str, Any], dict[str, Any]]]]:
    """The rows of a table, each cell with its column."""
    return [list(zip(block["columns"], row, strict=True)) for row in block[rows]]
