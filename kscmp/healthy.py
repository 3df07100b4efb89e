"""Whether the web server answers: `python -m kscmp.healthy`, for a container's health check. Needs no Django."""

import http.client
import os
import sys
from http import HTTPStatus


def answers(port: int, *, host: str = "127.0.0.1") -> bool:
    """Whether `/healthz` on this machine's port answers that all is well; `host` is a name the portal goes by."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    first_host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
    sys.exit(not answers(int(os.environ.get("GRANIAN_PORT", "8000")), host=first_host))
