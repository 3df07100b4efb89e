import pytest

import assets
import stamps


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Build into a folder of the test's own, with stamps of its own."""
    monkeypatch.setattr(assets, "BUILD", tmp_path / "build")
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    return tmp_path / "build"


def test_builds_what_pages_load_and_nothing_else(elsewhere):
    assert assets.build()

    assert {path.name for path in (elsewhere / "css").iterdir()} == {"portal.css", "plotly.css"}
    assert {path.name for path in (elsewhere / "js").iterdir()} == set(assets.SCRIPTS)
    css = (elsewhere / "css" / "portal.css").read_text()
    assert ".govuk-button" in css
    named = set(assets.IMAGE_IN_CSS.findall(css))
    assert {path.name for path in (elsewhere / "assets" / "images").iterdir()} == named
    assert not any(assets.BRANDED.search(name) for name in named)


def test_builds_again_only_when_a_source_changed(elsewhere, monkeypatch):
    assert assets.build()
    assert not assets.build()

    sources = list(assets.inputs())
    monkeypatch.setattr(assets, "inputs", lambda: sources[1:])
    assert assets.build()


def test_builds_again_when_the_built_folder_is_gone(elsewhere):
    assert assets.build()
    elsewhere.rename(elsewhere.with_name("gone"))
    assert assets.build()


def test_a_failed_build_leaves_the_old_one(elsewhere, monkeypatch):
    assets.build()
    broken = elsewhere.with_name("broken.scss")
    broken.write_text("a { color: $missing }")
    monkeypatch.setattr(assets, "STYLESHEET", broken)
    monkeypatch.setattr(assets, "ROOT", elsewhere.parent)
    monkeypatch.setattr(assets, "digest_of", lambda paths: "changed")
    (elsewhere.parent / "static").mkdir()

    with pytest.raises(assets.AssetError, match="broken.scss"):
        assets.build()
    assert (elsewhere / "css" / "portal.css").exists()
    assert list((elsewhere.parent / "static").iterdir()) == []


def test_branded_images_become_none():
    css = 'a{background:url("../assets/images/govuk-crest.svg")}b{background:url(../assets/images/icon-document.svg)}'
    assert assets.without_branding(css) == "a{background:none}b{background:url(../assets/images/icon-document.svg)}"


def test_the_gds_font_is_refused():
    with pytest.raises(assets.AssetError, match="GDS Transport"):
        assets.without_branding("@font-face{src:url(../assets/fonts/light.woff2)}")


def test_an_image_nobody_ships_is_refused(tmp_path):
    with pytest.raises(assets.AssetError, match="no-such.svg"):
        assets.copy_images("a{background:url(../assets/images/no-such.svg)}", tmp_path)


def test_plotly_rules_are_read_from_its_bundle():
    bundle = (
        """x;var a=b(),r={"X,X div":'font-family:"Open Sans";',"X .crisp":"a:b;",Y:"c:d;","Y p":"e:f;"};for(s in r)"""
    )
    assert assets.plotly_css(bundle).splitlines() == [
        '.js-plotly-plot .plotly,.js-plotly-plot .plotly div{font-family:"Open Sans";}',
        ".js-plotly-plot .plotly .crisp{a:b;}",
        ".plotly-notifier{c:d;}",
        ".plotly-notifier p{e:f;}",
    ]


def test_a_plotly_bundle_without_the_rules_is_refused():
    with pytest.raises(assets.AssetError, match="Plotly"):
        assets.plotly_css("var r={};")
