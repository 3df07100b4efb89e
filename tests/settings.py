"""The portal's settings in test mode: no service, files in a folder of their own that goes with the run."""

import os
import tempfile

os.environ["PORTAL_MODE"] = "test"
os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="portal-test-")
os.mkdir(os.path.join(os.environ["PORTAL_DATA"], "static"))
for name in ("DATABASE_URL", "REDIS_URL", "S3_BUCKET", "OIDC_SERVER_URL", "MFA_REQUIRED", "EMAIL_URL"):
    os.environ.pop(name, None)

from kscmp.settings import *  # noqa: E402, F403

# A test sees what it has just written, whether or not that went through the log.
CACHES["fragments"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405
