"""Who may change things: a one-time key from the terminal, exchanged for a token that only the page's tab has.

The key travels in the URL's fragment, which is never sent; the page posts it once and keeps the token in
sessionStorage. No cookie: browsers send those to every port of the machine.
"""

from __future__ import annotations

import hashlib
import secrets
from threading import Lock

BYTES = 32
MOST_KEYS = 20


class Keys:
    """The keys that wait and the tokens that count, for the life of a server; only their hashes are kept."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._tokens: set[bytes] = set()
        self._lock = Lock()

    def new_key(self) -> str:
        """A key for one exchange; of those not used the latest few wait."""
        key = secrets.token_urlsafe(BYTES)
        with self._lock:
            self._waiting = [*self._waiting[-MOST_KEYS + 1 :], _hashed(key)]
        return key

    def exchange(self, key: str) -> str | None:
        """A token for a key, which then is spent; None for what is no key."""
        hashed = _hashed(key)
        with self._lock:
            if not any(secrets.compare_digest(hashed, waiting) for waiting in self._waiting):
                return None
            self._waiting.remove(hashed)
            token = secrets.token_urlsafe(BYTES)
            self._tokens.add(_hashed(token))
        return token

    def admits(self, token: str) -> bool:
        """Whether a token counts."""
        hashed = _hashed(token)
        with self._lock:
            return any(secrets.compare_digest(hashed, known) for known in self._tokens)


def _hashed(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
