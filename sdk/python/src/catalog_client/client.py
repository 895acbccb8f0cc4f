"""The client of one server."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Literal

from . import definitions, erasures, training, verifying
from .caller import user_name
from .definitions import Plan
from .erasures import ErasedPlace, Erasure
from .files import PathLike
from .frames import EntityFrame, Tabular, as_file
from .keys import with_key
from .online import OnlineFeatures, entity_columns
from .progress import ProgressOption, Reporter
from .push import PushReport, Target, push_rows
from .ranges import range_of
from .splits import Part, spec_of
from .training import RetrievalJob, SavedDataset, Settings
from .transport import Body, Transport, escaped
from .values import time_text
from .verifying import Verification

_FLUSH_TIMEOUT = 3600.0


class CatalogClient:
    """Calls a server of Catalog over HTTP. Thread-safe; use it in a ``with`` block, or close it, to let its connections go.

    Args:
        url: Address of the server. Default: the environment variable ``CATALOG_SERVER``, or ``http://localhost:8080``.
        timeout: Seconds to wait for the server to connect and for each part of an answer. Calls that work long on the server wait longer.
        retries: How often a call that changes nothing is made again when the connection breaks or the server is overloaded. Others are never made twice,
            but for pushes, which have an idempotency key.
        patience: Seconds for which a server that goes away is waited for while a run is followed, since runs go on after a restart by themselves.
        progress: True draws a bar on standard error, False is silent, a function is called with each Progress, while a frame is sent from a
            thread of its own. Default: a bar where standard error is a
            terminal.
        headers: Further headers of every call.
        api_key: The key of a consumer, where the server asks for one. Default: the environment variable ``CATALOG_API_KEY``. It is sent as
            ``Authorization: Bearer``, or as ``x-api-key`` if ``headers`` has an ``Authorization`` of its own.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        timeout: float = 60.0,
        retries: int = 3,
        patience: float = 120.0,
        progress: ProgressOption = None,
        headers: Mapping[str, str] | None = None,
        api_key: str | None = None,
    ) -> None:
        _check_options(timeout, retries, patience, progress)
        address = url or os.environ.get("CATALOG_SERVER") or "http://localhost:8080"
        self._transport = Transport(address, timeout=timeout, retries=retries, headers=with_key(headers or {}, api_key))
        self._settings = Settings(patience, progress)

    @property
    def url(self) -> str:
        """Address of the server."""
        return self._transport.url

    def get_historical_features(
        self,
        entity_df: EntityFrame | None = None,
        features: Sequence[str] | str = (),
        *,
        start_date: datetime | str | None = None,
        end_date: datetime | str | None = None,
        view: str | None = None,
        as_of: datetime | str | None = None,
        full_feature_names: bool = False,
        timestamp_column: str | None = None,
        as_known_at: datetime | str | None = None,
        as_known_at_entity_time: bool = False,
        name: str | None = None,
        overwrite: bool = False,
        format: Literal["parquet", "csv", "arrow"] | None = None,
        requested_by: str | None = None,
        splits: Mapping[str, Part] | None = None,
        split_by: Sequence[str] | str | None = None,
        split_seed: int = 0,
    ) -> RetrievalJob:
        """Has the server build a training set that is correct at every row's point in time. Returns at once; the job's ``to_...`` methods wait.

        Rows keep their number and order; columns of the frame come first, then the features. Times without a zone are UTC. Whether a feature row exactly at
        the entity row's time counts is a matter of the view (``strict_before``), not of the request.

        Args:
            entity_df: A row for each row wanted, with join keys, a time and any further columns: a pandas frame, an Arrow table or whatever has the Arrow
                interface, rows such as ``[{"customer_id": 7, "event_timestamp": ...}]``, or the path of a ``.csv``, ``.csv.gz``, ``.parquet``, ``.arrows``
                (an Arrow stream), ``.json`` or ``.ndjson`` file. Frames are sent as Parquet; rows as JSON, where further times and bytes come back as text. None, with ``as_of`` or
                ``start_date``: the server makes the rows, ordered by keys and time.
            features: References such as ``["customer_profile:last_country"]``, or the name of a feature service.
            start_date: Without ``entity_df``: a row for each row of ``view`` with an event time from this one on.
            end_date: With ``start_date``: the event time before which rows are taken. Default: now.
            view: With ``start_date``: the view whose rows are taken. Default: the only one that the features are of.
            as_of: Without ``entity_df``: a row for each key that the views have a row for by this time, as of this time.
            full_feature_names: Name the columns ``view__feature`` instead of ``feature``.
            timestamp_column: Column of the frame with the time that each row is asked for. Default: ``event_timestamp``.
            as_known_at: Use only rows that had arrived by this time. Default: when the training set is asked for.
            as_known_at_entity_time: Use for each row only what had arrived by that row's own time.
            name: Keep the training set on the server under this name. Without it nothing stays there but the record of the run.
            overwrite: Replace a training set of that ``name``.
            format: What a reader of the kept training set gets who asks for no format: ``parquet``, ``csv`` or ``arrow``.
            requested_by: Who asks, for the record. Default: the user of this machine.
            splits: Divide the rows into parts that ``split`` reads: ``{"train": 0.8, "test": 0.2}`` by ratio, or ``{"train": datetime(...), "test": None}`` by
                time, each part with the rows before its time and the last one with what is left.
            split_by: Columns of the frame: all rows with the same values of them are in one part.
            split_seed: Another seed divides the rows otherwise.

        Raises:
            ValueError: Both an entity frame and a range are given, or neither; or ``overwrite`` without a ``name``.
            Refused: The request is wrong; ``findings`` lists all errors where there are several.
            NotFound: A view, feature or service does not exist.
            Conflict: A training set of that name exists.
        """
        if overwrite and name is None:
            raise ValueError("overwrite is given without name: give the name of the training set that is to be replaced.")
        known = time_text(as_known_at) if isinstance(as_known_at, datetime) else as_known_at
        spec: dict[str, Any] = {
            "name": name,
            **_selection(features, "features", "featureService"),
            "timestampColumn": timestamp_column,
            "fullFeatureNames": full_feature_names,
            "asKnownAt": known,
            "asKnownAtEntityTime": as_known_at_entity_time,
            "format": format,
            "overwrite": overwrite,
            "requestedBy": requested_by or user_name(),
            "splits": spec_of(splits, split_by, split_seed),
            "range": range_of(as_of, start_date, end_date, view, has_frame=entity_df is not None),
        }
        if entity_df is None:
            return training.create(self._transport, spec, None, self._settings)
        with as_file(entity_df) as frame:
            return training.create(self._transport, spec, frame, self._settings)

    def get_online_features(
        self,
        features: Sequence[str] | str,
        entity_rows: Sequence[Mapping[str, Any]] | None = None,
        *,
        entities: Mapping[str, Sequence[Any]] | None = None,
        full_feature_names: bool = False,
    ) -> OnlineFeatures:
        """Looks up the newest values of features.

        Args:
            features: References such as ``["customer_profile:last_country"]``, or the name of a feature service.
            entity_rows: Join keys and request values by row: ``[{"customer_id": 7}]``.
            entities: The same by column: ``{"customer_id": [7]}``.
            full_feature_names: Name the columns ``view__feature`` instead of ``feature``.
        """
        columns = entity_columns(entity_rows, entities)
        body = {**_selection(features, "features", "feature_service"), "entities": columns, "full_feature_names": full_feature_names}
        answer = self._transport.call("Looking up features", "POST", "get-online-features", body=Body.of_json(body), safe=True)
        return OnlineFeatures.of(answer.json(), tuple(columns))

    def push(self, source: str, data: Tabular, *, to: Target = "online_and_offline", idempotency_key: str | None = None) -> PushReport:
        """Pushes events into a source and returns when every one is durable: accepted in the log, or refused in the quarantine.

        Views show them a moment later; ``flush`` waits for that. What pandas calls missing is null. Times without a zone are read as the source's column
        says, which is UTC unless it declares a zone.

        Args:
            source: The source.
            data: A pandas or Arrow frame or rows, with the names of the source's columns; rows may come from a generator of any length.
            to: ``online_and_offline``, ``online`` or ``offline``: the stores that the events go to.
            idempotency_key: Events that were pushed under this key before are not appended again. Default: a new key.
        """
        return push_rows(self._transport, source, data, to, idempotency_key, self._settings.patience_seconds, Reporter(self._settings.progress))

    def flush(self, view: str) -> None:
        """Waits until every event that the log holds now is in the online and the offline store of a view."""
        self._transport.call(f"Waiting for the view '{view}'", "POST", f"api/v1/views/{escaped(view)}/flush", safe=True, timeout=_FLUSH_TIMEOUT)

    def erase(self, key: Mapping[str, Any], *, forever: bool = False, reason: str | None = None, requested_by: str | None = None) -> Erasure:
        """Erases an entity from the online store, the offline files and the saved training sets, keeps its events out, and returns the receipt.

        Nothing takes it back; ending the wait with Ctrl-C does not stop it.

        Args:
            key: The join keys with one value each. Views that have more join keys lose the rows of all keys with these values.
            forever: Keep later events of the entity out, too. Otherwise events that happen and arrive after the erasure count again.
            reason: Why, for the receipt. It is kept, so it must not name the entity.
            requested_by: Who asks, for the receipt. Default: the user of this machine.

        Raises:
            RunFailed: The erasure failed; events of the entity are kept out all the same.
        """
        return erasures.erase(self._transport, key, forever, reason, requested_by or user_name(), self._settings.patience_seconds, self._settings.progress)

    def preview_erasure(self, key: Mapping[str, Any]) -> tuple[ErasedPlace, ...]:
        """Tells what ``erase`` would remove now, place by place. Changes nothing."""
        return erasures.preview(self._transport, key)

    def plan(self, path: PathLike, *, prune: bool = False) -> Plan:
        """States what applying a folder or file of definitions would change. Changes nothing.

        Args:
            path: Folder or file with definitions in YAML.
            prune: Remove what is in force in the domains of the files but no longer declared there.

        Raises:
            InvalidDefinitions: The definitions have errors; ``findings`` lists them all.
        """
        attempted = f"Planning the definitions in '{os.fspath(path)}'"
        body = Body.of_json({"files": definitions.read_files(path, attempted), "prune": prune})
        return Plan.of(self._transport.call(attempted, "POST", "api/v1/definitions/plan", body=body, safe=True).json())

    def apply(
        self, path: PathLike, *, message: str | None = None, prune: bool = False, author: str | None = None, expected_revision: int | None = None
    ) -> Plan:
        """Puts a folder or file of definitions in force, in one step or not at all.

        Args:
            path: Folder or file with definitions in YAML.
            message: Why, kept with each version.
            prune: Remove what is in force in the domains of the files but no longer declared there.
            author: Who is recorded as the author. Default: the user of this machine.
            expected_revision: Apply only if this revision, for example of a plan, is still in force.

        Raises:
            InvalidDefinitions: The definitions have errors; ``findings`` lists them all, and nothing was applied.
            Conflict: Another revision is in force.
        """
        attempted = f"Applying the definitions in '{os.fspath(path)}'"
        change = {
            "files": definitions.read_files(path, attempted),
            "prune": prune,
            "author": author or user_name(),
            "message": message,
            "expectedRevision": expected_revision,
        }
        return Plan.of(self._transport.call(attempted, "POST", "api/v1/definitions/apply", body=Body.of_json(change)).json())

    def verify(
        self,
        *,
        service: str | None = None,
        views: Sequence[str] = (),
        start_date: datetime | str | None = None,
        end_date: datetime | str | None = None,
    ) -> Verification:
        """Compares logged lookups with what the offline store gives for the same keys, moments and arrived events, bit for bit, and waits for the result.

        The server logs a part of the requests (``FeatureStore:LookupLog:SampleRate``, 0.01 unless set). Where none was logged nothing is proven: ``compared`` is 0 then.

        Args:
            service: Only lookups of this feature service.
            views: Only lookups of these views. Default: all.
            start_date: Only lookups answered at this time or later. Times without a zone are UTC.
            end_date: Only lookups answered at this time or earlier.

        Raises:
            NotFound: The service or a view does not exist.
            RunFailed: The lookups could not be compared.
        """
        return verifying.verify(self._transport, views, service, start_date, end_date, self._settings.patience_seconds, self._settings.progress)

    def saved_dataset(self, name: str) -> SavedDataset:
        """The training set that the server keeps under a name."""
        return training.find(self._transport, name, self._settings)

    def list_saved_datasets(self) -> list[SavedDataset]:
        """All training sets of the server, newest first, however far each is."""
        return list(training.list_all(self._transport, self._settings))

    def close(self) -> None:
        """Lets the connections go; the client can still be used."""
        self._transport.close()

    def __enter__(self) -> CatalogClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"CatalogClient('{self.url}')"


def _check_options(timeout: float, retries: int, patience: float, progress: ProgressOption) -> None:
    if not timeout > 0:
        raise ValueError(f"timeout is {timeout!r}; it must be a number of seconds above 0.")
    if retries < 0 or not patience >= 0:
        raise ValueError(f"retries is {retries!r} and patience {patience!r}; neither may be below 0.")
    if not (progress is None or isinstance(progress, bool) or callable(progress)):
        raise TypeError(f"progress is {progress!r}; it must be True, False, None or a function that takes a Progress.")


def _selection(features: Sequence[str] | str, list_name: str, service_name: str) -> dict[str, Any]:
    if isinstance(features, str):
        if ":" in features:
            raise ValueError(f"features is '{features}'; give references as a list, such as ['{features}'], or the name of a feature service.")
        return {service_name: features}
    if not isinstance(features, Iterable):
        raise TypeError(f"features is {features!r}; give references such as ['customer_profile:last_country'], or the name of a feature service.")
    return {list_name: list(features)}
