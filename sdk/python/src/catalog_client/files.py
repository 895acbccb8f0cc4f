"""Files that stand under their name only when they are complete."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Union

PathLike = Union[str, "os.PathLike[str]"]


@contextmanager
def new_file(path: PathLike) -> Iterator[IO[bytes]]:
    """A file to write. It gets its name when the block ends; until then, and when the block fails, there is nothing or the former file."""
    target = os.path.realpath(os.fspath(path))
    folder = os.path.dirname(target)
    if os.path.isdir(target):
        raise IsADirectoryError(f"Cannot write '{path}': it is a folder. Name a file.")
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"Cannot write '{path}': there is no folder '{folder}'. Make it first, or name a file in a folder that there is.")
    if os.path.exists(target) and not os.path.isfile(target):
        # A device or pipe is written, never replaced.
        with open(target, "wb") as stream:
            yield stream
        return
    unfinished = os.path.join(folder, f".{os.path.basename(target)}.{secrets.token_hex(4)}.part")
    try:
        with open(unfinished, "xb") as stream:
            yield stream
        os.replace(unfinished, target)
    except BaseException:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
        raise
