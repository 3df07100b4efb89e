"""Reading governing and shared documents: versions, reviews, and who has signed up (R109, R147)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from assurance.models import Agency, Document, DocumentReview, DocumentVersion, SignUp, User
from assurance.permissions import agencies_where, may
from assurance.queries.tables import Table, told
from assurance.rules.documents import ReviewStanding, VersionState, review_standing
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell


def documents_visible_to(user: User) -> QuerySet[Document]:
    """Every document, for those who may read plans and documents."""
    return Document.objects.select_related("group") if may(user, Permission.READ_PLAN) else Document.objects.none()


def document_visible_to(user: User, slug: str) -> Document | None:
    """One document, or None."""
    return documents_visible_to(user).filter(slug=slug).first()


def version_visible_to(user: User, slug: str, number: int) -> DocumentVersion | None:
    """One version of a document, or None. Drafts are for those who keep documents."""
    found = _versions_visible_to(user).filter(document__slug=slug, number=number)
    return found.select_related("document__group", "decision__meeting__group").first()


def _versions_visible_to(user: User) -> QuerySet[DocumentVersion]:
    found = DocumentVersion.objects.filter(document__in=documents_visible_to(user))
    return found if may(user, Permission.MANAGE_ASSURANCE) else found.exclude(state=VersionState.DRAFT)


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list: the version in force if there is one, its review, and how many agencies signed up."""

    document: Document
    version: DocumentVersion | None
    review: ReviewStanding
    signed: int
    asked: int

    @property
    def signed_words(self) -> str:
        """How many of those asked have signed; blank where nobody is asked."""
        return f"{self.signed} of {self.asked}" if self.document.is_signed else ""


def document_rows(user: User, today: date) -> list[DocumentRow]:
    """Every document with what holds of it today, by title."""
    asked = set(_agencies_asked(today).values_list("pk", flat=True))
    in_force = DocumentVersion.objects.filter(state=VersionState.IN_FORCE).prefetch_related("sign_ups")
    reviews = Prefetch("reviews", DocumentReview.objects.select_related("by"))
    documents = documents_visible_to(user).prefetch_related(Prefetch("versions", in_force), reviews)
    return [_row(one, asked, today) for one in documents]


def _row(document: Document, asked: set[int], today: date) -> DocumentRow:
    """The row of a document that came with its version in force alone as `versions`."""
    version = next(iter(document.versions.all()), None)
    signed = {one.agency_id for one in version.sign_ups.all()} if version else set()
    return DocumentRow(document, version, review_standing(document.review_on, today), len(signed & asked), len(asked))


def _agencies_asked(today: date) -> QuerySet[Agency]:
    return Agency.objects.on(today)


@dataclass(frozen=True)
class Signature:
    """An agency, its signing up if it has signed, and where the reader may record that it has."""

    agency: Agency
    sign_up: SignUp | None
    sign_url: str


@dataclass(frozen=True)
class DocumentPage:
    """
    A document with the version that is shown (in force, or the newest the reader may see), its history and signatures.

    `waiting` is the draft, for those who keep documents.
    """

    document: Document
    version: DocumentVersion | None
    waiting: DocumentVersion | None
    versions: list[DocumentVersion]
    reviews: list[DocumentReview]
    review: ReviewStanding
    signatures: list[Signature]

    @property
    def signed(self) -> list[Signature]:
        """Those who have signed up."""
        return [one for one in self.signatures if one.sign_up]

    @property
    def not_signed(self) -> list[Signature]:
        """Those who have not."""
        return [one for one in self.signatures if not one.sign_up]


def document_page(document: Document, user: User, today: date) -> DocumentPage:
    """Everything a document's page shows."""
    found = _versions_visible_to(user).filter(document=document)
    versions = list(found.select_related("decision__meeting__group", "added_by"))
    in_force = next((one for one in versions if one.state == VersionState.IN_FORCE), None)
    waiting = next((one for one in versions if one.state == VersionState.DRAFT), None)
    return DocumentPage(
        document=document,
        version=in_force or waiting,
        waiting=waiting,
        versions=versions,
        reviews=list(document.reviews.select_related("by")),
        review=review_standing(document.review_on, today),
        signatures=_signatures(in_force, user, today) if document.is_signed and in_force else [],
    )


def _signatures(version: DocumentVersion, user: User, today: date) -> list[Signature]:
    signed = {one.agency_id: one for one in version.sign_ups.select_related("agency")}
    keeps = may(user, Permission.MANAGE_ASSURANCE)
    mine = set(agencies_where(user, Permission.SIGN_RETURN).values_list("pk", flat=True))
    rows = []
    for agency in _agencies_asked(today):
        may_sign = agency.pk not in signed and (keeps or agency.pk in mine)
        url = reverse("assurance:document_sign", args=[version.document.slug, agency.slug]) if may_sign else ""
        rows.append(Signature(agency, signed.get(agency.pk), url))
    return rows


def agency_to_sign(user: User, document: Document, slug: str, today: date) -> tuple[DocumentVersion, Agency] | None:
    """The version in force and the agency for which `user` may sign up to it, or None."""
    version = document.versions.filter(state=VersionState.IN_FORCE).first()
    agencies = _agencies_asked(today)
    if not may(user, Permission.MANAGE_ASSURANCE):
        agencies = agencies.filter(pk__in=agencies_where(user, Permission.SIGN_RETURN).values("pk"))
    agency = agencies.filter(slug=slug).first()
    return (version, agency) if version and agency and document.is_signed else None


def documents_to_sign(user: User, today: date) -> list[tuple[Document, Agency]]:
    """The shared documents that an agency `user` signs for has not signed up to, each with that agency."""
    mine = list(_agencies_asked(today).filter(pk__in=agencies_where(user, Permission.SIGN_RETURN).values("pk")))
    if not mine:
        return []
    versions = DocumentVersion.objects.filter(state=VersionState.IN_FORCE, document__is_signed=True)
    versions = versions.select_related("document").prefetch_related("sign_ups")
    return [
        (version.document, agency)
        for version in versions
        for agency in mine
        if agency.pk not in {one.agency_id for one in version.sign_ups.all()}
    ]


def reviews_due(user: User, today: date) -> list[Document]:
    """The documents whose review is due or overdue, for those who keep them."""
    if not may(user, Permission.MANAGE_ASSURANCE):
        return []
    return list(Document.objects.filter(review_on__lte=today))


def document_table(user: User, today: date) -> Table:
    """The list as a table, with the words of each version in force and what reviews found, the newest first."""
    headers = ["Document", "Kind", "Version in force", "Agreed on", "Agreed by", "Next review", "Standing", "Signed up"]
    headers += ["What it is for", "Kept by", "Months between reviews", "Reviews"]
    headers += ["Published at", "What is different in this version", "Text in force"]
    return headers, [_cells(row) for row in document_rows(user, today)]


def _cells(row: DocumentRow) -> list[Cell]:
    version = row.version
    return [
        row.document.title,
        row.document.get_kind_display(),
        version.label if version else "None",
        version.agreed_on if version else None,
        version.agreed_by if version else "",
        row.document.review_on,
        row.review.words,
        row.signed_words,
        row.document.about,
        row.document.group.name if row.document.group else "",
        row.document.review_months,
        "\n".join(_reviewed(one) for one in row.document.reviews.all()),
        *([version.link, version.changes, version.text] if version else ["", "", ""]),
    ]


def _reviewed(one: DocumentReview) -> str:
    early = "earlier than due, because legislation or guidance changed" if one.is_early else ""
    return told(", ".join(filter(None, (one.get_outcome_display(), early))), one.text, one.reviewed_on, one.by)


def signature_table(signatures: Iterable[Signature]) -> Table:
    """Who has signed up and who has not, as a table."""
    return ["Agency", "Signed up on", "Signed by"], [
        [one.agency.name, *([one.sign_up.signed_on, one.sign_up.signed_by] if one.sign_up else [None, "Not signed up"])]
        for one in signatures
    ]
