"""The addresses of scrutiny."""

from scrutiny.urls import assessments, compare, coverage, drafts, frameworks, recommendations

app_name = "scrutiny"
urlpatterns = [
    *frameworks.urlpatterns,
    *drafts.urlpatterns,
    *assessments.urlpatterns,
    *compare.urlpatterns,
    *recommendations.urlpatterns,
    *coverage.urlpatterns,
]
