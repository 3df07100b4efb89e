"""The addresses of learning: rapid reviews, lessons, inspections."""

from django.urls import path, re_path

from assurance.views import inspections, lessons, rapid_reviews

FILE = r"\.(?P<suffix>csv|xlsx)$"

urlpatterns = [
    path("rapid-reviews/", rapid_reviews.rapid_review_list, name="rapid_review_list"),
    re_path(rf"^rapid-reviews/download{FILE}", rapid_reviews.rapid_review_download, name="rapid_review_download"),
    path("rapid-reviews/record/", rapid_reviews.rapid_review_record, name="rapid_review_record"),
    path("rapid-reviews/<uuid:pk>/", rapid_reviews.rapid_review_detail, name="rapid_review_detail"),
    path("rapid-reviews/<uuid:pk>/note/", rapid_reviews.rapid_review_note, name="rapid_review_note"),
    path("rapid-reviews/<uuid:pk>/decide/", rapid_reviews.rapid_review_decide, name="rapid_review_decide"),
    path("rapid-reviews/<uuid:pk>/correct/", rapid_reviews.rapid_review_correct, name="rapid_review_correct"),
    path("rapid-reviews/<uuid:pk>/date/", rapid_reviews.rapid_review_correct_date, name="rapid_review_correct_date"),
    path(
        "rapid-reviews/<uuid:pk>/action/",
        rapid_reviews.action_set_for_rapid_review,
        name="action_set_for_rapid_review",
    ),
    path("lessons/", lessons.lesson_list, name="lesson_list"),
    re_path(rf"^lessons/download{FILE}", lessons.lesson_download, name="lesson_download"),
    re_path(rf"^lessons/updates/download{FILE}", lessons.lesson_updates_download, name="lesson_updates_download"),
    path("lessons/ours/", lessons.lesson_ours, name="lesson_ours"),
    re_path(rf"^lessons/ours/download{FILE}", lessons.lesson_ours_download, name="lesson_ours_download"),
    path("lessons/record/", lessons.lesson_record, name="lesson_record"),
    path("lessons/remind/", lessons.lesson_remind, name="lesson_remind"),
    path("lessons/given/<uuid:pk>/date/", lessons.lesson_given_date, name="lesson_given_date"),
    path("lessons/given/<uuid:pk>/take-back/", lessons.lesson_take_back, name="lesson_take_back"),
    path("lessons/given/<uuid:pk>/take-up/", lessons.lesson_take_up, name="lesson_take_up"),
    path("lessons/given/<uuid:pk>/tell/", lessons.lesson_tell, name="lesson_tell"),
    path("lessons/<uuid:pk>/", lessons.lesson_detail, name="lesson_detail"),
    path("lessons/<uuid:pk>/change/", lessons.lesson_change, name="lesson_change"),
    path("lessons/<uuid:pk>/give/", lessons.lesson_give, name="lesson_give"),
    path("lessons/<uuid:pk>/action/", lessons.action_set_for_lesson, name="action_set_for_lesson"),
    path("inspections/", inspections.inspection_list, name="inspection_list"),
    re_path(rf"^inspections/download{FILE}", inspections.inspection_download, name="inspection_download"),
    path("inspections/record/", inspections.inspection_record, name="inspection_record"),
    path("inspections/<uuid:pk>/", inspections.inspection_detail, name="inspection_detail"),
    path("inspections/<uuid:pk>/change/", inspections.inspection_change, name="inspection_change"),
    path("inspections/<uuid:pk>/recommendations/", inspections.inspection_recommend, name="inspection_recommend"),
    path("recommendations/<uuid:pk>/", inspections.recommendation_detail, name="recommendation_detail"),
    path("recommendations/<uuid:pk>/change/", inspections.recommendation_change, name="recommendation_change"),
    path("recommendations/<uuid:pk>/remove/", inspections.recommendation_remove, name="recommendation_remove"),
    path(
        "recommendations/<uuid:pk>/action/",
        inspections.action_set_for_recommendation,
        name="action_set_for_recommendation",
    ),
]
