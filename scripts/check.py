"""`make check`: everything that can be said of the code without running it. `--fix` puts it into form instead."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from stamps import ROOT, VENV

BIN = VENV / "bin"
PYTHON = str(BIN / "python")
AT_ONCE = 2
TEST_MODE = {"PORTAL_MODE": "test"}
# Values of the right shape and nothing behind them: `check --deploy` reads settings and connects to nothing.
PRODUCTION_MODE = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "a-key-for-the-deployment-check-alone-0123456789-abcdefghijk",
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal:portal@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
}


@dataclass(frozen=True)
class Check:
    """One command that must end well."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, data: str) -> tuple["Check", bool, str, float]:
        """Run the command with an empty data folder; returns itself, success, output and seconds."""
        started = time.monotonic()
        environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "PORTAL_DATA": data} | self.environment
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self, done.returncode == 0, done.stdout.strip(), time.monotonic() - started


def found(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern) if "migrations" not in path.parts)


def templates() -> list[str]:
    return found("templates/**/*.html")


def rules() -> list[str]:
    return [folder for folder in found("*/rules") if Path(ROOT, folder, "__init__.py").exists()]


def manage(*arguments: str) -> list[str]:
    return [PYTHON, "manage.py", *arguments]


def scripts_parse() -> list[Check]:
    return [Check(f"script {name}", ["node", "--check", name]) for name in found("static/js/*.js")]


def checks() -> list[Check]:
    """Every check, the slow ones first so that the others run beside them."""
    return [
        Check("types of the rules", ["mypy", *rules()]),
        Check("floors", ["lint-imports"]),
        Check("missing migrations", manage("makemigrations", "--check", "--dry-run"), TEST_MODE),
        Check("deployment", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION_MODE),
        Check("format", ["ruff", "format", "--check", "."]),
        Check("lint", ["ruff", "check", "."]),
        Check("templates", ["djade", "--target-version", "5.2", "--check", *templates()]),
        *scripts_parse(),
        Check("compose file", ["node", "node_modules/dclint/bin/dclint.cjs", "--max-warnings=0", "docker-compose.yml"]),
        Check("Dockerfile", ["hadolint", "Dockerfile"]),
        Check("shell scripts", ["shellcheck", ".ci/run", "scripts/python"]),
        Check("pins", [PYTHON, "scripts/pins.py", "--check"]),
    ]


def fixes() -> list[Check]:
    """What puts the code into form. Formatting follows fixing, so these run one after the other."""
    return [
        Check("lint", ["ruff", "check", "--fix-only", "."]),
        Check("format", ["ruff", "format", "."]),
        # djade ends with 1 when it rewrote a file.
        Check("templates", ["sh", "-c", 'djade --target-version 5.2 "$@" || true', "djade", *templates()]),
    ]


def report(finished: Future) -> bool:
    """Print one line for a check, and its output when it failed; returns whether it succeeded."""
    check, succeeded, output, seconds = finished.result()
    print(f"{'ok  ' if succeeded else 'FAIL'}  {check.name} ({seconds:.1f} s)", flush=True)
    if output and not succeeded:
        print(output, flush=True)
    return succeeded


def main() -> None:
    fixing = sys.argv[1:] == ["--fix"]
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(1 if fixing else AT_ONCE) as pool:
        running = [pool.submit(check.run, data) for check in (fixes() if fixing else checks())]
        results = [report(finished) for finished in running]
    if not all(results):
        sys.exit(f"{results.count(False)} of {len(results)} checks failed.")


if __name__ == "__main__":
    main()
