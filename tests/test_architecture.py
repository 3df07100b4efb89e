"""The house rules, checked: floors, sizes, doors, and what may not be in the repository."""

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("assurance", "audits", "indicators", "kscmp", "reports", "scrutiny")
MODULE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 20
LARGEST_FILE = 4_000_000
# What rules may use outside the standard library: plain calculation, no Django, no chart, no queue.
RULES_MAY_IMPORT = {"holidays", "lxml", "nltk", "numpy", "pandas", "puremagic", "python_calamine", "scipy"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@functools.cache
def repository_files() -> tuple[str, ...]:
    """Every file that is, or would be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return tuple(sorted(name for name in names if name and (ROOT / name).is_file()))


def files(*patterns: str) -> list[str]:
    """The repository's files whose whole path matches any of the regular expressions."""
    return [name for name in repository_files() if any(re.fullmatch(pattern, name) for pattern in patterns)]


def app_modules() -> list[str]:
    return [name for name in files(rf"({'|'.join(APPS)})/.*\.py") if "/migrations/" not in name]


def on_floor(*floors: str) -> list[str]:
    """The modules of these floors, in every app."""
    inside = rf"\w+/({'|'.join(floors)})(/.*)?\.py"
    return [name for name in app_modules() if re.fullmatch(inside, name)]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@functools.cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(text_of(name), name)


def nodes(name: str, *kinds: type) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree_of(name)) if isinstance(node, kinds))


def imports_of(name: str) -> Iterator[str]:
    """The dotted name of every module that the module imports, or imports from."""
    for node in nodes(name, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        else:
            yield from (alias.name for alias in node.names)


def attributes_of(name: str) -> Iterator[tuple[int, str, str]]:
    """Line, owner and attribute of every `owner.attribute`; the owner is empty when it is not a plain name."""
    for node in nodes(name, ast.Attribute):
        yield node.lineno, node.value.id if isinstance(node.value, ast.Name) else "", node.attr


def long_functions(names: list[str], limit: int) -> list[str]:
    return [
        f"{name}:{node.lineno} {node.name} has {length} lines"
        for name in names
        for node in nodes(name, *FUNCTIONS)
        if (length := node.end_lineno - node.lineno + 1) > limit
    ]


def lines_matching(pattern: str, names: list[str]) -> list[str]:
    """Where the regular expression occurs in these files, as file:line text."""
    found = []
    for name in names:
        try:
            text = text_of(name)
        except UnicodeDecodeError:
            continue
        for match in re.finditer(pattern, text):
            found.append(f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match[0]}")
    return found


def test_the_walk_finds_the_code():
    assert {"manage.py", "kscmp/settings.py", "assurance/permissions.py"} <= set(repository_files())
    assert on_floor("models")
    assert on_floor("rules")
    assert on_floor("services")
    assert on_floor("views")


# Floors


def test_imports_point_down():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_rules_are_plain_python():
    allowed = RULES_MAY_IMPORT | set(sys.stdlib_module_names)
    offenders = [
        f"{name} imports {module}"
        for name in on_floor("rules")
        for module in imports_of(name)
        if module.split(".")[0] not in allowed and not re.match(r"\w+\.rules\b", module)
    ]
    assert offenders == []


def test_rows_are_reached_from_the_lower_floors_and_commands_alone():
    may = set(on_floor("models", "permissions", "queries", "services", "management"))
    managers = {"objects", "_default_manager", "_base_manager"}
    offenders = [
        f"{name}:{line}"
        for name in app_modules()
        if name not in may
        for line, _, attribute in attributes_of(name)
        if attribute in managers
    ]
    assert offenders == []


def test_nothing_is_saved_above_the_services():
    writing = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    offenders = [
        f"{name}:{line} {owner}.{attribute}"
        for name in on_floor("views", "forms", "tasks", "charts", "sections", "queries", "rules")
        for line, owner, attribute in attributes_of(name)
        if attribute in writing
    ]
    assert offenders == []


def test_the_clock_is_read_in_views_tasks_and_commands_alone():
    clocks = {"timezone", "datetime", "date", "time"}
    offenders = [
        f"{name}:{line} {owner}.{attribute}"
        for name in on_floor("rules", "models", "queries", "services", "sections", "pdf", "forms", "charts")
        for line, owner, attribute in attributes_of(name)
        if owner in clocks and attribute in {"now", "today", "localdate", "localtime", "utcnow"}
    ]
    assert offenders == []


def test_guardian_has_one_door():
    offenders = [
        name
        for name in app_modules()
        if name != "assurance/permissions.py" and any(module.split(".")[0] == "guardian" for module in imports_of(name))
    ]
    assert offenders == []


def test_there_are_no_signals():
    signals = ("django.dispatch", "django.db.models.signals")
    offenders = [name for name in app_modules() if any(module.startswith(signals) for module in imports_of(name))]
    assert offenders == []


def test_services_are_called_by_keyword():
    offenders = [
        f"{name}:{node.lineno} {node.name}"
        for name in on_floor("services")
        for node in nodes(name, *FUNCTIONS)
        if (node.args.args or node.args.posonlyargs)
        and any(ast.unparse(decorator).startswith("transaction.atomic") for decorator in node.decorator_list)
    ]
    assert offenders == []


# Sizes and names


def test_modules_are_small():
    python = [name for name in files(r".*\.py") if "/migrations/" not in name]
    offenders = [
        f"{name} has {length} lines" for name in python if (length := text_of(name).count("\n")) > MODULE_LINES
    ]
    assert offenders == []


def test_functions_are_short():
    python = [name for name in files(r".*\.py") if "/migrations/" not in name]
    assert long_functions(python, FUNCTION_LINES) == []


def test_views_are_shorter():
    assert long_functions(on_floor("views"), VIEW_LINES) == []


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "core", "common", "mixins", "repositories"])
def test_no_module_is_named_for_everything(name):
    assert files(rf"({'|'.join(APPS)})/(.*/)?{name}(\.py|/.*)", rf"{name}/.*") == []


# Pages


def test_templates_hold_no_script_and_no_style():
    templates = files(r"(.*/)?templates/.*\.(html|svg)")
    # Data for a script to read is no script.
    script = r"<script\b(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|javascript:"
    style_or_handler = r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']"
    assert templates
    assert lines_matching(f"{script}|{style_or_handler}", templates) == []


def test_templates_mark_nothing_safe():
    templates = files(r"(.*/)?templates/.*\.html")
    assert lines_matching(r"\|\s*safe\b|\{%\s*autoescape\s+off", templates) == []


# The repository


def test_no_third_party_asset_is_committed():
    bundled = files(r"static/build/.*", r"(.*/)?node_modules/.*", r".*\.min\.(js|css)", r".*\.(woff2?|ttf|otf|eot)")
    assert bundled == []


def test_no_large_file_is_committed():
    assert [name for name in repository_files() if (ROOT / name).stat().st_size > LARGEST_FILE] == []


def test_no_file_names_a_machine_or_a_package_host():
    machine = r"(?<![\w.])/(?:work|farm|root|home/\w+)/|\.\./shared"
    host = r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|--(?:extra-)?index-url|--find-links"
    own = {"tests/test_architecture.py", "scripts/pins.py", "tests/tooling/test_pins.py"}
    names = [name for name in repository_files() if name not in own]
    assert lines_matching(f"{machine}|{host}", names) == []
