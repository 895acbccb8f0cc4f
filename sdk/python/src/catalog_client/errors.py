"""What can go wrong, and how an answer of the server becomes an exception."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from email.message import Message
from typing import Any

CODE_HEADER = "Catalog-Error-Code"


class FrameWarning(UserWarning):
    """A frame is sent in a way that loses something, which the message names."""


class CatalogError(Exception):
    """A call that did not succeed.

    ``attempted`` says what was to be done, ``detail`` what the server said, ``code`` is stable (docs/errors.md lists them), ``status`` the HTTP status or
    None where no server answered, ``findings`` the parts of which there are several: findings of definitions, or the errors of a request.
    """

    def __init__(
        self,
        attempted: str,
        detail: str,
        *,
        code: str,
        status: int | None = None,
        findings: Sequence[Mapping[str, Any]] = (),
        retry_after: float | None = None,
        transient: bool = False,
    ) -> None:
        self.attempted = attempted
        self.detail = detail
        self.code = code
        self.status = status
        self.findings: tuple[Mapping[str, Any], ...] = tuple(findings)
        self.retry_after = retry_after
        """Seconds after which the server asks to try again; None when it did not say."""
        self.transient = transient
        """Whether the same call may succeed later without any change."""
        super().__init__(attempted, detail)

    def __str__(self) -> str:
        place = self.code if self.status is None else f"{self.code}, status {self.status}"
        lines = [f"{self.attempted} failed: {self.detail} [{place}]"]
        # The errors of a request, unlike findings, are all in the detail.
        lines += [f"  {_in_words(finding)}" for finding in self.findings if "rule" in finding]
        return "\n".join(lines)


class NotFound(CatalogError):
    """Something named does not exist."""


class Conflict(CatalogError):
    """Somebody else changed it, its name is taken, or it is not ready yet."""


class Refused(CatalogError):
    """The server understood and said no; the same call fails again."""


class InvalidDefinitions(Refused):
    """Definitions have errors; ``findings`` lists them all, and nothing was applied."""


class Unavailable(CatalogError):
    """The server does not answer, or asks to come again later."""


class RunFailed(CatalogError):
    """The run ended with an error; ``run_id`` names it."""

    def __init__(self, attempted: str, detail: str, *, code: str, run_id: str) -> None:
        super().__init__(attempted, detail, code=code)
        self.run_id = run_id


class Cancelled(CatalogError):
    """The run was cancelled; ``run_id`` names it."""

    def __init__(self, attempted: str, detail: str, *, run_id: str) -> None:
        super().__init__(attempted, detail, code="cancelled")
        self.run_id = run_id


class UnexpectedAnswer(CatalogError):
    """The answer is none that a catalogue of this version gives."""


class MissingExtra(CatalogError, ImportError):
    """An optional package is not installed."""

    def __init__(self, attempted: str, package: str, extra: str) -> None:
        CatalogError.__init__(
            self,
            attempted,
            f"it needs the package '{package}', which is not installed here. Install it with: pip install 'catalog-client[{extra}]'.",
            code="missing-extra",
        )
        self.package = package


def of_answer(attempted: str, status: int, reason: str, headers: Message, body: bytes, address: str) -> CatalogError:
    """The exception for an answer that is no success: the product's problem documents, and the texts of Feast's doors."""
    kind = (headers.get("Content-Type") or "").split(";")[0].strip().lower()
    document: Any = None
    if kind in ("application/problem+json", "application/json"):
        try:
            document = json.loads(body)
        except ValueError:
            document = None
    code, detail, findings = _read(document, headers.get(CODE_HEADER))
    if code is None:
        return UnexpectedAnswer(
            attempted,
            f"the server answered {status} {reason} to '{address}'. Is it a catalogue, and of a version that fits this package?",
            code="unexpected-answer",
            status=status,
            retry_after=_seconds(headers.get("Retry-After")),
            transient=status in (502, 503, 504),
        )
    transient = status in (429, 503) or (isinstance(document, dict) and document.get("transient") is True)
    return _class_of(code, status, transient)(
        attempted, detail, code=code, status=status, findings=findings, retry_after=_seconds(headers.get("Retry-After")), transient=transient
    )


def _class_of(code: str, status: int, transient: bool) -> type[CatalogError]:
    # By the code first: Feast's doors have other statuses for some of them.
    if code == "invalid-definitions":
        return InvalidDefinitions
    if code.endswith("-not-found") or code == "unknown-address":
        return NotFound
    if transient:
        return Unavailable
    if status in (409, 412):
        return Conflict
    return Refused if 400 <= status < 500 else CatalogError


def _read(document: Any, header_code: str | None) -> tuple[str | None, str, Sequence[Mapping[str, Any]]]:
    if isinstance(document, dict) and "code" in document:
        findings = document.get("findings") or document.get("errors") or ()
        return str(document["code"]), str(document.get("detail") or document.get("title") or ""), findings
    code = header_code or "invalid-request"
    if isinstance(document, dict) and isinstance(document.get("detail"), list):
        return code, " ".join(_of_feast(part) for part in document["detail"]), ()
    if isinstance(document, dict) and isinstance(document.get("detail"), str):
        return code, document["detail"], ()
    if isinstance(document, str):
        return code, _feast_message(document), ()
    return None, "", ()


def _of_feast(part: Any) -> str:
    if not isinstance(part, dict):
        return str(part)
    return f"{'.'.join(str(step) for step in part.get('loc', ()))}: {part.get('msg')}."


def _feast_message(text: str) -> str:
    # Where Feast has a class for an error, the text is itself JSON.
    if text.startswith("{"):
        try:
            return str(json.loads(text).get("message", text))
        except ValueError:
            return text
    return text


def _in_words(finding: Mapping[str, Any]) -> str:
    words = f"{finding.get('file')}:{finding.get('line')}:{finding.get('column')}: {finding.get('severity')} {finding['rule']}: {finding.get('message')}"
    return f"{words} {finding['fix']}" if finding.get("fix") else words


def _seconds(text: str | None) -> float | None:
    try:
        return None if text is None else max(0.0, float(text))
    except ValueError:
        return None
