#!/usr/bin/env python3
"""Walks every route of the OpenAPI document that a running daemon serves, over TCP with its token, and holds each answer
to its schema; on the Docker engine of DOCKER_HOST. Argument: the program."""
import json
import pathlib
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

import jsonschema

from waiting import within
from watched_project import ONE_TO_THREE, WatchedProject

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
# What each operation is asked, where it wants something.
INPUTS = {
    "why": {"service": "web"}, "forecast": {"service": "web"}, "metrics": {"service": "web"}, "history": {"service": "web", "points": 10},
    "scale": {"service": "web", "replicas": 2}, "pause": {"service": "web"},
    "lean": {"service": "web", "way": "conservative"}, "resume": {"service": "web"},
    "decisions_list": {"limit": 3}, "decisions_show": {"decision": "d1"},
    "decisions_export": {"limit": 2}, "logs": {"lines": 2},
}
# What is refused: what is for people alone, of whom a program's token makes none, and a backtest of less than half an hour
# of load.
REFUSED = {"stop": {}, "link": {}, "login": {}, "prompt": {"text": "what is web doing?"}, "mode": {"service": "web", "mode": "manual"}, "approve": {"id": "d1"}, "reject": {"id": "d1"}, "modify": {"id": "d1", "replicas": 2},
           "backtest": {"service": "web"}}


class Api(WatchedProject):
    project, file, program = "docktor-api", ONE_TO_THREE, PROGRAM

    @classmethod
    def setUpClass(cls):
        cls.bring_up()
        cls.run_program(PROGRAM, "daemon", "start", "--listen", "127.0.0.1:0")
        cls.url = json.loads(cls.run_program(PROGRAM, "status", "--json"))["daemon"]["url"].rstrip("/")
        cls.token = next(cls.state.rglob("token")).read_text(encoding="utf-8").strip()
        assert within(60, lambda: cls.ask("GET", "/api/v1/decisions_list")[1]["decisions"]), "nothing was decided"
        cls.document = cls.ask("GET", "/api/v1/openapi.json")[1]

    @classmethod
    def ask(cls, method, path, body=None, token=True):
        """Status and answer; of a stream its first item."""
        request = urllib.request.Request(cls.url + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        if token:
            request.add_header("Authorization", f"Bearer {cls.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                said = answer.read() if path == "/metrics" else answer.readline()
                cls.kind = answer.headers["Content-Type"]
                return answer.status, said.decode() if path == "/metrics" else json.loads(said)
        except urllib.error.HTTPError as error:
            cls.kind = error.headers["Content-Type"]
            return error.code, json.loads(error.read())

    def schemas(self, response):
        """By kind: of JSON, of text, or of one item of a stream, with what they refer to."""
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        return {kind: {**of["schema"], "components": self.document["components"]}
                for kind, of in response["content"].items()}

    def hold(self, route, method, status, answer):
        responses = self.document["paths"][route][method]["responses"]
        self.assertIn("default", responses)
        schemas = self.schemas(responses.get(str(status), responses["default"]))
        jsonschema.validate(answer, schemas[self.kind.partition(";")[0]])

    def test_the_document_is_one(self):
        self.assertEqual(self.document["openapi"], "3.1.0")
        self.assertEqual(self.document["servers"], [{"url": "/"}])
        ids = [o["operationId"] for path in self.document["paths"].values() for o in path.values()]
        self.assertEqual(len(ids), len(set(ids)))
        for path in self.document["paths"].values():
            for operation in path.values():
                for parameter in operation.get("parameters", []):
                    self.assertTrue("$ref" in parameter or {"name", "in", "schema"} <= set(parameter), parameter)
                for response in operation["responses"].values():
                    for schema in self.schemas(response).values():
                        jsonschema.Draft202012Validator.check_schema(schema)

    def test_every_route_answers_as_it_says(self):
        for route, operations in self.document["paths"].items():
            name = route.rsplit("/", 1)[1]
            for method in operations:
                with self.subTest(f"{method} {route}"):
                    given = (INPUTS | REFUSED).get(name, {}) if route.startswith("/api/v1/") else {}
                    query = "?" + urllib.parse.urlencode(given) if method == "get" and given else ""
                    status, answer = self.ask(method.upper(), route + query, given if method == "post" else None)
                    self.assertEqual(status >= 400, name in REFUSED, answer)
                    self.hold(route, method, status, answer)

    def test_what_is_wrong_is_told_as_the_document_says(self):
        for method, path, body, wanted in (("GET", "/api/v1/why?service=wbe", None, 404),
                                           ("GET", "/api/v1/decisions_list?limit=many", None, 400),
                                           ("POST", "/api/v1/scale", {"service": "web", "replicas": "ten"}, 400),
                                           ("POST", "/api/v1/why", {"service": "web", "colour": 1}, 400)):
            status, answer = self.ask(method, path, body)
            self.assertEqual(status, wanted, answer)
            self.hold(path.partition("?")[0], method.lower(), status, answer)

    def test_what_goes_on_comes_by_long_poll_as_it_says(self):
        status, answer = self.ask("GET", "/api/v1/events?since=0&wait=1s")
        self.hold("/api/v1/events", "get", status, answer)
        status, answer = self.ask("GET", "/api/v1/events?since=never")
        self.assertEqual(status, 400)
        self.hold("/api/v1/events", "get", status, answer)

    def test_no_route_is_open_but_health(self):
        for route in self.document["paths"]:
            method = next(iter(self.document["paths"][route])).upper()
            status, _ = self.ask(method, route, {} if method == "POST" else None, token=False)
            self.assertEqual(status, 200 if route == "/healthz" else 401, route)

    def test_routes_that_are_not_in_it_are_not_there(self):
        for route in ("/api/v1/nothing", "/api", "/openapi.json"):
            self.assertEqual(self.ask("GET", route)[0], 404, route)


if __name__ == "__main__":
    unittest.main()
