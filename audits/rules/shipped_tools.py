"""The tools shipped with the portal, as their files say them (R111)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.rules.audits import AuditKind
from audits.rules.tool_content import Question, Section, Standard, ToolContent, numbered
from audits.rules.tool_texts import tidy
from audits.rules.tools import DEFAULT_GRADES, GradeRule, Purpose, QuestionKind

Data = Mapping[str, Any]


@dataclass(frozen=True)
class ShippedTool:
    """A tool as a starting point: what it is, what it rests on, and what it asks."""

    slug: str
    title: str
    kind: AuditKind
    note: str
    content: ToolContent


def read_shipped(data: Data) -> ShippedTool:
    """The tool of a file's data. Raises KeyError, ValueError or TypeError for data that is none."""
    grades = tuple(GradeRule(**grade) for grade in data.get("grade", ())) or DEFAULT_GRADES
    content = numbered(ToolContent(tuple(_section(one) for one in data["section"]), grades))
    return ShippedTool(data["slug"], data["title"], AuditKind(data["kind"]), _prose(data["note"]), content)


def _section(data: Data) -> Section:
    standards = tuple(_standard(one) for one in data["standard"])
    return Section(data["title"], standards, _prose(data.get("guidance", "")))


def _standard(data: Data) -> Standard:
    questions = tuple(_question(one) for one in data["question"])
    return Standard(_prose(data["text"]), questions, data.get("source", ""), data.get("topic", ""))


def _question(data: Data) -> Question:
    return Question(
        kind=QuestionKind(data["kind"]),
        text=_prose(data["text"]),
        purpose=Purpose(data.get("purpose", "")),
        guidance=_prose(data.get("guidance", "")),
        needs_evidence=data.get("needs_evidence", False),
        is_required=data.get("is_required", True),
    )


def _prose(text: str) -> str:
    """Text of a file, where a single end of a line is a space and a blank line, or a bullet, begins a new one."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if lines and line.strip() and lines[-1] and not line.lstrip().startswith("- "):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.strip())
    return tidy("\n".join(lines))
