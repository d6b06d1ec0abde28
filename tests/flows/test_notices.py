"""Messages to people, as a receiver on loopback gets them."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows import notices, runs
from flows.runs import CurrentRun
from flows.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # in Apprise


class Receiver(HTTPServer):
    got: list[dict[str, str]]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.got = []

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/hook"


class Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Receiver)
        self.server.got.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def scheduled(home: Path, notify: str, trigger: str = "schedule") -> tuple[CurrentRun, list[str]]:
    said: list[str] = []
    settings = Settings(home=home, notify=SecretStr(notify))
    run = runs.new("pipeline", settings, trigger=trigger, parameters={}, say=said.append)
    return run, said


def test_a_scheduled_run_that_fails_is_told_with_its_reason(tmp_path: Path, receiver: Receiver) -> None:
    run, _ = scheduled(tmp_path, receiver.address)
    with pytest.raises(OSError, match="disk full"), notices.of(run):
        raise OSError("disk full")  # noqa: EM101, TRY003
    [message] = receiver.got
    assert message["title"] == "newsduck: pipeline failed"
    assert "OSError: disk full" in message["message"]


def test_a_run_by_hand_and_one_that_ends_well_tell_nothing(tmp_path: Path, receiver: Receiver) -> None:
    by_hand, _ = scheduled(tmp_path, receiver.address, trigger="hand")
    with pytest.raises(OSError, match="x"), notices.of(by_hand):
        raise OSError("x")  # noqa: EM101
    well, _ = scheduled(tmp_path, receiver.address)
    with notices.of(well):
        pass
    assert receiver.got == []


def test_checks_that_do_not_hold_are_told(tmp_path: Path, receiver: Receiver) -> None:
    run, _ = scheduled(tmp_path, receiver.address)
    with notices.of(run):
        run.broken["mentions_offsets"] = "Each mention stands in its text. Broken 2 times"
    assert [each["title"] for each in receiver.got] == ["newsduck: 1 checks of the warehouse do not hold"]


def test_only_a_source_that_falls_ill_or_gets_well_is_news() -> None:
    before = {"a": "ok", "b": "ok", "c": "silent", "d": "new", "e": "silent", "f": "never", "g": "low"}
    after = {"a": "silent", "b": "ok", "c": "ok", "d": "ok", "e": "failing", "f": "silent", "h": "silent"}
    assert notices.changes(before, after) == [("a", "ok", "silent"), ("c", "silent", "ok"), ("e", "silent", "failing")]


def test_the_brief_goes_out_with_its_heading_as_title(tmp_path: Path, receiver: Receiver) -> None:
    run, said = scheduled(tmp_path, receiver.address)
    notices.brief(run.settings, "# News brief, Sunday\n\n3 articles.\n", said.append)
    [message] = receiver.got
    assert message["title"] == "News brief, Sunday"
    assert "3 articles." in message["message"]
    assert said == []


def test_what_cannot_be_sent_is_said_without_its_secret(tmp_path: Path) -> None:
    run, said = scheduled(tmp_path, "json://user:s3cret@127.0.0.1:9/ nonsense")
    notices.send(run.settings, "title", "body", run.say)
    assert len(said) == 2
    assert not any("s3cret" in line for line in said)


def test_no_address_costs_nothing(tmp_path: Path) -> None:
    run, said = scheduled(tmp_path, "")
    with notices.of(run):
        pass
    notices.brief(run.settings, "# x\n", said.append)
    assert said == []
