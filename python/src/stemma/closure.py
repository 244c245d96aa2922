"""The code that an analysis consists of: the file that declares it and what that imports from the module's own folder,
also inside functions; files that it names as text; installed packages by name.

One file too many is harmless (an unneeded computation), one too few would serve stale results: hence no cleverness.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from pathlib import Path
from typing import Any

__all__ = ["Closure", "SourceTree"]


class Closure:
    """The files of an analysis, and the top-level names of the packages that they import."""

    def __init__(self) -> None:
        self.files: dict[Path, str] = {}
        self.packages: set[str] = set()


class _Source:
    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        is_code = path.suffix == ".py"
        # Line endings depend on how the checkout was made, not on what the code says.
        data = data.replace(b"\r\n", b"\n") if is_code else data
        self.digest = hashlib.sha256(data).hexdigest()
        #: (level, module, names); names is None for `import x`.
        self.imports: list[tuple[int, str, list[str] | None]] = []
        self.texts: set[str] = set()
        if is_code:
            self._read(ast.parse(data))

    def _read(self, tree: ast.AST) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self.imports.extend((0, alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                self.imports.append((node.level, node.module or "", [alias.name for alias in node.names]))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
                self.texts.add(node.value)


class SourceTree:
    """Reads the files below a root once each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sources: dict[Path, _Source] = {}

    def closure(self, analysis: Any) -> Closure:
        """What an analysis consists of; its base classes count, analyses that it only names as inputs do not."""
        homes = [sys.modules[base.__module__].__file__ for base in analysis.__mro__ if base.__module__ in sys.modules
                 and getattr(sys.modules[base.__module__], "__file__", None)]  # fmt: skip
        closure = Closure()
        pending = [path for home in homes if self._is_own(path := Path(home).resolve())]
        while pending:
            path = pending.pop()
            if path in closure.files:
                continue
            source = self._source(path)
            closure.files[path] = source.digest
            for level, module, names in source.imports:
                pending.extend(self._targets(path, level, module, names, closure.packages))
            pending.extend(self._named_files(path, source.texts))
        return closure

    def _source(self, path: Path) -> _Source:
        return self._sources.setdefault(path, _Source(path)) if path not in self._sources else self._sources[path]

    def _is_own(self, path: Path) -> bool:
        own_package = Path(__file__).parent
        return path.is_relative_to(self.root) and "site-packages" not in path.parts and not path.is_relative_to(own_package)

    def _targets(
        self, path: Path, level: int, module: str, names: list[str] | None, packages: set[str]
    ) -> list[Path]:
        parts = module.split(".") if module else []
        folder = path.parents[level - 1] if level else self.root
        base = folder.joinpath(*parts)
        found = [file for file in _package_files(folder, parts) if self._is_own(file)]
        if not found and not level:
            if parts[0] not in sys.stdlib_module_names and parts[0] != "stemma":
                packages.add(parts[0])
            return []
        submodules = [file for name in names or () for file in _files_of(base / name) if self._is_own(file)]
        if names and not submodules and found and self._only_analyses(found[-1], names):
            return []
        return found + submodules

    # True when all that is taken from a file are analyses: inputs, which have identities of their own.
    def _only_analyses(self, path: Path, names: list[str]) -> bool:
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if file and Path(file).resolve() == path:
                return all("__stemma_analysis__" in vars(type(found) if not isinstance(found, type) else found)
                           for name in names if (found := getattr(module, name, None)) is not None) and "*" not in names  # fmt: skip
        return False

    def _named_files(self, path: Path, texts: set[str]) -> list[Path]:
        found = []
        for text in texts:
            if not text or len(text) > 200 or "\0" in text or text.startswith(("/", "~")):
                continue
            try:
                file = (path.parent / text).resolve()
                if file.is_file() and self._is_own(file):
                    found.append(file)
            except OSError:
                continue
        return found


def _files_of(base: Path) -> list[Path]:
    return [file for file in (base.with_name(base.name + ".py"), base / "__init__.py") if file.is_file()]


def _package_files(folder: Path, parts: list[str]) -> list[Path]:
    # Importing a.b.c runs the __init__ of a and of b too.
    found = [folder / "__init__.py"] if not parts and (folder / "__init__.py").is_file() else []
    for end in range(1, len(parts) + 1):
        found.extend(_files_of(folder.joinpath(*parts[:end])))
    return [file.resolve() for file in found]
