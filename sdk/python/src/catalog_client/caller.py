"""Who calls."""

from __future__ import annotations

import getpass


def user_name() -> str:
    """The user of this machine, as the server's records tell who asked for something."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "anonymous"
