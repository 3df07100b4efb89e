import pytest

import pins

GOOD = """\
# Made by a tool.
redis==8.1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
uv==1.0 ; python_version < '4' \\
    --hash=sha256:cc
"""


def problems(tmp_path, text, wanted=frozenset()):
    path = tmp_path / "base.txt"
    path.write_text(text)
    return list(pins.problems_in_requirements(path, set(wanted)))


def test_what_is_committed_is_in_order():
    assert pins.problems() == []


def test_pinned_and_hashed_requirements_pass(tmp_path):
    assert problems(tmp_path, GOOD, {"redis", "uv"}) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("redis>=8 \\\n    --hash=sha256:aa\n", "is not pinned"),
        ("redis==8.1.0\n", "carries no hash"),
        ("redis==8.1.0 \\\n    --hash=md5:aa\n", "carries no hash"),
        ("--index-url https://packages.example/simple\n" + GOOD, "names a package host"),
        ("redis @ https://packages.example/redis.whl \\\n    --hash=sha256:aa\n", "names a package host"),
    ],
)
def test_anything_else_is_a_problem(tmp_path, text, problem):
    assert any(problem in sentence for sentence in problems(tmp_path, text))


def test_a_package_asked_for_and_not_pinned_is_a_problem(tmp_path):
    assert problems(tmp_path, GOOD, {"celery"}) == ["base.txt lacks celery: run make pins."]


def test_names_are_read_without_extras_and_versions(tmp_path):
    (tmp_path / "base.in").write_text("# why\ncelery[sqlalchemy]\ndjango[argon2]>=5.2,<5.3\n")
    (tmp_path / "dev.in").write_text("-r base.in\nruff\n")
    assert pins.names_in(tmp_path / "dev.in") == {"celery", "django", "ruff"}


def test_packages_with_loose_versions_hosts_or_no_hash_are_problems(tmp_path, monkeypatch):
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    monkeypatch.setattr(pins, "LOCK", tmp_path / "package-lock.json")
    (tmp_path / "package.json").write_text('{"dependencies": {"sass": "^1.0.0"}, "devDependencies": {}}')
    pins.LOCK.write_text(
        '{"packages": {"": {"dependencies": {"sass": "1.0.0"}, "devDependencies": {}},'
        ' "node_modules/sass": {"resolved": "https://packages.example/sass.tgz"}}}'
    )
    assert list(pins.problems_in_packages()) == [
        "package-lock.json names a host.",
        "package.json: sass ^1.0.0 is not one version.",
        "package-lock.json has other dependencies than package.json: run make pins.",
        "package-lock.json: node_modules/sass carries no hash.",
    ]
