"""The addresses of good practice."""

from django.urls import path, re_path

from assurance.views import practice

urlpatterns = [
    path("practice/", practice.practice_list, name="practice_list"),
    re_path(r"^practice/download\.(?P<suffix>csv|xlsx)$", practice.practice_download, name="practice_download"),
    path("practice/record/", practice.practice_record, name="practice_record"),
    path("practice/<uuid:pk>/withdraw/", practice.practice_withdraw, name="practice_withdraw"),
]
