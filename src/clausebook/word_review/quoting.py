"""How words are quoted in the account of a Word file that came back."""

from __future__ import annotations


def swapped(old: str, new: str) -> str:
    """What became of words: changed, added or deleted."""
    if not old.strip():
        return f"“{new.strip()}” was added"
    return f"“{old.strip()}” was deleted" if not new.strip() else f"“{old.strip()}” became “{new.strip()}”"


def short(text: str) -> str:
    """A text, of a long one its beginning and its end."""
    return text if len(text) <= 160 else f"{text[:110]} … {text[-40:]}"
