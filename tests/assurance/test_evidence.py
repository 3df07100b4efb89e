"""Which files are taken as evidence, and who may fetch them (trust.md 8)."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from assurance.models import ActivityEntry, EvidenceFile
from assurance.queries.returns import files_visible_to
from assurance.rules.evidence import KINDS, MAX_BYTES, file_problem
from assurance.rules.returns import Section
from assurance.rules.roles import Role
from assurance.services.evidence import attach_file, remove_file
from assurance.services.returns import submit_return
from tests.factories.assurance import person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled, section_of

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def office(folder="word", *, extra=(), entries=0, padding=b""):
    """The bytes of an Office file in outline."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", padding or "<x/>")
        for name in extra:
            archive.writestr(name, b"x")
        for number in range(entries):
            archive.writestr(f"{folder}/{number}", b"")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("audit.pdf", PDF),
        ("AUDIT.PDF", PDF),
        ("chart.png", PNG),
        ("letter.docx", office()),
        ("figures.xlsx", office("xl")),
        ("slides.pptx", office("ppt")),
        ("notes.txt", "Rückmeldung – plain text".encode()),
        ("notes.csv", b"a,b\r\n1,2\r\n"),
    ],
)
def test_what_is_taken(name, content):
    """Each kind by what it holds."""
    assert file_problem(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "is empty"),
        ("page.html", b"<script>", "is not a kind of file"),
        ("noextension", PDF, "is not a kind of file"),
        (".pdf", PDF, "is not a kind of file"),
        ("program.pdf", b"MZ\x90\x00" + b"\x00" * 64, "does not hold what its name says"),
        ("picture.png", PDF, "does not hold what its name says"),
        ("letter.docx", office("xl"), "does not hold what its name says"),
        ("letter.docx", b"PK\x03\x04 broken", "does not hold what its name says"),
        ("macros.docx", office(extra=["word/vbaProject.bin"]), "does not hold what its name says"),
        ("bomb.docx", office(padding=b"0" * 30_000_000), "does not hold what its name says"),
        ("many.docx", office(entries=5_100), "does not hold what its name says"),
        ("binary.txt", b"\x00\x01\x02", "does not hold what its name says"),
        ("large.txt", b"a" * (MAX_BYTES + 1), "is larger than 20MB"),
    ],
)
def test_what_is_refused(name, content, sentence):
    """Each refusal is one sentence that names the file."""
    problem = file_problem(name, content)
    assert sentence in problem
    assert problem.startswith(name)


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=200))
def test_no_content_breaks_the_check(extension, content):
    """Whatever the bytes, the answer is a sentence or nothing."""
    assert isinstance(file_problem(f"file{extension}", content), str)


@pytest.fixture
def draft(db):
    """A draft ready to submit."""
    return filled(StatusReturnFactory())


@pytest.fixture
def lead(draft):
    """Its agency's lead."""
    return person_with(Role.PARTNER_LEAD, agency=draft.agency)


@pytest.fixture
def item(draft):
    """A statement of the draft."""
    return section_of(draft, Section.NOT_GOING_WELL).items.get()


def upload(name="audit.pdf", content=PDF):
    """An uploaded file."""
    return SimpleUploadedFile(name, content)


def test_a_file_is_kept_with_its_hash(item, lead):
    """Stored under its hash, not under a name from outside; logged without content."""
    file = attach_file(item=item, upload=upload("../../Re audit.pdf"), by=lead, now=NOW)
    assert file.file.name.startswith("evidence/")
    assert ".." not in file.file.name
    assert (file.size, file.content_type) == (len(PDF), "application/pdf")
    assert ActivityEntry.objects.get(action="evidence.upload").detail == f'{{"sha256":"{file.sha256}"}}'


def test_a_refused_file_leaves_nothing(item, lead):
    """No row, no file."""
    with pytest.raises(ValidationError, match="not a kind of file"):
        attach_file(item=item, upload=upload("page.html", b"<b>"), by=lead, now=NOW)
    assert not EvidenceFile.objects.exists()


def test_a_statement_has_at_most_ten_files(item, lead):
    """The eleventh is refused in a sentence."""
    for number in range(10):
        attach_file(item=item, upload=upload(content=PDF + str(number).encode()), by=lead, now=NOW)
    with pytest.raises(ValidationError, match="can have 10 files"):
        attach_file(item=item, upload=upload(), by=lead, now=NOW)


def test_who_may_fetch_a_file(draft, item, lead):
    """Before submission the agency alone; after it those who read the version that names it."""
    file = attach_file(item=item, upload=upload(), by=lead, now=NOW)
    readers = {role: person_with(role) for role in (Role.BUSINESS_TEAM, Role.SAAS_MEMBER, Role.PARTNER_LEAD)}
    assert file in files_visible_to(lead)
    assert not any(files_visible_to(reader).exists() for reader in readers.values())
    submit_return(status_return=draft, by=lead, now=NOW)
    late = EvidenceFile.objects.create(
        status_return=draft, item=item, file="x", name="late", size=1, sha256="0", uploaded_by=lead, uploaded_at=NOW
    )
    assert list(files_visible_to(readers[Role.BUSINESS_TEAM])) == [file]
    assert list(files_visible_to(readers[Role.SAAS_MEMBER])) == [file]
    assert not files_visible_to(readers[Role.PARTNER_LEAD]).exists()
    assert late in files_visible_to(lead)


def test_removing_deletes_what_no_version_names(item, lead, django_capture_on_commit_callbacks):
    """Row and file go."""
    file = attach_file(item=item, upload=upload(), by=lead, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=file, by=lead, now=NOW)
    assert not EvidenceFile.objects.exists()
    assert not file.file.storage.exists(file.file.name)


def test_only_the_agency_adds_files(item):
    """The Business Team does not."""
    with pytest.raises(PermissionDenied):
        attach_file(item=item, upload=upload(), by=person_with(Role.BUSINESS_TEAM), now=NOW)
