"""How the key of a consumer is sent."""

from __future__ import annotations

import os
from collections.abc import Mapping

_VARIABLE = "CATALOG_API_KEY"
_BEARER = "authorization"
_ALONE = "x-api-key"


def with_key(headers: Mapping[str, str], api_key: str | None) -> dict[str, str]:
    """The headers of every call with the key: as a bearer, which logs and proxies know for a secret, beside a bearer of somebody else alone."""
    names = {name.lower() for name in headers}
    given = "api_key" if api_key is not None else _VARIABLE
    key = (os.environ.get(_VARIABLE, "") if api_key is None else api_key).strip()
    if api_key is not None and not key:
        raise ValueError("api_key is empty; leave it out where the server needs none.")
    if api_key is not None and _ALONE in names:
        raise ValueError("headers has an x-api-key and api_key is given too; give one of them.")
    if not key or _ALONE in names:
        return dict(headers)
    if not (key.isascii() and key.isprintable()) or " " in key:
        # Without the key, which is nothing for logs.
        raise ValueError(f"{given} is no key: it has spaces or other characters that no key has.")
    return {**headers, **({"x-api-key": key} if _BEARER in names else {"Authorization": f"Bearer {key}"})}
