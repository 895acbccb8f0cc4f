"""Every example of the README, in its order, in one process."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from server import ROOT, CatalogServer

README = Path(__file__).parents[1] / "README.md"


def test_every_example_runs(own_server: CatalogServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    own_server.start()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATALOG_SERVER", own_server.url)
    names: dict[str, Any] = {"__name__": "readme"}

    blocks = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.DOTALL | re.MULTILINE)

    assert len(blocks) >= 5
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"README.md, example {number}", "exec"), names)
    assert (tmp_path / "training.parquet").stat().st_size > 0
    names["client"].close()
