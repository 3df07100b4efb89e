"""Files kept with items of assurance that people recorded (issue 4: "file or link")."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assurance.models import ActivityEntry, AssuranceItem, ItemFile
from assurance.rules.evidence import MAX_FILES
from assurance.rules.roles import Role
from assurance.services.item_files import add_file, remove_file
from assurance.services.items import withdraw_item
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.items import NOW, ToolFactory, an_indicator, an_item

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
LIST = "/assurance-items/"


def a_file(name="sample.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def member():
    return person_with(Role.SAAS_MEMBER)


@pytest.fixture
def item(member):
    return an_item(by=member)


def test_its_recorder_keeps_a_file_with_an_item_and_every_reader_takes_it_away(item, member, sign_in):
    client, address = sign_in(member), f"{LIST}{item.pk}/"
    add = f"{address}files/add/"
    assert add in client.get(address).content.decode()
    assert "sample.pdf" in client.post(add, {"upload": a_file()}, follow=True).content.decode()
    kept = item.files.get()
    inspector = sign_in(person_with(Role.INSPECTOR))
    said = inspector.get(address).content.decode()
    assert "sample.pdf" in said
    assert add not in said
    answer = inspector.get(f"{LIST}files/{kept.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sample.pdf"'
    entry = ActivityEntry.objects.get(action="item.download_file")
    assert kept.sha256 in entry.detail


def test_an_item_is_recorded_with_its_file_or_not_at_all(member, sign_in):
    client, indicator = sign_in(member), an_indicator()
    sent = {
        "tool": ToolFactory().slug,
        "title": "A dip sample",
        "finding": "Nine in ten",
        "dated_on_day": "1",
        "dated_on_month": "11",
        "dated_on_year": "2025",
        "strength": "partial",
        "confidence": "medium",
        "purposes": ["operation"],
        "indicators": [indicator.slug],
    }
    refused = client.post(f"{LIST}record/", sent | {"upload": a_file("run.pdf", b"MZ")}).content.decode()
    assert "does not hold what its name says" in refused
    assert not AssuranceItem.objects.exists()
    assert client.post(f"{LIST}record/", sent | {"upload": a_file()}).status_code == 302
    assert [file.name for file in AssuranceItem.objects.get().files.all()] == ["sample.pdf"]


def test_others_items_are_kept_by_those_who_manage_assurance(item, sign_in):
    other, chair = person_with(Role.SAAS_MEMBER), person_with(Role.SAAS_CHAIR)
    with pytest.raises(PermissionDenied):
        add_file(item=item, upload=a_file(), by=other, now=NOW)
    assert sign_in(other).get(f"{LIST}{item.pk}/files/add/").status_code == 403
    kept = add_file(item=item, upload=a_file(), by=chair, now=NOW)
    with pytest.raises(PermissionDenied):
        remove_file(file=kept, by=other, now=NOW)


def test_what_should_not_be_here_is_deleted(item, member, sign_in, django_capture_on_commit_callbacks):
    kept = add_file(item=item, upload=a_file(), by=member, now=NOW)
    storage, name = kept.file.storage, kept.file.name
    withdraw_item(item=item, reason="A name is in it", by=member, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(member).post(f"{LIST}files/{kept.pk}/remove/")
    assert not ItemFile.objects.exists()
    assert not storage.exists(name)
    assert ActivityEntry.objects.filter(action="item.remove_file").exists()


def test_a_file_is_refused_with_a_sentence(item, member):
    for number in range(MAX_FILES):
        add_file(item=item, upload=a_file(f"{number}.pdf"), by=member, now=NOW)
    with pytest.raises(ValidationError, match="An item can have"):
        add_file(item=item, upload=a_file(), by=member, now=NOW)
    of_record = an_item(by=member)
    AssuranceItem.objects.filter(pk=of_record.pk).update(origin="return:1")
    with pytest.raises(ValidationError, match="with that record"):
        add_file(item=of_record, upload=a_file(), by=member, now=NOW)
    gone = an_item(by=member)
    withdraw_item(item=gone, reason="Wrong", by=member, now=NOW)
    with pytest.raises(ValidationError, match="withdrawn"):
        add_file(item=gone, upload=a_file(), by=member, now=NOW)


def test_who_reads_no_assurance_learns_of_no_file(item, member, sign_in):
    kept = add_file(item=item, upload=a_file(), by=member, now=NOW)
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(f"{LIST}files/{kept.pk}/").status_code == 403


def test_files_stand_in_the_table_and_cost_no_query_each(item, member, sign_in):
    client = sign_in(member)
    add_file(item=item, upload=a_file(), by=member, now=NOW)
    assert "sample.pdf" in client.get(f"{LIST}download.csv").content.decode()
    few = [queries_of(client, way) for way in (f"{LIST}download.csv", f"{LIST}{item.pk}/")]
    for number in range(MAX_FILES - 1):
        add_file(item=item, upload=a_file(f"{number}.pdf"), by=member, now=NOW)
    assert [queries_of(client, way) for way in (f"{LIST}download.csv", f"{LIST}{item.pk}/")] == few
