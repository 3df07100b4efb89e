"""The pages of audit tools: who reads and writes them, building by keyboard alone, preview, print, workbook (R111)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.rules.roles import Role
from assurance.rules.workbooks import sheets_of
from audits.models import AuditTool, QuestionVariant, ToolQuestion, ToolSection, ToolStandard, ToolVersion
from audits.queries.tool_parts import own_stamp_of, stamp_of
from audits.queries.tools import tool_content
from audits.rules.tool_sheets import GRADES, QUESTIONS, WORDINGS
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import a_tool, an_audit, answerer, on_team, questions_of, runner

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"audits:{name}", args=args)


def reading(version):
    """The pages that show a tool."""
    yield url("tool_list")
    yield url("tool_detail", version.tool.slug)
    for name in ("tool_version", "tool_version_preview", "tool_version_print", "tool_version_download"):
        yield url(name, version.pk)


def writing(version):
    """The pages that change a version, each with what is sent."""
    section, standard, question = version.sections.first(), ToolStandard.objects.first(), questions_of(version)[0]
    variant = QuestionVariant.objects.create(question=question, agency=AgencyFactory(), text="Other words")
    grade = version.grades.first()
    words = {"text": "Changed", "kind": "grade", "purpose": "", "guidance": "", "is_required": "on"}
    yield url("tool_section_add", version.pk), {"title": "New"}
    yield url("tool_grade_add", version.pk), {"label": "Fair", "says": "falls_short"}
    yield url("tool_standard_add", section.pk), {"text": "New"}
    yield url("tool_question_add", standard.pk), words
    yield url("tool_variant_add", question.pk), {"agency": AgencyFactory().slug, "is_asked": "no"}
    parts = {"section": section, "standard": standard, "question": question, "variant": variant, "grade": grade}
    said = {
        "section": {"title": "Changed"},
        "standard": {"text": "Changed", "section": section.pk},
        "question": words | {"standard": standard.pk},
        "variant": {"is_asked": "yes", "text": "Changed"},
        "grade": {"label": "Changed", "says": "meets"},
    }
    for noun, part in parts.items():
        yield url(f"tool_{noun}_change", part.pk), said[noun] | {"seen": own_stamp_of(part)}
    for noun in ("question", "standard", "section", "grade"):
        yield url(f"tool_{noun}_down", parts[noun].pk), {}
    for noun in ("variant", "question", "standard", "section", "grade"):
        yield url(f"tool_{noun}_remove", parts[noun].pk), {"seen": stamp_of(parts[noun])}


def keeping(version):
    """The pages that make and unmake versions and tools."""
    yield url("tool_add"), {"title": "New", "kind": "themed"}
    yield url("tool_change", version.tool.slug), {"title": "New", "kind": "themed", "is_current": "on"}
    yield url("tool_version_add", version.tool.slug), {"source": version.pk}
    yield url("tool_version_copy", version.pk), {"title": "Another", "kind": "themed"}
    yield url("tool_version_import", version.tool.slug), {}
    yield url("tool_version_discard", version.pk), {}


def test_everybody_who_reads_or_answers_audits_reads_tools(sign_in):
    version = a_tool()
    for role in (Role.SAAS_MEMBER, Role.PARTNER_CONTRIBUTOR, Role.AUDIT_TEAM_MEMBER, Role.INSPECTOR):
        client = sign_in(person_with(role))
        assert {client.get(page).status_code for page in reading(version)} == {200}
    client = sign_in(person_with(Role.GROUP_CHAIR))
    assert {client.get(page).status_code for page in reading(version)} == {403}


def test_nobody_else_writes_them(sign_in):
    version = a_tool()
    before = tool_content(version)
    pages = [*writing(version), *keeping(version)]
    before = tool_content(version)
    for role in (Role.SAAS_CHAIR, Role.PARTNER_LEAD):
        client = sign_in(person_with(role))
        for page, sent in pages:
            assert client.post(page, sent).status_code == 403, page
    assert tool_content(version) == before
    assert ToolVersion.objects.count() == 1


def test_a_part_of_a_tool_one_does_not_read_is_not_there(sign_in):
    client = sign_in(runner())
    missing = "00000000-0000-0000-0000-000000000000"
    assert client.get(url("tool_question_change", missing)).status_code == 404
    assert client.get(url("tool_version", missing)).status_code == 404
    assert client.get(url("tool_detail", "nothing")).status_code == 404


def test_every_change_can_be_made_by_form_and_button_alone(sign_in):
    version = a_tool()
    client = sign_in(runner())
    for page, sent in writing(version):
        if not page.endswith(("up/", "down/")):
            assert client.get(page).status_code == 200, page
        if page.endswith(("change/", "remove/")):
            sent["seen"] = client.get(page).context["form"]["seen"].value()
        answer = client.post(page, sent)
        assert answer.status_code == 302, (page, answer.context and answer.context["form"].errors)
        assert answer["Location"].startswith(url("tool_version", version.pk))
        assert client.get(answer["Location"].partition("#")[0]).status_code == 200
    found = tool_content(version)
    assert [section.title for section in found.sections] == ["The child", "New"]
    assert [grade.label for grade in found.grades][-1] == "Fair"


def test_a_lead_writes_the_tool_of_their_audit_and_makes_no_other(sign_in):
    audit = an_audit()
    agency = audit.participants.first().agency
    lead = answerer(agency)
    on_team(audit, lead, agency, is_lead=True)
    client = sign_in(lead)
    page = client.get(url("tool_version", audit.tool.pk)).content.decode()
    assert url("tool_section_add", audit.tool.pk) in page
    assert url("tool_version_copy", audit.tool.pk) not in page
    assert client.post(url("tool_section_add", audit.tool.pk), {"title": "Ours"}).status_code == 302
    assert client.post(url("tool_add"), {"title": "Ours", "kind": "themed"}).status_code == 403
    assert client.get(url("tool_section_add", a_tool(slug="another").pk)).status_code == 403


def test_a_frozen_version_offers_no_change_and_takes_none(sign_in):
    version = a_tool(frozen=True)
    client = sign_in(runner())
    page = client.get(url("tool_version", version.pk)).content.decode()
    assert "/change/" not in page.replace(url("tool_change", version.tool.slug), "")
    assert "stays as it is" in page
    before = tool_content(version)
    answer = client.get(url("tool_section_add", version.pk), follow=True)
    assert "An audit was launched with this version" in answer.content.decode()
    answer = client.post(url("tool_section_add", version.pk), {"title": "Late"})
    assert "An audit was launched with this version" in answer.content.decode()
    assert "Late" in answer.content.decode()
    assert tool_content(version) == before


def test_of_two_editors_the_second_sees_both_texts_and_saves_knowingly(sign_in):
    question = questions_of(a_tool())[0]
    page = url("tool_question_change", question.pk)
    client = sign_in(runner())
    words = {"kind": "grade", "purpose": "", "guidance": "", "is_required": "on", "standard": question.standard_id}
    seen = client.get(page).context["form"]["seen"].value()
    assert client.post(page, words | {"text": "The first’s words", "seen": seen}).status_code == 302
    answer = client.post(page, words | {"text": "The second’s words", "seen": seen})
    html = answer.content.decode()
    assert "The first’s words" in html
    assert "The second’s words" in html
    again = answer.context["form"]["seen"].value()
    assert client.post(page, words | {"text": "Both of their words", "seen": again}).status_code == 302
    question.refresh_from_db()
    assert question.text == "Both of their words"


def test_a_new_tool_is_built_from_nothing_to_launch(sign_in):
    client = sign_in(runner())
    answer = client.post(url("tool_add"), {"title": "Neglect", "kind": "themed", "note": "To be agreed"}, follow=True)
    assert "At least one standard needs a question" in answer.content.decode()
    version = ToolVersion.objects.get(tool__slug="neglect")
    client.post(url("tool_section_add", version.pk), {"title": "Assessment"})
    section = ToolSection.objects.get(title="Assessment")
    client.post(url("tool_standard_add", section.pk), {"text": "The child is seen"})
    standard = ToolStandard.objects.get(text="The child is seen")
    sent = {"text": "How well?", "kind": "grade", "purpose": "", "is_required": "on"}
    answer = client.post(url("tool_question_add", standard.pk), sent, follow=True)
    assert "An audit can be launched with it" in answer.content.decode()


def test_the_preview_is_what_the_agency_is_asked(sign_in):
    version, agency, other = a_tool(), AgencyFactory(), AgencyFactory()
    first, second = questions_of(version)[:2]
    QuestionVariant.objects.create(question=first, agency=agency, text="How well did health visiting see it?")
    QuestionVariant.objects.create(question=second, agency=agency, is_asked=False)
    client = sign_in(runner())
    preview = url("tool_version_preview", version.pk)
    for seen_as, theirs in ((agency, True), (other, False)):
        html = client.get(preview, {"agency": seen_as.slug}).content.decode()
        assert ("How well did health visiting see it?" in html) is theirs
        assert (f"1.2 {second.text}" in html) is not theirs
    for unknown in ("", "nobody"):
        assert f"1.1 {first.text}" in client.get(preview, {"agency": unknown}).content.decode()


def test_the_print_holds_all_a_version_asks_and_no_button(sign_in):
    version = a_tool()
    html = sign_in(runner()).get(url("tool_version_print", version.pk)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    for question in tool_content(version).questions:
        assert question.text in main
        assert question.number in main
    assert "<button" not in main


def test_a_version_goes_out_and_comes_back_as_a_workbook(sign_in):
    version = a_tool()
    client = sign_in(runner())
    file = client.get(url("tool_version_download", version.pk))
    assert file["Content-Disposition"] == 'attachment; filename="a-tool-1.xlsx"'
    assert set(sheets_of(file.content)) == {QUESTIONS, WORDINGS, GRADES}
    page = url("tool_version_import", version.tool.slug)
    upload = SimpleUploadedFile("a-tool-1.xlsx", file.content)
    answer = client.post(page, {"upload": upload}, follow=True)
    assert "The workbook is a new version of the tool." in answer.content.decode()
    assert [one.text for one in tool_content(version.tool.versions.first()).questions] == [
        one.text for one in tool_content(version).questions
    ]
    answer = client.post(page, {"upload": SimpleUploadedFile("letter.xlsx", b"Dear all")})
    assert "not a workbook the portal can open" in answer.content.decode()
    assert ToolVersion.objects.count() == 2


def test_pages_take_the_same_number_of_queries_however_long_a_tool(sign_in, django_assert_max_num_queries):
    client = sign_in(runner())
    short, long = a_tool(standards=1), a_tool(standards=40, slug="long")
    for question in ToolQuestion.objects.filter(standard__section__version=long):
        QuestionVariant.objects.create(question=question, agency=AgencyFactory(), text="Other words")
    client.get(url("tool_list"))
    for name in ("tool_version", "tool_version_print", "tool_version_preview"):
        counts = []
        for version in (short, long):
            with django_assert_max_num_queries(60) as counted:
                client.get(url(name, version.pk))
            counts.append(len(counted))
        assert counts[0] == counts[1], name


def test_a_tool_put_aside_stands_below_those_in_use(sign_in):
    version = a_tool()
    client = sign_in(runner())
    sent = {"title": "Put aside now", "kind": "themed", "note": ""}
    client.post(url("tool_change", version.tool.slug), sent)
    assert not AuditTool.objects.get().is_current
    html = client.get(url("tool_list")).content.decode()
    assert "No tools in use" in html
    assert "Put aside (1)" in html
