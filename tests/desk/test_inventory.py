"""T2: what stands in clear in the desk's database, column by column. A new column must be argued here first."""

from portal.desk.history import HISTORY

IN_CLEAR = {
    "audit_lines": {
        "seq": "order of the chain",
        "at": "when an officer acted; never when a reporter did",
        "actor": "an officer's random id, or a word of the house",
        "act": "a word of the house",
        "case": "a case number",
        "note": "code words: states, slots, logins, fingerprints",
        "seal": "keyed hash",
    },
    "audit_head": {"id": "always 1", "seq": "as above", "seal": "keyed hash", "proof": "keyed hash"},
    "offices": {
        "id": "public, in the roster",
        "name_zh": "public",
        "name_en": "public",
        "level": "public",
        "parent": "public",
        "reply_key": "public half",
    },
    "officers": {
        "id": "random",
        "login": "T2 allows officers' names",
        "name": "T2 allows officers' names",
        "office": "public",
        "roles": "public, in the roster",
        "recipient": "public half",
        "enrolled": "a day",
        "revoked": "a day",
        "totp_step": "a counter; the secret is in the key file",
        "passphrase_set": "a day",
    },
    "former_reply_keys": {
        "office": "public",
        "key": "public half, in the roster",
        "since": "public, in the roster",
        "until": "public, in the roster",
    },
    "passkey_counters": {"officer": "random", "mark": "hash of a random id", "shown": "a count"},
    "key_changes": {
        "officer": "random",
        "fresh": "public half",
        "former": "public half",
        "begun": "a day",
        "vouched": "a day",
        "published": "a day",
        "upto": "a case's random id",
        "moved": "a count",
    },
    "reply_key_slips": {"office": "public", "officer": "random"},
    "key_packets": {"officer": "random", "day": "a day"},
    "key_halves": {"officer": "random", "keeper": "an officer's random id: who is to be asked", "part": "0 or 1"},
    "recoveries": {
        "id": "random",
        "officer": "random",
        "begun_by": "an officer's random id",
        "begun": "a day",
        "state": "a word of the house",
        "mark": "hash of bytes derived from 128 random bits",
        "recipient": "public half of a temporary key",
        "ended": "a day",
        "ended_by": "an officer's random id, or a word of the house",
        "told": "whether the officer has seen how it ended",
        "proof": "keyed hash",
    },
    "handed_halves": {
        "recovery": "random",
        "part": "0 or 1",
        "keeper": "an officer's random id",
        "day": "a day",
    },
    "sessions": {
        "id": "random; the key is in the cookie",
        "officer": "random",
        "stage": "a word of the house",
        "began": "when an officer signed in",
        "seen": "when an officer clicked",
        "ends": "from began",
        "tries": "a count",
        "bucket": "a device's random name, or one of 4096 keyed buckets",
        "challenge": "random, for one answer",
        "challenged": "when an officer was asked for a second factor",
    },
    "throttle": {"bucket": "as above", "attempts": "a count", "since": "when attempts began"},
    "rosters": {
        "version": "public",
        "document": "public",
        "signature": "public",
        "expires": "public",
    },
    "cases": {
        "id": "the parcel's random id",
        "number": "given here",
        "received": "a day",
        "state": "T2 allows states",
        "changed": "a day",
        "letters": "T2 allows counts",
        "letters_read": "T2 allows counts",
        "answers": "T2 allows counts",
        "version": "a count",
        "resume": "T2 allows states",
        "letters_then": "T2 allows counts",
        "handler": "an officer's random id; T2 allows who holds a key to which case",
        "open_items": "T2 allows counts",
        "next_due": "a day",
        "waits": "that somebody asked for a second person: requests tell it too",
        "named": "whether a name came with it: the terms owed to named reporters tell it too (ADR 0015)",
        "batch": "whether it is a roster to be checked rather than a report, as its number says",
        "away": "whether it is offered to another office",
        "closed_as": "T2 allows states",
    },
    "case_barred": {"case_id": "random", "officer": "random; T4 allows that somebody is recused", "day": "a day"},
    "doomed_files": {"name": "random"},
    "transfers": {
        "id": "random",
        "parcel": "random",
        "number": "a case number",
        "received": "a day",
        "before": "T2 allows states",
        "after": "T2 allows states",
        "way": "a word of the house",
        "from_office": "public",
        "to_office": "public: which office has the case now is told by its slips too",
        "asked_by": "an officer's random id",
        "agreed_by": "an officer's random id",
        "offered": "a day",
        "status": "a word of the house",
        "ended": "a day",
        "ended_by": "an officer's random id",
        "proof": "keyed hash",
    },
    "assignments": {
        "id": "random",
        "parent": "random",
        "child": "random",
        "from_office": "public",
        "to_office": "public",
        "by": "an officer's random id",
        "day": "a day",
        "due": "a day",
        "state": "a word of the house",
        "ended": "a day",
    },
    "transfer_slips": {"transfer": "random", "officer": "random"},
    "mentions": {
        "case_id": "random",
        "note": "a count",
        "officer": "an officer's random id, who holds a key to the case",
        "seen": "whether they have looked",
    },
    "tasks": {
        "case_id": "random",
        "slot": "a count",
        "assignee": "an officer's random id, who holds a key to the case",
        "set_by": "an officer's random id",
        "due": "a day",
        "done": "a day",
    },
    "holds": {
        "case_id": "random",
        "slot": "a count",
        "set_on": "a day",
        "set_by": "an officer's random id",
        "lifted_on": "a day",
        "lifted_by": "an officer's random id",
        "lifted_with": "an officer's random id",
        "proof": "keyed hash",
    },
    "tombstones": {
        "case_id": "random; stays, so that a letterbox from a backup does not bring the case back",
        "number": "given here",
        "offices": "public",
        "received": "a day",
        "ended": "a day",
        "kept_as": "T2 allows states: how a case ended as far as its retention asks, not what was found",
        "due": "a day",
        "destroyed": "a day",
        "asked_by": "an officer's random id",
        "agreed_by": "an officer's random id",
        "erased": "a day",
    },
    "condemned": {"case_id": "random", "store": "a word of the house", "blob": "random"},
    "requests": {
        "id": "random",
        "case_id": "random",
        "slot": "a count",
        "kind": "a word of the house: which act of two persons",
        "asked_by": "an officer's random id",
        "asked": "a day",
        "version": "a count",
        "state": "a word of the house",
        "answered_by": "an officer's random id",
        "answered": "a day",
        "told": "whether the asker has looked",
        "proof": "keyed hash",
    },
    "office_rules": {
        "office": "public",
        "version": "a count",
        "day": "a day",
        "by": "an officer's random id",
        "body": "norms of an office with the documents they rest on; nothing about anybody",
    },
    "case_terms": {
        "case_id": "random",
        "code": "T2 allows terms",
        "round": "a count",
        "since": "a day",
        "due": "a day",
        "extended": "a count",
        "ended": "a day",
    },
    "reminder_addresses": {"officer": "random", "address": "an officer's own choice; T2 allows officers' names"},
    "follow_ups": {
        "case_id": "random",
        "slot": "a count",
        "kind": "a word of the house: what sort of follow-up, not about whom",
        "step": "a word of the house",
        "opened": "a day",
        "ended": "a day",
    },
    "case_numbers": {"year": "a year", "last": "a count"},
    "case_slips": {"case_id": "random", "officer": "random"},
    "case_statements": {
        "case_id": "random",
        "officer": "an officer's random id; T4 allows that an officer is recused",
        "day": "a day",
        "recused": "T4 allows that an officer is recused; the reason is sealed",
    },
    "case_items": {
        "id": "random",
        "case_id": "random",
        "kind": "a word of the house",
        "slot": "a count",
        "day": "a day",
    },
    "case_files": {"case_id": "random", "sending": "a count", "slot": "a count", "blob": "random"},
    "workbench_files": {"case_id": "random", "place": "a count", "slot": "a count", "blob": "random"},
    "outbox": {"id": "random", "locator_hash": "hash of 128 random bits", "slot": "a count", "day": "a day"},
}

IN_CLEAR |= {
    "queue_rows": {
        "case_id": "as in cases", "shelf": "an officer's random id, or an office's public one", "number": "as in cases",
        "state": "as in cases", "received": "as in cases", "changed": "as in cases", "due": "as in cases",
        "handler": "as in cases", "letters": "from two counts in cases", "waits": "as in cases",
    },
    "queue_tallies": {"shelf": "as above", "key": "a state, a day, an officer's random id or a word", "n": "a count"},
    "queue_views": {"officer": "random"},
    "index_key_slips": {"office": "public", "officer": "random", "proof": "keyed hash"},
    "case_marks": {
        "case_id": "random", "office": "public", "use": "a word of the house",
        "mark": "16 bits under a key that only the office's officers open (ADR 0038)",
    },
    "search_entries": {"officer": "random", "case_id": "random; as in case_slips", "items": "T2 allows counts"},
    "case_labels": {"officer": "random", "case_id": "random; the audit lines tell who opened what"},
}  # fmt: skip

SEALED = {
    "queue_views": {"sealed": "age, to one officer"},
    "index_key_slips": {"sealed": "age, to one officer"},
    "search_entries": {"closed": "ChaCha20-Poly1305, the key grows from the officer's identity (ADR 0037)"},
    "case_labels": {"closed": "ChaCha20-Poly1305 of one length, the key grows from the officer's identity (ADR 0054)"},
    "reply_key_slips": {"sealed": "age, to one officer"},
    "key_packets": {"sealed": "age, to a key whose seed is in two halves"},
    "key_halves": {"sealed": "age, to one keeper"},
    "recoveries": {"sealed": "age, to who began it and who refused"},
    "handed_halves": {"sealed": "age, to the temporary key of one recovery"},
    "sessions": {"wrapped": "ChaCha20-Poly1305, key in the cookie"},
    "case_slips": {"sealed": "age, to one officer"},
    "case_items": {"sealed": "age, to the case key; a half handed on and an opened name to the two persons"},
    "outbox": {"sealed": "age, to the reporter"},
    "transfers": {"card": "age, to the reporter"},
    "transfer_slips": {"sealed": "age, to one officer"},
    "holds": {"sealed": "age, to whoever set it and to those of the office who may be a second person"},
    "requests": {
        "sealed": "age, to the case key; a name's also to the key holders; of retention: to the two persons",
        "answer": "age, to the case key or to the two persons",
    },
}


def test_every_column_is_accounted_for():
    there = {(table.name, column.name) for table in HISTORY.metadata.tables.values() for column in table.columns}
    told = {(table, column) for part in (IN_CLEAR, SEALED) for table, columns in part.items() for column in columns}
    assert there == told


def test_no_column_is_both():
    for table, columns in SEALED.items():
        assert set(columns) & set(IN_CLEAR.get(table, {})) == set()


def test_sealed_columns_hold_bytes_that_begin_as_sealed_bytes_do(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    with world.desk.database.reading() as session:
        for table in ("reply_key_slips", "case_slips", "case_items"):
            rows = session.connection().exec_driver_sql(f"SELECT sealed FROM {table}").scalars().all()  # noqa: S608
            assert rows
            assert all(row.startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ") for row in rows), table
