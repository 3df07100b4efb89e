"""
Every setting of the portal, driven by the environment.

`PORTAL_MODE` says what the process is: `production` (the default, and it refuses to start half configured), `demo`
(one machine, no services, demonstration accounts) or `test`. `make run` writes a `portal.env` into the data folder, so
that every later command there runs in demo mode. See docs/operations.md for the whole list of variables.
"""

import logging
import os
from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kscmp import beat

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PORTAL_DATA = Path(env("PORTAL_DATA", default=str(BASE_DIR / "var"))).resolve()
if (PORTAL_DATA / "portal.env").exists():
    environ.Env.read_env(PORTAL_DATA / "portal.env")

PORTAL_MODE = env("PORTAL_MODE", default="production")
if PORTAL_MODE not in ("production", "demo", "test"):
    raise ImproperlyConfigured(f"PORTAL_MODE is {PORTAL_MODE!r}: it must be production, demo or test.")
PRODUCTION = PORTAL_MODE == "production"
DEMO = PORTAL_MODE == "demo"


def required_in_production(name, embedded):
    """The value of `name`, or `embedded` outside production, where a missing one stops the start."""
    value = env(name, default="")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. In production the portal does not start without it.")
    return value or embedded


DEBUG = False
SECRET_KEY = required_in_production("SECRET_KEY", "only-for-tests-and-the-demo-" + "0" * 40)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    host for host in required_in_production("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",") if host
]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_URL = required_in_production("PORTAL_URL", "http://127.0.0.1:" + env("PORT", default="8000")).rstrip("/")

INSTALLED_APPS = [
    "kscmp.apps.PortalConfig",
    "reports",
    "scrutiny",
    "audits",
    "indicators",
    "assurance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "guardian",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_structlog",
    "health_check",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kscmp.middleware.response_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kscmp.middleware.session_limits",
    "kscmp.request_log.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kscmp.middleware.current_grants",
    "kscmp.middleware.second_factor",
]

ROOT_URLCONF = "kscmp.urls"
WSGI_APPLICATION = "kscmp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kscmp.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# Database: SQLite under PORTAL_DATA unless DATABASE_URL says otherwise. IMMEDIATE transactions, or WAL would still
# answer "database is locked" to a transaction that began by reading; hence no ATOMIC_REQUESTS.
DATABASES = {
    "default": env.db_url_config(required_in_production("DATABASE_URL", f"sqlite:///{PORTAL_DATA / 'portal.sqlite3'}"))
}
database = DATABASES["default"]
if database["ENGINE"] == "django.db.backends.sqlite3":
    database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    database["CONN_MAX_AGE"] = 600
else:
    database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 15}}
    database["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required_in_production("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages. They stay in the memory of the process that made them, whatever the cache above.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

# Jobs. A message carries a row's id and nothing else: the row with its lease is what holds (docs/adr).
CELERY_BROKER_URL = REDIS_URL or f"sqla+sqlite:///{PORTAL_DATA / 'broker.sqlite3'}"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "unacked_restore_interval": 1} if REDIS_URL else {}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(PORTAL_DATA / "beat-schedule")
CELERY_BEAT_SCHEDULE = beat.SCHEDULE

# People and signing in.
AUTH_USER_MODEL = "assurance.User"
AUTHENTICATION_BACKENDS = ["kscmp.sign_in.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if PORTAL_MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kscmp.sign_in.InvitationOnlyAdapter"
SOCIALACCOUNT_ADAPTER = "kscmp.sign_in.InvitationOnlySocialAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "kscmp.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "KSCMP assurance portal"
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=PRODUCTION)
if PRODUCTION and not MFA_REQUIRED:
    raise ImproperlyConfigured("MFA_REQUIRED is off. Signing in without a second factor is for the demo alone.")
OIDC_SERVER_URL = env("OIDC_SERVER_URL", default="")
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env("OIDC_NAME", default="your organisation"),
                "client_id": env("OIDC_CLIENT_ID", default=""),
                "secret": env("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

# One door to guardian (assurance/permissions.py); no anonymous user, no methods patched onto ours.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend would be a second door

# Sessions end after 30 minutes without a request and after 12 hours whatever happens (kscmp/middleware.py).
SESSION_ENGINE = "kscmp.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kscmp.views.csrf_failure"

# What the browser may do with a page (trust.md 14).
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
if OIDC_SERVER_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, "/".join(OIDC_SERVER_URL.split("/")[:3])]

# One language, whose catalogues say word for word what the sources do: asking for the current one at every address and
# every value of a page is left out. Dates and numbers are read and written in the British way all the same.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(PORTAL_DATA / "static")))
MEDIA_ROOT = PORTAL_DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# What a meeting's papers may take live from the portal: a name, and where its source lies (ADR 15).
LIVE_PAPERS = {
    "dashboard": "indicators.queries.papers.DASHBOARD",
    "warnings": "assurance.queries.live_papers.WARNINGS",
    "returns": "assurance.queries.live_papers.RETURNS",
    "actions": "assurance.queries.live_papers.ACTIONS",
    "audits": "audits.queries.papers.REPORTS",
    "pack": "reports.queries.papers.PACK",
}
# Which topics serve which of the main objectives: the map of assurance asks the app that keeps the suite (ADR 16).
TOPICS_SERVING = "indicators.queries.objectives.topics_serving"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET := env("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "region_name": env("S3_REGION", default=None),
            "access_key": env("S3_ACCESS_KEY", default=None),
            "secret_key": env("S3_SECRET_KEY", default=None),
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
if PORTAL_MODE == "test":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25" if PRODUCTION else "filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = PORTAL_DATA / "mail"
DEFAULT_FROM_EMAIL = required_in_production("DEFAULT_FROM_EMAIL", "portal@kscmp.example")

# By when it is decided what follows a rapid review, in working days after its notification (KCC 3.5).
RAPID_REVIEW_WORKING_DAYS = env.int("RAPID_REVIEW_WORKING_DAYS", default=15)
if RAPID_REVIEW_WORKING_DAYS < 1:
    raise ImproperlyConfigured("RAPID_REVIEW_WORKING_DAYS must be 1 or more.")
# Whether the final words of audits may hold NHS numbers, dates of birth, postcodes and UPNs (R116). They are warned of
# in any case.
AUDIT_IDENTIFIERS_ALLOWED = env.bool("AUDIT_IDENTIFIERS_ALLOWED", default=False)

# Packs are laid out in parts by so many processes beside the builder. Parts are kept on this machine's disk until they
# have not been needed for so many days (ADR 21).
PACK_PROCESSES = env.int("PACK_PROCESSES", default=min(os.cpu_count() or 1, 2))
PACK_PARTS = PORTAL_DATA / "parts"
PACK_PARTS_DAYS = env.int("PACK_PARTS_DAYS", default=14)
if min(PACK_PROCESSES, PACK_PARTS_DAYS) < 1:
    raise ImproperlyConfigured("PACK_PROCESSES and PACK_PARTS_DAYS must be 1 or more.")

# Logs: one JSON line an event in production, without names, addresses or bodies.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_CELERY_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request: the one that says how it ended
LOG_PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *LOG_PROCESSORS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOG_LEVEL = env("LOG_LEVEL", default="CRITICAL" if PORTAL_MODE == "test" else "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(
                    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
                ),
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": LOG_PROCESSORS,
        }
    },
    "filters": {"kept_back": {"()": "kscmp.request_log.KeptBack"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "level": LOG_LEVEL,
            "filters": ["kept_back"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
