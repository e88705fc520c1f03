#!/usr/bin/env python3
"""Who means harm at the daemon's door on TCP: none gets what is not his, makes it do anything, or keeps others waiting; on
the Docker engine of DOCKER_HOST. Argument: the program."""
import http.client
import json
import pathlib
import re
import resource
import socket
import sys
import time
import unittest
import urllib.parse

from waiting import within
from watched_project import ONE_TO_THREE, WatchedProject

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
CONNECTIONS = 1000  # that the door takes
HIDDEN = "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n"


class Attacks(WatchedProject):
    project, file, program = "docktor-attacks", ONE_TO_THREE, PROGRAM

    @classmethod
    def setUpClass(cls):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        cls.bring_up()
        cls.run_program(PROGRAM, "daemon", "start", "--listen", "127.0.0.1:0")
        cls.host = urllib.parse.urlsplit(json.loads(cls.run_program(PROGRAM, "status", "--json"))["daemon"]["url"]).netloc
        cls.secrets = [path.read_bytes().strip() for path in (cls.state / cls.project).glob("token*")]
        cls.admin = (cls.state / cls.project / "token-admin").read_text(encoding="utf-8").strip()
        link = urllib.parse.urlsplit(cls.run_program(PROGRAM, "link", "--role", "admin").strip())
        cls.cookie = cls.ask("GET", f"{link.path}?{link.query}")[1]["Set-Cookie"].partition(";")[0]

    @classmethod
    def ask(cls, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(cls.host, timeout=30)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer.status, answer.headers, said

    def tearDown(self):
        """Whoever may ask is answered meanwhile, at once; and nothing has been done."""
        self.expect_service()
        self.assertEqual(json.loads(self.ask("GET", "/api/v1/status", Authorization=f"Bearer {self.admin}")[2])
                         ["services"][0]["mode"], "auto")

    def expect_service(self):
        begin = time.monotonic()
        status, _, said = self.ask("GET", "/api/v1/services", Authorization=f"Bearer {self.admin}")
        self.assertEqual((status, b'"docktor-attacks/web"' in said), (200, True))
        self.assertLess(time.monotonic() - begin, 1)

    def open(self):
        address, port = self.host.split(":")
        line = socket.create_connection((address, int(port)), timeout=20)
        self.addCleanup(line.close)
        return line

    def say(self, text):
        """All that comes, until the daemon closes; HOST in what is said is its own name."""
        line = self.open()
        try:
            line.sendall(text.replace("HOST", self.host).encode("latin-1"))
        except OSError:
            pass  # it has heard enough
        heard = b""
        try:
            while piece := line.recv(65536):
                heard += piece
        except ConnectionResetError:
            pass
        for secret in self.secrets:
            self.assertNotIn(secret, heard)
        return heard

    def statuses(self, text):
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", self.say(text))]

    def bearer(self):
        return f"Authorization: Bearer {self.admin}\r\n"

    def test_a_name_that_leads_here_from_elsewhere_is_told_nothing(self):
        port = self.host.split(":")[1]
        for head in ("Host: evil.example\r\n", f"Host: evil.example:{port}\r\n", "", "Host: HOST\r\nHost: evil.example\r\n",
                     "Host: HOST.evil.example\r\n", "Host: 127.0.0.1\r\n", "Host:\r\n"):
            heard = self.say(f"GET /api/v1/services HTTP/1.1\r\n{head}{self.bearer()}Connection: close\r\n\r\n")
            self.assertTrue(heard.startswith(b"HTTP/1.1 403"), (head, heard[:200]))
            self.assertNotIn(b"docktor-attacks/web", heard)

    def test_a_form_of_another_page_changes_nothing(self):
        body = json.dumps({"service": "web"})
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            for origin in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": f"https://{self.host}"},
                           {"Origin": f"http://{self.host}.evil.example"}):
                status, _, said = self.ask("POST", "/api/v1/pause", body, Cookie=self.cookie, Content_Type=kind, **origin)
                self.assertEqual(status, 403, (kind, origin, said))
        self.assertEqual(self.ask("GET", "/api/v1/pause?service=web", Cookie=self.cookie)[0], 405)

    def test_no_path_leads_out_of_the_page(self):
        for path in ("/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2f..%2fetc/passwd", "//etc/passwd",
                     "/assets/../../../../etc/passwd", "/assets/..%5c..%5cetc/passwd", "/etc/passwd%00.html", "/./token-admin",
                     f"{self.state}/{self.project}/token-admin", f"/..{self.state}/{self.project}/token-admin",
                     "http://HOST/etc/passwd", "*", "/api/v1/../../token-admin", "/api/v1/%2e%2e/token"):
            heard = self.say(f"GET {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n")
            self.assertTrue(heard.startswith(b"HTTP/1.1 "), path)
            self.assertNotIn(b"root:", heard, path)

    def test_what_is_too_large_is_not_read(self):
        """By whoever may ask, that is: of others nothing but the head is read."""
        head = f"POST /api/v1/status HTTP/1.1\r\nHost: HOST\r\n{self.bearer()}"
        for text, wanted in ((f"GET /{'x' * 100_000} HTTP/1.1\r\nHost: HOST\r\n\r\n", 431),
                             (head + "".join(f"X-{i}: {'x' * 100}\r\n" for i in range(1000)) + "\r\n", 431),
                             (head + "Content-Length: 99999999999999\r\n\r\n", 413),
                             (head + "Content-Length: 2000000\r\n\r\n" + " " * 2_000_000, 413),
                             (head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", 413),
                             (head + "Transfer-Encoding: chunked\r\n\r\n" + "10000\r\n" + (" " * 0x10000 + "\r\n10000\r\n") * 20, 413)):
            self.assertIn(self.statuses(text), ([wanted], [400]), text[:100])

    def test_two_ways_to_read_a_request_are_none(self):
        """Whatever stands before it could take the second one for somebody else's."""
        head = "POST /api/v1/status HTTP/1.1\r\nHost: HOST\r\n" + self.bearer()
        for name, text in {
                "both lengths": "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "both lengths, the other way": "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "two lengths": "Content-Length: 0\r\nContent-Length: 40\r\n\r\n",
                "a list of lengths": "Content-Length: 0, 40\r\n\r\n",
                "a signed length": "Content-Length: +0\r\n\r\n",
                "a negative length": "Content-Length: -1\r\n\r\n",
                "a length in hex": "Content-Length: 0x0\r\n\r\n",
                "another coding": "Transfer-Encoding: xchunked\r\n\r\n",
                "two codings": "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "a coding twice": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "a coding with a space": "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "no number of bytes": "Transfer-Encoding: chunked\r\n\r\nnone\r\n\r\n",
                "a NUL": "X: a\0b\r\n\r\n",
                "a bare line feed": "X: a\nContent-Length: 0\r\n\r\n",
                "a bare carriage return": "X: a\rb\r\n\r\n",
                "a name with a space": "Content Length: 0\r\n\r\n"}.items():
            statuses = self.statuses(head + text + HIDDEN)
            self.assertEqual(len(statuses), 1, name)
            self.assertIn(statuses[0], (400, 501), name)

    def test_a_line_that_goes_on_in_the_next_is_one(self):
        folded = "GET /healthz HTTP/1.1\r\nHost: HOST\r\nX: a\r\n Content-Length: 40\r\nConnection: close\r\n\r\n"
        self.assertIn(self.statuses(folded), ([200], [400]))

    def test_requests_behind_one_another_are_answered_in_order(self):
        paths = ["/healthz", "/api/v1/nothing", "/healthz?", "/api/v1/services"] * 25
        text = "".join(f"GET {path} HTTP/1.1\r\nHost: HOST\r\n{self.bearer()}\r\n" for path in paths)
        end = f"GET /healthz HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"
        self.assertEqual(self.statuses(text + end), [200, 404, 200, 200] * 25 + [200])

    def test_who_holds_many_lines_keeps_nobody_out(self):
        half = "GET /api/v1/services HTTP/1.1\r\nHost: HOST\r\nX-Slow: "
        body = "POST /login HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000\r\n\r\n{"
        for said in ("", half, body):
            lines = [self.open() for _ in range(CONNECTIONS + 50)]
            for line in lines:
                try:
                    line.sendall(said.replace("HOST", self.host).encode())
                except OSError:
                    pass  # it had to give way
            for _ in range(5):
                self.expect_service()
            for line in lines:
                line.close()

    def test_who_never_ends_a_request_is_shown_out(self):
        line = self.open()
        line.sendall(f"GET /healthz HTTP/1.1\r\nHost: {self.host}\r\n".encode())
        line.settimeout(1)
        begin, gone = time.monotonic(), False
        while not gone and time.monotonic() - begin < 20:
            try:
                line.sendall(b"X: y\r\n")
                gone = line.recv(100) == b""
            except TimeoutError:
                self.expect_service()
            except OSError:
                gone = True
        self.assertTrue(gone)
        self.assertLess(time.monotonic() - begin, 15)

    def test_a_socket_that_speaks_wrongly_is_closed(self):
        upgrade = ("GET /api/v1/events HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + self.bearer() + "\r\n")
        for name, frame in {"unmasked": "\x81\x02hi", "endless": "\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xffabcd",
                            "reserved": "\xf3\x80abcd", "a long ping": "\x89\xfe\x00\xffabcd" + "x" * 255}.items():
            self.assertTrue(self.say(upgrade + frame).startswith(b"HTTP/1.1 101"), name)

    def test_wrong_tokens_are_told_late_and_hold_nobody_up(self):
        lines = [self.open() for _ in range(100)]
        for line in lines:
            line.sendall(f"GET /api/v1/services HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {'0' * 64}\r\n\r\n".encode())
        self.expect_service()
        self.assertTrue(within(10, lambda: all(b"401" in line.recv(20, socket.MSG_PEEK) for line in lines)))


if __name__ == "__main__":
    unittest.main()
