"""The walkthroughs of the samples: every block of Python runs, in its order, and prints what the page says."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from server import ROOT, CatalogServer

PAGES = sorted((ROOT / "samples").glob("*/README.md"))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    line: int
    code: str
    output: str
    """What the page says that it prints; ``...`` stands for what depends on the hour."""


def examples_of(page: str) -> list[Example]:
    """The blocks of Python, each with the block of text right behind it, which is what it prints; without one it prints nothing."""
    found = list(_FENCE.finditer(page))
    examples = []
    for fence, following in zip(found, [*found[1:], None]):
        if fence[1] == "python":
            is_output = following is not None and following[1] == "text" and not page[fence.end() : following.start()].strip()
            examples.append(Example(page.count("\n", 0, fence.start()) + 1, fence[2], following[2] if is_output and following else ""))
    return examples


def run(page: Path, examples: list[Example]) -> None:
    names: dict[str, Any] = {"__name__": "walkthrough"}
    for example in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            # As many lines in front as on the page, so that a traceback names the line there.
            exec(compile("\n" * example.line + example.code, str(page), "exec"), names)
        if not doctest.OutputChecker().check_output(example.output, printed.getvalue(), doctest.ELLIPSIS):
            pytest.fail(f"{page}, line {example.line}: the page says\n{example.output}\nand the example printed\n{printed.getvalue()}")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, built: None) -> Iterator[CatalogServer]:
    """As the first command of the main README starts it."""
    with CatalogServer(tmp_path_factory.mktemp("samples"), {"Catalog__LoadSamples": "true"}) as started:
        yield started


def test_every_sample_has_a_walkthrough() -> None:
    assert [page.parent.name for page in PAGES] == ["fleet", "helpdesk", "loyalty"]
    assert all(len(examples_of(page.read_text())) >= 5 for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_walkthrough(product: CatalogServer, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_SERVER", product.url)
    run(page, examples_of(page.read_text()))


def test_a_page_that_says_what_is_not_so_fails() -> None:
    page = "```python\nprint(1)\n```\n\n```text\n1\n```\n\n```python\nx = 2\n```\nWords.\n```text\n3\n```\n```python\nprint('a', x)\n```\n```text\na ...\n```\n"
    right = examples_of(page)

    run(Path("page"), right)
    assert [(one.line, one.output) for one in right] == [(1, "1\n"), (9, ""), (16, "a ...\n")]
    for wrong in (page.replace("print(1)", "print(2)"), page.replace("x = 2", "print(2)"), page.replace("a ...", "b ...")):
        with pytest.raises(pytest.fail.Exception, match="the page says"):
            run(Path("page"), examples_of(wrong))
    with pytest.raises(ZeroDivisionError):
        run(Path("page"), examples_of(page.replace("x = 2", "x = 2 / 0")))
