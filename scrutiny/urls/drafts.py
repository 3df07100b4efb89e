"""The addresses of drafts, all below /scrutiny/drafts/: one's list, a draft's head and overview, its questions."""

from django.urls import path

from scrutiny.views import answers, drafts

QUESTION = "drafts/<uuid:pk>/questions/<int:place>/"

urlpatterns = [
    path("drafts/", drafts.draft_list, name="draft_list"),
    path("drafts/begin/", drafts.draft_begin, name="draft_begin"),
    path("drafts/<uuid:pk>/", drafts.draft_detail, name="draft_detail"),
    path("drafts/<uuid:pk>/head/", drafts.draft_head, name="draft_head"),
    path("drafts/<uuid:pk>/drop/", drafts.draft_drop, name="draft_drop"),
    path(QUESTION, answers.question_edit, name="question_edit"),
    path(f"{QUESTION}evidence/", answers.evidence_pick, name="evidence_pick"),
    path(f"{QUESTION}evidence/add/", answers.evidence_add, name="evidence_add"),
    path(f"{QUESTION}evidence/<uuid:evidence>/remove/", answers.evidence_remove, name="evidence_remove"),
    path(f"{QUESTION}actions/", answers.question_actions, name="question_actions"),
    path(f"{QUESTION}actions/add/", answers.draft_action_add, name="draft_action_add"),
    path(f"{QUESTION}actions/link/", answers.draft_action_link, name="draft_action_link"),
    path(f"{QUESTION}actions/<uuid:action>/", answers.draft_action_edit, name="draft_action_edit"),
    path(f"{QUESTION}actions/<uuid:action>/remove/", answers.draft_action_remove, name="draft_action_remove"),
]
