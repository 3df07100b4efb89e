"""The addresses of the ground floor."""

from assurance.urls import partnership, practice, returns, warnings

app_name = "assurance"
urlpatterns = [*returns.urlpatterns, *partnership.urlpatterns, *warnings.urlpatterns, *practice.urlpatterns]
