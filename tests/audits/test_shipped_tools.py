"""The tools shipped with the portal: whole, in plain words, marked as starting points, and loaded once, ever."""

import tomllib
from io import StringIO

import pytest
from django.core.management import call_command

from audits.models import AuditTool, ToolStandard, ToolVersion
from audits.queries.tools import tool_content
from audits.rules.audits import AuditKind
from audits.rules.shipped_tools import read_shipped
from audits.rules.tool_problems import LONGEST_SOURCE, problems_of_tool
from audits.rules.tools import QuestionKind
from audits.services.shipped_tools import DATA, load_tools
from tests.factories.audits import NOW

FILES = sorted(DATA.glob("*.toml"))
KINDS = {
    "multi-agency-themed-audit": AuditKind.THEMED,
    "threshold-audit": AuditKind.THEMED,
    "section-11-self-assessment": AuditKind.SECTION_11,
    "jtai-benchmark": AuditKind.BENCHMARK,
}


def shipped(path):
    return read_shipped(tomllib.loads(path.read_text(encoding="utf-8")))


def test_these_are_shipped():
    assert {tool.slug: tool.kind for tool in map(shipped, FILES)} == KINDS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_tool_is_whole(path):
    tool = shipped(path)
    assert problems_of_tool(tool.content) == []
    assert 5 <= len(tool.content.sections) <= 8
    assert "starting point" in tool.note
    for section in tool.content.sections:
        assert any(question.kind != QuestionKind.TEXT for question in section.questions)
    for standard in tool.content.standards:
        assert standard.source
        assert len(standard.source) <= LONGEST_SOURCE
        assert standard.text.endswith(".")
    for question in tool.content.questions:
        assert question.text.endswith("?")
        if question.kind == QuestionKind.GRADE:
            assert len(question.guidance) > 40, question.text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_a_childs_case_has_a_route_to_the_childs_team(path):
    tool = shipped(path)
    needs = any(grade.needs_route for grade in tool.content.grades)
    assert needs is (tool.kind == AuditKind.THEMED)


def test_the_threshold_audit_cites_the_document_of_2011():
    tool = shipped(DATA / "threshold_audit.toml")
    assert "November 2011" in tool.note
    assert sum("KSCB (2011)" in standard.source for standard in tool.content.standards) >= 5
    titles = [section.title.split(":")[0] for section in tool.content.sections]
    assert titles[:5] == ["Thresholds", "Eligibility criteria", "Referrals", "Responses", "Safe practice"]


def test_tools_are_loaded_once_ever(framework):
    assert load_tools(now=NOW) == [shipped(path).slug for path in FILES]
    for path in FILES:
        tool = AuditTool.objects.get(slug=shipped(path).slug)
        assert tool.is_starting_point
        version = tool.versions.get()
        assert not version.is_frozen
        assert problems_of_tool(tool_content(version)) == []
        assert len(tool_content(version).questions) == len(shipped(path).content.questions)
    assert ToolStandard.objects.exclude(topic=None).count() == sum(
        bool(standard.topic) for path in FILES for standard in shipped(path).content.standards
    )
    AuditTool.objects.filter(slug="threshold-audit").update(title="Ours")
    ToolVersion.objects.filter(tool__slug="jtai-benchmark").delete()
    AuditTool.objects.get(slug="jtai-benchmark").delete()
    assert load_tools(now=NOW) == []
    assert AuditTool.objects.get(slug="threshold-audit").title == "Ours"
    assert not AuditTool.objects.filter(slug="jtai-benchmark").exists()


def test_the_command_says_what_it_did(framework):
    for words in ("Audit tools: 4 new tools.", "Audit tools: up to date."):
        out = StringIO()
        call_command("load_audit_tools", stdout=out)
        assert out.getvalue().strip() == words
