"""Without pandas and pyarrow: the package works with rows, and says what to install for the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from catalog_client import CatalogClient, NotFound
from server import CatalogServer

ALL = "product pieces points amount weight paid receipt delivered_at tags prices"

BEGIN = """
import sys
for blocked in {blocked!r}:
    sys.modules[blocked] = None
from catalog_client import *
client = CatalogClient(sys.argv[1], progress=False)
rows = [{{"customer_id": 1, "event_timestamp": "2100-01-01T00:00:00Z"}}, {{"customer_id": 2, "event_timestamp": "2100-01-01T00:00:00Z"}}]
features = ["purchase:" + name for name in "{names}".split()]
"""


def run(server: CatalogServer, environment: dict[str, str], blocked: list[str], script: str, *arguments: object) -> str:
    command = [sys.executable, "-W", "always", "-c", BEGIN.format(blocked=blocked, names=ALL) + script, server.url, *map(str, arguments)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def test_importing_the_package_imports_neither(server: CatalogServer, package_path: dict[str, str]) -> None:
    assert run(server, package_path, [], "print([name for name in ('pandas', 'pyarrow', 'numpy') if name in sys.modules])") == "[]\n"


def test_rows_work_without_any_package(server: CatalogServer, package_path: dict[str, str], tmp_path: Path) -> None:
    script = """
job = client.get_historical_features(rows, features)
print(job.to_rows()[0]["points"], client.get_online_features(features, [{"customer_id": 3}]).to_rows()[0]["points"])
job.to_parquet(sys.argv[2])
print(client.push("purchases", []).accepted)
"""
    assert run(server, package_path, ["pandas", "pyarrow", "numpy"], script, tmp_path / "x.parquet") == f"{-(2**62)} 6\n0\n"
    assert (tmp_path / "x.parquet").read_bytes()[:4] == b"PAR1"


def test_nothing_stays_on_the_server_when_the_process_ends(server: CatalogServer, package_path: dict[str, str]) -> None:
    names = run(server, package_path, [], "job = client.get_historical_features(rows, features).wait(); print(job.name, client.saved_dataset(job.name).record.state)").split()

    assert names[1] == "completed"
    with pytest.raises(NotFound):
        CatalogClient(server.url).saved_dataset(names[0])


@pytest.mark.parametrize(
    ("call", "package", "extra"),
    [
        ("client.get_historical_features(rows, features).to_df()", "pandas", "pandas"),
        ("client.get_historical_features(rows, features).to_arrow()", "pyarrow", "arrow"),
        ("client.get_online_features(features, [{'customer_id': 1}]).to_df()", "pandas", "pandas"),
        ("client.get_online_features(features, [{'customer_id': 1}]).to_arrow()", "pyarrow", "arrow"),
    ],
)
def test_a_missing_package_is_named_with_the_extra(server: CatalogServer, package_path: dict[str, str], call: str, package: str, extra: str) -> None:
    script = f"""
try:
    {call}
except MissingExtra as error:
    print(error.package, isinstance(error, ImportError), error)
"""
    words = run(server, package_path, ["pandas", "pyarrow"], script)
    assert words.startswith(f"{package} True ")
    assert f"pip install 'catalog-client[{extra}]'" in words


def test_pandas_without_pyarrow_gives_the_same_frame_and_says_what_is_lost(server: CatalogServer, package_path: dict[str, str]) -> None:
    script = """
import pandas
frame = pandas.DataFrame(rows).assign(event_timestamp=pandas.Timestamp("2100-01-01", tz="UTC"), seen=pandas.Timestamp("2020-01-01"))
result = client.get_historical_features(frame, features).to_df()
print(result.to_json(orient="split", date_format="iso", default_handler=lambda value: value.hex() if isinstance(value, bytes) else list(value)))
print(result.dtypes.drop("seen").astype(str).to_dict(), result["seen"][0])
"""
    with_pyarrow = run(server, package_path, [], script).splitlines()
    without = run(server, package_path, ["pyarrow"], script).splitlines()

    assert any("FrameWarning: pyarrow is not installed" in line for line in without)
    assert not any("FrameWarning" in line for line in with_pyarrow)
    # What is lost: a time beside the timestamp column comes back as text.
    assert with_pyarrow[1].endswith("2020-01-01 00:00:00+00:00") and without[1].endswith("2020-01-01T00:00:00")
    assert with_pyarrow[1].split("}")[0] == without[1].split("}")[0]
    assert with_pyarrow[0].replace("2020-01-01T00:00:00.000Z", "") == without[0].replace("2020-01-01T00:00:00", "")
