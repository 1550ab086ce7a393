"""Find the folders of layouts: a portfolio's own, and the default ones."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def find_layouts(root: Path) -> tuple[Path, ...]:
    """Find the folders of layouts for the portfolio at ``root``: its own first if it has one, then the default one."""
    default = find_default_layouts()
    own = root.resolve() / "layouts"
    return (own, default) if own.is_dir() and own != default else (default,)


def find_default_layouts() -> Path:
    """Find the default layouts: inside an installed package, else at the top of the checkout."""
    installed = _PACKAGE / "layouts"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "layouts"
