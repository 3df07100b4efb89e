"""Settings fail loudly: a portal half configured does not start, and says why (trust.md 15)."""

import os
import subprocess
import sys
from datetime import date

import pytest
from django.forms import DateField

WHOLE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal@db/portal",
    "REDIS_URL": "redis://cache:6379/0",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
}
ASK = """
from django.conf import settings as s
print(s.SECRET_KEY[:3], s.MFA_REQUIRED, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 0, s.DEMO,
      s.DATABASES["default"]["ENGINE"], s.CELERY_BROKER_URL)
"""


def start(tmp_path, **environment):
    """What a fresh process says of its settings in an environment of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env=kept | {"DJANGO_SETTINGS_MODULE": "kscmp.settings", "PORTAL_DATA": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_the_default_and_whole_it_starts(tmp_path):
    """Second factor, host cookies, HSTS; no demonstration."""
    answer = start(tmp_path, **WHOLE)
    assert answer.stdout.split() == [
        "xxx", "True", "__Host-sessionid", "True", "False", "django.db.backends.postgresql", "redis://cache:6379/0",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_production_without_one_of_them_does_not_start(tmp_path, missing):
    """And names it."""
    answer = start(tmp_path, **{name: value for name, value in WHOLE.items() if name != missing})
    assert answer.returncode != 0
    assert f"{missing} is not set" in answer.stderr


def test_production_cannot_do_without_a_second_factor(tmp_path):
    """Not even by mistake."""
    answer = start(tmp_path, **WHOLE, MFA_REQUIRED="false")
    assert "is for the demo alone" in answer.stderr


def test_an_unknown_mode_is_refused(tmp_path):
    """A slip of the pen does not open the demonstration."""
    assert "it must be production, demo or test" in start(tmp_path, PORTAL_MODE="Demo").stderr


def test_the_data_folder_says_what_kind_of_portal_it_is(tmp_path):
    """`make run` leaves portal.env there, so that commands agree with the running portal."""
    (tmp_path / "portal.env").write_text("PORTAL_MODE=demo\nSECRET_KEY=abc-from-the-file\n")
    answer = start(tmp_path)
    assert answer.stdout.split()[:2] == ["abc", "False"]


def test_days_are_read_day_first():
    """Without translations too: 03/04/2025 is the 3rd of April (trust.md 8)."""
    assert DateField().clean("03/04/2025") == date(2025, 4, 3)
