"""Python's bytecode is kept also where the environment wants none beside the sources.

Tests start some hundred processes. Without bytecode each compiles the same seven hundred modules again, and every
worker of pytest rewrites every test module again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def keep(environment: str) -> None:
    """Keep bytecode inside the virtual environment, for this process and all that it starts.

    Who has said where it goes, or lets Python write it where it always does, is left alone.
    """
    if not sys.dont_write_bytecode or sys.pycache_prefix:
        return
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = os.fspath(Path(environment) / "bytecode")
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
