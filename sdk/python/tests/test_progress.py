"""What is told while something runs."""

from __future__ import annotations

import io

import pytest
from catalog_client import CatalogClient, Progress
from catalog_client.progress import Reporter
from conftest import NOW
from server import CatalogServer


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_listener_hears_of_sending_building_and_downloading(server: CatalogServer) -> None:
    heard: list[Progress] = []
    client = CatalogClient(server.url, progress=heard.append)

    job = client.get_historical_features([{"customer_id": 1, "event_timestamp": NOW}] * 1000, ["purchase:points"])
    job.to_rows()

    titles = list(dict.fromkeys(progress.title.split(" '")[0] for progress in heard))
    assert titles == ["Sending entities.ndjson", "Building the training set", "Downloading the training set"]
    assert all(progress.total is None or progress.done <= progress.total for progress in heard)
    built = [progress for progress in heard if progress.title.startswith("Building")][-1]
    assert (built.done, built.total, built.fraction, built.unit) == (1000, 1000, 1.0, "rows")
    assert job.progress == built


def test_a_push_tells_the_bytes(server: CatalogServer) -> None:
    heard: list[Progress] = []
    CatalogClient(server.url, progress=heard.append).push("purchases", [{"customer_id": None, "bought_at": NOW}])

    assert [(progress.total, progress.unit) for progress in heard] == [(None, "bytes")]


def test_a_bar_is_drawn_on_a_terminal_only() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        reporter = Reporter(None, stream)
        reporter.report(Progress("Building", 1, 2, "rows", 3.0))
        reporter.report(Progress("Building", 2, 2, "rows"))
        reporter.end()

    half, whole = f"Building [{'#' * 12}{'.' * 12}] 50%, 3 s left", f"Building [{'#' * 24}] 100%"
    assert terminal.getvalue() == f"\r{half}\r{whole.ljust(len(half))}\n"
    assert pipe.getvalue() == ""


@pytest.mark.parametrize(("option", "drawn"), [(True, True), (False, False)])
def test_the_option_decides_whatever_the_stream_is(option: bool, drawn: bool) -> None:
    stream = io.StringIO()
    reporter = Reporter(option, stream)
    reporter.report(Progress("Sending", 5, None, "bytes"))
    reporter.note("Trying again.")
    reporter.end()

    assert ("Sending: 5 bytes" in stream.getvalue() and "Trying again." in stream.getvalue()) == drawn


def test_progress_in_words() -> None:
    assert str(Progress("Building", 1500, 3000, "rows")) == "Building: 1,500 of 3,000 rows (50%)"
    assert (Progress("x", 1, 0, "rows").fraction, Progress("x", 5, 4, "rows").fraction) == (None, 1.0)
