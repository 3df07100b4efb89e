from concurrent.futures import ThreadPoolExecutor

import pytest

import check


def run(*commands):
    with ThreadPoolExecutor(1) as pool:
        return [check.report(pool.submit(check.Check(" ".join(words), list(words)).run, "data")) for words in commands]


def test_a_check_that_ends_well_says_one_line(capsys):
    assert run(["echo", "noise"]) == [True]
    assert capsys.readouterr().out.startswith("ok    echo noise (")


def test_a_check_that_fails_says_why(capsys):
    assert run(["sh", "-c", "echo the reason >&2; exit 3"]) == [False]
    printed = capsys.readouterr().out
    assert printed.startswith("FAIL  sh -c")
    assert "the reason" in printed


def test_one_failure_fails_them_all(monkeypatch, capsys):
    monkeypatch.setattr(check.sys, "argv", ["check.py"])
    monkeypatch.setattr(check, "checks", lambda: [check.Check("good", ["true"]), check.Check("bad", ["false"])])
    with pytest.raises(SystemExit, match="1 of 2 checks failed"):
        check.main()
    assert "ok    good" in capsys.readouterr().out


def test_every_rules_package_is_typed():
    assert {"assurance/rules", "indicators/rules", "reports/rules"} <= set(check.rules())
