#!/usr/bin/env python3
"""Where a daemon serves its page and its API: by default, by name, with TLS, behind another web server, and what it says
where that cannot be; with curl, Python and Node, on the Docker engine of DOCKER_HOST. Argument: the program."""
import http.client
import json
import os
import pathlib
import pty
import re
import socket
import ssl
import subprocess
import sys
import unittest
import urllib.parse

from made_certificate import made_certificate
from watched_project import ONE_TO_THREE, WatchedProject

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
USUAL = range(3000, 3100)
# Each line is what a client of Node got: an answer, what a stream begins with.
NODE = """
const get = (path, headers) => fetch(process.env.BASE + path, { headers });
const answer = await get("/api/v1/session", { authorization: `Bearer ${process.env.TOKEN}` });
console.log(JSON.stringify(await answer.json()));
const stream = await get("/api/v1/events", { authorization: `Bearer ${process.env.TOKEN}`, accept: "text/event-stream" });
const { value } = await stream.body.getReader().read();
console.log(new TextDecoder().decode(value).split("\\n")[1].slice(0, 24));
process.exit(0);
"""


class Doors(WatchedProject):
    project, file, program = "docktor-doors", ONE_TO_THREE, PROGRAM

    @classmethod
    def setUpClass(cls):
        cls.bring_up()
        cls.certificate, cls.key = made_certificate(cls.temporary.name)
        cls.other_key = made_certificate(cls.temporary.name, "other")[1]

    def setUp(self):
        self.addCleanup(self.run_program, PROGRAM, "daemon", "stop", check=False)

    def ran(self, *command, **variables):
        return subprocess.run([PROGRAM, *command], cwd=self.folder, env=self.environment | variables, check=False,
                              capture_output=True, text=True, timeout=180)

    def write(self, settings):
        (self.folder / "docktor.yaml").write_text(settings, encoding="utf-8")

    def start(self, settings="{}", *flags):
        """A daemon with these settings, and what it says of itself."""
        self.write(settings)
        started = self.ran("daemon", "start", *flags)
        self.assertEqual(started.returncode, 0, started.stderr)
        self.said = started.stdout
        return self.facts()

    def facts(self):
        return json.loads(self.run_program(PROGRAM, "status", "--json"))["daemon"]

    @staticmethod
    def place(facts):
        """The address and the port of a daemon."""
        return urllib.parse.urlsplit(facts["url"]).netloc

    def token(self, role="admin"):
        return (self.state / self.project / f"token-{role}").read_text(encoding="utf-8")

    def tls(self):
        return f"tls: {{certificate: {self.certificate}, key: {self.key}}}\n"

    def refused(self, settings, *flags):
        """How a daemon does not start."""
        self.write(settings)
        started = self.ran("daemon", "start", *flags)
        self.assertNotEqual(started.returncode, 0, started.stdout)
        self.assertIn("no daemon runs", self.ran("status").stderr)
        return started.stderr

    def on_a_terminal(self):
        """What a start prints there."""
        ours, theirs = pty.openpty()
        started = subprocess.run([PROGRAM, "daemon", "start"], cwd=self.folder, env=self.environment, stdin=theirs, stdout=theirs,
                                 stderr=theirs, check=True, timeout=180)
        self.assertEqual(started.returncode, 0)
        said = os.read(ours, 1 << 16).decode()
        os.close(ours)
        os.close(theirs)
        self.run_program(PROGRAM, "daemon", "stop")
        return said

    def test_the_first_start_prints_the_link_and_later_ones_say_how_to_get_it(self):
        self.write("{}")
        for token in (self.state / self.project).glob("token*"):
            token.unlink()
        first = self.on_a_terminal()
        self.assertRegex(first, r"http://127\.0\.0\.1:30\d\d/login\?token=[0-9a-f]{64}")
        self.assertIn(self.token(), first)
        later = self.on_a_terminal()
        self.assertNotIn("token=", later)
        self.assertRegex(later, r"Its page: http://127\.0\.0\.1:30\d\d \(docktor link")

    def test_it_listens_by_default_and_says_where(self):
        facts = self.start()
        self.assertRegex(facts["url"], r"^http://127\.0\.0\.1:30\d\d$")
        self.assertIn(facts["url"], self.said)
        self.assertNotIn("token=", self.said, "a log is no place for it")
        for command in ("status", "doctor", "link"):
            self.assertIn(facts["url"], self.run_program(PROGRAM, command), command)
        connection = http.client.HTTPConnection(self.place(facts), timeout=10)
        connection.request("GET", "/")
        self.assertIn(b"<html", connection.getresponse().read())
        connection.close()

    def test_off_is_nowhere(self):
        for settings, flags in (("listen: off\n", ()), ("{}", ("--listen", "off"))):
            self.assertEqual(self.start(settings, *flags)["url"], "")
            self.assertNotIn("page", self.said)
            self.assertIn("docktor daemon restart --listen 3000", self.ran("link").stderr)
            self.run_program(PROGRAM, "daemon", "stop")

    def take_all(self):
        """All the ports that are tried unless one is named."""
        for port in USUAL:
            taken = socket.socket()
            self.addCleanup(taken.close)
            try:
                taken.bind(("127.0.0.1", port))
                taken.listen()
            except OSError:
                pass  # others have it already

    def test_where_nobody_asked_for_it_the_page_may_be_missing(self):
        self.take_all()
        why = "listen on 127.0.0.1:3000 and the ports that follow: Address already in use"
        self.assertEqual(self.start()["url"], "")
        for said in (self.said, self.run_program(PROGRAM, "doctor"), self.ran("link").stderr,
                     self.run_program(PROGRAM, "daemon", "logs")):
            self.assertIn(f"the page is not served: {why}", said)
        self.run_program(PROGRAM, "daemon", "stop")
        for settings, flags in (("listen: 3000", ()), ("{}", ("--listen", "127.0.0.1:3000"))):
            self.assertIn(why, self.refused(settings, *flags))

    def test_what_is_wrong_is_told_before_anything_is_begun(self):
        locked = self.folder / "locked.pem"
        subprocess.run(["openssl", "pkey", "-in", self.key, "-aes128", "-passout", "pass:word", "-out", locked], check=True,
                       capture_output=True)
        pair = "tls: {{certificate: {}, key: {}}}\n".format
        for settings, flags, why in (
                (pair("/nowhere/cert.pem", self.key), (), "tls.certificate: /nowhere/cert.pem: No such file or directory"),
                (pair(self.certificate, "/nowhere/key.pem"), (), "tls.key: /nowhere/key.pem: No such file or directory"),
                (pair(self.key, self.key), (), f"tls.certificate: {self.key}: it holds no certificate"),
                (pair(self.certificate, self.other_key), (), f"tls.key: {self.other_key}: it is not the key of the certificate in"),
                (pair(self.certificate, locked), (), f"tls.key: {locked}: it is locked by a password"),
                (f"tls: {{key: {self.key}}}\n", (), "docktor.yaml:1:7: tls.key without tls.certificate"),
                ("listen: 0.0.0.0:0\n", (), "listen on 0.0.0.0:0: other machines reach that, and nothing would be encrypted"),
                ("{}", ("--listen", "[::]:0"), "listen on [::]:0: other machines reach that"),
                ("{}", ("--listen", "here"), "--listen: 'here' is no address with a port"),
                ("{}", ("--listen", "example.org:80"), "'example.org' is no address of a machine"),
                ("{}", ("--listen", "192.0.2.1:80"), "other machines reach that"),
                (self.tls(), ("--listen", "192.0.2.1:80"), "192.0.2.1:80: Cannot assign requested address"),
                ("public_url: https://box.example/docktor\n", (), "has a path"),
                ("{}", ("--base-path", "docktor"), "--base-path: 'docktor' is no path")):
            with self.subTest(why):
                self.assertIn(why, self.refused(settings, *flags))

    def test_a_restart_that_would_fail_leaves_the_daemon_as_it_is(self):
        pid = self.start()["pid"]
        self.write(f"tls: {{certificate: {self.certificate}, key: {self.other_key}}}\n")
        restarted = self.ran("daemon", "restart")
        self.assertIn("not the key", restarted.stderr)
        self.assertIn("goes on as it is", restarted.stderr)
        self.assertEqual(self.facts()["pid"], pid)

    def test_curl_python_and_node_are_answered_with_tls(self):
        facts = self.start(self.tls() + "listen: 127.0.0.1:0\n")
        self.assertRegex(facts["url"], r"^https://127\.0\.0\.1:\d+$")
        link = self.run_program(PROGRAM, "link").strip()
        self.assertTrue(link.startswith(facts["url"] + "/login?token="))

        curl = ["curl", "-sS", "--cacert", str(self.certificate)]
        said = subprocess.run([*curl, "-i", link], check=True, capture_output=True, text=True).stdout
        self.assertRegex(said, r"HTTP/1.1 303[\s\S]*Set-Cookie: docktor-\d+=[0-9a-f]+; .*SameSite=Strict; Secure\n")
        plain = subprocess.run([*curl, facts["url"].replace("https", "http")], check=True, capture_output=True, text=True).stdout
        self.assertIn("this port speaks TLS", plain)
        distrusts = subprocess.run(["curl", "-sS", facts["url"]], check=False, capture_output=True, text=True)
        self.assertEqual(distrusts.returncode, 60, "nobody signed it")
        for version, wanted in (("1.1", 35), ("1.2", 0), ("1.3", 0)):
            ran = subprocess.run([*curl, "--tlsv" + version, "--tls-max", version, "--ciphers", "DEFAULT@SECLEVEL=0", "-o", "/dev/null",
                                  facts["url"]], check=False, capture_output=True)
            self.assertEqual(ran.returncode, wanted, (version, ran.stderr))

        node = subprocess.run(["node", "--input-type=module", "-e", NODE], check=True, capture_output=True, text=True, timeout=60,
                              env=os.environ | {"NODE_EXTRA_CA_CERTS": str(self.certificate), "BASE": facts["url"],
                                                "TOKEN": self.token("viewer")}).stdout.splitlines()
        session = json.loads(node[0])
        self.assertEqual((session["actor"], session["role"]), ("person", "viewer"))
        self.assertEqual(node[1], 'data: {"type":"snapshot"')

        self.assertIn(b'"type":"snapshot"', self.by_socket(facts))
        self.assertIn(f"the certificate in {self.certificate} holds for", self.run_program(PROGRAM, "doctor"))

    def by_socket(self, facts):
        """What a WebSocket of Python's TLS begins with."""
        trusting = ssl.create_default_context(cafile=self.certificate)
        host, port = self.place(facts).rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=20) as plain, \
                trusting.wrap_socket(plain, server_hostname=host) as line:
            line.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {self.place(facts)}\r\nAuthorization: Bearer {self.token()}\r\n"
                         "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
            heard = b""
            while b'"snapshot"' not in heard:
                piece = line.recv(65536)
                if not piece:
                    break
                heard += piece
            return heard

    def status_of(self, address, path="/api/v1/session", **headers):
        connection = http.client.HTTPConnection(*address, timeout=20)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def test_other_machines_are_answered_where_that_is_said(self):
        facts = self.start("{listen: 0.0.0.0:0, listen_without_tls: true}")
        self.assertRegex(facts["url"], r"^http://127\.0\.0\.1:\d+$")
        port = int(facts["url"].rpartition(":")[2])
        bearer = f"Bearer {self.token()}"
        address = ("127.0.0.2", port)  # it is not bound to this one
        self.assertEqual(self.status_of(address, Authorization=bearer), 200)
        self.assertEqual(self.status_of(address, Authorization=bearer, Host=f"evil.example:{port}"), 403)
        self.assertEqual(self.status_of(address), 401)
        self.assertIn("without TLS", self.run_program(PROGRAM, "daemon", "logs"))

    def test_another_web_server_passes_on_to_it(self):
        facts = self.start("{listen: 127.0.0.1:0, public_url: https://box.example, base_path: /docktor}")
        self.assertRegex(facts["url"], r"^http://127\.0\.0\.1:\d+/docktor$")
        self.assertIn(facts["url"], self.run_program(PROGRAM, "status"))
        link = urllib.parse.urlsplit(self.run_program(PROGRAM, "link").strip())
        self.assertEqual((link.scheme, link.netloc, link.path), ("https", "box.example", "/docktor/login"))
        host, port = self.place(facts).rsplit(":", 1)
        for seen_as in ("box.example", self.place(facts)):
            connection = http.client.HTTPConnection(host, int(port), timeout=20)
            connection.request("GET", f"{link.path}?{link.query}", headers={"Host": seen_as})
            answer = connection.getresponse()
            answer.read()
            cookie = answer.headers["Set-Cookie"]
            self.assertRegex(cookie, "Path=/docktor/; .*; Secure$")
            asked = {"Host": seen_as, "Cookie": cookie.partition(";")[0], "Origin": "https://box.example"}
            connection.request("POST", "/docktor/api/v1/resume", json.dumps({"service": "web"}), asked)
            answered = connection.getresponse()
            self.assertEqual(answered.status, 200, answered.read())
            answered.read()
            connection.request("POST", "/docktor/api/v1/resume", json.dumps({"service": "web"}),
                               asked | {"Origin": "http://box.example"})
            self.assertEqual(connection.getresponse().status, 403)
            connection.close()

    def test_metrics_are_for_everybody_where_that_is_said(self):
        for said, wanted in (("false", 401), ("true", 200)):
            facts = self.start(f"{{listen: 127.0.0.1:0, metrics: {{open: {said}}}}}")
            address = self.place(facts).split(":")
            self.assertEqual(self.status_of(address, "/metrics"), wanted)
            self.assertEqual(self.status_of(address, "/api/v1/metrics"), 401)
            self.run_program(PROGRAM, "daemon", "stop")

    def test_two_daemons_side_by_side_take_two_ports(self):
        first = self.start()
        second = subprocess.run([PROGRAM, "daemon", "start", "--project", self.project, "--dry-run"], cwd=self.folder, check=True,
                                capture_output=True, text=True, timeout=180,
                                env=self.environment | {"DOCKTOR_STATE_DIR": f"{self.temporary.name}/second",
                                                        "DOCKTOR_RUNTIME_DIR": f"{self.temporary.name}/run2"})
        self.addCleanup(self.run_second, "daemon", "stop")
        url = re.search(r"http://127\.0\.0\.1:\d+", second.stdout).group()
        self.assertNotEqual(url, first["url"])
        self.assertIn(url, self.run_second("link"))

    def run_second(self, *command):
        return subprocess.run([PROGRAM, *command], cwd=self.folder, check=True, capture_output=True, text=True, timeout=60,
                              env=self.environment | {"DOCKTOR_STATE_DIR": f"{self.temporary.name}/second",
                                                      "DOCKTOR_RUNTIME_DIR": f"{self.temporary.name}/run2"}).stdout


if __name__ == "__main__":
    unittest.main()
