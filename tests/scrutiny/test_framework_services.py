"""Versions of a framework: the author's words stay, an adapted one says so, and no editor loses a word (R117, R128)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from assurance.services.spreadsheets import Sheet, workbook_bytes
from scrutiny.models import ContextAnswer, ContextQuestion, Framework, FrameworkQuestion, FrameworkStep
from scrutiny.queries.context import context_pages
from scrutiny.queries.framework_parts import own_stamp_of, stamp_of, stamp_of_version
from scrutiny.queries.frameworks import framework_words
from scrutiny.rules.framework_content import read_framework
from scrutiny.rules.framework_sheets import QUESTIONS, sheets_of_framework
from scrutiny.rules.frameworks import ADAPTED
from scrutiny.services import framework_parts as parts
from scrutiny.services import frameworks as services
from scrutiny.services.context import answer_context
from scrutiny.services.framework_parts import Way
from scrutiny.services.frameworks import DATA
from tests.factories.assurance import person_with
from tests.factories.scrutiny import NOW, a_scrutineer, six_steps

pytestmark = pytest.mark.django_db


def manager():
    return person_with(Role.BUSINESS_TEAM)


def a_version(by=None):
    """A version of the Six Steps that can be changed."""
    return services.begin_version(version=six_steps(), note="To fit Kent", by=by or manager(), now=NOW)


def asked(version):
    return [(step.title, [one.text for one in step.questions]) for step in framework_words(version).steps]


def question_of(version, number=0):
    return FrameworkQuestion.objects.filter(step__version=version).order_by("step__position", "position")[number]


def test_the_frameworks_are_loaded_once_and_the_first_version_never_changes(capsys):
    call_command("load_scrutiny_frameworks")
    call_command("load_scrutiny_frameworks")
    assert capsys.readouterr().out == "Scrutiny frameworks: 1 new framework.\nScrutiny frameworks: up to date.\n"
    version = six_steps()
    assert version.is_frozen
    question = question_of(version)
    with pytest.raises(ValidationError, match="Nothing of this version changes"):
        parts.change_part(part=question, seen=own_stamp_of(question), text="Other", by=manager(), now=NOW)
    with pytest.raises(ValidationError, match="Nothing of this version changes"):
        services.discard_version(version=version, by=manager(), now=NOW)


def test_at_a_restart_only_a_file_that_is_new_is_read(tmp_path):
    six = six_steps()
    text = (DATA / "six_steps.toml").read_text()
    (tmp_path / "six_steps.toml").write_text("this is not read")
    (tmp_path / "third.toml").write_text(text.replace('slug = "six-steps"', 'slug = "third"'))
    assert [one.slug for one in services.load_frameworks(now=NOW, data=tmp_path)] == ["third"]
    assert services.load_frameworks(now=NOW, data=tmp_path) == []
    assert six == six_steps()


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.name)
def test_a_shipped_file_is_named_after_its_slug(path):
    assert read_framework(path.read_text()).slug == path.stem.replace("_", "-")


def test_a_new_version_is_the_same_until_something_of_it_differs_and_again_when_it_does_not():
    version, by = a_version(), a_scrutineer()
    question = question_of(version, 5)
    was = question.text
    assert version.cited == six_steps().cited != ADAPTED
    for text, is_adapted in (("Is it so in Kent?", True), (was, False)):
        question.refresh_from_db()
        parts.change_part(part=question, seen=own_stamp_of(question), text=text, by=by, now=NOW)
        version.refresh_from_db()
        assert version.is_adapted is is_adapted
        assert (version.cited == ADAPTED) is is_adapted


@pytest.mark.parametrize("what", ["add_step", "add_question", "add_context", "remove", "move", "reorder_context"])
def test_whatever_is_changed_makes_it_adapted(what):
    version, acting = a_version(), {"by": a_scrutineer(), "now": NOW}
    step = version.steps.first()
    if what == "add_step":
        parts.add_step(version=version, title="And one more", **acting)
    elif what == "add_question":
        parts.add_question(step=step, text="And is it so?", covers=["practitioners"], **acting)
    elif what == "add_context":
        parts.add_context_question(version=version, text="Who is asked?", **acting)
    elif what == "remove":
        parts.remove_part(part=step, seen=stamp_of(step), **acting)
    elif what == "move":
        parts.move_part(part=step, way=Way.DOWN, **acting)
    else:
        parts.move_part(part=version.context_questions.first(), way=Way.DOWN, **acting)
    version.refresh_from_db()
    assert version.is_adapted


def test_what_a_question_covers_is_the_portals_own_reading_and_adapts_nothing():
    version, question = (found := a_version()), question_of(found)
    parts.change_part(part=question, seen=own_stamp_of(question), covers=["practitioners"], by=manager(), now=NOW)
    version.refresh_from_db()
    assert not version.is_adapted


def test_a_reworded_question_stays_the_same_one_unless_it_is_said_to_be_another():
    version, by = a_version(), manager()
    question = question_of(version)
    identity = question.identity
    parts.change_part(part=question, seen=own_stamp_of(question), text="Reworded?", by=by, now=NOW)
    question.refresh_from_db()
    assert question.identity == identity
    parts.change_part(part=question, seen=own_stamp_of(question), text="Another?", is_another=True, by=by, now=NOW)
    question.refresh_from_db()
    assert question.identity != identity


def test_a_question_is_put_into_another_step_of_its_own_version_alone():
    version, by = a_version(), manager()
    question, (_, other, *_) = question_of(version), version.steps.order_by("position")
    parts.change_part(part=question, seen=own_stamp_of(question), step=other, by=by, now=NOW)
    assert [len(questions) for _, questions in asked(version)] == [3, 5, 4, 4, 4, 4]
    assert asked(version)[1][1][-1] == question.text
    question.refresh_from_db()
    elsewhere = FrameworkStep.objects.filter(version=six_steps_first()).first()
    with pytest.raises(ValidationError, match="same version"):
        parts.change_part(part=question, seen=own_stamp_of(question), step=elsewhere, by=by, now=NOW)


def six_steps_first():
    return Framework.objects.get(slug="six-steps").versions.get(number=1)


def test_two_who_change_the_same_question_lose_nothing():
    question = question_of(a_version())
    seen = own_stamp_of(question)
    parts.change_part(part=question, seen=seen, text="What the first wrote", by=manager(), now=NOW)
    with pytest.raises(ValidationError, match="Somebody else changed this") as refused:
        parts.change_part(part=question, seen=seen, text="What the second wrote", by=a_scrutineer(), now=NOW)
    question.refresh_from_db()
    assert question.text == "What the first wrote"
    assert dict(refused.value.params["now"])["The question"] == "What the first wrote"
    again = refused.value.params["seen"]
    parts.change_part(part=question, seen=again, text="What both agree on", by=a_scrutineer(), now=NOW)


def test_what_has_grown_since_it_was_seen_is_not_taken_away():
    version = a_version()
    step = version.steps.first()
    seen = stamp_of(step)
    parts.add_question(step=step, text="And is it so?", covers=[], by=manager(), now=NOW)
    with pytest.raises(ValidationError, match="or something below it"):
        parts.remove_part(part=step, seen=seen, by=a_scrutineer(), now=NOW)
    step.questions.all().delete()
    step.delete()
    with pytest.raises(ValidationError, match="took this away"):
        parts.add_question(step=FrameworkStep(pk=step.pk, version=version), text="?", covers=[], by=manager(), now=NOW)


def test_two_steps_of_one_name_are_refused():
    version = a_version()
    with pytest.raises(ValidationError, match="called the same"):
        parts.add_step(version=version, title=version.steps.first().title.upper(), by=manager(), now=NOW)
    assert version.steps.count() == 6


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.BOARD_MEMBER, Role.SYSTEM_ADMINISTRATOR])
def test_others_change_nothing(role):
    version, other = a_version(), person_with(role)
    before = asked(version)
    question = question_of(version)
    for change in (
        lambda: parts.add_step(version=version, title="One more", by=other, now=NOW),
        lambda: parts.change_part(part=question, seen=own_stamp_of(question), text="Other", by=other, now=NOW),
        lambda: parts.move_part(part=question, way=Way.DOWN, by=other, now=NOW),
        lambda: parts.remove_part(part=question, seen=stamp_of(question), by=other, now=NOW),
        lambda: services.discard_version(version=version, by=other, now=NOW),
        lambda: services.make_ready(version=version, seen=stamp_of_version(version), by=other, now=NOW),
        lambda: services.put_aside(framework=version.framework, by=other, now=NOW),
        lambda: services.import_framework(upload=a_workbook(version), by=other, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert asked(version) == before


def test_one_version_can_be_changed_at_a_time_and_be_taken_away():
    version, by = a_version(), manager()
    with pytest.raises(ValidationError, match="a version already that can still be changed"):
        services.begin_version(version=six_steps(), note="Another", by=by, now=NOW)
    services.discard_version(version=version, by=by, now=NOW)
    assert ActivityEntry.objects.filter(action="framework.discard").exists()
    assert services.begin_version(version=six_steps(), note="Another", by=by, now=NOW).number == 2


def test_a_version_is_made_ready_by_a_step_of_its_own_that_is_logged():
    version, by = a_version(), a_scrutineer()
    services.make_ready(version=version, seen=stamp_of_version(version), by=by, now=NOW)
    version.refresh_from_db()
    assert version.is_frozen
    assert ActivityEntry.objects.get(action="framework.make_ready").actor == by
    with pytest.raises(ValidationError, match="Nothing of this version changes"):
        services.make_ready(version=version, seen=stamp_of_version(version), by=by, now=NOW)


def test_what_nobody_can_answer_is_not_ready():
    version, by = a_version(), manager()
    version.steps.all().delete()
    with pytest.raises(ValidationError, match="Add at least one step"):
        services.make_ready(version=version, seen=stamp_of_version(version), by=by, now=NOW)
    version.refresh_from_db()
    assert not version.is_frozen


def test_what_has_changed_since_it_was_read_is_read_again_before_it_is_ready():
    version, by = a_version(), manager()
    seen = stamp_of_version(version)
    parts.add_question(step=version.steps.first(), text="And is it so?", covers=[], by=a_scrutineer(), now=NOW)
    with pytest.raises(ValidationError, match="Somebody else changed it") as refused:
        services.make_ready(version=version, seen=seen, by=by, now=NOW)
    services.make_ready(version=version, seen=refused.value.params["seen"], by=by, now=NOW)


def a_workbook(version, slug="another-one", change=None):
    sheets = sheets_of_framework(framework_words(version))
    about = [["Short name", slug] if row[0] == "Short name" else row for row in sheets["Framework"][1]]
    sheets["Framework"] = (sheets["Framework"][0], about)
    if change:
        change(sheets)
    content = workbook_bytes([Sheet(name, head, rows) for name, (head, rows) in sheets.items()], title="A framework")
    return SimpleUploadedFile("framework.xlsx", content)


def test_another_framework_is_read_from_a_workbook_and_from_toml():
    source, by = six_steps(), manager()
    read = services.import_framework(upload=a_workbook(source), by=by, now=NOW)
    assert asked(read) == asked(source)
    assert (read.framework.slug, read.number, read.is_frozen, read.is_adapted) == ("another-one", 1, True, False)
    mine = {one.identity for one in FrameworkQuestion.objects.filter(step__version=read)}
    theirs = {one.identity for one in FrameworkQuestion.objects.filter(step__version=source)}
    assert not mine & theirs
    text = (DATA / "six_steps.toml").read_text().replace('slug = "six-steps"', 'slug = "third"')
    upload = SimpleUploadedFile("third.toml", text.encode())
    assert asked(services.import_framework(upload=upload, by=by, now=NOW)) == asked(source)


def test_a_file_with_anything_wrong_leaves_nothing_behind():
    source, by = six_steps(), manager()

    def spoil(sheets):
        sheets[QUESTIONS][1][3][1] = ""
        sheets[QUESTIONS][1][7][2] = "Everything"

    with pytest.raises(ValidationError) as refused:
        services.import_framework(upload=a_workbook(source, change=spoil), by=by, now=NOW)
    first, second = refused.value.messages
    assert first.startswith("Questions, row 5, “Question”: write the question")
    assert second.startswith("Questions, row 9, “Covers”: “Everything” is none of")
    for content in (b"", b"\xff\xfe\x00", b"PK\x03\x04 no archive", b"x" * 600_000):
        with pytest.raises(ValidationError):
            services.import_framework(upload=SimpleUploadedFile("a.xlsx", content), by=by, now=NOW)
    with pytest.raises(ValidationError, match="There is a framework “six-steps” already"):
        services.import_framework(upload=a_workbook(source, "six-steps"), by=by, now=NOW)
    assert Framework.objects.count() == 1


def context_question(number=0):
    return ContextQuestion.objects.filter(version=six_steps_first()).order_by("position")[number]


def test_an_answer_on_the_context_stands_until_there_is_another_and_is_carried_to_the_next_version():
    by, reader = a_scrutineer(), person_with(Role.BOARD_MEMBER)
    six_steps()
    question = context_question()
    first = answer_context(question=question, text="The three partners together", seen="", by=by, now=NOW)
    with pytest.raises(ValidationError, match="Somebody else answered") as refused:
        answer_context(question=question, text="Nobody", seen="", by=manager(), now=NOW)
    assert refused.value.params["now"] == [("The answer that stands", "The three partners together")]
    answer_context(question=question, text="The Board", seen=str(first.pk), by=manager(), now=NOW)
    version = a_version()
    copied = version.context_questions.order_by("position").first()
    parts.change_part(part=copied, seen=own_stamp_of(copied), text="Who employs them?", by=by, now=NOW)
    version.refresh_from_db()
    services.freeze_version(version, NOW)
    ((page, row),) = [(page, page.rows[0]) for page in context_pages(reader)]
    assert (page.version, page.answered) == (version, 1)
    assert (row.standing.text, [one.text for one in row.earlier]) == ("The Board", ["The three partners together"])
    assert row.asked_otherwise == question.text


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.BOARD_MEMBER])
def test_others_do_not_answer_on_the_context(role):
    six_steps()
    with pytest.raises(PermissionDenied):
        answer_context(question=context_question(), text="So", seen="", by=person_with(role), now=NOW)
    assert not ContextAnswer.objects.exists()
