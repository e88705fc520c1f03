"""A TLS certificate that nobody signed but itself, made by openssl."""
import pathlib
import subprocess


def made_certificate(folder, name="box", kind="ec"):
    """The files of one for 127.0.0.1, localhost and box.example, and of its key."""
    certificate, key = (pathlib.Path(folder) / f"{name}-{what}.pem" for what in ("cert", "key"))
    of_kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else ["rsa:2048"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", *of_kind, "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
                    "-subj", "/CN=docktor", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:box.example"],
                   check=True, capture_output=True)
    return certificate, key
