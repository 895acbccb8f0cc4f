"""Feast's own client over Redis: takes one JSON object a line, answers with one. Bytes are {"hex": ...}, times are ISO texts."""
import datetime
import json
import sys

import pandas
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast import types

port, project, folder = sys.argv[1:4]
store = FeatureStore(config=RepoConfig(
    project=project, provider="local", registry=folder + "/registry.db",
    online_store={"type": "redis", "connection_string": "127.0.0.1:" + port},
    offline_store={"type": "dask"}, entity_key_serialization_version=3))
defined = {}


def feast_type(name):
    return types.Array(getattr(types, name[:-2])) if name.endswith("[]") else getattr(types, name)


def from_json(value, name):
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    if isinstance(value, list):
        return [from_json(item, name) for item in value]
    return datetime.datetime.fromisoformat(value) if name.startswith("UnixTimestamp") and value is not None else value


def to_json(value):
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value.astimezone(datetime.timezone.utc).isoformat() if isinstance(value, datetime.datetime) else value


def define(call):
    entities = [Entity(name=key, join_keys=[key], value_type=getattr(ValueType, kind)) for key, kind in call["entities"].items()]
    view = FeatureView(
        name=call["view"], entities=entities, ttl=datetime.timedelta(0),
        schema=[Field(name=name, dtype=feast_type(kind)) for name, kind in call["features"].items()],
        source=FileSource(name=call["view"] + "_source", path=folder + "/none.parquet", timestamp_field="event_timestamp"))
    store.apply([*entities, view])
    defined[call["view"]] = (call["features"], [*entities, view])


def write(call):
    features = defined[call["view"]][0]
    columns = {name: [from_json(value, features.get(name, "")) for value in values] for name, values in call["columns"].items()}
    columns["event_timestamp"] = [datetime.datetime.fromisoformat(time) for time in call["times"]]
    store.write_to_online_store(call["view"], pandas.DataFrame(columns))


def read(call):
    answer = store.get_online_features(features=call["features"], entity_rows=call["rows"])
    return {name: to_json(values) for name, values in answer.to_dict().items()}


def remove(call):
    _, objects = defined.pop(call["view"])
    store.apply([], objects_to_delete=[objects[-1]], partial=False)


print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    call = json.loads(line)
    try:
        print(json.dumps({"result": {"define": define, "write": write, "read": read, "remove": remove}[call["do"]](call)}), flush=True)
    except Exception as error:
        print(json.dumps({"error": type(error).__name__ + ": " + str(error)}), flush=True)
