"""Pin every package (`make pins`), and check that what is committed is pinned with hashes and names no host.

Three sets: `base` runs the portal, `build` sets it up, `dev` is both and what the checks and the tests need.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from stamps import ROOT, VENV

SETS = ("build", "base", "dev")
OLDEST_PYTHON = "3.11"
LOCK = ROOT / "package-lock.json"
PINNED = re.compile(r"^[\w.-]+==[\w.+!-]+( ; .+)?$")
HOST = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")


def requirements(name: str, suffix: str) -> Path:
    return ROOT / "requirements" / f"{name}.{suffix}"


def compile_set(name: str) -> None:
    """Resolve one `.in` file for every supported Python and platform; keeps the sets before it to the same versions."""
    out = requirements(name, "txt")
    constraints = [f"--constraint={requirements(earlier, 'txt')}" for earlier in SETS[: SETS.index(name)]]
    command = [
        VENV / "bin" / "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--generate-hashes",
        "--upgrade",
    ]
    command += [f"--python-version={OLDEST_PYTHON}", "--no-emit-index-url", "--no-emit-find-links"]
    command += [
        "--no-annotate",
        "--no-header",
        f"--output-file={out}",
        *constraints,
        requirements(name, "in"),
    ]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    out.write_text(f"# Made by `make pins` from {name}.in: change that and run it again.\n{out.read_text()}")


def lock_packages() -> None:
    """Resolve `package.json` into its lock, leaving out download and funding addresses."""
    command = [VENV / "bin" / "npm", "install", "--package-lock-only", "--ignore-scripts"]
    subprocess.run(command, cwd=ROOT, check=True)
    lock = json.loads(LOCK.read_text())
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")


def problems_in_requirements(path: Path, wanted: set[str]) -> Iterator[str]:
    """What is wrong with one compiled file, a sentence each."""
    text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.MULTILINE)
    if HOST.search(text):
        yield f"{path.name} names a package host."
    names = set()
    for block in re.split(r"\n(?=\S)", text.strip()):
        requirement, *hashes = [part.strip() for part in block.split("\\\n")]
        names.add(re.split(r"==", requirement)[0])
        if not PINNED.match(requirement):
            yield f"{path.name}: {requirement} is not pinned to one version."
        if not hashes or not all(part.startswith("--hash=sha256:") for part in hashes):
            yield f"{path.name}: {requirement} carries no hash."
    yield from (f"{path.name} lacks {name}: run make pins." for name in sorted(wanted - names))


def names_in(path: Path) -> set[str]:
    """The packages a `.in` file asks for, those of the files it includes among them."""
    names = set()
    for line in path.read_text().splitlines():
        if line.startswith("-r "):
            names |= names_in(path.parent / line[3:])
        elif line and not line.startswith("#"):
            names.add(re.split(r"[\[<>=!~; ]", line)[0])
    return names


def problems_in_packages() -> Iterator[str]:
    """What is wrong with `package.json` and its lock, a sentence each."""
    wanted = json.loads((ROOT / "package.json").read_text())
    lock = json.loads(LOCK.read_text())["packages"]
    if HOST.search(LOCK.read_text()):
        yield "package-lock.json names a host."
    for group in ("dependencies", "devDependencies"):
        for name, version in wanted[group].items():
            if not re.fullmatch(r"\d+\.\d+\.\d+", version):
                yield f"package.json: {name} {version} is not one version."
        if lock[""].get(group) != wanted[group]:
            yield f"package-lock.json has other {group} than package.json: run make pins."
    for name, package in lock.items():
        if name and "integrity" not in package:
            yield f"package-lock.json: {name} carries no hash."


def problems() -> list[str]:
    """Everything wrong with the pins, a sentence each; empty when all is well."""
    found = []
    for name in SETS:
        found += problems_in_requirements(requirements(name, "txt"), names_in(requirements(name, "in")))
    return found + list(problems_in_packages())


def main() -> None:
    if sys.argv[1:] != ["--check"]:
        for name in SETS:
            compile_set(name)
        lock_packages()
    if found := problems():
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
