"""The theme's templates, compiled once for a process and not once for each build.

MkDocs takes a new Jinja2 environment for every build, and so for every language of a site and for every change while
it serves; most of the time of a small build went into compiling the theme's templates, which are the same as before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from types import CodeType
from typing import TYPE_CHECKING

from jinja2.bccache import Bucket, BytecodeCache

if TYPE_CHECKING:
    from jinja2 import Environment

_AT_MOST = 512
"""How many templates are kept: more than five times those of one site."""


class CompiledOnce(BytecodeCache):
    """Code by the template's words and by all of the environment that Jinja2 asks when it compiles."""

    def __init__(self) -> None:
        self._made = OrderedDict[Hashable, CodeType]()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was compiled of the same words in the same circumstances."""
        key = _key(bucket)
        if key in self._made:
            bucket.code = self._made[key]
            self._made.move_to_end(key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, and let go of what was asked for longest ago."""
        key = _key(bucket)
        if key is not None and bucket.code is not None:
            self._made[key] = bucket.code
            if len(self._made) > _AT_MOST:
                self._made.popitem(last=False)


def _key(bucket: Bucket) -> Hashable | None:
    """None where somebody's filter cannot be told from another's; such an environment compiles for itself."""
    try:
        return bucket.key, bucket.checksum, _circumstances(bucket.environment)
    except TypeError:
        return None


def _circumstances(environment: Environment) -> Hashable:
    """What the code of a template depends on beside its words; filters and tests run on constants as it is compiled."""
    return (
        type(environment),
        environment.lexer,  # one for all environments with the same delimiters and the same treatment of blanks
        frozenset(environment.extensions),
        environment.autoescape,
        environment.optimized,
        environment.finalize,
        environment.is_async,
        getattr(environment, "newstyle_gettext", False),
        environment.policies["ext.i18n.trimmed"],
        frozenset(environment.filters.items()),
        frozenset(environment.tests.items()),
    )


CODE = CompiledOnce()
