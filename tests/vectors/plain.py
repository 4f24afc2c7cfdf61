"""Sizes, the one written form of JSON, signatures, wrapped secrets and file names."""

import hashlib
from typing import Any

from portal.sealing import Context, Filing, bucket, clean_media_type, clean_name, padme
from portal.sealing.encoding import write_json
from portal.sealing.wrapping import wrap_with_nonce
from tests.vectors.seeds import DAY, seed, signing_key

KIB = 1024
LENGTHS = [0, 1, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 32 * KIB, 32 * KIB + 1, 100_000, 1024 * KIB, 1024 * KIB + 1]
FILE_LENGTHS = [
    0,
    1,
    64 * KIB,
    64 * KIB + 1,
    66 * KIB,
    66 * KIB + 1,
    100_000,
    1_000_000,
    1024 * KIB,
    1024 * KIB + 1,
    10_000_000,
    100 * 1024 * KIB,
    100 * 1024 * KIB + 1,
    2**32 + 1,
]
WRITTEN: list[Any] = [
    {},
    {"a": [], "b": [{}, None, True, False]},
    {"b": 1, "a": 2},
    {"n": [0, -1, 2**53 - 1, -(2**53 - 1)]},
    {"文": "云岭省（虚构）😀\u2028\u007f"},
    {"t": 'quote " back \\ slash / line \n tab \t bell \u0007 zero \u0000'},
]
NOT_WRITTEN = [
    "",
    " {}",
    "{} ",
    '{"a": 1}',
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '{"a":1.0}',
    '{"a":1e2}',
    '{"a":-0}',
    '{"a":01}',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":9007199254740992}',
    '{"a":"\\u0041"}',
    '{"a":"\\/"}',
    '{"a":"\\ud800"}',
    "{'a':1}",
    '{"a":1,}',
    "[" * 33 + "]" * 33,
    '{"a":1}{"a":1}',
    '\ufeff{"a":1}',
]
NAMES = [
    "值班表.xlsx",
    "C:\\fakepath\\值班表 3月.xlsx",
    "../../etc/passwd",
    "a/b/",
    "",
    ".",
    "...hidden. ",
    "exe\u202etxt.pdf",
    "zero\u200bwidth\ufeff.png",
    "line\nbreak\x00.jpg",
    'a<b>c:d"e|f?g*h.txt',
    "长" * 200 + ".docx",
    "x" * 200,
    "y" * 100 + "." + "z" * 30,
    "a" * 73 + " . .doc",
    "a" * 74 + " . .doc",
    "b" * 90 + "." + "c" * 16,
    "b" * 90 + "." + "c" * 17,
]
TYPES = ["image/jpeg", "IMAGE/PNG", "text/plain; charset=utf-8", "", "image", "a/b/c", "text/ht ml", "x" * 70 + "/y"]


def sizes() -> dict[str, Any]:
    return {
        "bucket": {str(length): bucket(length) for length in LENGTHS},
        "padme": {str(length): padme(length) for length in FILE_LENGTHS},
    }


def written_forms() -> dict[str, Any]:
    return {
        "written": [write_json(value).decode("utf-8") for value in WRITTEN],
        "sorted": [write_json(value, sort_keys=True).decode("utf-8") for value in WRITTEN],
        "refused": NOT_WRITTEN,
    }


def signatures() -> list[dict[str, str]]:
    found = []
    for context in Context:
        for message in (b"", b"message", bytes(range(256))):
            key = signing_key(context)
            found.append(
                {
                    "seed": key.seed.hex(),
                    "verify_key": str(key.verify_key),
                    "fingerprint": key.verify_key.fingerprint,
                    "context": context.value,
                    "message": message.hex(),
                    "signature": key.sign(context, message).hex(),
                }
            )
    return found


def wrappings() -> list[dict[str, str]]:
    key, nonce = seed("wrapping key"), seed("nonce", 12)
    return [
        {
            "key": key.hex(),
            "nonce": nonce.hex(),
            "context": context.hex(),
            "secret": secret.hex(),
            "wrapped": wrap_with_nonce(secret, key, context, nonce).hex(),
        }
        for context, secret in [(b"", b""), (b"session one", b"a secret"), (b"session two", b"a secret")]
    ]


def filings() -> list[dict[str, str]]:
    found = []
    for office in ("yunling", "qinghe-2"):
        digest = hashlib.sha256(f"sealed report of {office}".encode()).hexdigest()
        filing = Filing.signed(office, DAY, digest, signing_key(f"office {office}"))
        found.append(
            {"seed": signing_key(f"office {office}").seed.hex(), "text": str(filing), "check": filing.check_words}
        )
    return found


def file_names() -> dict[str, Any]:
    return {
        "names": [[name, clean_name(name)] for name in NAMES],
        "types": [[claimed, clean_media_type(claimed)] for claimed in TYPES],
    }
