"""`make run`: set up what is missing, then become the portal's own command in demo mode.

PORTAL_DATA (default `var/`) is the folder for the database, the files and the logs; PORT the port (default 8000).
"""

import ctypes
import os
import secrets
import signal
import sys
from pathlib import Path

import install
from stamps import ROOT, VENV

PR_SET_PDEATHSIG = 1


def write_demo_settings(data: Path) -> None:
    """Write the data folder's `portal.env`, readable by its owner alone, unless there is one."""
    data.mkdir(parents=True, exist_ok=True)
    text = f"PORTAL_MODE=demo\nSECRET_KEY={secrets.token_urlsafe(50)}\n"
    try:
        descriptor = os.open(data / "portal.env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def end_with_make() -> None:
    """Have Linux stop the portal when `make` dies, were it by SIGKILL; the wish outlives the exec below."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> None:
    install.prepare("run")
    os.chdir(ROOT)
    write_demo_settings(Path(os.environ.get("PORTAL_DATA") or ROOT / "var"))
    end_with_make()
    sys.stdout.flush()
    python = str(VENV / "bin" / "python")
    os.execv(python, [python, "manage.py", "runportal"])


if __name__ == "__main__":
    main()
