"""The pages of frameworks and of the context: who opens them, how they are cited, and that no editor loses a word."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from assurance.rules.roles import Role
from assurance.rules.workbooks import sheets_of
from scrutiny.models import Framework, FrameworkVersion
from scrutiny.queries.framework_parts import own_stamp_of, stamp_of, stamp_of_version
from scrutiny.queries.frameworks import framework_words
from scrutiny.rules.framework_sheets import read_framework_sheets
from scrutiny.rules.frameworks import ADAPTED
from scrutiny.services import framework_parts as parts
from scrutiny.services.frameworks import begin_version
from tests.factories.assurance import person_with
from tests.factories.scrutiny import NOW, a_scrutineer, six_steps

pytestmark = pytest.mark.django_db
ADDRESS = "/scrutiny/frameworks/"


def manager():
    return person_with(Role.BUSINESS_TEAM)


def a_version(**changes):
    return begin_version(version=six_steps(), note="To fit Kent", by=manager(), now=NOW)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def first_question(version):
    return version.steps.order_by("position").first().questions.order_by("position").first()


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.BUSINESS_TEAM, True),
        (Role.INDEPENDENT_SCRUTINEER, True),
        (Role.SAAS_MEMBER, True),
        (Role.PARTNER_CONTRIBUTOR, True),
        (Role.INSPECTOR, True),
        (Role.AGENCY_REPRESENTATIVE, False),
        (Role.OUTSIDE_READER, False),
        (Role.SYSTEM_ADMINISTRATOR, False),
    ],
)
def test_the_frameworks_open_to_those_who_work_with_them(sign_in, role, opens):
    version = six_steps()
    client = sign_in(person_with(role))
    for address in (ADDRESS, f"{ADDRESS}versions/{version.pk}/", f"{ADDRESS}versions/{version.pk}/print/"):
        assert (client.get(address).status_code == 200) is opens
    context = client.get("/scrutiny/context/").status_code
    assert (context == 200) is (opens and role != Role.PARTNER_CONTRIBUTOR)


def test_a_version_shows_the_words_and_is_cited_on_every_page(sign_in):
    version = six_steps()
    client = sign_in(person_with(Role.SAAS_MEMBER))
    words = framework_words(version)
    for address in (f"{ADDRESS}versions/{version.pk}/", f"{ADDRESS}versions/{version.pk}/print/"):
        page = read(client, address)
        assert all(escape(one.text) in page for one in (*words.questions, *words.context))
        assert all(meaning in page for meaning in (words.red, words.amber, words.green, words.any_response))
        assert version.framework.reference in page
        assert "Adapted from" not in page
        assert "Take away" not in page


def test_an_adapted_version_says_so_by_itself(sign_in):
    version = a_version()
    client = sign_in(a_scrutineer())
    step = version.steps.first()
    client.post(f"{ADDRESS}steps/{step.pk}/change/", {"seen": own_stamp_of(step), "title": "In Kent"})
    for address in (ADDRESS, f"{ADDRESS}versions/{version.pk}/", f"{ADDRESS}versions/{version.pk}/print/"):
        assert ADAPTED in read(client, address)


def test_a_stale_change_is_shown_with_both_texts_and_can_be_sent_again(sign_in):
    version = a_version()
    question = first_question(version)
    seen = own_stamp_of(question)
    parts.change_part(part=question, seen=seen, text="What the first wrote", by=manager(), now=NOW)
    client, address = sign_in(a_scrutineer()), f"{ADDRESS}questions/{question.pk}/change/"
    sent = {"seen": seen, "text": "What the second wrote", "covers": ["practitioners"], "step": question.step_id}
    page = client.post(address, sent).content.decode()
    assert "What the first wrote" in page
    assert "What the second wrote" in page
    question.refresh_from_db()
    assert question.text == "What the first wrote"
    assert client.post(address, sent | {"seen": own_stamp_of(question)}).status_code == 302
    question.refresh_from_db()
    assert (question.text, question.covers) == ("What the second wrote", ["practitioners"])


def test_steps_and_questions_are_added_moved_and_taken_away_by_form_and_button(sign_in):
    version = a_version()
    client = sign_in(a_scrutineer())
    client.post(f"{ADDRESS}versions/{version.pk}/steps/add/", {"title": "In Kent"})
    step = version.steps.get(title="In Kent")
    client.post(f"{ADDRESS}steps/{step.pk}/questions/add/", {"text": "Is it so?", "covers": ["lead_partners"]})
    client.post(f"{ADDRESS}steps/{step.pk}/up/")
    client.post(f"{ADDRESS}versions/{version.pk}/context/add/", {"text": "Who asks?"})
    words = framework_words(version)
    assert [one.title for one in words.steps].index("In Kent") == 5
    assert words.steps[5].questions[0].covers == ("lead_partners",)
    assert words.context[-1].text == "Who asks?"
    gone = words.steps[5].questions[0]
    page = read(client, f"{ADDRESS}questions/{gone.pk}/remove/")
    assert "This goes with it" in page
    question = step.questions.get()
    client.post(f"{ADDRESS}questions/{gone.pk}/remove/", {"seen": stamp_of(question)})
    assert not step.questions.exists()
    assert "Step 6 has no question." in read(client, f"{ADDRESS}versions/{version.pk}/")


def test_a_frozen_version_leads_back_with_a_sentence(sign_in):
    question = first_question(six_steps())
    client = sign_in(a_scrutineer())
    answer = client.get(f"{ADDRESS}questions/{question.pk}/change/", follow=True)
    assert "Nothing of this version changes any more" in answer.content.decode()
    assert client.get(f"{ADDRESS}versions/{six_steps().pk}/copy/").status_code == 403


def test_a_version_is_looked_at_once_more_and_is_ready(sign_in):
    version = a_version()
    client, address = sign_in(a_scrutineer()), f"{ADDRESS}versions/{version.pk}/"
    assert f"{address}ready/" in read(client, address)
    seen = stamp_of_version(version)
    assert seen in read(client, f"{address}ready/")
    assert client.post(f"{address}ready/", {"seen": seen}).url == address
    assert f"{address}ready/" not in read(client, address)
    assert "It is ready for use already" in client.get(f"{address}ready/", follow=True).content.decode()
    assert "Ready for use" in read(client, ADDRESS)


def test_a_version_is_begun_downloaded_and_another_framework_read_from_a_file(sign_in):
    version = six_steps()
    client = sign_in(manager())
    answer = client.post(f"{ADDRESS}versions/{version.pk}/copy/", {"note": "To fit Kent"})
    copy = FrameworkVersion.objects.get(number=2)
    assert answer.url == f"{ADDRESS}versions/{copy.pk}/"
    file = client.get(f"{ADDRESS}versions/{copy.pk}/download.xlsx")
    assert file["Content-Disposition"] == 'attachment; filename="six-steps-2.xlsx"'
    assert read_framework_sheets(sheets_of(file.content)).problems == ()
    page = client.post(f"{ADDRESS}import/", {"upload": SimpleUploadedFile("a.xlsx", file.content)}).content.decode()
    assert "There is a framework “six-steps” already" in page
    client.post(f"{ADDRESS}aside/six-steps/")
    assert not Framework.objects.get().is_current
    assert "Put aside" in read(client, ADDRESS)
    client.post(f"{ADDRESS}versions/{copy.pk}/discard/")
    assert FrameworkVersion.objects.count() == 1


def test_the_context_is_answered_and_taken_away_as_a_table(sign_in):
    version = six_steps()
    question = version.context_questions.order_by("position").first()
    client, address = sign_in(a_scrutineer()), f"/scrutiny/context/{question.identity}/answer/"
    assert "0 of 18 answered" in read(client, "/scrutiny/context/")
    client.post(address, {"seen": "", "text": "The three partners together"})
    page = client.post(address, {"seen": "", "text": "Somebody else"}).content.decode()
    assert "The three partners together" in page
    assert "Somebody else" in page
    page = read(client, "/scrutiny/context/")
    assert "1 of 18 answered" in page
    assert version.framework.reference in page
    table = read(client, "/scrutiny/context/download.csv")
    assert "The three partners together" in table
    assert client.get("/scrutiny/context/download.xlsx").status_code == 200
    reader = sign_in(person_with(Role.SAAS_MEMBER))
    assert "The three partners together" in read(reader, "/scrutiny/context/")
    assert reader.get(address).status_code == 403


def test_however_many_versions_and_answers_there_are_the_queries_are_as_many(
    sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, addresses = sign_in(a_scrutineer()), [ADDRESS, "/scrutiny/context/"]
    version = six_steps()
    addresses.append(f"{ADDRESS}versions/{version.pk}/")
    counts = []
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(30) as captured:
            client.get(address)
        counts.append(len(captured))
    begin_version(version=version, note="More", by=manager(), now=NOW)
    for question in version.context_questions.all():
        client.post(f"/scrutiny/context/{question.identity}/answer/", {"seen": "", "text": "So it is"})
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)
