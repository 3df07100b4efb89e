"""The addresses of governing and shared documents."""

from django.urls import path, re_path

from assurance.views import documents

VERSION = "documents/<slug:slug>/versions/<int:number>"

urlpatterns = [
    path("documents/", documents.document_list, name="document_list"),
    re_path(r"^documents/download\.(?P<suffix>csv|xlsx)$", documents.document_download, name="document_download"),
    path("documents/add/", documents.document_add, name="document_add"),
    path("documents/<slug:slug>/", documents.document_detail, name="document_detail"),
    path("documents/<slug:slug>/change/", documents.document_edit, name="document_edit"),
    path("documents/<slug:slug>/review/", documents.document_review, name="document_review"),
    path("documents/<slug:slug>/versions/add/", documents.document_version_add, name="document_version_add"),
    path(f"{VERSION}/", documents.document_version, name="document_version"),
    path(f"{VERSION}/change/", documents.document_version_edit, name="document_version_edit"),
    path(f"{VERSION}/agree/", documents.document_version_agree, name="document_version_agree"),
    re_path(
        r"^documents/(?P<slug>[-\w]+)/signed-up\.(?P<suffix>csv|xlsx)$",
        documents.document_signatures_download,
        name="document_signatures_download",
    ),
    path("documents/<slug:slug>/sign/<slug:agency>/", documents.document_sign, name="document_sign"),
]
