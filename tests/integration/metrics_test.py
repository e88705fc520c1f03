#!/usr/bin/env python3
"""The daemon's /metrics on the Docker engine of DOCKER_HOST, under promtool and scraped by a real Prometheus with the alerts
of alerts/; whether alerts, dashboard and docs/metrics.md speak of what is there. Arguments: the program, the folder of
the project."""
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

import yaml

from waiting import within

SOURCES = pathlib.Path(sys.argv.pop(2)).resolve()
PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
IMAGE = os.environ.get("DOCKTOR_TEST_IMAGE", "docktor-demo/web:dev")
PATIENCE = 60  # seconds, on a machine that is busy with other things
# A model that nobody serves, and a queue that cannot be read: both show on the page.
FILE = f"""
x-docktor:
  listen: "127.0.0.1:0"
  brain: {{mode: decide, model: small, provider: openai, endpoint: "http://127.0.0.1:9/v1"}}
services:
  web:
    image: {IMAGE}
    stop_grace_period: 1s
    mem_limit: 64m
    x-docktor:
      min: 1
      max: 4
      interval: 1s
      targets: {{cpu: 60%, queue.length: 100}}
      sources: {{queue.length: {{prometheus: "http://127.0.0.1:9", query: jobs, interval: 1s}}}}
  api:
    image: {IMAGE}
    stop_grace_period: 1s
"""


# ---- what a page has, and what a question asks for ----------------------------------------------------------------------

SERIES = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')


def series_of(page):
    """Each series as its name and its labels, with its value."""
    found = {}
    for line in page.splitlines():
        if not line.startswith("#"):
            name, labels, value = SERIES.match(line).groups()
            found[name, frozenset(LABEL.findall(labels or ""))] = float(value)
    return found


def labels_of(page):
    """The labels that the series of each name have, those that Prometheus adds too."""
    labels = {"up": {"job", "instance"}}
    for name, pairs in series_of(page):
        labels.setdefault(name, {"job", "instance"}).update(label for label, _ in pairs)
    return labels


METRIC = re.compile(r"\b((?:docktor|process)_[a-z_]+|up)\b(?:\{([^}]*)\})?")
MATCHER = re.compile(r'([a-z_]+)\s*(?:=~|!~|!=|=)\s*"')
GROUPED = re.compile(r"\b(?:by|on|without|ignoring) \(([^)]*)\)")


def faults_of(question, there, told=()):
    """What a query asks for that no page has. `told` are labels that words beside it take from its answer."""
    metrics = METRIC.findall(question)
    faults = [f"{name}: there is no such metric" for name, _ in metrics if name not in there]
    faults += [f"{name} has no label {label}" for name, matchers in metrics if name in there
               for label in MATCHER.findall(matchers) if label not in there[name]]
    grouped = {label.strip() for labels in GROUPED.findall(question) for label in labels.split(",")}
    asked = set().union(*(there.get(name, set()) for name, _ in metrics)) if metrics else set()
    faults += [f"no metric of {question} has the label {label}" for label in (grouped | set(told)) - asked]
    return faults if metrics else [f"asks for nothing of ours: {question}"]


def told_in(text):
    """The labels that the text of an alert or of a legend names."""
    return set(re.findall(r"\$labels\.([a-z_]+)", text)) | set(re.findall(r"\{\{([a-z_]+)\}\}", text))


# ---- a daemon and a Prometheus that scrapes it --------------------------------------------------------------------------

class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name) / "docktor-metrics"
        cls.folder.mkdir()
        (cls.folder / "compose.yaml").write_text(FILE, encoding="utf-8")
        cls.environment = os.environ | {"DOCKTOR_STATE_DIR": f"{cls.temporary.name}/state",
                                        "DOCKTOR_RUNTIME_DIR": f"{cls.temporary.name}/run"}
        cls.addClassCleanup(cls.run_program, "docker", "compose", "down", "-v", "-t", "0")
        cls.run_right("docker", "compose", "up", "-d")
        cls.addClassCleanup(cls.run_program, PROGRAM, "daemon", "stop")
        cls.run_right(PROGRAM, "daemon", "start")
        daemon = json.loads(cls.run_right(PROGRAM, "status", "--json"))["daemon"]
        cls.address, cls.socket = urllib.parse.urlparse(daemon["url"]).netloc, daemon["socket"]
        cls.token_file = pathlib.Path(cls.temporary.name) / "state" / "docktor-metrics" / "token"
        # Before anybody gives orders, which leave a model nothing to choose.
        assert within(PATIENCE, lambda: "docktor_llm_requests_total" in cls.page()), cls.page()
        cls.start_prometheus()

    @classmethod
    def start_prometheus(cls):
        scrape = {"job_name": "docktor", "scrape_interval": "1s", "static_configs": [{"targets": [cls.address]}],
                  "authorization": {"type": "Bearer", "credentials_file": str(cls.token_file)}}
        config = {"global": {"evaluation_interval": "1s"}, "scrape_configs": [scrape],
                  "rule_files": [str(SOURCES / "alerts/docktor.rules.yml")]}
        file = cls.folder / "prometheus.yml"
        file.write_text(json.dumps(config), encoding="utf-8")  # which is YAML too
        log = cls.folder / "prometheus.log"
        with log.open("w", encoding="utf-8") as out:
            prometheus = subprocess.Popen(
                ["prometheus", f"--config.file={file}", f"--storage.tsdb.path={cls.folder}/data",
                 "--web.listen-address=127.0.0.1:0"], stdout=out, stderr=out)
        cls.addClassCleanup(prometheus.wait, 30)
        cls.addClassCleanup(prometheus.terminate)
        listens = within(PATIENCE, lambda: re.search(r"address=(127\.0\.0\.1:[1-9]\d*)\n", log.read_text(encoding="utf-8")))
        assert listens, log.read_text(encoding="utf-8")
        cls.prometheus = listens.group(1)

    @classmethod
    def run_program(cls, *command, text=""):
        return subprocess.run(command, cwd=cls.folder, env=cls.environment, check=False, capture_output=True, text=True,
                              timeout=120, input=text)

    @classmethod
    def run_right(cls, *command):
        ran = cls.run_program(*command)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    @classmethod
    def get(cls, token=None):
        """Status, kind and body of the page over TCP."""
        request = urllib.request.Request(f"http://{cls.address}/metrics")
        if token is not None:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read().decode()

    @classmethod
    def page(cls):
        status, _, page = cls.get(cls.token_file.read_text(encoding="utf-8").strip())
        assert status == 200, page
        return page

    def value(self, name, **labels):
        """The sum of the series that have these labels; None where there is none."""
        found = [value for (one, pairs), value in series_of(self.page()).items()
                 if one == name and set(labels.items()) <= pairs]
        return sum(found) if found else None

    def ask_prometheus(self, path, **query):
        url = f"http://{self.prometheus}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                return json.load(answer)["data"]
        except (OSError, ValueError):
            return {}  # it is starting

    def answer(self, question):
        result = self.ask_prometheus("query", query=question).get("result", [])
        return float(result[0]["value"][1]) if result else None

    def whole_page(self):
        """The page once it has everything that it ever has."""
        documented = self.documented()
        self.run_right(PROGRAM, "scale", "web", "2", "--for", "1m")
        missing = lambda page: documented - {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE ")}
        page = within(PATIENCE, lambda: (lambda one: one if not missing(one) else "")(self.page()))
        self.assertTrue(page, f"in docs/metrics.md, but not on the page: {missing(self.page())}")
        return page

    @staticmethod
    def documented():
        return set(re.findall(r"^\| `((?:docktor|process)_[a-z_]+)", (SOURCES / "docs/metrics.md").read_text(encoding="utf-8"),
                              re.MULTILINE))

    def test_only_with_the_token(self):
        for token in (None, "", "0" * 64):
            status, _, body = self.get(token)
            self.assertEqual(status, 401)
            self.assertNotIn("docktor_", body)
        status, kind, _ = self.get(self.token_file.read_text(encoding="utf-8").strip())
        self.assertEqual((status, kind), (200, "text/plain; version=0.0.4; charset=utf-8"))

    def test_by_the_socket_file_permissions_do(self):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            client.connect(self.socket)
            client.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = http.client.HTTPResponse(client)
            answer.begin()
            self.assertEqual(answer.status, 200)
            self.assertIn(b"docktor_build_info", answer.read())

    def test_promtool_finds_nothing(self):
        checked = self.run_program("promtool", "check", "metrics", text=self.whole_page())
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))

    def test_a_scale_shows(self):
        wanted = 3 if self.value("docktor_service_replicas", service="web") != 3 else 4
        before = self.value("docktor_decisions_total", service="web", source="person") or 0
        looks = self.value("docktor_looks_total", service="web")
        self.run_right(PROGRAM, "scale", "web", str(wanted), "--for", "1m")
        for name in ("docktor_service_replicas", "docktor_service_replicas_ready", "docktor_service_replicas_desired"):
            self.assertTrue(within(PATIENCE, lambda: self.value(name, service="web") == wanted), self.page())
        self.assertGreater(self.value("docktor_decisions_total", service="web", source="person"), before)
        self.assertGreater(self.value("docktor_looks_total", service="web"), looks)
        self.assertEqual(self.value("docktor_service_replicas_max", service="web"), 4)
        self.assertEqual(self.value("docktor_service_enabled", service="api"), 0)
        self.assertEqual(self.value("docktor_metric_source_up", service="web", source="queue.length"), 0)
        self.assertTrue(within(PATIENCE, lambda: self.answer('docktor_service_replicas{service="web"}') == wanted),
                        self.ask_prometheus("targets"))
        self.assertEqual(self.answer('up{job="docktor"}'), 1)

    def test_a_pause_shows(self):
        self.run_right(PROGRAM, "pause", "web")
        self.assertTrue(within(PATIENCE, lambda: self.value("docktor_service_paused", service="web") == 1))
        self.run_right(PROGRAM, "resume", "web")
        self.assertTrue(within(PATIENCE, lambda: self.value("docktor_service_paused", service="web") == 0))

    def test_alerts_are_evaluated(self):
        def rules():
            return [rule for group in self.ask_prometheus("rules").get("groups", []) for rule in group["rules"]]
        self.assertTrue(within(PATIENCE, lambda: rules() and all(rule["health"] == "ok" for rule in rules())), rules())
        self.assertTrue(within(PATIENCE, lambda: any(rule["name"] == "DocktorSourceDown" and rule["state"] != "inactive"
                                                     for rule in rules())), rules())

    def test_alerts_ask_for_what_there_is(self):
        there = labels_of(self.whole_page())
        alerts = yaml.safe_load((SOURCES / "alerts/docktor.rules.yml").read_text(encoding="utf-8"))
        for rule in (rule for group in alerts["groups"] for rule in group["rules"]):
            words = " ".join(rule["annotations"].values())
            self.assertEqual(faults_of(rule["expr"], there, told_in(words)), [], rule["alert"])
            self.assertEqual(set(rule["annotations"]), {"summary", "description"}, rule["alert"])

    def test_the_dashboard_asks_for_what_there_is(self):
        there = labels_of(self.whole_page())
        dashboard = json.loads((SOURCES / "dashboards/docktor.json").read_text(encoding="utf-8"))
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "query":
                label = re.search(r", (\w+)\)$", variable["definition"]).group(1)
                self.assertEqual(faults_of(variable["definition"], there, {label}), [])
        asked = [(target["expr"], target["legendFormat"]) for panel in dashboard["panels"] for target in panel.get("targets", [])]
        asked += [(a["expr"], a["titleFormat"]) for a in dashboard["annotations"]["list"]]
        for question, words in asked:
            self.assertEqual(faults_of(question, there, told_in(words)), [], question)
            filled = question.replace("$__rate_interval", "1m").replace("$project", ".+").replace("$service", ".+")
            self.assertIn("result", self.ask_prometheus("query", query=filled), question)

    def test_the_documentation_names_all_of_it(self):
        named = {line.split()[2] for line in self.whole_page().splitlines() if line.startswith("# TYPE ")}
        self.assertEqual(named - self.documented(), set())


if __name__ == "__main__":
    unittest.main()
