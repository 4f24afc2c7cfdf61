"""What tests need for servers of their own: free ports, certificates, a door under gunicorn as in deploy/."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.house.source import ROOT


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Return when somebody listens on `port`; raise `RuntimeError` if the process ends before, or takes 30 seconds."""
    for _ in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")


def unavailable(why: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped."""
    if os.environ.get("PORTAL_TESTS_MAY_NOT_SKIP") == "1":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


@contextmanager
def gunicorn(app: str):
    """Serve "app:public('config.toml')" or its like as deploy/ does; gives the port. It must have told nothing."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:portal.web.gunicorn", "--workers", "2"]
    command += ["--threads", "8", "--bind", f"127.0.0.1:{port}", app]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        told = server.communicate(timeout=60)[0]
    assert "127.0.0.1" not in told
    assert "Error" not in told


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, and its own authority: (path of the certificate, path of the key)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "server.crt", folder / "server.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    unlocked = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    secret.write_bytes(key.private_bytes(*form, unlocked))
    return cert, secret
