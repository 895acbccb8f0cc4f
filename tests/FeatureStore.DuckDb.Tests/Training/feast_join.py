"""Makes the historical features of FOLDER/join.json by the real Feast and writes them to FOLDER/feast.parquet."""
import json
import os
import sys
import warnings
from datetime import timedelta

warnings.filterwarnings("ignore")
os.environ["FEAST_USAGE"] = "False"

import pandas as pd
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig
from feast.types import from_value_type
from feast.type_map import pa_to_feast_value_type
import pyarrow.parquet as pq
from feast.value_type import ValueType

folder = sys.argv[1]
with open(os.path.join(folder, "join.json"), encoding="utf-8") as file:
    request = json.load(file)

store = FeatureStore(config=RepoConfig(
    project="comparison", provider="local", registry=os.path.join(folder, "registry.db"), entity_key_serialization_version=3,
    offline_store={"type": "file"}, online_store={"type": "sqlite", "path": os.path.join(folder, "online.db")}))

objects, references = [], []
for view in request["views"]:
    path = os.path.join(folder, view["source"])
    schema = pq.read_schema(path)
    key_type = ValueType.STRING if str(schema.field(view["key"]).type) in ("string", "large_string") else ValueType.INT64
    entity = Entity(name=view["key"], join_keys=[view["key"]], value_type=key_type)
    fields = [Field(name=name, dtype=from_value_type(pa_to_feast_value_type(str(schema.field(name).type)))) for name in view["features"]]
    source = FileSource(name=view["name"] + "_source", path=path, timestamp_field="event_timestamp", created_timestamp_column=view["created"])
    objects += [entity, FeatureView(name=view["name"], entities=[entity], ttl=timedelta(seconds=view["ttl"]), schema=fields, source=source, online=False)]
    references += [f"{view['name']}:{name}" for name in view["features"]]

store.apply(objects)
frame = pd.read_parquet(os.path.join(folder, "frame.parquet"))
joined = store.get_historical_features(entity_df=frame, features=references, full_feature_names=True).to_df()
joined.to_parquet(os.path.join(folder, "feast.parquet"), index=False)
