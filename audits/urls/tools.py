"""The addresses of audits: tools, their versions, and the parts of a version."""

from django.urls import path

from audits.views import tool_parts as parts
from audits.views import tool_versions as versions
from audits.views import tools

VERSION = "tools/versions/<uuid:pk>"
SECTION, STANDARD, QUESTION = ("tools/sections/<uuid:pk>", "tools/standards/<uuid:pk>", "tools/questions/<uuid:pk>")
VARIANT, GRADE = "tools/variants/<int:pk>", "tools/grades/<int:pk>"

urlpatterns = [
    path("tools/", tools.tool_list, name="tool_list"),
    path("tools/add/", tools.tool_add, name="tool_add"),
    path(f"{VERSION}/", versions.version_detail, name="tool_version"),
    path(f"{VERSION}/preview/", versions.version_preview, name="tool_version_preview"),
    path(f"{VERSION}/print/", versions.version_print, name="tool_version_print"),
    path(f"{VERSION}/download.xlsx", versions.version_download, name="tool_version_download"),
    path(f"{VERSION}/copy/", tools.version_copy, name="tool_version_copy"),
    path(f"{VERSION}/discard/", tools.version_discard, name="tool_version_discard"),
    path(f"{VERSION}/sections/add/", parts.section_add, name="tool_section_add"),
    path(f"{VERSION}/grades/add/", parts.grade_add, name="tool_grade_add"),
    path(f"{SECTION}/standards/add/", parts.standard_add, name="tool_standard_add"),
    path(f"{SECTION}/change/", parts.section_change, name="tool_section_change"),
    path(f"{SECTION}/remove/", parts.part_remove, {"noun": "section"}, name="tool_section_remove"),
    path(f"{SECTION}/up/", parts.part_move, {"noun": "section", "way": "up"}, name="tool_section_up"),
    path(f"{SECTION}/down/", parts.part_move, {"noun": "section", "way": "down"}, name="tool_section_down"),
    path(f"{STANDARD}/questions/add/", parts.question_add, name="tool_question_add"),
    path(f"{STANDARD}/change/", parts.standard_change, name="tool_standard_change"),
    path(f"{STANDARD}/remove/", parts.part_remove, {"noun": "standard"}, name="tool_standard_remove"),
    path(f"{STANDARD}/up/", parts.part_move, {"noun": "standard", "way": "up"}, name="tool_standard_up"),
    path(f"{STANDARD}/down/", parts.part_move, {"noun": "standard", "way": "down"}, name="tool_standard_down"),
    path(f"{QUESTION}/variants/add/", parts.variant_add, name="tool_variant_add"),
    path(f"{QUESTION}/change/", parts.question_change, name="tool_question_change"),
    path(f"{QUESTION}/remove/", parts.part_remove, {"noun": "question"}, name="tool_question_remove"),
    path(f"{QUESTION}/up/", parts.part_move, {"noun": "question", "way": "up"}, name="tool_question_up"),
    path(f"{QUESTION}/down/", parts.part_move, {"noun": "question", "way": "down"}, name="tool_question_down"),
    path(f"{VARIANT}/change/", parts.variant_change, name="tool_variant_change"),
    path(f"{VARIANT}/remove/", parts.part_remove, {"noun": "variant"}, name="tool_variant_remove"),
    path(f"{GRADE}/change/", parts.grade_change, name="tool_grade_change"),
    path(f"{GRADE}/remove/", parts.part_remove, {"noun": "grade"}, name="tool_grade_remove"),
    path(f"{GRADE}/up/", parts.part_move, {"noun": "grade", "way": "up"}, name="tool_grade_up"),
    path(f"{GRADE}/down/", parts.part_move, {"noun": "grade", "way": "down"}, name="tool_grade_down"),
    path("tools/<slug:slug>/", tools.tool_detail, name="tool_detail"),
    path("tools/<slug:slug>/change/", tools.tool_change, name="tool_change"),
    path("tools/<slug:slug>/version/", tools.version_add, name="tool_version_add"),
    path("tools/<slug:slug>/import/", tools.version_import, name="tool_version_import"),
]
