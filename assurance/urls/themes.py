"""The addresses of themes."""

from django.urls import path, re_path

from assurance.views import themes

urlpatterns = [
    path("themes/", themes.theme_list, name="theme_list"),
    re_path(r"^themes/download\.(?P<suffix>csv|xlsx)$", themes.theme_download, name="theme_download"),
    path("themes/plan/", themes.theme_plan, name="theme_plan"),
    path("themes/<uuid:pk>/", themes.theme_detail, name="theme_detail"),
    path("themes/<uuid:pk>/edit/", themes.theme_edit, name="theme_edit"),
    path("themes/<uuid:pk>/reports/record/", themes.theme_report_record, name="theme_report_record"),
    path("themes/<uuid:pk>/action/", themes.action_set_for_theme, name="action_set_for_theme"),
    path("themes/<uuid:pk>/begin/", themes.theme_begin, name="theme_begin"),
    path("themes/<uuid:pk>/propose/", themes.theme_propose, name="theme_propose"),
    path("themes/<uuid:pk>/agree/", themes.theme_agree, name="theme_agree"),
    path("themes/<uuid:pk>/implement/", themes.theme_implement, name="theme_implement"),
    path("themes/<uuid:pk>/evaluate/", themes.theme_evaluate, name="theme_evaluate"),
    path("themes/<uuid:pk>/report/", themes.theme_report, name="theme_report"),
    path("themes/<uuid:pk>/close/", themes.theme_close, name="theme_close"),
    path("themes/<uuid:pk>/drop/", themes.theme_drop, name="theme_drop"),
    path("themes/<uuid:pk>/take-up/", themes.theme_take_up, name="theme_take_up"),
]
