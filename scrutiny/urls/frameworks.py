"""The addresses of scrutiny: frameworks, their versions, the parts of a version, and the context questions."""

from django.urls import path, re_path

from scrutiny.views import context, frameworks
from scrutiny.views import framework_parts as parts

VERSION = "frameworks/versions/<uuid:pk>"
STEP, QUESTION, CONTEXT = "frameworks/steps/<uuid:pk>", "frameworks/questions/<uuid:pk>", "frameworks/context/<uuid:pk>"

urlpatterns = [
    path("frameworks/", frameworks.framework_list, name="framework_list"),
    path("frameworks/import/", frameworks.framework_import, name="framework_import"),
    path("frameworks/aside/<slug:slug>/", frameworks.framework_aside, name="framework_aside"),
    path(f"{VERSION}/", frameworks.framework_version, name="framework_version"),
    path(f"{VERSION}/print/", frameworks.framework_print, name="framework_print"),
    path(f"{VERSION}/download.xlsx", frameworks.framework_download, name="framework_download"),
    path(f"{VERSION}/copy/", frameworks.framework_copy, name="framework_copy"),
    path(f"{VERSION}/ready/", frameworks.framework_ready, name="framework_ready"),
    path(f"{VERSION}/discard/", frameworks.framework_discard, name="framework_discard"),
    path(f"{VERSION}/steps/add/", parts.step_add, name="step_add"),
    path(f"{VERSION}/context/add/", parts.context_add, name="context_add"),
    path(f"{STEP}/questions/add/", parts.question_add, name="question_add"),
    path(f"{STEP}/change/", parts.step_change, name="step_change"),
    path(f"{STEP}/remove/", parts.part_remove, {"noun": "step"}, name="step_remove"),
    path(f"{STEP}/up/", parts.part_move, {"noun": "step", "way": "up"}, name="step_up"),
    path(f"{STEP}/down/", parts.part_move, {"noun": "step", "way": "down"}, name="step_down"),
    path(f"{QUESTION}/change/", parts.question_change, name="question_change"),
    path(f"{QUESTION}/remove/", parts.part_remove, {"noun": "question"}, name="question_remove"),
    path(f"{QUESTION}/up/", parts.part_move, {"noun": "question", "way": "up"}, name="question_up"),
    path(f"{QUESTION}/down/", parts.part_move, {"noun": "question", "way": "down"}, name="question_down"),
    path(f"{CONTEXT}/change/", parts.context_change, name="context_change"),
    path(f"{CONTEXT}/remove/", parts.part_remove, {"noun": "context"}, name="context_remove"),
    path(f"{CONTEXT}/up/", parts.part_move, {"noun": "context", "way": "up"}, name="context_up"),
    path(f"{CONTEXT}/down/", parts.part_move, {"noun": "context", "way": "down"}, name="context_down"),
    path("context/", context.context_list, name="context_list"),
    re_path(r"^context/download\.(?P<suffix>csv|xlsx)$", context.context_download, name="context_download"),
    path("context/<uuid:identity>/answer/", context.context_answer, name="context_answer"),
]
