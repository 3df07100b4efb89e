"""The few things that only the operating system can give: Pango with the PDF's fonts, and Chromium for the tests."""

import os
import platform
import shutil
import subprocess
import sys

from stamps import VENV

PDF_PACKAGES = ("libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")
BROWSER_PACKAGES = ("chromium",)
PDF_PROBE = "import sys; from weasyprint.text.ffi import harfbuzz_subset; sys.exit(harfbuzz_subset is None)"


def pdf_ready() -> bool:
    """Whether WeasyPrint finds Pango and HarfBuzz, and fontconfig the Liberation fonts."""
    probe = subprocess.run([VENV / "bin" / "python", "-c", PDF_PROBE], capture_output=True)
    if probe.returncode or not shutil.which("fc-match"):
        return False
    match = subprocess.run(["fc-match", "Liberation Sans"], capture_output=True, text=True)
    return "Liberation" in match.stdout


def browser_ready() -> bool:
    """Whether Chromium is there for the browser tests."""
    return shutil.which("chromium") is not None


def apt_install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages, fetching the package lists only when need be; returns whether it worked."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]

    def run(command: list[str]) -> bool:
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode == 0

    return run(install) or (run(["apt-get", "update", "--quiet"]) and run(install))


def command_to_type(packages: tuple[str, ...]) -> str:
    """The one command that installs these Debian packages, or what they are called elsewhere."""
    if platform.system() == "Darwin":
        return "brew install " + ("--cask chromium" if packages == BROWSER_PACKAGES else "pango font-liberation")
    if shutil.which("dnf"):
        return "sudo dnf install " + ("chromium" if packages == BROWSER_PACKAGES else "pango liberation-fonts")
    return "sudo apt-get install --yes " + " ".join(packages)


def require(what: str, ready, packages: tuple[str, ...]) -> None:
    """Make sure `ready()` holds: install the packages where we may, else stop and say what to type."""
    if ready():
        return
    may_install = shutil.which("apt-get") and os.geteuid() == 0
    if may_install and apt_install(packages) and ready():
        return
    sys.exit(f"{what}. Type this, then start again:\n\n    {command_to_type(packages)}\n")


def require_pdf() -> None:
    require("Making PDFs needs Pango, HarfBuzz and the Liberation fonts", pdf_ready, PDF_PACKAGES)


def require_browser() -> None:
    require("The browser tests need Chromium", browser_ready, BROWSER_PACKAGES)
