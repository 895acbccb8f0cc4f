"""Definitions in YAML: what applying them would change, and applying them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import InvalidDefinitions
from .files import PathLike


@dataclass(frozen=True)
class DefinitionName:
    """Kind and name, such as ``FeatureView`` and ``customer_profile``."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or may be."""

    severity: str
    """``error``, ``warning`` or ``info``."""
    rule: str
    message: str
    file: str
    line: int
    column: int
    path: str
    fix: str | None

    @staticmethod
    def of(answer: Mapping[str, Any]) -> Finding:
        return Finding(
            answer["severity"], answer["rule"], answer["message"], answer["file"], answer["line"], answer["column"], answer["path"], answer.get("fix")
        )


@dataclass(frozen=True)
class FieldChange:
    """A field that differs; None where it is not there."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Consequence:
    """What follows from a change."""

    kind: str
    message: str
    affected: tuple[DefinitionName, ...]
    rows: int | None


@dataclass(frozen=True)
class Change:
    """A definition that is added, changed or removed."""

    kind: str
    name: str
    change: str
    path: str
    number: int
    model_version: int
    fields: tuple[FieldChange, ...]
    consequences: tuple[Consequence, ...]


@dataclass(frozen=True)
class Plan:
    """What applying changes, or changed; ``revision`` is the one it was planned against, or the one that it made."""

    revision: int
    has_changes: bool
    changes: tuple[Change, ...]
    unchanged: tuple[DefinitionName, ...]
    findings: tuple[Finding, ...]
    """Warnings; errors are raised as InvalidDefinitions."""

    @staticmethod
    def of(answer: Mapping[str, Any]) -> Plan:
        return Plan(
            revision=answer["revision"],
            has_changes=answer["hasChanges"],
            changes=tuple(_change(change) for change in answer["changes"]),
            unchanged=tuple(_name(name) for name in answer["unchanged"]),
            findings=tuple(Finding.of(finding) for finding in answer["findings"]),
        )


def read_files(path: PathLike, attempted: str) -> list[dict[str, str]]:
    """The files that end in .yaml or .yml in a folder and below it, ordered by path, or one file; hidden ones are passed over."""
    root = os.fspath(path)
    if os.path.isfile(root):
        return [_read(root, os.path.basename(root), attempted)]
    if not os.path.isdir(root):
        raise FileNotFoundError(f"There is no folder or file '{root}' to read definitions from.")
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.join(folder, name) for name in names if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")]
    if not found:
        raise FileNotFoundError(f"The folder '{root}' holds no file that ends in .yaml or .yml.")
    relative = sorted((os.path.relpath(file, root).replace(os.sep, "/"), file) for file in found)
    return [_read(file, name, attempted) for name, file in relative]


def _read(file: str, name: str, attempted: str) -> dict[str, str]:
    with open(file, "rb") as stream:
        content = stream.read()
    try:
        return {"path": name, "text": content.decode("utf-8")}
    except UnicodeDecodeError as error:
        finding = {
            "severity": "error",
            "rule": "not-utf8",
            "message": f"The file is not UTF-8: byte {error.start} cannot be read.",
            "file": name,
            "line": 0,
            "column": 0,
            "path": "",
            "fix": "Save it as UTF-8.",
        }
        raise InvalidDefinitions(attempted, f"The file '{name}' is not UTF-8.", code="invalid-definitions", findings=[finding]) from error


def _name(answer: Mapping[str, Any]) -> DefinitionName:
    return DefinitionName(answer["kind"], answer["name"])


def _change(answer: Mapping[str, Any]) -> Change:
    return Change(
        kind=answer["kind"],
        name=answer["name"],
        change=answer["change"],
        path=answer["path"],
        number=answer["number"],
        model_version=answer["modelVersion"],
        fields=tuple(FieldChange(field["path"], field.get("before"), field.get("after")) for field in answer["fields"]),
        consequences=tuple(
            Consequence(one["kind"], one["message"], tuple(_name(name) for name in one["affected"]), one.get("rows")) for one in answer["consequences"]
        ),
    )
