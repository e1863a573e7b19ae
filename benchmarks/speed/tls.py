"""A certificate for the server, made for one run, and what makes every peer trust it besides the usual roots."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .processes import fresh


def certificate(folder: Path) -> Path | None:
    """Return a file with a new key and its certificate for 127.0.0.1; None without the openssl program."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    key, made = folder / "key.pem", folder / "certificate.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    name = ["-subj", "/CN=speed bench", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    command = [openssl, "req", "-x509", *curve, *name, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "server.pem"
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both


def trust(folder: Path, python: str) -> dict[str, str]:
    """Return variables that add the certificate to the roots of certifi, so that loading them costs what it does."""
    roots = Path(fresh(python, "import certifi; print(certifi.where())").printed.strip())
    bundle = folder / "roots.pem"
    bundle.write_bytes(roots.read_bytes() + (folder / "certificate.pem").read_bytes())
    return {"SSL_CERT_FILE": str(bundle), "REQUESTS_CA_BUNDLE": str(bundle)}
