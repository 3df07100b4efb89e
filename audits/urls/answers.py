"""The addresses of audits: what an agency answers, checks and signs."""

from django.urls import path

from audits.views import answers, sheets

urlpatterns = [
    path("answers/", answers.answer_list, name="answer_list"),
    path("answers/files/<uuid:pk>/", sheets.answer_file, name="answer_file"),
    path("answers/files/<uuid:pk>/remove/", sheets.answer_file_remove, name="answer_file_remove"),
    path("answers/<uuid:pk>/", answers.participant_detail, name="participant_detail"),
    path("answers/<uuid:pk>/check/", answers.participant_check, name="participant_check"),
    path("answers/<uuid:pk>/sign/", answers.participant_sign, name="participant_sign"),
    path("answers/<uuid:pk>/signed/", answers.participant_signed, name="participant_signed"),
    path("answers/<uuid:pk>/recall/", answers.participant_recall, name="participant_recall"),
    path("answers/<uuid:pk>/versions/<int:number>/", answers.participant_version, name="participant_version"),
    path("answers/<uuid:pk>/survey/<uuid:standard>/", answers.survey_edit, name="survey_edit"),
    path("sheets/<uuid:pk>/", sheets.sheet_detail, name="sheet_detail"),
    path("sheets/<uuid:pk>/sections/<uuid:section>/", sheets.sheet_section, name="sheet_section"),
    path("sheets/<uuid:pk>/known/", sheets.sheet_known, name="sheet_known"),
    path("sheets/<uuid:pk>/route/", sheets.sheet_route, name="sheet_route"),
    path("sheets/<uuid:pk>/names/", sheets.sheet_names, name="sheet_names"),
    path("sheets/<uuid:pk>/questions/<uuid:question>/files/", sheets.answer_attach, name="answer_attach"),
]
