"""Imports a module file by its path, under the name that its own package gives it, so that relative imports work."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

__all__ = ["load_file", "root_of"]


def root_of(path: Path) -> tuple[Path, str]:
    """The folder to import from, and the dotted name of the module in it."""
    package = path.parent if path.name == "__init__.py" else path
    parts = [package.name if package.is_dir() else package.stem]
    folder = package.parent
    while (folder / "__init__.py").exists():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)


def load_file(path: str) -> tuple[ModuleType, Path]:
    """The module of a file, and its root folder. Whatever importing raises is raised here."""
    full = Path(path).resolve()
    if full.is_dir():
        full = full / "__init__.py"
    root, name = root_of(full)
    os.environ["STEMMA_LOADING"] = "1"
    try:
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))
        known = sys.modules.get(name)
        if known is not None and Path(getattr(known, "__file__", None) or "").resolve() == full:
            return known, root
        if name.isidentifier() and known is None:
            module = importlib.import_module(name)
            if Path(module.__file__ or "").resolve() == full:
                return module, root
        elif "." in name:
            return importlib.import_module(name), root
        return _from_location(name, full), root
    finally:
        del os.environ["STEMMA_LOADING"]


def _from_location(name: str, full: Path) -> ModuleType:
    # A file that is named like an installed package, or is no identifier, is imported by its place.
    spec = importlib.util.spec_from_file_location(name, full)
    if spec is None or spec.loader is None:
        raise ImportError(f"{full} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
