"""What each figure is held against: bare Flask views that do the indispensable part of the same work and nothing else.

Served by the same gunicorn with the same configuration. No forms, no pages, no checks, no envelopes, no ORM.
"""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from threading import local

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from flask import Flask, request
from werkzeug.formparser import MultiPartParser

from portal.age import Identity, open_sealed

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
INFO = b"age-encryption.org/mlkem768x25519"
IDENTITIES = 2
"""Key pairs a hand-in without files cannot do without: the case's, and the one that opens its answers."""
TO_THE_CASE = 2
"""What a hand-in seals to the case itself: the report, and the packet that may hold a name."""
DEFAULT_BUFFER = 64 * 1024


def hello() -> Flask:
    """One word."""
    app = Flask("floor")
    app.get("/")(lambda: "ready")
    return app


def hand_in(database: str, slips: int, stored_bytes: int) -> Flask:
    """Make two key pairs, wrap two file keys for the case and one for each officer, commit the same number of bytes."""
    app, mine = hello(), local()
    with closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as made:
        made.execute("CREATE TABLE IF NOT EXISTS parcels (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID")
    officers = [key_pair().public_key() for _ in range(slips)]

    @app.post("/")
    def view() -> str:
        request.get_data()
        case, _replies = [key_pair() for _ in range(IDENTITIES)]
        for public in (*[case.public_key()] * TO_THE_CASE, *officers):
            SUITE.encrypt(os.urandom(16), public, info=INFO)
        connection = _own(mine, database)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO parcels VALUES (?, ?)", (token_hex(16), os.urandom(stored_bytes)))
        connection.execute("COMMIT")
        return "stored"

    return app


def look_up(database: str, keys_file: str) -> Flask:
    """Grow one key, select the answers of a mailbox, open each and check its signature."""
    app, mine = hello(), local()
    keys = json.loads(Path(keys_file).read_text(encoding="ascii"))
    seed, message, signature = (bytes.fromhex(keys[name]) for name in ("seed", "message", "signature"))
    office = Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys["office"]))

    @app.post("/")
    def view() -> str:
        request.get_data()
        identity = Identity.from_seed(seed)
        select = "SELECT sealed FROM answers WHERE mailbox = ? ORDER BY slot"
        rows = _own(mine, database).execute(select, (keys["mailbox"],)).fetchall()
        for (sealed,) in rows:
            open_sealed(sealed, [identity])
            office.verify(signature, message)
        return f"{len(rows)} answers"

    return app


def discard() -> Flask:
    """Read a form with files from the socket with Werkzeug's parser and let every byte go."""
    app = hello()

    @app.post("/")
    def view() -> str:
        parser = MultiPartParser(stream_factory=lambda *_args, **_more: _Nowhere(), buffer_size=DEFAULT_BUFFER)
        boundary = request.mimetype_params["boundary"].encode("ascii")
        _, files = parser.parse(request.stream, boundary, request.content_length)
        return f"{len(files)} files"

    return app


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)

    def seek(self, _to: int) -> None:
        """Werkzeug goes back to the beginning of what it has written."""


def key_pair() -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())


def _own(mine: local, database: str) -> sqlite3.Connection:
    """The connection of this thread: write-ahead log, every commit on the disk before it returns."""
    if not hasattr(mine, "connection"):
        mine.connection = sqlite3.connect(database, isolation_level=None, timeout=10)
        mine.connection.execute("PRAGMA journal_mode=WAL")
        mine.connection.execute("PRAGMA synchronous=FULL")
    return mine.connection
