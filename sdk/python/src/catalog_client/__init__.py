"""Client of Catalog: training sets, online features, pushes, definitions and the proof. Needs nothing beside the standard library."""

from __future__ import annotations

from .client import CatalogClient
from .definitions import Change, Consequence, DefinitionName, FieldChange, Finding, Plan
from .erasures import ErasedPlace, Erasure
from .errors import (
    Cancelled,
    CatalogError,
    Conflict,
    FrameWarning,
    InvalidDefinitions,
    MissingExtra,
    NotFound,
    Refused,
    RunFailed,
    Unavailable,
    UnexpectedAnswer,
)
from .online import OnlineColumn, OnlineFeatures
from .progress import Progress, ProgressListener
from .push import PushReport
from .records import Column, DatasetRecord, Preview, Rebuild, ViewRead
from .training import DatasetSplit, RetrievalJob, SavedDataset
from .verifying import Verification, ViewAgreement

__version__ = "0.1.0"

__all__ = [
    "Cancelled",
    "CatalogClient",
    "CatalogError",
    "Change",
    "Column",
    "Conflict",
    "Consequence",
    "DatasetRecord",
    "DatasetSplit",
    "DefinitionName",
    "ErasedPlace",
    "Erasure",
    "FieldChange",
    "Finding",
    "FrameWarning",
    "InvalidDefinitions",
    "MissingExtra",
    "NotFound",
    "OnlineColumn",
    "OnlineFeatures",
    "Plan",
    "Preview",
    "Progress",
    "ProgressListener",
    "PushReport",
    "Rebuild",
    "Refused",
    "RetrievalJob",
    "RunFailed",
    "SavedDataset",
    "Unavailable",
    "UnexpectedAnswer",
    "Verification",
    "ViewAgreement",
    "ViewRead",
]
