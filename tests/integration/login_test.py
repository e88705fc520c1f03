#!/usr/bin/env python3
"""People over HTTP: a login by a link, its cookie, and a proposal that is answered with it; on the Docker engine of
DOCKER_HOST. Argument: the program."""
import http.client
import json
import pathlib
import socket
import sys
import unittest
import urllib.parse

from waiting import within
from watched_project import IMAGE, WatchedProject

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
FILE = f"""
services:
  web:
    image: {IMAGE}
    stop_grace_period: 1s
    x-docktor: {{min: 2, max: 3, mode: manual}}
"""


class Login(WatchedProject):
    project, file, program = "docktor-login", FILE, PROGRAM

    @classmethod
    def setUpClass(cls):
        cls.bring_up()
        cls.start()

    @classmethod
    def start(cls, *flags):
        cls.run_program(PROGRAM, "daemon", "stop", check=False)
        cls.run_program(PROGRAM, "daemon", "start", "--listen", "127.0.0.1:0", *flags)
        cls.host = urllib.parse.urlsplit(json.loads(cls.run_program(PROGRAM, "status", "--json"))["daemon"]["url"]).netloc

    def ask(self, method, path, body=None, **headers):
        """Status, headers, and the answer where it is JSON; no redirect is followed."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.request(method, path, None if body is None else json.dumps(body),
                           {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        is_json = said and answer.headers["Content-Type"] == "application/json"
        return answer.status, answer.headers, json.loads(said) if is_json else None

    def log_in(self, role):
        """The cookie, by the link that the program prints."""
        link = urllib.parse.urlsplit(self.run_program(PROGRAM, "link", "--role", role).strip())
        self.assertEqual(link.netloc, self.host)
        status, headers, _ = self.ask("GET", f"{link.path}?{link.query}")
        self.assertEqual((status, headers["Location"]), (303, "/"))
        self.assertIn("HttpOnly", headers["Set-Cookie"])
        return headers["Set-Cookie"].partition(";")[0]

    def post(self, cookie, operation, body):
        return self.ask("POST", f"/api/v1/{operation}", body, Cookie=cookie, Origin=f"http://{self.host}")

    def proposal(self):
        found = within(60, lambda: json.loads(self.run_program(PROGRAM, "proposals", "--json"))["proposals"])
        self.assertTrue(found, "nothing was proposed")
        return {"id": found[0]["id"]}

    def test_an_approver_answers_a_proposal_and_does_no_more(self):
        proposal = self.proposal()
        for token in ("token", "token-viewer"):
            bearer = "Bearer " + (self.state / "docktor-login" / token).read_text(encoding="utf-8")
            self.assertEqual(self.ask("POST", "/api/v1/approve", proposal, Authorization=bearer)[0], 403, token)
        self.assertEqual(self.post(self.log_in("viewer"), "approve", proposal)[0], 403)
        approver = self.log_in("approver")
        self.assertEqual(self.ask("POST", "/api/v1/approve", proposal, Cookie=approver)[0], 403, "no Origin")
        self.assertEqual(self.ask("POST", "/api/v1/approve", proposal, Cookie=approver, Docktor_Actor="agent",
                                  Origin=f"http://{self.host}")[0], 403)
        self.assertEqual(self.post(approver, "pause", {"service": "web"})[0], 403)
        status, _, answer = self.post(approver, "approve", proposal)
        self.assertEqual(status, 200, answer)
        self.assertEqual(answer["results"][0]["decision"]["wish"]["by"], "person", answer)
        self.assertEqual(self.post(approver, "approve", proposal)[0], 403, "it has been answered")
        status = lambda: json.loads(self.run_program(PROGRAM, "status", "--json"))["services"][0]
        self.assertTrue(within(60, lambda: status()["running"] == 2), status())

    def test_a_session_says_who_it_is_until_it_logs_out(self):
        cookie = self.log_in("viewer")
        session = self.ask("GET", "/api/v1/session", Cookie=cookie)[2]
        self.assertEqual((session["actor"], session["role"]), ("person", "viewer"))
        self.assertEqual(session["least_roles"]["approve"], "approver")
        self.assertEqual(self.ask("GET", "/api/v1/services", Cookie=cookie)[0], 200)
        self.assertEqual(self.ask("POST", "/logout", Cookie=cookie, Origin=f"http://{self.host}")[0], 200)
        self.assertEqual(self.ask("GET", "/api/v1/services", Cookie=cookie)[0], 401)

    def test_wrong_tokens_and_other_hosts_log_nobody_in(self):
        admin = (self.state / "docktor-login" / "token-admin").read_text(encoding="utf-8")
        for path, headers, wanted in (("/login?token=" + "0" * 64, {}, 401), ("/login", {}, 401),
                                      ("/login?token=" + admin, {"Host": "evil.example"}, 403),
                                      ("/login?token=" + admin, {"Origin": "http://evil.example"}, 403)):
            status, answered, _ = self.ask("GET", path, **headers)
            self.assertEqual((status, answered["Set-Cookie"]), (wanted, None), path)

    def open_socket(self, **headers):
        """A WebSocket: the status of the answer, and what gives all that has come once `wanted` has."""
        address, port = self.host.split(":")
        line = socket.create_connection((address, int(port)), timeout=20)
        self.addCleanup(line.close)
        fields = {"Host": self.host, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} | headers
        line.sendall(("GET /api/v1/events HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields.items()) + "\r\n").encode())
        heard = b""

        def hear(wanted):
            nonlocal heard
            while wanted not in heard:
                piece = line.recv(65536)
                if not piece:
                    break
                heard += piece
            return heard

        return int(hear(b"\r\n").split()[1]), hear

    def test_a_page_follows_what_goes_on_by_each_way(self):
        cookie, origin = self.log_in("viewer"), f"http://{self.host}"
        status, hear = self.open_socket(Cookie=cookie, Origin=origin)
        self.assertEqual(status, 101)
        self.assertIn(b'"service":"docktor-login/web"', hear(b'"snapshot"') + hear(b'"replicas"') + hear(b"docktor-login/web"))
        begin = self.ask("GET", "/api/v1/events?since=0", Cookie=cookie)[2]
        self.assertEqual([message["type"] for message in begin["messages"]], ["snapshot"])
        events = http.client.HTTPConnection(self.host, timeout=30)
        events.request("GET", "/api/v1/events", headers={"Cookie": cookie, "Accept": "text/event-stream"})
        answer = events.getresponse()
        self.assertTrue(answer.readline().startswith(b"id: "))
        self.assertEqual(json.loads(answer.readline().removeprefix(b"data: "))["type"], "snapshot")
        events.close()
        self.run_program(PROGRAM, "lean", "web", "conservative")
        self.assertIn(b'"type":"event"', hear(b'"type":"event"'))
        polled = within(30, lambda: [m for m in self.ask("GET", f"/api/v1/events?since={begin['next']}&wait=5s", Cookie=cookie)
                                     [2]["messages"] if m["type"] == "event"])
        self.assertTrue(polled)
        self.run_program(PROGRAM, "resume", "web")

    def test_what_a_login_follows_ends_with_it(self):
        cookie, another, origin = self.log_in("viewer"), self.log_in("viewer"), f"http://{self.host}"
        (_, hear), (_, hear_another) = (self.open_socket(Cookie=one, Origin=origin) for one in (cookie, another))
        hear(b'"snapshot"')
        hear_another(b'"snapshot"')
        self.assertEqual(self.ask("POST", "/logout", Cookie=cookie, Origin=origin)[0], 200)
        self.assertIn((4401).to_bytes(2, "big") + b"this login has ended", hear(b"has ended"))
        self.assertEqual(self.ask("GET", "/api/v1/events?since=0", Cookie=cookie)[0], 401)
        self.run_program(PROGRAM, "lean", "web", "conservative")
        self.assertIn(b'"type":"event"', hear_another(b'"type":"event"'))
        self.run_program(PROGRAM, "resume", "web")

    def test_no_socket_opens_from_elsewhere(self):
        cookie, origin = self.log_in("admin"), f"http://{self.host}"
        for headers, wanted in (({"Cookie": cookie}, 403), ({"Origin": origin}, 401), ({"Cookie": cookie, "Origin": "null"}, 403),
                                ({"Cookie": cookie, "Origin": "http://evil.example"}, 403),
                                ({"Cookie": cookie, "Origin": origin, "Host": "evil.example"}, 403)):
            self.assertEqual(self.open_socket(**headers)[0], wanted, headers)

    def test_below_a_path_all_is_there(self):
        self.start("--base-path", "/docktor")
        try:
            link = urllib.parse.urlsplit(self.run_program(PROGRAM, "link").strip())
            self.assertEqual(link.path, "/docktor/login")
            status, headers, _ = self.ask("GET", f"{link.path}?{link.query}")
            self.assertEqual((status, headers["Location"]), (303, "/docktor/"))
            self.assertIn("Path=/docktor/;", headers["Set-Cookie"])
            cookie = headers["Set-Cookie"].partition(";")[0]
            self.assertEqual(self.ask("GET", "/docktor/api/v1/services", Cookie=cookie)[0], 200)
            self.assertEqual(self.ask("GET", "/docktor/api/v1/services")[0], 401)
        finally:
            self.start()

    def test_each_answer_tells_browsers_to_take_care(self):
        for path in ("/", "/services/web", "/api/v1/services", "/login?token=x", "/healthz"):
            connection = http.client.HTTPConnection(self.host, timeout=30)
            connection.request("GET", path)
            headers = connection.getresponse().headers
            connection.close()
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff", path)
            self.assertEqual(headers["Referrer-Policy"], "no-referrer", path)
            self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"], path)

    def test_the_tokens_are_for_their_owner_only(self):
        names = {path.name: path.stat().st_mode & 0o777 for path in (self.state / "docktor-login").glob("token*")}
        self.assertEqual(names, dict.fromkeys(("token", "token-viewer", "token-approver", "token-admin"), 0o600))


if __name__ == "__main__":
    unittest.main()
