"""Servers that die, interrupts, half-written files and bounded memory."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import numpy
import pyarrow
import pyarrow.parquet
import pytest
from catalog_client import Cancelled, CatalogClient, Conflict, DatasetRecord, NotFound, Progress, Unavailable
from conftest import DEFINITIONS, NOW, PURCHASES
from server import CatalogServer

ROWS = 1_500_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An entity frame that cannot be compressed, larger than what sockets buffer."""
    numbers = numpy.random.default_rng(7).random(ROWS)
    path = tmp_path_factory.mktemp("large") / "entities.parquet"
    times = pyarrow.array([NOW] * ROWS, pyarrow.timestamp("us", "UTC"))
    pyarrow.parquet.write_table(pyarrow.table({"customer_id": numpy.arange(ROWS) % 4, "event_timestamp": times, "a": numbers, "b": numbers[::-1].copy(), "c": numbers + 1}), path)
    return path


@pytest.fixture
def filled(own_server: CatalogServer) -> CatalogServer:
    own_server.start()
    with CatalogClient(own_server.url, progress=False) as client:
        client.apply(DEFINITIONS)
        client.push("purchases", PURCHASES)
        client.flush("purchase")
    return own_server


def test_a_job_goes_on_when_the_server_is_killed_and_started_again(filled: CatalogServer, large: Path) -> None:
    client = CatalogClient(filled.url, progress=False)
    job = client.get_historical_features(large, ["purchase:points"], name="survivor")

    filled.kill()
    killed = datetime.now(timezone.utc)
    starting = threading.Thread(target=filled.start)
    starting.start()
    job.wait()
    starting.join()

    assert job.record.ended_at is not None and job.record.ended_at > killed
    table = job.to_arrow()
    assert table.num_rows == ROWS
    assert table["points"].slice(0, 5).to_pylist() == [None, -(2**62), None, 6, None]
    assert table["a"].equals(pyarrow.parquet.read_table(large)["a"])


def test_an_erasure_goes_on_when_the_server_is_killed_and_started_again(filled: CatalogServer, large: Path) -> None:
    killed: list[datetime] = []

    def kill_once(progress: Progress) -> None:
        if not killed:
            filled.kill()
            killed.append(datetime.now(timezone.utc))
            filled.start()

    client = CatalogClient(filled.url, progress=False)
    # An erasure does not end before the training sets that are being built.
    job = client.get_historical_features(large, ["purchase:points"], name="under-way")
    erasure = CatalogClient(filled.url, progress=kill_once).erase({"customer_id": 1})

    assert erasure.state == "completed" and erasure.ended_at is not None and killed and erasure.ended_at > killed[0]
    assert ("trainingSet", "under-way", "erased", ROWS // 4) in [(place.kind, place.name, place.outcome, place.count) for place in erasure.places]
    assert set(job.to_arrow()["customer_id"].unique().to_pylist()) == {0, 2, 3}
    assert client.preview_erasure({"customer_id": 1}) == ()


def test_a_server_that_stays_away_is_told_after_the_patience(filled: CatalogServer, large: Path) -> None:
    client = CatalogClient(filled.url, progress=False, patience=0.5, retries=0)
    job = client.get_historical_features(large, ["purchase:points"], name="lost")
    filled.kill()

    with pytest.raises(Unavailable, match="goes on as soon as the server is back") as away:
        job.wait()
    assert (away.value.code, away.value.status) == ("unreachable", None)


def test_a_download_that_is_cut_off_leaves_no_file_and_one_that_is_repeated_is_whole(filled: CatalogServer, large: Path, tmp_path: Path) -> None:
    CatalogClient(filled.url, progress=False).get_historical_features(large, ["purchase:points"], name="big").wait()
    target = tmp_path / "out" / "big.parquet"
    target.parent.mkdir()
    kills: list[Progress] = []

    def kill(progress: Progress) -> None:
        if progress.unit == "bytes" and not kills:
            kills.append(progress)
            filled.kill()

    saved = CatalogClient(filled.url, progress=kill, patience=0.2, retries=0).saved_dataset("big")
    with pytest.raises(Unavailable, match="Downloading the training set 'big' failed"):
        saved.to_parquet(target)
    assert list(target.parent.iterdir()) == []
    assert kills[0].total is not None and kills[0].done < kills[0].total

    filled.start()
    kills.clear()
    restarting = _restart_when_killed(filled, kills)
    CatalogClient(filled.url, progress=kill).saved_dataset("big").to_parquet(target)
    restarting.join()
    assert kills and pyarrow.parquet.read_table(target).num_rows == ROWS


def test_an_arrow_stream_that_is_cut_off_is_no_shorter_table(filled: CatalogServer, large: Path) -> None:
    CatalogClient(filled.url, progress=False).get_historical_features(large, ["purchase:points"], name="big").wait()
    saved = CatalogClient(filled.url, progress=False, patience=0.2, retries=0).saved_dataset("big")

    batches = saved.to_arrow_batches()
    rows = next(batches).num_rows
    filled.kill()
    with pytest.raises(Unavailable, match="Downloading the training set 'big' failed"):
        rows += sum(batch.num_rows for batch in batches)
    assert 0 < rows < ROWS

    filled.start()
    kills: list[Progress] = []

    def kill(progress: Progress) -> None:
        if progress.unit == "bytes" and not kills:
            kills.append(progress)
            filled.kill()

    restarting = _restart_when_killed(filled, kills)
    table = CatalogClient(filled.url, progress=kill).saved_dataset("big").to_arrow()
    restarting.join()
    assert kills and table["a"].equals(pyarrow.parquet.read_table(large)["a"])


def test_arrow_batches_that_are_left_let_go_of_the_connection(client: CatalogClient, large: Path) -> None:
    with client.get_historical_features(large, ["purchase:points"]) as job:
        for _ in job.to_arrow_batches():
            break
        assert sum(batch.num_rows for batch in job.to_arrow_batches()) == ROWS


def test_cancel_stops_the_building(server: CatalogServer, large: Path, client: CatalogClient) -> None:
    with client.get_historical_features(large, ["purchase:points"]) as first, client.get_historical_features(large, ["purchase:points"]) as second:
        # One is built at a time, so the second waits for its turn.
        second.cancel()

        with pytest.raises(Cancelled) as cancelled:
            second.to_rows()
        with pytest.raises(Conflict) as ended_before:
            second.cancel()
    assert (cancelled.value.code, cancelled.value.run_id) == ("cancelled", second.id)
    assert ended_before.value.code == "run-ended"


def test_wait_with_a_time_limit_leaves_the_building_alone(client: CatalogClient, large: Path) -> None:
    with client.get_historical_features(large, ["purchase:points"]) as first, client.get_historical_features(large, ["purchase:points"]) as second:
        with pytest.raises(TimeoutError, match="was not done in time"):
            second.wait(timeout=0)
        assert second.wait().record.row_count == first.wait().record.row_count == ROWS


WAITING = """
import sys
from catalog_client import CatalogClient
client = CatalogClient(sys.argv[1], progress=False)
first = client.get_historical_features(sys.argv[2], ["purchase:points"])
job = client.get_historical_features(sys.argv[2], ["purchase:points"], name=sys.argv[3])
ask = job._ask
def asking():
    # Now the interrupt comes while the job is waited for, not before.
    print("waiting", flush=True)
    job._ask = ask
    return ask()
job._ask = asking
job.wait()
"""

ASKING = """
import sys
from catalog_client import CatalogClient
client = CatalogClient(sys.argv[1], progress=False)
client.plan(sys.argv[4])
print("asking", flush=True)
sys.stdin.readline()
client.get_historical_features([{"customer_id": 1, "event_timestamp": "2026-01-01"}], ["purchase:points"], name=sys.argv[3]).wait()
"""


@pytest.fixture
def python(package_path: dict[str, str]) -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def start(started: list[subprocess.Popen[str]], environment: dict[str, str], script: str, *arguments: object) -> subprocess.Popen[str]:
    # Where the tests themselves run in the background, an interrupt is ignored, and what they start takes that over.
    heeding = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    command = [sys.executable, "-c", heeding + script, *map(str, arguments)]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    started.append(process)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_ctrl_c_while_waiting_cancels_the_run(
    client: CatalogClient, large: Path, python: list[subprocess.Popen[str]], package_path: dict[str, str]
) -> None:
    process = start(python, package_path, WAITING, client.url, large, "interrupted")

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()

    assert "KeyboardInterrupt" in errors
    assert (ended(client, "interrupted").state, process.returncode) == ("cancelled", -signal.SIGINT)


def test_ctrl_c_while_the_answer_is_awaited_leaves_nothing_running(
    filled: CatalogServer, python: list[subprocess.Popen[str]], package_path: dict[str, str]
) -> None:
    process = start(python, package_path, ASKING, filled.url, "", "unanswered", DEFINITIONS)
    filled.signal(signal.SIGSTOP)
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    # The request lies with the server that stands still; where it does not yet, nothing was begun.
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    filled.signal(signal.SIGCONT)
    _, errors = process.communicate()

    assert "KeyboardInterrupt" in errors
    try:
        ended(CatalogClient(filled.url), "unanswered")
    except NotFound:
        pass


def ended(client: CatalogClient, name: str) -> DatasetRecord:
    """Waits until the training set is not built any more."""
    while not (record := client.saved_dataset(name).record).has_ended:
        time.sleep(0.05)
    return record


BOUNDED = """
import resource, sys
from catalog_client import CatalogClient
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
client = CatalogClient(sys.argv[1], progress=False)
client.list_saved_datasets()
before = peak()
client.get_historical_features(sys.argv[2], ["purchase:points"]).to_parquet(sys.argv[3])
print(peak() - before)
"""


def test_memory_does_not_grow_with_the_files(client: CatalogClient, large: Path, tmp_path: Path, package_path: dict[str, str]) -> None:
    result = subprocess.run([sys.executable, "-c", BOUNDED, client.url, large, tmp_path / "out.parquet"], env=package_path, capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
    size = (tmp_path / "out.parquet").stat().st_size
    assert size > 20 << 20
    assert int(result.stdout) < size / 3


def _restart_when_killed(server: CatalogServer, kills: list[Progress]) -> threading.Thread:
    def restart() -> None:
        while not kills:
            time.sleep(0.05)
        # The listener kills in its own time.
        while server.is_running:
            time.sleep(0.05)
        server.start()

    thread = threading.Thread(target=restart)
    thread.start()
    return thread
