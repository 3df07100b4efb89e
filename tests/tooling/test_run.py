import run


def test_the_demo_gets_a_secret_of_its_own_that_others_cannot_read(tmp_path):
    run.write_demo_settings(tmp_path / "one")
    run.write_demo_settings(tmp_path / "two")
    one, two = (tmp_path / name / "portal.env" for name in ("one", "two"))

    assert one.stat().st_mode & 0o777 == 0o600
    mode, secret = one.read_text().splitlines()
    assert mode == "PORTAL_MODE=demo"
    assert secret.startswith("SECRET_KEY=")
    assert len(secret) > 60
    assert one.read_text() != two.read_text()


def test_settings_that_are_there_stay(tmp_path):
    (tmp_path / "portal.env").write_text("PORTAL_MODE=production\n")
    run.write_demo_settings(tmp_path)
    assert (tmp_path / "portal.env").read_text() == "PORTAL_MODE=production\n"
