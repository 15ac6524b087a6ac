"""Where the pages of legislation lie in the site, for all that link to them."""

from __future__ import annotations

LAW = "law"
# names that the generator uses in a folder of pages
_RESERVED = frozenset({"index", "readme", "assets", "search"})


def law_folder(instrument: str) -> str:
    """The folder of an instrument's page below the roof: "law/ukpga/2018/12"."""
    return f"{LAW}/{instrument}-guidance" if instrument in _RESERVED else f"{LAW}/{instrument}"
