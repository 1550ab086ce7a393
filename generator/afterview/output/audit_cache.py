"""Cache the audits of files; when more becomes hidden, only files that may show it are audited once more."""

import zlib

import msgspec

from afterview.output.audit import Circumstances, PageAudit
from afterview.output.cache import Cache
from afterview.output.leaks import Words
from afterview.output.page_words import may_show
from afterview.reading.memo import digest_of

encode_audit = msgspec.msgpack.Encoder().encode
decode_audit = msgspec.msgpack.Decoder(PageAudit).decode
_DECODE_PIECES = msgspec.msgpack.Decoder(tuple[Words, ...]).decode


class AuditCache:
    """The audits of files in the circumstances of a build.

    What the audit of a file finds is kept in two parts, since one of them does not depend on what is hidden. The hidden
    pieces in a file are those that the last build found and that are still hidden, and those of the new ones that it
    has: it can only have these if it has all their words.

    ``number`` says whether the words of files are numbered for that. The first build does without: it would take a
    twentieth longer.
    """

    def __init__(self, cache: Cache, circumstances: Circumstances) -> None:
        self._cache = cache
        self._hidden = circumstances.hidden
        self._circumstances = digest_of(circumstances.home or "", circumstances.root, circumstances.audience)
        last = digest_of("last hidden", self._circumstances)
        self._last = cache.find(last) or b""
        self.number = bool(self._last)
        pieces = self._find_pieces(self._last)
        self._new = None if pieces is None else [piece.split() for piece in self._hidden.pieces - pieces]
        if self._last != self._hidden.fingerprint:
            cache.keep(last, self._hidden.fingerprint)
            joined = b"\n".join(sorted(self._hidden.pieces))
            cache.keep(digest_of("pieces", self._hidden.fingerprint), zlib.compress(joined, 1))

    def find(self, url: str, digest: str) -> PageAudit | None:
        """Return the audit of the file with this address and digest; None if it has to be audited."""
        encoded = self._cache.find(self._key(url, digest))
        if encoded is None:
            return None
        audit = decode_audit(encoded)
        found = self._cache.find(self._key_of_hidden(url, digest, self._hidden.fingerprint))
        if found is not None:
            return msgspec.structs.replace(audit, hidden=_DECODE_PIECES(found))
        found = self._cache.find(self._key_of_hidden(url, digest, self._last))
        if found is None or self._new is None or may_show(audit.numbers, self._new):
            return None
        hidden = tuple(piece for piece in _DECODE_PIECES(found) if b" ".join(piece) in self._hidden.pieces)
        self._keep_hidden(url, digest, hidden)
        return msgspec.structs.replace(audit, hidden=hidden)

    def keep(self, url: str, digest: str, audit: PageAudit) -> None:
        """Keep the audit of the file with this address and digest."""
        self._cache.keep(self._key(url, digest), encode_audit(msgspec.structs.replace(audit, hidden=())))
        self._keep_hidden(url, digest, audit.hidden)

    def _find_pieces(self, fingerprint: bytes) -> frozenset[bytes] | None:
        joined = self._cache.find(digest_of("pieces", fingerprint))
        return None if joined is None else frozenset(zlib.decompress(joined).split(b"\n"))

    def _keep_hidden(self, url: str, digest: str, hidden: tuple[Words, ...]) -> None:
        key = self._key_of_hidden(url, digest, self._hidden.fingerprint)
        self._cache.keep(key, msgspec.msgpack.encode(hidden))

    def _key(self, url: str, digest: str) -> bytes:
        return digest_of("audit", url, digest, self._circumstances)

    def _key_of_hidden(self, url: str, digest: str, fingerprint: bytes) -> bytes:
        return digest_of("hidden", url, digest, fingerprint)
