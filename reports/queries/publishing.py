"""What the Business Team reads before a version is issued that may be published, and before it is published."""

from dataclasses import dataclass
from typing import Any

from reports.models import ReportRun, ReportSnapshot
from reports.queries.snapshots import has_public, read_snapshot
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


def to_publish(snapshot: ReportSnapshot) -> ToPublish:
    """What was frozen for the public edition. Raises KeyError for a snapshot that has none."""
    report = read_snapshot(snapshot.content, templates="reports", edition=Edition.PUBLIC)
    sections = [section for section in report["sections"] if section["name"] != LEFT_OUT]
    left_out = next(section for section in report["sections"] if section["name"] == LEFT_OUT)
    written = [section for section in sections if section["name"] in AS_WRITTEN]
    others = [section for section in sections if section not in written]
    return ToPublish(written, others, left_out, sections_to_look_at(sections))


def to_look_at_before(run: ReportRun) -> list[tuple[str, tuple[str, ...]]]:
    """The same sentences of a draft, while its texts can still be changed; none of a report that is not published."""
    if not (run.report.rule.is_published and run.snapshot and has_public(run.snapshot.content)):
        return []
    return to_publish(run.snapshot).to_look_at
