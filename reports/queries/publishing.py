"""What the Business Team reads before the public edition of a version is made."""

from dataclasses import dataclass
from typing import Any

from reports.models import ReportIssue
from reports.queries.snapshots import read_snapshot
from reports.rules.life import Edition
from reports.rules.public import AS_WRITTEN, LEFT_OUT
from reports.rules.public_words import sections_to_look_at


@dataclass(frozen=True)
class ToPublish:
    """
    The edition as its page will show it, what it leaves out, and the sentences to look at again by section.

    `written` are the sections published as people wrote them: those that have to be read.
    """

    written: list[dict[str, Any]]
    others: list[dict[str, Any]]
    left_out: dict[str, Any]
    to_look_at: list[tuple[str, tuple[str, ...]]]


def to_publish(issue: ReportIssue) -> ToPublish:
    """What was frozen for the public edition. Raises KeyError for a version made before there were any."""
    report = read_snapshot(issue.snapshot.content, templates="reports", edition=Edition.PUBLIC)
    sections = [section for section in report["sections"] if section["name"] != LEFT_OUT]
    left_out = next(section for section in report["sections"] if section["name"] == LEFT_OUT)
    written = [section for section in sections if section["name"] in AS_WRITTEN]
    others = [section for section in sections if section not in written]
    return ToPublish(written, others, left_out, sections_to_look_at(sections))
