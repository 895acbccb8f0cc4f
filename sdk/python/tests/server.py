"""The built product as a process of its own, on a data folder that outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[3]
_PROGRAM = ROOT / "artifacts" / "bin" / "Catalog.Web" / "debug" / "Catalog.Web"
_START_PATIENCE = 600.0


def program() -> Path:
    """The built server; ``CATALOG_WEB_PROGRAM`` names another one."""
    return Path(os.environ.get("CATALOG_WEB_PROGRAM", _PROGRAM))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class CatalogServer:
    """Start it, kill it, start it again at the same address with the same data."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{free_port()}"
        self.grpc = f"127.0.0.1:{free_port()}"
        self._settings = settings or {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> CatalogServer:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "ASPNETCORE_URLS": self.url,
            "Grpc__Urls": f"http://{self.grpc}",
            "Catalog__LoadSamples": "false",
            **self._settings,
        }
        with open(self.folder / "output.txt", "ab") as output:
            # The folder stands in the command, so that ./test.sh finds what a killed run has left behind.
            command = [program(), f"--Catalog:DataDirectory={self.folder / 'data'}"]
            self._process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        self._wait_until_ready(self._process)
        return self

    def kill(self) -> None:
        """Ends the process as ``kill -9`` does and waits until it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def output(self) -> str:
        return (self.folder / "output.txt").read_text(errors="replace")

    def __enter__(self) -> CatalogServer:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.kill()

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        started = time.monotonic()
        while time.monotonic() - started < _START_PATIENCE:
            if process.poll() is not None:
                raise RuntimeError(f"The product ended with {process.returncode} before it was ready:\n{self.output}")
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready") as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.05)
        raise TimeoutError(f"The product was not ready after {_START_PATIENCE} seconds:\n{self.output}")
