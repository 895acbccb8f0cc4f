"""Plan and apply."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalog_client import CatalogClient, Conflict, DefinitionName, Finding, InvalidDefinitions
from conftest import DEFINITIONS

ENTITY = "kind: Entity\nname: {name}\ndomain: {domain}\nowner: shop-team\ntype: int64\n---\nkind: Domain\nname: {domain}\nowner: shop-team\n"


def test_files_that_are_in_force_change_nothing(client: CatalogClient) -> None:
    plan = client.plan(DEFINITIONS)

    assert (plan.has_changes, plan.changes) == (False, ())
    assert DefinitionName("FeatureView", "purchase") in plan.unchanged


def test_a_change_is_planned_applied_and_pruned(client: CatalogClient, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.yaml").write_text("no definition")
    (tmp_path / "below" / "e.yml").write_text(ENTITY.format(name="gate", domain="sdk-plan"))

    planned = client.plan(tmp_path)
    assert [(change.kind, change.name, change.change, change.path) for change in planned.changes] == [
        ("Domain", "sdk-plan", "added", "below/e.yml"),
        ("Entity", "gate", "added", "below/e.yml"),
    ]

    applied = client.apply(tmp_path, message="Why", author="ana", expected_revision=planned.revision)
    assert (applied.revision, applied.has_changes) == (planned.revision + 1, True)

    (tmp_path / "below" / "e.yml").write_text("kind: Domain\nname: sdk-plan\nowner: shop-team\ntitle: New\n")
    changed = client.plan(tmp_path, prune=True)
    assert {(change.name, change.change) for change in changed.changes} == {("sdk-plan", "changed"), ("gate", "removed")}
    assert [field.path for change in changed.changes for field in change.fields if change.name == "sdk-plan"] == ["title"]
    client.apply(tmp_path / "below" / "e.yml", prune=True)

    with pytest.raises(Conflict) as conflict:
        client.apply(tmp_path, expected_revision=planned.revision)
    assert conflict.value.code == "revision-conflict"


@pytest.mark.parametrize("attempt", ["plan", "apply"])
def test_everything_wrong_is_told_with_its_place(client: CatalogClient, tmp_path: Path, attempt: str) -> None:
    (tmp_path / "wrong.yaml").write_text("kind: Entity\nname: Wrong Name\nowner: nobody-here\ndomain: shop\nzzz: 1\n")

    with pytest.raises(InvalidDefinitions) as refused:
        getattr(client, attempt)(tmp_path)

    findings = [Finding.of(finding) for finding in refused.value.findings]
    assert {"bad-name", "unknown-key", "missing-key"} <= {finding.rule for finding in findings}
    assert ("wrong.yaml", 5) in [(finding.file, finding.line) for finding in findings if finding.rule == "unknown-key"]
    assert "wrong.yaml:5:1: error unknown-key" in str(refused.value)


def test_a_file_that_is_not_utf8_is_a_finding(client: CatalogClient, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"kind: Team\nname: caf\xe9\n")

    with pytest.raises(InvalidDefinitions) as refused:
        client.plan(tmp_path)
    assert refused.value.findings[0]["rule"] == "not-utf8"


def test_no_folder_and_an_empty_folder_are_told_apart(client: CatalogClient, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no folder or file"):
        client.plan(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="holds no file that ends in .yaml"):
        client.plan(tmp_path)
