from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Multi-agency audits, from the programme to changed practice."""

    name = "audits"
    verbose_name = "Audits"
