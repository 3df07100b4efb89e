"""The pieces of `runportal`, each by itself."""

import http.server
import sys
import threading

import pytest

from kscmp.healthy import answers
from kscmp.management.commands import runportal


@pytest.fixture
def data(tmp_path, settings):
    settings.PORTAL_DATA = tmp_path
    return tmp_path


def test_a_log_that_has_grown_large_is_put_aside_at_the_next_start(data, monkeypatch):
    monkeypatch.setattr(runportal, "LOG_BYTES", 10)
    log = runportal.own_log("web")
    log.write_text("short")
    assert runportal.own_log("web").read_text() == "short"

    log.write_text("longer than that")
    assert not runportal.own_log("web").exists()
    assert (data / "logs" / "web.log.1").read_text() == "longer than that"


def test_a_child_that_keeps_dying_is_started_ever_less_often(data, monkeypatch):
    clock, starts = [0.0], []
    monkeypatch.setattr(runportal.time, "monotonic", lambda: clock[0])
    child = runportal.Child("beat", [sys.executable, "-c", ""], {})

    def start():
        starts.append(clock[0])
        child.started_at = clock[0]

    monkeypatch.setattr(child, "start", start)
    while clock[0] < 20:
        clock[0] += 0.5
        child.restart_when_due()
    assert starts == [1.5, 4.0, 8.5, 17.0]

    clock[0] += 100
    child.restart_when_due()
    assert child.pause == 1.0


def test_a_child_writes_its_log_and_knows_where_the_data_is(data):
    child = runportal.Child("web", [sys.executable, "-c", "import os; print(os.environ['PORT'])"], {"PORT": "8123"})
    assert child.has_ended()
    child.start()
    assert child.process.wait(10) == 0
    assert child.has_ended()
    assert (data / "logs" / "web.log").read_text() == "8123\n"


def test_a_child_that_will_not_end_is_ended(data, monkeypatch):
    monkeypatch.setattr(runportal, "STOP_SECONDS", 0.5)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    child = runportal.Child("worker", [sys.executable, "-c", stubborn], {})
    child.start()
    while "up" not in (data / "logs" / "worker.log").read_text():
        pass
    runportal.stop([child])
    assert child.process.wait(10) == -9


def test_static_files_are_gathered_again_only_when_one_changed(data, settings, monkeypatch):
    settings.STATIC_ROOT = data / "static"
    calls, digest = [], ["1"]
    monkeypatch.setattr(runportal, "static_digest", lambda: digest[0])

    def collect(name, **options):
        calls.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(runportal, "call_command", collect)
    runportal.collect_static()
    runportal.collect_static()
    assert calls == ["collectstatic"]

    digest[0] = "2"
    runportal.collect_static()
    settings.STATIC_ROOT.rmdir()
    runportal.collect_static()
    assert calls == ["collectstatic"] * 3


def test_the_digest_follows_the_static_files(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    empty = runportal.static_digest()
    (tmp_path / "page.css").write_text("a{}")
    first = runportal.static_digest()
    (tmp_path / "page.css").write_text("a{color:red}")
    assert len({empty, first, runportal.static_digest()}) == 3


class Healthz(http.server.BaseHTTPRequestHandler):
    """Well when asked by its name, as a portal with ALLOWED_HOSTS is."""

    def do_GET(self):
        well = self.path == "/healthz" and self.headers["Host"] == "portal.example"
        self.send_response(200 if well else 400)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


def test_health_is_asked_by_a_name_the_portal_goes_by():
    with http.server.HTTPServer(("127.0.0.1", 0), Healthz) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        assert answers(port, host="portal.example")
        assert not answers(port)
        server.shutdown()
    assert not answers(port, host="portal.example")
