"""The bytes of a feed that is a file, or a folder of files, beside its declaration.

A name that leads out of the folder is refused. What is there and cannot be read is a failure, never nothing.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from explainer.errors import Failing, FetchError
from explainer.formats.base import Document


def read_files(folder: Path, file: str, largest: int) -> tuple[Document, ...]:
    """What lies at ``file`` below ``folder``: one document, or one for each file of a folder; ``largest`` bytes in all.

    A file of a folder that cannot be read is that document’s failure.

    Raises:
        FetchError: when it is not there, leads out of ``folder``, is too large, or cannot be read.
    """
    root = folder.resolve()
    named = root / file
    try:
        whole = _inside(named, root, file)
        mode = _mode(whole)
        if stat.S_ISREG(mode):
            return (Document(name=f"{root.name}/{file}", body=_read_file(whole, file, largest)),)
        if not stat.S_ISDIR(mode):
            raise FetchError(f"{file} is not a file" if mode else f"{file} is not there", Failing.NOT_FOUND)
        return _read_folder(named, root, file, largest)
    except OSError as error:
        why = (error.strerror or "unknown fault").lower()
        raise FetchError(f"{file} cannot be read: {why}", Failing.REFUSED) from error
    except ValueError as error:
        raise FetchError(f"{file!r} is not a path", Failing.NOT_SET_UP) from error


def _read_folder(named: Path, root: Path, file: str, largest: int) -> tuple[Document, ...]:
    documents: list[Document] = []
    left = largest
    for path in sorted(named.iterdir(), key=lambda path: path.name):
        if path.name.startswith("."):
            continue
        # A name need not be text, and is told like any other.
        shown = f"{file.rstrip('/')}/{path.name}".encode("utf-8", "replace").decode()
        name = f"{root.name}/{shown}"
        try:
            real = _inside(path, root, shown)
            if stat.S_ISREG(_mode(real)):
                documents.append(Document(name=name, body=_read_file(real, shown, left)))
                left -= len(documents[-1].body)
        except FetchError as error:
            documents.append(Document(name=name, body=b"", failure=str(error)))
        except OSError as error:
            failure = f"{shown} cannot be read: {(error.strerror or 'unknown fault').lower()}"
            documents.append(Document(name=name, body=b"", failure=failure))
    return tuple(documents)


def _inside(path: Path, root: Path, shown: str) -> Path:
    # Followed before the comparison, because a link may lead out where the name does not. Path.resolve
    # would raise RuntimeError for links in a circle.
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        raise FetchError(f"{shown} lies outside {root.name}/", Failing.REFUSED)
    return real


def _mode(path: Path) -> int:
    """What kind of file it is, 0 where there is none.

    What may not be looked at is not missing, or its disruptions would end; from Python 3.14 on ``Path.is_file``
    tells the two apart no more.
    """
    try:
        return path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return 0
        raise


def _read_file(path: Path, shown: str, largest: int) -> bytes:
    with path.open("rb") as opened:
        body = opened.read(largest + 1)
    if len(body) > largest:
        raise FetchError(f"{shown} is too large", Failing.TOO_LARGE)
    return body
