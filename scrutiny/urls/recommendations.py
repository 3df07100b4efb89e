"""The addresses of recommendations."""

from django.urls import path, re_path

from scrutiny.views import recommendations as views

ONE = "recommendations/<uuid:pk>"

urlpatterns = [
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    re_path(
        r"^recommendations/download\.(?P<suffix>csv|xlsx)$",
        views.recommendation_download,
        name="recommendation_download",
    ),
    path(f"{ONE}/", views.recommendation_detail, name="recommendation_detail"),
    path(f"{ONE}/respond/", views.recommendation_respond, name="recommendation_respond"),
    path(f"{ONE}/settle/", views.recommendation_settle, name="recommendation_settle"),
]
