"""Building a tool: versions, copies, workbooks, parts; what is frozen stays, and no editor loses a word."""

import itertools
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assurance.models import ActivityEntry, Agency, Topic
from assurance.rules.roles import Role
from assurance.services.spreadsheets import Sheet, workbook_bytes
from audits.models import AuditTool, QuestionVariant, ToolQuestion, ToolStandard, ToolVersion
from audits.queries.tool_parts import own_stamp_of, stamp_of
from audits.queries.tools import tool_content
from audits.rules.audits import AuditKind, AuditState
from audits.rules.tool_problems import problems_of_tool
from audits.rules.tool_sheets import QUESTIONS, sheets_of_tool
from audits.rules.tools import Purpose, QuestionKind
from audits.services import tool_parts as parts
from audits.services import tools as services
from audits.services.tool_writing import write_content
from tests.audits.test_tool_sheets import in_order
from tests.audits.tool_strategies import AGENCIES, TOPICS, contents
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.audits import NOW, a_tool, an_audit, answerer, on_team, questions_of, runner

pytestmark = pytest.mark.django_db
QUESTION = {
    "kind": QuestionKind.GRADE,
    "purpose": Purpose.STANDARD,
    "text": "How well was the child heard?",
    "guidance": "",
    "needs_evidence": False,
    "is_required": True,
}

GRADE = {"meaning": "", "meets": False, "is_neutral": False, "needs_route": False}


def acting(**also):
    return {"by": runner(), "now": NOW, **also}


def new_tool(title="Neglect"):
    return services.add_tool(title=title, kind=AuditKind.THEMED, note="To be agreed", **acting())


def as_said(version):
    """What a version holds, without the keys of its rows."""
    return [
        (section.title, standard.text, standard.identity, question.number, question.text, question.variants)
        for section in tool_content(version).sections
        for standard in section.standards
        for question in standard.questions
    ]


def test_a_new_tool_begins_with_what_every_audit_asks():
    version = new_tool()
    assert [question.purpose for question in tool_content(version).questions] == [
        Purpose.VOICE,
        Purpose.IMPACT,
        Purpose.OVERALL,
    ]
    assert problems_of_tool(tool_content(version)) == [
        "At least one standard needs a question that is answered with a grade."
    ]
    parts.add_question(standard=ToolStandard.objects.get(), **QUESTION, **acting())
    assert problems_of_tool(tool_content(version)) == []


@pytest.mark.parametrize("title", ["Neglect", "neglect", "Add", "!!"])
def test_a_title_is_no_other_tools_and_no_word_of_an_address(title):
    new_tool()
    with pytest.raises(ValidationError):
        new_tool(title)
    assert AuditTool.objects.count() == 1


def test_a_new_version_keeps_every_standard_the_same_one():
    source = a_tool(frozen=True)
    copy = services.add_version(tool=source.tool, source=source, **acting())
    assert (copy.number, copy.copied_from, copy.is_frozen) == (2, source, False)
    assert as_said(copy) == as_said(source)
    again = services.add_version(tool=source.tool, source=source, **acting())
    assert again.number == 3


def test_a_copy_to_a_new_tool_is_a_tool_of_its_own():
    source = a_tool(frozen=True)
    copy = services.copy_to_tool(source=source, title="Exploitation", kind=AuditKind.THEMED, note="", **acting())
    assert copy.tool.slug == "exploitation"
    assert as_said(copy) == as_said(source)
    parts.remove_part(part=copy.sections.first(), seen=stamp_of(copy.sections.first()), **acting())
    assert len(tool_content(source).sections) == 2


def test_what_audits_grade_does_not_change_under_them():
    audit = an_audit()
    tool = audit.tool.tool
    kept = {"tool": tool, "title": "Another name", "note": "", "is_starting_point": False, "is_current": True}
    services.edit_tool(**kept, kind=AuditKind.SINGLE_AGENCY, **acting())
    with pytest.raises(ValidationError, match="Audits use this tool"):
        services.edit_tool(**kept, kind=AuditKind.SECTION_11, **acting())


def test_a_draft_is_taken_away_unless_an_audit_uses_it_or_it_is_the_last():
    audit = an_audit()
    with pytest.raises(ValidationError, match="An audit is planned with this version"):
        services.discard_version(version=audit.tool, **acting())
    lonely = a_tool(slug="lonely")
    with pytest.raises(ValidationError, match="at least one version"):
        services.discard_version(version=lonely, **acting())
    copy = services.add_version(tool=lonely.tool, source=lonely, **acting())
    services.discard_version(version=copy, **acting())
    assert list(lonely.tool.versions.all()) == [lonely]


def upload(sheets):
    content = workbook_bytes([Sheet(name, head, rows) for name, (head, rows) in sheets.items()], title="A tool")
    return SimpleUploadedFile("tool.xlsx", content)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=contents())
def test_an_exported_version_comes_back_as_the_same(content):
    for slug in AGENCIES:
        Agency.objects.filter(slug=slug).exists() or AgencyFactory(slug=slug, name=f"The {slug} of Kent")
    for slug in TOPICS:
        Topic.objects.filter(slug=slug).exists() or TopicFactory(slug=slug, title=f"About {slug}")
    tool, _ = AuditTool.objects.get_or_create(slug="made-up", title="Made up")
    version = ToolVersion.objects.create(tool=tool, number=tool.versions.count() + 1, created_at=NOW)
    write_content(version, content)
    written = tool_content(version)
    back = services.import_version(tool=tool, upload=upload(sheets_of_tool(written)), **acting())
    assert without_keys(tool_content(back)) == without_keys(written)


def without_keys(content):
    """All a version says, without the keys of its rows."""
    return [
        (
            section.title,
            section.guidance,
            [
                (one.text, one.source, one.topic, one.identity, [_without_keys(question) for question in one.questions])
                for one in section.standards
            ],
        )
        for section in in_order(content).sections
    ], content.grades


def _without_keys(question):
    return replace(question, pk=None, variants=tuple(replace(variant, pk=None) for variant in question.variants))


def test_a_workbook_with_anything_wrong_changes_nothing():
    version = a_tool()
    head, rows = sheets_of_tool(tool_content(version))[QUESTIONS]
    rows[0][8], rows[1][0] = "Grad", ""
    sheets = sheets_of_tool(tool_content(version)) | {QUESTIONS: (head, rows)}
    with pytest.raises(ValidationError) as refused:
        services.import_version(tool=version.tool, upload=upload(sheets), **acting())
    assert refused.value.messages[0].startswith("Questions, row 2, “Answered with”")
    assert any(each.startswith("Questions, row 3, “Section”") for each in refused.value.messages)
    with pytest.raises(ValidationError, match="not a workbook"):
        services.import_version(tool=version.tool, upload=SimpleUploadedFile("a.xlsx", b"letter"), **acting())
    assert ToolVersion.objects.count() == 1


def every_change(version):
    """Each way in which a version can be changed, ready to be called."""
    section, standard, question = version.sections.first(), ToolStandard.objects.first(), questions_of(version)[0]
    grade = version.grades.first()
    variant = QuestionVariant.objects.create(question=question, agency=AgencyFactory(), text="Other words")
    yield services.discard_version, {"version": version}
    yield parts.add_section, {"version": version, "title": "New", "guidance": ""}
    yield parts.add_standard, {"section": section, "text": "New", "source": "", "topic": None}
    yield parts.add_question, {"standard": standard, **QUESTION}
    yield (
        parts.add_variant,
        {"question": question, "agency": AgencyFactory(), "is_asked": False, "text": "", "guidance": ""},
    )
    yield (
        parts.add_grade,
        {"version": version, "label": "Fair", "meaning": "", "meets": False, "is_neutral": False, "needs_route": False},
    )
    for part in (section, standard, question, grade, variant):
        yield parts.change_part, {"part": part, "seen": own_stamp_of(part)}
        yield parts.remove_part, {"part": part, "seen": stamp_of(part)}
        if part is not variant:
            yield parts.move_part, {"part": part, "way": parts.Way.DOWN}


def test_nothing_of_a_frozen_version_changes():
    version = a_tool(frozen=True)
    changes = list(every_change(version))
    before = tool_content(version)
    for change, values in changes:
        with pytest.raises(ValidationError, match="An audit was launched with this version"):
            change(**values, **acting())
    assert tool_content(version) == before


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.AUDIT_TEAM_MEMBER, Role.INSPECTOR])
def test_nobody_else_changes_a_tool(role):
    version = a_tool()
    changes = list(every_change(version))
    before, stranger = tool_content(version), person_with(role)
    for change, values in changes:
        with pytest.raises(PermissionDenied):
            change(**values, by=stranger, now=NOW)
    for make in (
        lambda: services.add_tool(title="New", kind=AuditKind.THEMED, note="", by=stranger, now=NOW),
        lambda: services.add_version(tool=version.tool, source=version, by=stranger, now=NOW),
        lambda: services.import_version(tool=version.tool, upload=None, by=stranger, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            make()
    assert tool_content(version) == before


def test_a_lead_builds_the_tool_of_their_audit_until_it_is_cancelled():
    audit = an_audit()
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    parts.add_section(version=audit.tool, title="Ours", guidance="", by=lead, now=NOW)
    audit.state = AuditState.CANCELLED
    audit.save()
    with pytest.raises(PermissionDenied):
        parts.add_section(version=audit.tool, title="Ours, too", guidance="", by=lead, now=NOW)


def test_of_two_editors_the_second_sees_what_the_first_wrote():
    question = questions_of(a_tool())[0]
    seen = own_stamp_of(question)
    parts.change_part(part=question, seen=seen, text="The first’s words", **acting())
    with pytest.raises(ValidationError) as conflict:
        parts.change_part(part=question, seen=seen, text="The second’s words", **acting())
    assert ToolQuestion.objects.get(pk=question.pk).text == "The first’s words"
    problem = conflict.value.error_list[0]
    assert problem.code == "conflict"
    assert ("The question", "The first’s words") in problem.params["now"]
    parts.change_part(part=question, seen=problem.params["seen"], text="Both", **acting())
    assert ToolQuestion.objects.get(pk=question.pk).text == "Both"


def test_a_part_is_not_taken_away_with_what_its_editor_never_saw():
    version = a_tool()
    section = version.sections.first()
    seen = stamp_of(section)
    standard = parts.add_standard(section=section, text="Added beside", source="", topic=None, **acting())
    with pytest.raises(ValidationError, match="or something below it"):
        parts.remove_part(part=section, seen=seen, **acting())
    parts.change_part(part=section, seen=own_stamp_of(section), title="Its own words only", **acting())
    section.refresh_from_db()
    parts.remove_part(part=section, seen=stamp_of(section), **acting())
    with pytest.raises(ValidationError, match="took this away"):
        parts.change_part(part=standard, seen=own_stamp_of(standard), text="Lost?", **acting())
    with pytest.raises(ValidationError, match="took this away"):
        parts.add_standard(section=section, text="Into nothing", source="", topic=None, **acting())


def test_parts_move_up_and_down_and_stay_at_the_ends():
    version = a_tool(standards=3)

    def texts():
        return [one.text for one in tool_content(version).sections[0].standards]

    first, second, third = version.sections.first().standards.all()
    parts.move_part(part=first, way=parts.Way.UP, **acting())
    assert texts() == ["Standard 1 is met", "Standard 2 is met", "Standard 3 is met"]
    parts.move_part(part=third, way=parts.Way.UP, **acting())
    assert texts() == ["Standard 1 is met", "Standard 3 is met", "Standard 2 is met"]
    parts.move_part(part=first, way=parts.Way.DOWN, **acting())
    assert texts() == ["Standard 3 is met", "Standard 1 is met", "Standard 2 is met"]
    parts.move_part(part=second, way=parts.Way.DOWN, **acting())
    assert texts() == ["Standard 3 is met", "Standard 1 is met", "Standard 2 is met"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(parts.Way)), max_size=12))
def test_moving_loses_and_doubles_nothing(moves):
    version = a_tool(standards=4)
    by, model = runner(), list(range(1, 5))
    rows = list(version.sections.first().standards.order_by("text"))
    for place, way in moves:
        parts.move_part(part=rows[place], way=way, by=by, now=NOW)
        here = model.index(place + 1)
        there = here + (-1 if way == parts.Way.UP else 1)
        if 0 <= there < len(model):
            model[here], model[there] = model[there], model[here]
    found = [one.text for one in tool_content(version).sections[0].standards]
    assert found == [f"Standard {number} is met" for number in model]


def test_a_standard_goes_to_another_section_and_may_become_another_one():
    version = a_tool()
    first, last = version.sections.all()
    standard = first.standards.first()
    identity = standard.identity
    parts.change_part(part=standard, seen=own_stamp_of(standard), section=last, **acting())
    standard.refresh_from_db()
    assert [one.pk for one in last.standards.all()][-1] == standard.pk
    assert standard.identity == identity
    parts.change_part(part=standard, seen=own_stamp_of(standard), text="Stricter", is_another=True, **acting())
    standard.refresh_from_db()
    assert standard.identity != identity
    elsewhere = a_tool(slug="elsewhere").sections.first()
    with pytest.raises(ValidationError, match="same version"):
        parts.change_part(part=standard, seen=own_stamp_of(standard), section=elsewhere, **acting())


def test_two_of_the_same_name_are_refused():
    version = a_tool()
    for add, values, sentence in (
        (parts.add_section, {"version": version, "title": "the child", "guidance": ""}, "a section called"),
        (
            parts.add_standard,
            {"section": version.sections.first(), "text": "Standard 1 is met", "source": "", "topic": None},
            "a standard",
        ),
        (
            parts.add_grade,
            {
                "version": version,
                "label": "Good",
                "meaning": "",
                "meets": True,
                "is_neutral": False,
                "needs_route": False,
            },
            "a grade called",
        ),
    ):
        before = tool_content(version)
        with pytest.raises(ValidationError, match=sentence):
            add(**values, **acting())
        assert tool_content(version) == before


def test_what_an_agency_is_not_asked_has_no_words():
    question, agency = questions_of(a_tool())[0], AgencyFactory()
    said = {"question": question, "agency": agency, "guidance": ""}
    with pytest.raises(ValidationError, match="Write what the agency is asked"):
        parts.add_variant(**said, is_asked=True, text="", **acting())
    variant = parts.add_variant(**said, is_asked=True, text="Other words", **acting())
    with pytest.raises(ValidationError, match="already"):
        parts.add_variant(**said, is_asked=False, text="", **acting())
    parts.change_part(
        part=variant, seen=own_stamp_of(variant), is_asked=False, text="Left over", guidance="", **acting()
    )
    variant.refresh_from_db()
    assert (variant.is_asked, variant.text) == (False, "")


def test_every_change_is_in_the_log_without_its_words():
    version = a_tool()
    changes = list(itertools.islice(every_change(version), 1, 6))
    for change, values in changes:
        change(**values, **acting())
    entries = ActivityEntry.objects.filter(subject_id=str(version.pk))
    assert entries.count() == len(changes)
    assert not any("New" in entry.detail or "heard" in entry.detail for entry in entries)
