"""Debian's nginx with a file of deploy/, whole but for its ports and paths, inside a configuration like Debian's own.

The block around it logs every request and every error, as Debian's does: that the portal's blocks do not is theirs.
"""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

from tests.house.source import ROOT
from tests.loopback import certificate, free_port, unavailable, wait_for

AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
worker_processes 2;
{user}
events {{ worker_connections 4096; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/spool/body;
    proxy_temp_path {folder}/spool/proxy;
    fastcgi_temp_path {folder}/spool/fastcgi;
    uwsgi_temp_path {folder}/spool/uwsgi;
    scgi_temp_path {folder}/spool/scgi;
    include {folder}/shipped.conf;
}}
"""
_PLACES = (":8400;", ":8500;", "listen 80 ", "listen 443 ", "/etc/portal/tls/", "/var/log/nginx/", "/opt/portal/")


class Proxy:
    """A running nginx before the door that listens at `upstream`. Use as a context manager.

    `changed`: pairs (old, new) of what else is written differently, to see that a test would notice.
    """

    def __init__(self, shipped: str, folder: Path, upstream: int, changed: tuple[tuple[str, str], ...] = ()) -> None:
        self.folder, self.port, self.plain = folder, free_port(), free_port()
        (folder / "spool").mkdir(parents=True)
        cert, key = certificate(folder)
        cert.rename(folder / "fullchain.pem")
        key.rename(folder / "key.pem")
        text = (ROOT / "deploy" / shipped).read_text(encoding="utf-8")
        here = (f":{upstream};", f":{upstream};", f"listen 127.0.0.1:{self.plain} ", f"listen 127.0.0.1:{self.port} ")
        for old, new in (*zip(_PLACES, (*here, f"{folder}/", f"{folder}/", f"{ROOT}/"), strict=True), *changed):
            text = text.replace(old, new)
        assert all(new in text for _, new in changed)
        (folder / "shipped.conf").write_text(text, encoding="utf-8")
        # Started by root, nginx gives up its rights, and could then write no file here, which would prove nothing.
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), encoding="utf-8")

    def __enter__(self) -> Self:
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
        if program is None:
            unavailable("NOT TESTED BEHIND A PROXY: there is no nginx. Install it with:  apt install nginx-light")
        command = [program, "-e", str(self.folder / "start.log"), "-c", str(self.folder / "nginx.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            wait_for(self.port, self._process)
        except RuntimeError:
            self._process.terminate()
            raise RuntimeError(self._process.communicate(timeout=30)[0]) from None
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask over TLS as a browser would, and give the status, the headers and the page."""
        told = {"Sec-Fetch-Site": "same-origin"} | {name.replace("_", "-"): value for name, value in headers.items()}
        asking = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=_trusting())
        with closing(asking):
            asking.request(method, path, body, told)
            answer = asking.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()

    def connect(self) -> ssl.SSLSocket:
        """A connection over TLS on which anything can be said."""
        return _trusting().wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=60))

    def logged(self) -> str:
        """Everything nginx has written into any log."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))

    def spooled(self) -> list[str]:
        """Files nginx keeps of what passes through it: those with a name, and those it opened and removed."""
        named = [str(path) for path in (self.folder / "spool").rglob("*") if path.is_file()]
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="ascii")
        opened = []
        for link in (link for worker in children.split() for link in Path(f"/proc/{worker}/fd").iterdir()):
            with suppress(FileNotFoundError):  # closed since it was listed
                opened.append(link.readlink())
        return named + [str(path) for path in opened if path.is_relative_to(self.folder / "spool")]


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
