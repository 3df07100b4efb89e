from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """Independent scrutiny: frameworks, assessments, recommendations and what became of them."""

    name = "scrutiny"
    verbose_name = "Scrutiny"
