"""What the Business Team reads before the public edition of a version is made."""

from dataclasses import dataclass
from typing import Any

from reports.models import ReportIssue
from reports.queries.snapshots import read_snapshot
from reports.rules.life import Edition
from reports.rules.public import LEFT_OUT
from reports.rules.public_words import sections_to_look_at


@dataclass(frozen=True)
class ToPublish:
    """The edition as its page will show it, what it leaves out, and the sentences to look at again by section."""

    sections: list[dict[str, Any]]
    left_out: dict[str, Any]
    to_look_at: list[tuple[str, tuple[str, ...]]]


def to_publish(issue: ReportIssue) -> ToPublish:
    """What was frozen for the public edition. Raises KeyError for a version made before there were any."""
    report = read_snapshot(issue.snapshot.content, templates="reports", edition=Edition.PUBLIC)
    sections = [section for section in report["sections"] if section["name"] != LEFT_OUT]
    left_out = next(section for section in report["sections"] if section["name"] == LEFT_OUT)
    return ToPublish(sections, left_out, sections_to_look_at(sections))
