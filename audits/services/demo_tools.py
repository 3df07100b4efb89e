"""The tools of the demonstration's audits: copied from the shipped ones, and made the audit's own."""

from datetime import datetime

from assurance.models import User
from audits.models import ToolQuestion, ToolVersion
from audits.queries.tool_parts import own_stamp_of, stamp_of
from audits.rules.demo import AuditStory
from audits.services.tool_parts import change_part, remove_part
from audits.services.tools import copy_to_tool

TO_REPLACE = "How well did your agency’s practice meet what the procedures for this theme ask?"


def tool_of(story: AuditStory, by: User, now: datetime) -> ToolVersion | None:
    """The tool of an audit: the one of an earlier audit, or a copy of a shipped one; None where none is chosen yet."""
    words = story.tool
    if not words:
        return None
    if "copied_from" not in words:
        return ToolVersion.objects.filter(tool__title=words["title"]).latest("number")
    source = ToolVersion.objects.filter(tool__slug=words["copied_from"]).latest("number")
    copy = copy_to_tool(source=source, title=words["title"], kind=story.kind, note=words["note"], by=by, now=now)
    _leave_out(words["left_out"], copy, by, now)
    if "theme" in words:
        _make_its_own(story, copy, by, now)
    return copy


def _questions(version: ToolVersion) -> list[ToolQuestion]:
    return list(ToolQuestion.objects.filter(standard__section__version=version).select_related("standard__section"))


def _leave_out(beginnings: list[str], version: ToolVersion, by: User, now: datetime) -> None:
    for question in _questions(version):
        if question.text.startswith(tuple(beginnings)):
            remove_part(part=question, seen=stamp_of(question), by=by, now=now)


def _make_its_own(story: AuditStory, version: ToolVersion, by: User, now: datetime) -> None:
    """Put the theme's own standard and question where the shipped tool keeps their place."""
    words = story.tool
    question = next(one for one in _questions(version) if one.text == TO_REPLACE)
    standard = question.standard
    asked = {"text": words["question"], "guidance": words["guidance"]}
    change_part(part=question, seen=own_stamp_of(question), by=by, now=now, **asked)
    said = {"text": words["theme"], "source": words["source"]}
    seen = own_stamp_of(standard)
    change_part(part=standard, seen=seen, is_another=True, by=by, now=now, **said)
    section = standard.section
    guidance = {"title": story.title.partition(":")[0], "guidance": ""}
    change_part(part=section, seen=own_stamp_of(section), by=by, now=now, **guidance)
