import stamps


def test_digest_follows_contents_names_and_extra_text(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    digest = stamps.digest_of([one, two])

    assert digest == stamps.digest_of([two, one])
    assert digest != stamps.digest_of([one, two], "extra")
    one.write_text("b")
    two.write_text("a")
    assert digest != stamps.digest_of([one, two])


def test_a_step_is_fresh_only_for_the_digest_it_was_done_with(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")

    assert not stamps.is_fresh("assets", "1")
    stamps.mark("assets", "1")
    assert stamps.is_fresh("assets", "1")
    assert not stamps.is_fresh("assets", "2")
    assert not stamps.is_fresh("packages", "1")
