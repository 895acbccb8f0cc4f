"""Pushing events, piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote
from uuid import uuid4

from .errors import CatalogError
from .frames import Tabular, rows_of
from .progress import Progress, Reporter
from .runs import Patience
from .transport import Answer, Body, Transport, escaped
from .values import row_to_json

Target = Literal["online", "offline", "online_and_offline"]
TARGETS: tuple[Target, ...] = ("online", "offline", "online_and_offline")

PIECE_BYTES = 8 << 20
_FIGURES_HEADER = "Catalog-Push"
_KEY_HEADER = "Idempotency-Key"
_TIMEOUT = 600.0


@dataclass
class PushReport:
    """What became of the events, of all pieces together. Every one is durable: accepted in the log, or in the quarantine."""

    source: str
    idempotency_key: str
    run_id: str | None = None
    """The run that they are counted in; None for pushes to one store, whose door does not tell it."""
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)
    """Refused events by broken rule; one that breaks two counts for each. Empty for pushes to one store, whose door does not tell it."""
    warnings: dict[str, int] = field(default_factory=dict)
    pieces: int = 0
    duplicate_pieces: int = 0
    """Pieces that had been pushed before under the same key, so that nothing was appended now."""

    def _add(self, answer: Mapping[str, Any]) -> None:
        self.run_id = answer.get("runId")
        self.read += answer["read"]
        self.accepted += answer["accepted"]
        self.quarantined += answer["quarantined"]
        self.pieces += 1
        self.duplicate_pieces += bool(answer.get("duplicate"))
        for sums, counts in ((self.by_rule, answer.get("byRule", {})), (self.warnings, answer.get("warnings", {}))):
            for name, count in counts.items():
                sums[name] = sums.get(name, 0) + count


def push_rows(transport: Transport, source: str, data: Tabular, to: Target, key: str | None, patience_seconds: float, reporter: Reporter) -> PushReport:
    """Pushes all rows; each piece has an idempotency key, so one whose answer got lost is sent again."""
    if to not in TARGETS:
        raise ValueError(f"to is '{to}'; it must be one of {', '.join(TARGETS)}.")
    attempted = f"Pushing to the source '{source}'"
    report = PushReport(source, key or str(uuid4()))
    sent = 0
    try:
        for piece in _pieces(rows_of(data, attempted)):
            piece_key = report.idempotency_key if report.pieces == 0 else f"{report.idempotency_key}/{report.pieces + 1}"
            goes_on = f"{report.read} events had been pushed; the same call with idempotency_key='{report.idempotency_key}' goes on behind them."
            sending = _Sending(transport, attempted, source, to, piece, piece_key, is_first=report.pieces == 0)
            report._add(Patience(patience_seconds, reporter, goes_on).ask(sending.send))
            sent += sum(map(len, piece))
            reporter.report(Progress(attempted, sent, None, "bytes"))
        return report
    finally:
        reporter.end()


class _Sending:
    """One piece, which may take several attempts."""

    def __init__(self, transport: Transport, attempted: str, source: str, to: Target, rows: list[bytes], key: str, *, is_first: bool) -> None:
        self._transport = transport
        self._attempted = attempted
        self._source = source
        self._to = to
        self._rows = rows
        self._headers = {_KEY_HEADER: key}
        self._is_first = is_first
        self._attempts = 0

    def send(self) -> Mapping[str, Any]:
        self._attempts += 1
        try:
            if self._to == "online_and_offline":
                return dict(self._post(f"api/v1/sources/{escaped(self._source)}/events", Body.of("application/x-ndjson", b"".join(self._rows))).json())
            return _figures(self._post("push", self._as_frame()).headers.get(_FIGURES_HEADER) or "")
        except CatalogError as error:
            if error.code == "unreachable" and self._is_first and self._attempts == 1 and isinstance(error.__cause__, ConnectionRefusedError):
                # A server that was never there is told at once.
                error.transient = False
            if error.code == "already-running" and self._attempts > 1:
                # It still works on the attempt whose answer was lost.
                error.transient = True
            raise

    def _post(self, path: str, body: Body) -> Answer:
        return self._transport.call(self._attempted, "POST", path, body=body, headers=self._headers, timeout=_TIMEOUT)

    def _as_frame(self) -> Body:
        rows = [json.loads(row) for row in self._rows]
        names = dict.fromkeys(name for row in rows for name in row)
        return Body.of_json({"push_source_name": self._source, "to": self._to, "df": {name: [row.get(name) for row in rows] for name in names}})


def _pieces(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    size = 0
    for index, row in enumerate(rows):
        line = json.dumps(row_to_json(row, index, special_numbers=True), separators=(",", ":")).encode() + b"\n"
        if piece and size + len(line) > PIECE_BYTES:
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield piece


def _figures(header: str) -> Mapping[str, Any]:
    """Reads ``read=2, accepted=1, quarantined=1, warnings="a%3Ab=1"``."""
    counts = {name: int(count) for name, count in re.findall(r"\b(read|accepted|quarantined)=(\d+)", header)}
    warned = re.search(r'warnings="([^"]*)"', header)
    warnings = dict(part.rsplit("=", 1) for part in warned.group(1).split()) if warned else {}
    return {"read": 0, "accepted": 0, "quarantined": 0, **counts, "warnings": {unquote(name): int(count) for name, count in warnings.items()}}
