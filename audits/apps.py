from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Multi-agency audits: the room is reserved, nothing is in it yet."""

    name = "audits"
    verbose_name = "Audits"
