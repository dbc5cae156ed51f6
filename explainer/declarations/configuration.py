"""``mkdocs.yml`` as generators read it, with the tags that MkDocs gives a meaning: for its Markdown extensions.

Reading it so runs code, as MkDocs does: it is trusted as much as a plugin is. So only a build does it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from explainer.declarations.documents import named, read_text
from explainer.errors import Finding, StaffError

ALWAYS = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs adds to whatever a site sets up."""

Extensions = Mapping[str, Mapping[str, Any]]
"""Markdown extensions in their order, each with its options."""


class _Loader(yaml.Loader):
    """MkDocs' tags: a name in Python, a variable of the environment, a path from the pages."""

    content: Path

    def find_python_name(self, name: str, mark: Any) -> Any:
        try:
            return super().find_python_name(name, mark)  # type: ignore[misc] # its stubs lack it
        except yaml.constructor.ConstructorError:
            there = name.replace("material.extensions", "zensical.extensions", 1)
            return super().find_python_name(there, mark)  # type: ignore[misc]

    def environment(self, node: yaml.Node) -> Any:
        """``!ENV NAME`` or ``!ENV [NAME, ANOTHER, default]``."""
        if isinstance(node, yaml.ScalarNode):
            return os.environ.get(str(self.construct_scalar(node)))
        *names, default = self.construct_sequence(node)  # type: ignore[arg-type]
        return next((os.environ[name] for name in names if name in os.environ), default)

    def relative(self, node: yaml.Node) -> str:
        """``!relative $config_dir/parts``: a folder, for extensions that include files."""
        said = str(self.construct_scalar(node)) if isinstance(node, yaml.ScalarNode) else ""
        first, _, rest = said.partition("/")
        base = Path(self.name).parent if first == "$config_dir" else self.content
        return str(base / rest)


_Loader.add_constructor("!ENV", _Loader.environment)
_Loader.add_constructor("!relative", _Loader.relative)


def extensions_of(config_file: Path, content: Path) -> Extensions:
    """The Markdown extensions of a site.

    Raises:
        StaffError: when the file names something that is not there.
    """
    config = _whole(config_file, content)
    found: dict[str, Mapping[str, Any]] = {name: {} for name in ALWAYS}
    for name, options in _rows(config.get("markdown_extensions")):
        found[name] = options if isinstance(options, dict) else {}
    for name, options in (config.get("mdx_configs") or {}).items():
        found[name] = {**found.get(name, {}), **(options or {})}
    return found


def _rows(written: Any) -> list[tuple[str, Any]]:
    """Extensions are a mapping, or a list of names and of mappings of one name each."""
    if isinstance(written, dict):
        return list(written.items())
    rows: list[tuple[str, Any]] = []
    for row in written if isinstance(written, list) else ():
        rows += row.items() if isinstance(row, dict) else [(str(row), {})]
    return rows


def _whole(config_file: Path, content: Path) -> dict[str, Any]:
    """A configuration, over the one that it says it inherits from."""
    own = _read(config_file, content)
    parent = own.pop("INHERIT", None)
    return _over(own, _whole((config_file.parent / str(parent)).resolve(), content)) if parent else own


def _over(own: dict[str, Any], parent: dict[str, Any]) -> dict[str, Any]:
    both = own.keys() & parent.keys()
    deep = {key: _over(own[key], parent[key]) for key in both if isinstance(own[key], dict) and parent[key]}
    return {**parent, **own, **deep}


def _read(config_file: Path, content: Path) -> dict[str, Any]:
    name = named(config_file, config_file.parent)
    loader = _Loader(read_text(config_file, name))
    loader.name, loader.content = str(config_file), content
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = (error.problem or "cannot be read").partition("\n")[0]
        raise StaffError([Finding(name, line, column, "", problem, "install it, or mend its name")]) from error
    finally:
        loader.dispose()
    return data if isinstance(data, dict) else {}


# The same configuration for a generator that is given other folders


class Change(NamedTuple):
    """A value to write in the place of what stands at a path of keys, or where nothing does yet."""

    path: tuple[str, ...]
    value: str


def rewritten(config_file: Path, changes: Iterable[Change], leave_out: Iterable[str], without: str) -> str:
    """The text of a configuration with ``changes`` made, without some of its keys and without one plugin.

    All that is not named stays as it is, with every tag; what inherits still does, from where the file lies.
    """
    root = yaml.compose(read_text(config_file, config_file.name), Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise StaffError([Finding(config_file.name, 1, 1, "", "is not a list of key: value lines")])
    root.value = [(key, value) for key, value in root.value if key.value not in set(leave_out)]
    for change in changes:
        _put(root, change.path, change.value)
    _set_extensions(root)
    for key, value in root.value:
        if key.value == "INHERIT":
            value.value = str((config_file.parent / value.value).resolve())
        if key.value == "plugins":
            _drop(value, without)
    _make_absolute(root, config_file.parent)
    return str(yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True))


def _put(node: yaml.MappingNode, path: tuple[str, ...], value: str) -> None:
    first, *rest = path
    below = next((there for key, there in node.value if key.value == first), None)
    if not rest:
        node.value = [(key, there) for key, there in node.value if key.value != first]
        node.value.append((_text(first), _text(value)))
        return
    if not isinstance(below, yaml.MappingNode):  # theme: material is short for theme: {name: material}
        named_only = [(_text("name"), below)] if below is not None else []
        below = yaml.MappingNode(_MAPPING, named_only)
        node.value = [(key, there) for key, there in node.value if key.value != first]
        node.value.append((_text(first), below))
    _put(below, tuple(rest), value)


def _set_extensions(root: yaml.MappingNode) -> None:
    """Write out those that MkDocs always adds: another generator adds others, and many where a site names none."""
    keys = {key.value: value for key, value in root.value}
    written = keys.get("markdown_extensions")
    if written is None and "INHERIT" not in keys:
        root.value.append((_text("markdown_extensions"), yaml.SequenceNode(_LIST, [_text(one) for one in ALWAYS])))
    elif isinstance(written, yaml.SequenceNode):
        named = set(map(_name_of, written.value))
        written.value = [*(_text(one) for one in ALWAYS if one not in named), *written.value]
    elif isinstance(written, yaml.MappingNode):
        named = {str(key.value) for key, _ in written.value}
        empty = [(_text(one), yaml.MappingNode(_MAPPING, [])) for one in ALWAYS if one not in named]
        written.value = [*empty, *written.value]


def _drop(plugins: yaml.Node, name: str) -> None:
    """Take a plugin out of a list, or of a mapping."""
    if isinstance(plugins, yaml.MappingNode):
        plugins.value = [(key, value) for key, value in plugins.value if key.value != name]
    elif isinstance(plugins, yaml.SequenceNode):
        plugins.value = [row for row in plugins.value if _name_of(row) != name]


def _name_of(row: yaml.Node) -> str:
    key = row.value[0][0] if isinstance(row, yaml.MappingNode) and row.value else row
    return str(key.value)


def _make_absolute(node: yaml.Node, folder: Path) -> None:
    """Write out what ``!relative $config_dir`` says, which only MkDocs understands."""
    if isinstance(node, yaml.ScalarNode) and node.tag == "!relative":
        node.tag, node.value = _TEXT, str(folder / str(node.value).removeprefix("$config_dir").strip("/"))
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                _make_absolute(part, folder)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _make_absolute(part, folder)


_TEXT, _LIST, _MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


def _text(value: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(_TEXT, value)
