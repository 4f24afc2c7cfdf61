"""Whole sealed items to open: age is randomised, so these were made once and are kept."""

import hashlib
import io
from typing import Any

from portal.sealing import PaddedSealer, seal_envelope
from portal.sealing.encoding import write_base64
from tests.vectors import envelopes
from tests.vectors.seeds import identity


def samples() -> dict[str, Any]:
    slip, report, _, _, _, status, *_ = envelopes.answers()
    (slip_envelope, _), (report_envelope, _), _, _, _, (status_envelope, signer), *_ = envelopes.cases()
    sink = io.BytesIO()
    sealer = PaddedSealer(sink, identity("files").recipient)
    sealer.write(b"An invented duty list.\n")
    sealer.finish()
    made = [
        ("officer", slip, seal_envelope(slip_envelope, identity("officer").recipient)),
        ("case", report, seal_envelope(report_envelope, identity("case").recipient)),
        ("reporter", status, seal_envelope(status_envelope, identity("reporter").recipient, signer=signer)),
    ]
    return {
        "items": [
            {"identity": str(identity(name)), **about, "sealed": write_base64(sealed)} for name, about, sealed in made
        ],
        "file": {
            "identity": str(identity("files")),
            "entry": envelopes.files().to_body()["entries"][0],
            "sealed_size": len(sink.getvalue()),
            "sealed_sha256": hashlib.sha256(sink.getvalue()).hexdigest(),
            "sealed": write_base64(sink.getvalue()),
        },
    }
