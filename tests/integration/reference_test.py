#!/usr/bin/env python3
"""Every command, flag and setting of docs/reference.md, asked of a running daemon on the Docker engine of DOCKER_HOST.

What the reference lists and no test here uses is a failure; so is a flag or a setting that takes no effect. Arguments:
the program, the folder of the project."""
import http.server
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

from made_certificate import made_certificate
from waiting import within

SOURCES = pathlib.Path(sys.argv.pop(2)).resolve()
PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
IMAGE = os.environ.get("DOCKTOR_TEST_IMAGE", "docktor-demo/web:dev")


# ---- what the reference lists -----------------------------------------------------------------------------------------

class Reference:
    """Commands with their flags (each a tuple of its names), and settings; and which of them have been used."""

    def __init__(self, text):
        commands, settings = text.split("\n## Settings\n")
        self.flags = {"": []}
        command = ""
        for heading, names in re.findall(r"^### docktor (.+)$|^\| `(-[^`]+)` \|", commands, re.MULTILINE):
            if heading:
                command = heading
                self.flags[command] = []
            else:
                self.flags[command].append(tuple(name.split()[0] for name in names.split(", ")))
        self.settings = set(re.findall(r"^\| `([a-z_.]+)` \|", settings, re.MULTILINE))
        self.unused = {(command, flag) for command, flags in self.flags.items() for flag in [None, *flags]} - {("", None)}

    def use(self, arguments):
        words = " ".join(arguments)
        command = max((c for c in self.flags if words == c or words.startswith(c + " ")), key=len, default="")
        self.unused.discard((command, None))
        for argument in arguments:
            for of in (command, ""):
                for flag in self.flags[of]:
                    if argument in flag:
                        self.unused.discard((of, flag))


REFERENCE = Reference((SOURCES / "docs/reference.md").read_text(encoding="utf-8"))
WHOLE = len(sys.argv) == 1  # no single test was asked for


def tearDownModule():
    for line in (SOURCES / "tests/demo_test.sh").read_text(encoding="utf-8").splitlines():  # minutes, so once only
        if line.startswith('"$docktor" '):
            REFERENCE.use(line.split()[1:])
    if WHOLE and REFERENCE.unused:
        raise AssertionError(f"in the reference, but not in this test: {sorted(REFERENCE.unused, key=str)}")


# ---- a project and its daemon -----------------------------------------------------------------------------------------

class Project(unittest.TestCase):
    """A Compose project that is up for all tests of the class."""
    FILE = ""
    FILES = {}

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name) / f"docktor-reference-{cls.__name__.lower()}"
        cls.folder.mkdir()
        for name, content in {"compose.yaml": cls.FILE, **cls.FILES}.items():
            (cls.folder / name).write_text(content, encoding="utf-8")
        cls.environment = os.environ | {"DOCKTOR_STATE_DIR": f"{cls.temporary.name}/state",
                                        "DOCKTOR_RUNTIME_DIR": f"{cls.temporary.name}/run"}
        up = cls.run_program("docker", "compose", "up", "-d")
        assert up.returncode == 0, up.stderr

    @classmethod
    def tearDownClass(cls):
        cls.run_program(PROGRAM, "daemon", "stop")
        cls.run_program("docker", "compose", "down", "-v", "-t", "0")
        cls.temporary.cleanup()

    @classmethod
    def run_program(cls, *command, text="", **changes):
        return subprocess.run(command, cwd=cls.folder, env=cls.environment | changes, check=False, capture_output=True,
                              text=True, timeout=120, input=text)

    def docktor(self, *arguments, code=0, **changes):
        REFERENCE.use(arguments)
        ran = self.run_program(PROGRAM, *arguments, **changes)
        self.assertEqual(ran.returncode, code, f"docktor {' '.join(arguments)}\n{ran.stdout}{ran.stderr}")
        return ran.stdout if code == 0 else ran.stderr

    def ask(self, *arguments, **changes):
        return json.loads(self.docktor(*arguments, "--json", **changes))

    @classmethod
    def write(cls, content):
        (cls.folder / "compose.yaml").write_text(content, encoding="utf-8")

    def follow(self, *arguments, until, code=130):
        """Runs what does not end by itself until it has printed `until`, interrupts it, and returns what it printed."""
        REFERENCE.use(arguments)
        with subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
            killer = threading.Timer(40, program.kill)
            killer.start()
            printed = ""
            for line in program.stdout:
                printed += line
                if re.search(until, printed):
                    break
            program.send_signal(signal.SIGINT)
            rest = program.communicate(timeout=30)[0]
            killer.cancel()
        self.assertRegex(printed, until)
        self.assertEqual(program.returncode, code, rest)
        return printed

    def on_a_terminal(self, *arguments):
        REFERENCE.use(arguments)
        master, terminal = pty.openpty()
        with subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=self.environment | {"TERM": "xterm"},
                              stdin=terminal, stdout=terminal, stderr=terminal):
            os.close(terminal)
            printed = b""
            try:
                while part := os.read(master, 4096):
                    printed += part
            except OSError:
                pass  # the last one has closed it
        os.close(master)
        return printed.decode()

    def running(self, service):
        return len(self.run_program("docker", "compose", "ps", "-q", "--status", "running", service).stdout.split())

    def status(self, service):
        project = self.folder.name
        return next(s for s in self.ask("status")["services"] if s["service"] == f"{project}/{service}")

    def restart(self, *flags):
        self.run_program(PROGRAM, "daemon", "stop")
        return self.docktor("daemon", "start", *flags)


# ---- commands ---------------------------------------------------------------------------------------------------------

class Commands(Project):
    FILE = f"""services:
  web:
    image: {IMAGE}
    stop_grace_period: 1s
    x-docktor: {{min: 1, max: 4, interval: 1s, scale_down: {{window: 30s}}}}
  api:
    image: {IMAGE}
    stop_grace_period: 1s
"""

    def setUp(self):
        self.write(self.FILE)
        self.restart()
        self.docktor("resume", "all")
        self.docktor("scale", "api", "1", "--once")
        # What the test before has begun may not be over yet.
        self.assertTrue(self.back_to_one() or self.back_to_one(),
                        self.docktor("why", "web") + self.docktor("decisions", "list", "web", "--limit", "8"))

    def back_to_one(self):
        self.docktor("scale", "web", "1", "--once")
        return within(10, lambda: self.running("web") == 1)

    def exists(self, count):
        self.assertTrue(within(20, lambda: self.running("web") == count), self.docktor("why", "web"))

    def test_daemon_start_obeys_its_flags(self):
        self.run_program(PROGRAM, "daemon", "stop")
        self.run_program("docker", "context", "create", "here", "--docker", f"host={os.environ['DOCKER_HOST']}")
        self.addCleanup(self.run_program, "docker", "context", "rm", "-f", "here")
        for command in ("start", "restart"):
            said = self.docktor("daemon", command, "--context", "here", "--listen", "3999", "--base-path", "/below",
                                "--log-file", "own.log",
                                "--log-format", "json", "--interval", "3s", "--service", "api")
            self.assertRegex(said, r"127\.0\.0\.1:\d+/below")
            daemon = self.ask("daemon", "status")["daemon"]
            self.assertEqual(daemon["log_file"], str(self.folder / "own.log"))
            self.assertIn("at", json.loads((self.folder / "own.log").read_text(encoding="utf-8").splitlines()[-1]))
            self.assertEqual(self.status("api")["mode"], "auto")
            mine = ("--host", os.environ["DOCKER_HOST"], "--manual")
            if command == "start":
                self.docktor("daemon", "stop")
            self.docktor("daemon", command, *mine)
            self.assertEqual(self.status("web")["mode"], "manual")
            self.docktor("daemon", "restart", "--dry-run")
            self.assertTrue(self.ask("status")["daemon"]["dry_run"])
            self.docktor("daemon", "stop")
            self.docktor("daemon", "start", "--dry-run")
            self.assertTrue(self.ask("status")["daemon"]["dry_run"])
            if command == "start":
                self.docktor("daemon", "stop")
                self.docktor("daemon", "start")

    def test_daemon_in_the_foreground(self):
        self.docktor("daemon", "stop")
        self.follow("daemon", "start", "--foreground", until="watching", code=0)
        self.restart()
        self.follow("daemon", "restart", "--foreground", until="watching", code=0)

    def test_logs(self):
        for command in (["logs"], ["daemon", "logs"]):
            self.assertIn("watching", self.docktor(*command))
            self.assertEqual(len(self.docktor(*command, "--lines", "1").splitlines()), 1)
            self.follow(*command, "--follow", until="watching")

    def test_status_and_what_there_is(self):
        self.assertRegex(self.docktor("status"), r"web +1/1 of 1–4")
        self.assertIn("\033[", self.on_a_terminal("status"))
        self.assertNotIn("\033[", self.on_a_terminal("status", "--no-color"))
        self.follow("status", "--watch", until=r"(?s)web .*web ")
        self.assertIn("web", self.docktor("services"))
        within(30, lambda: self.run_program(PROGRAM, "health").returncode == 0)  # a daemon that has just been started has yet to read
        self.assertIn("Docker answers", self.docktor("health"))
        self.assertIn("CPU", self.docktor("metrics", "web", "--window", "5s"))
        self.assertIn("docktor", self.docktor("--version"))
        self.assertIn("API 1.", self.docktor("version", "--host", os.environ["DOCKER_HOST"]))

    def test_looking_ahead_and_back(self):
        self.assertIn("web", self.docktor("forecast", "web"))
        refused = self.docktor("backtest", "web", "--since", "1h", "--set", "targets.cpu=70%; max=6", code=1)
        self.assertIn("minutes of load", refused)  # the daemon has just been started

    def test_from_elsewhere(self):
        for flags in (["--project", self.folder.name], ["--compose-file", str(self.folder / "compose.yaml")]):
            REFERENCE.use(["status", *flags])
            ran = subprocess.run([PROGRAM, "status", *flags], cwd="/", env=self.environment, check=False,
                                 capture_output=True, text=True, timeout=60)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            self.assertIn("web", ran.stdout)

    def test_scale_hold_and_explain(self):
        self.docktor("scale", "web", "3", "--for", "5m")
        self.exists(3)
        self.assertIn("a command asks for 3 replicas", self.docktor("why", "web"))
        self.docktor("scale", "web", "2", "--at-most", "--until", "23:59")
        self.assertIn("at most 2 replicas", self.docktor("why", "web"))
        self.exists(2)
        self.docktor("scale", "web", "4", "--at-least")
        self.exists(4)
        self.docktor("scale", "web", "9", code=4)
        self.docktor("resume", "web")
        self.docktor("scale", "api", "2", code=4)
        self.docktor("scale", "api", "2", "--once")
        self.assertTrue(within(20, lambda: self.running("api") == 2))
        self.docktor("scale", "api", "1", "--once")
        actions = self.ask("decisions", "list", "web", "--actions")["decisions"]
        newest = actions[0]["decision"]["id"]
        self.assertIn(newest, self.docktor("why", "--decision", newest))
        self.assertIn(newest, self.docktor("decisions", "show", newest))
        older = self.ask("decisions", "list", "--limit", "1", "--before", newest)["decisions"]
        self.assertEqual(len(older), 1)
        self.assertNotEqual(older[0]["decision"]["id"], newest)
        self.docktor("decisions", "verify")

    def test_pause_and_lean(self):
        self.docktor("pause", "web", "--up", "--for", "5m")
        self.assertTrue(within(5, lambda: "scaling up is paused" in self.docktor("why", "web")))
        self.docktor("pause", "web", "--down", "--until", "tomorrow 08:00")
        self.assertTrue(within(5, lambda: "scaling down is paused" in self.docktor("why", "web")))
        self.docktor("lean", "web", "aggressive", "--until", "23:59")
        self.assertTrue(within(5, lambda: "target of 48 %" in self.docktor("why", "web")))
        self.docktor("lean", "web", "conservative", "--for", "1h")
        self.assertTrue(within(5, lambda: "as little as possible" in self.docktor("why", "web")))
        self.docktor("resume", "all")
        self.assertEqual(self.status("web")["override"], "")

    def test_mode(self):
        self.docktor("mode", "web", "manual")
        self.assertEqual(self.status("web")["mode"], "manual")
        said = self.ask("settings", "web")["services"][0]["settings"]
        self.assertIn({"key": "mode", "value": "manual", "origin": "docktor mode"}, said)
        self.docktor("mode", "all", "settings")
        self.assertEqual(self.status("web")["mode"], "auto")

    def test_prompt(self):
        self.assertIn("docktor pause", self.docktor("prompt", "--dry-run", "hold off on scaling for 10 minutes"))
        self.assertEqual(self.status("web")["override"], "")
        self.docktor("prompt", "at least 2 web for 5 minutes")
        self.exists(2)
        self.docktor("prompt", "resume web")
        guessed = self.run_program(PROGRAM, "prompt", "pause web")
        self.assertEqual(guessed.returncode, 2, guessed.stdout + guessed.stderr)
        self.assertIn("Nothing was done yet", guessed.stdout)
        self.assertEqual(self.status("web")["override"], "")

    def test_ai_up(self):
        said = self.docktor("ai", "up", "--headless", "--skip-compose", "--debug", text="what is web doing?\n")
        self.assertEqual(json.loads(said.splitlines()[0])["operation"], "why")

    def test_chat(self):
        REFERENCE.use(["chat", "--debug"])
        said = self.run_program(PROGRAM, "chat", "--debug", text="what is going on?\nexit\n")
        self.assertIn("docktor status", said.stdout)
        self.assertEqual(said.returncode, 0, said.stderr)
        said = self.run_program(PROGRAM, "chat", text="pause web\nno\npause web\nyes\n")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertEqual(said.stdout.count("docktor pause web --for 1h"), 3, said.stdout)
        self.assertIn("Nothing was done.", said.stdout)
        self.assertEqual(self.status("web")["mode"], "paused")
        self.assertIn("web", self.docktor("overrides"))
        self.docktor("resume", "web")
        self.assertEqual(self.ask("overrides"), {"overrides": []})

    def test_proposals(self):
        self.restart("--manual")
        proposals = lambda: self.ask("proposals")["proposals"]
        identity = None
        for minimum, answer in ((4, "reject"), (3, "approve"), (2, "modify")):
            self.docktor("scale", "web", "1", "--once")
            self.exists(1)
            self.write(self.FILE.replace("min: 1", f"min: {minimum}"))
            proposal = within(20, lambda: next((p for p in proposals() if p["id"] != identity), None))
            self.assertTrue(proposal, self.docktor("why", "web"))
            identity = proposal["id"]
            self.assertIn(f"docktor {answer} {identity}", self.docktor("proposals"))
            self.docktor(answer, identity, *(["4"] if answer == "modify" else []))
            self.docktor(answer, identity, *(["4"] if answer == "modify" else []), code=4)
            self.exists({"reject": 1, "approve": 3, "modify": 4}[answer])
            self.write(self.FILE)
            self.assertTrue(within(10, lambda: self.status("web")["min"] == 1))

    def test_events(self):
        printed = []
        follower = threading.Thread(target=lambda: printed.append(self.follow("events", "web", until="web 1 → 2")))
        follower.start()
        time.sleep(1)
        self.docktor("scale", "web", "2", "--for", "1m")
        follower.join()
        self.docktor("resume", "web")

    def test_history_and_settings(self):
        series = lambda: self.ask("history", "web", "--since", "1h", "--points", "60", "--signal", "cpu.utilization")["points"]
        self.assertTrue(within(60, series))
        self.assertIn("compose.yaml", self.docktor("settings", "web"))

    def test_export(self):
        self.docktor("scale", "web", "2", "--for", "1m")
        self.exists(2)
        rows = json.loads(self.docktor("decisions", "export", "--format", "json", "--since", "1h", "--service", "web"))
        self.assertIn("scale_up", {row["action"] for row in rows})
        self.docktor("decisions", "export", "--output", "all.csv")
        self.assertIn("scale_up", (self.folder / "all.csv").read_text(encoding="utf-8"))
        said = self.docktor("decisions", "export", "--output", "/nonexistent/all.csv", code=1)
        self.assertIn("/nonexistent/all.csv", said)
        self.docktor("resume", "web")

    def test_configuration(self):
        shown = self.docktor("config", "show", "--origin", "web")
        self.assertRegex(shown, r"max +4 +.*compose\.yaml:5")
        self.docktor("config", "validate")
        schema = json.loads(self.docktor("config", "schema"))
        self.assertIn("services", schema["properties"])
        proposed = self.docktor("init", "--dry-run", "--service", "api")
        self.assertIn("x-docktor", proposed)
        self.docktor("init", "--yes", "--service", "api")
        self.assertTrue(within(10, lambda: self.status("api")["mode"] == "auto"), "the daemon has read the file anew")

    def test_doctor(self):
        topics = {f["topic"] for f in self.ask("doctor", "--host", os.environ["DOCKER_HOST"])["findings"]}
        self.assertIn("daemon", topics)

    def test_contexts(self):
        config = self.folder / "client"
        shutil.copytree(os.environ.get("DOCKER_CONFIG", "/nonexistent"), config, symlinks=True) \
            if "DOCKER_CONFIG" in os.environ else config.mkdir()
        own = {"DOCKER_CONFIG": str(config)}
        made = self.run_program("docker", "context", "create", "near", "--docker",
                                f"host={os.environ['DOCKER_HOST']}", **own)
        self.assertEqual(made.returncode, 0, made.stderr)
        for command in ("doctor", "version"):
            self.assertIn("near", self.docktor(command, "--context", "near", **own))

    def test_simulate(self):
        (self.folder / "load.csv").write_text("0,5\n300,40\n600,5\n", encoding="utf-8")
        said = self.docktor("simulate", "--trace", "load.csv", "--strategy", "target,threshold", "--model", "light,shared", "--cores", "3",
                            "--set", "max=6", "--latency", "--chart", "load.svg")
        self.assertIn("threshold", said)
        self.assertIn("</svg>", (self.folder / "load.svg").read_text(encoding="utf-8"))
        self.assertIn("overload → decision", self.docktor("demo", "--simulated"))
        REFERENCE.use(["simulate", "--stdio"])
        ran = self.run_program(PROGRAM, "simulate", "--stdio", text="nonsense\n")
        self.assertNotEqual(ran.stdout + ran.stderr, "")

    def test_top(self):
        REFERENCE.use(["top"])
        self.assertIn("terminal", self.run_program(PROGRAM, "top", text="").stderr)

    def test_mcp(self):
        REFERENCE.use(["mcp", "--read-only", "--log"])
        ask = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}) + "\n"
        every = self.run_program(PROGRAM, "mcp", text=ask)
        some = self.run_program(PROGRAM, "mcp", "--read-only", "--log", "mcp.log", text=ask)
        names = [{t["name"] for t in json.loads(r.stdout)["result"]["tools"]} for r in (every, some)]
        self.assertIn("apply_scale", names[0] - names[1])
        self.assertIn("tools/list", (self.folder / "mcp.log").read_text(encoding="utf-8"))

    def test_model_test(self):
        asked = []

        class Model(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, self.headers["Authorization"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'{"data": [{"id": "small"}, {"id": "large"}]}')

            def do_POST(self):
                asked.append((self.path, self.headers["Authorization"]))
                self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/api/pull":
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b'{"status": "success"}')
                    return
                verdict = json.dumps({"action": "scale_up", "target": 5, "confidence": 0.9, "reason": "CPU", "watch": ""})
                answer = json.dumps({"choices": [{"message": {"content": verdict}, "finish_reason": "stop"}]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        said = self.docktor("model", "test", "small", "--endpoint", f"http://127.0.0.1:{server.server_port}/v1", "--provider",
                            "openai", "--key-env", "MODEL_KEY", "--patience", "5s", MODEL_KEY="a-key")
        self.assertIn("5 replicas, where 3 run", said)
        self.assertEqual({path for path, _ in asked}, {"/v1/chat/completions", "/v1/embeddings"})
        where = ["--endpoint", f"http://127.0.0.1:{server.server_port}/v1", "--provider", "openai", "--key-env", "MODEL_KEY"]
        listed = self.ask("model", "list", *where, MODEL_KEY="a-key")
        self.assertEqual(listed["servers"][0]["models"], ["small", "large"])
        self.assertEqual({key for _, key in asked}, {"Bearer a-key"})
        self.addCleanup((self.folder / "docktor.yaml").unlink, missing_ok=True)
        self.docktor("config", "set-model", "large", *where)
        self.docktor("config", "set-model", "small")
        shown = {s["key"]: s["value"] for s in self.ask("config", "show")["web"]}
        self.assertEqual(shown["brain.model"], "small")
        self.assertIn("small is there", self.docktor("model", "pull", "small", "--endpoint", where[1]))
        self.assertEqual(shown["brain.endpoint"], where[1])

    def test_completion(self):
        for shell in ("bash", "zsh", "fish"):
            self.assertIn("docktor", self.docktor("completion", shell))

    def test_stop(self):
        self.docktor("stop")
        self.docktor("status", code=3)


# ---- settings ---------------------------------------------------------------------------------------------------------

class Figures(http.server.BaseHTTPRequestHandler):
    """A Prometheus and an nginx for those who ask: 50 jobs wait, answers take 0.2 s, and 100 requests come a second. And
    a model that wants the most, and is sure of it where the service is there to be asked about."""
    keys = set()

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.keys.add((self.path, self.headers["Authorization"]))
        data = json.loads(asked["messages"][-1]["content"])
        running, target = data["replicas"]["running"], data["may_choose"]["most"]
        action = "hold" if target == running else "scale_up" if target > running else "scale_down"
        confidence = 0.9 if data["service"].startswith("brain") else 0.1
        advice = json.dumps({"action": action, "target": target, "confidence": confidence, "reason": "more is more", "watch": ""})
        body = json.dumps({"choices": [{"message": {"content": advice}, "finish_reason": "stop"}],
                           "usage": {"prompt_tokens": 500, "completion_tokens": 50}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/status":
            count = int(time.time() * 100) % 10**9
            body = f"Active connections: 1 \nserver accepts handled requests\n {count} {count} {count} \n" \
                   "Reading: 0 Writing: 1 Waiting: 0 \n"
        else:
            value = "0.2" if "latency" in self.path else "50"
            result = [{"metric": {}, "value": [time.time(), value]}]
            body = json.dumps({"status": "success", "data": {"resultType": "vector", "result": result}})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


SERVER = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Figures)
AT = f"http://127.0.0.1:{SERVER.server_address[1]}"
JOBS = f'sources: {{queue.length: {{prometheus: "{AT}", query: jobs, interval: 1s}}}}'
WANTS_TWO = f"targets: {{queue.length: 25}}, {JOBS}"
WANTS_FIVE = f"targets: {{queue.length: 10}}, {JOBS}"
THREE = "scale: 3"
AT_ONCE = "min: 1, scale_down: {window: 0s"


def runs(count, reason=""):
    """So many run in the end, and `why` gives that reason."""
    return lambda test, name: test.running(name) == count and reason in test.docktor("why", name)


def says(*words):
    return lambda test, name: all(word in test.docktor("why", name) for word in words)


def executed(test, service):
    """Whether a program has been run in a container of the service."""
    return f"{service} exec_create: /box healthcheck" in test.events.read_text(encoding="utf-8")


def first_action(test, name):
    actions = test.ask("decisions", "list", name, "--actions")["decisions"]
    action = actions[-1]["decision"]["action"] if actions else {"from": 0, "to": 0}
    return action["from"], action["to"]


def cpus(test, name):
    ids = test.run_program("docker", "compose", "ps", "-q", name).stdout.split()
    inspected = test.run_program("docker", "inspect", "-f", "{{.HostConfig.NanoCpus}}", *ids).stdout.split()
    return {int(one) / 1e9 for one in inspected}


def looks_each_second(test, name):
    looks = lambda: test.ask("why", name)["item"]["looks"]
    first = looks()
    time.sleep(4)
    return looks() - first >= 3


def rolled_back(test, name):
    return any((d.get("outcome") or {}).get("kind") == "rolled_back"
               for d in test.ask("decisions", "list", name)["decisions"])


def model_follows_settings(test, name):
    models = test.ask("decisions", "stats", "--since", "1h")["models"]
    return (runs(3, "the model chose 3")(test, name) and models and models[0]["dollars"] > 0
            and test.ask("status")["model"]["model"] == "gone"  # by env, and the next one answers in its place
            and Figures.keys == {("/v1/chat/completions", "Bearer a-key")})


def open_metrics(url):
    port = url.split(":")[2].partition("/")[0]
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/below/metrics",
                                context=ssl.create_default_context(cafile=CERTIFICATE), timeout=20) as answer:
        return answer.read().decode()


PAPERS = tempfile.TemporaryDirectory()
CERTIFICATE, KEY = made_certificate(PAPERS.name)
BRAIN = "env: test, listen: \"0.0.0.0:0\", base_path: /below, public_url: \"https://box.example\", " \
        f"tls: {{certificate: {CERTIFICATE}, key: {KEY}}}, listen_without_tls: false, metrics: {{open: true}}, " \
        "approval: {mcp: true}, " \
        f"brain: {{model: wise, profile: fast, profiles: {{test: {{model: gone, endpoint: \"http://127.0.0.1:9/v1\"}}}}, " \
        f"fallback: [wise], provider: openai, endpoint: {AT}/v1, key_env: MODEL_KEY, patience: 5s, " \
        "budget: {calls_per_hour: 5000, tokens_per_day: 10000000, dollars_per_day: 100}, price: {in: 1, out: 2}}"

# The settings, a service that has them, whatever else it is, and what is seen then.
CASES = [
    ("enable", "enable: false, min: 2", "", runs(1, "watched only")),
    ("mode", "mode: manual, min: 2", "",
     lambda test, name: runs(1, "AwaitingApproval")(test, name) and name in test.docktor("proposals")),
    ("min", "min: 2", "", runs(2, "the minimum is 2")),
    ("max", f"max: 3, {WANTS_FIVE}", "", runs(3, "the maximum is 3")),
    ("strategy headroom calmness", "strategy: adaptive, headroom: high, calmness: 1m", "", says("Strategy adaptive")),
    ("slo.latency slo.target", "slo: {latency: 300ms, target: 99.5%}, strategy: adaptive, sources: "
     f'{{latency.p95: {{prometheus: "{AT}", query: latency}}}}', "", says("Strategy adaptive", "more than 300 ms")),
    ("targets.cpu", "targets: {cpu: 35%}", "", says("target of 35 %")),
    ("targets.memory", "targets: {memory: 1%}, max: 2", "mem_limit: 8m", runs(2, "memory at")),
    ("targets.requests_per_second", "targets: {requests_per_second: 50}, max: 2, sources: "
     f'{{requests_per_second: {{nginx: "{AT}/status", interval: 1s}}}}', "", runs(2, "requests_per_second at")),
    ("targets.queue.length", WANTS_TWO, "", runs(2, "queue.length at 50 for a target of 25")),
    ("targets.latency", f'targets: {{latency: 100ms}}, max: 2, sources: {{latency: {{prometheus: "{AT}", query: latency, '
     "interval: 1s}}", "", runs(2, "latency at 0.2")),
    ("tolerance", "tolerance: 50%", "", says("above 90 % and fewer below 30 %")),
    ("threshold.cpu_high threshold.cpu_low threshold.step_down", f"strategy: threshold, {AT_ONCE}}}, "
     "threshold: {cpu_high: 90%, cpu_low: 7%, step_down: 2}", THREE,
     lambda test, name: says("range of 7 % to 90 %")(test, name) and first_action(test, name) == (3, 1)),
    ("threshold.step_up", "strategy: threshold, max: 4, threshold: {cpu_high: 20%, cpu_low: 1%, step_up: 3}", "busy",
     lambda test, name: first_action(test, name) == (1, 4)),
    ("cost.prefer cost.max_cpus", "max: 1, cost: {prefer: fewer_large, max_cpus: 0.2}", "busy",
     lambda test, name: cpus(test, name) == {0.2}),
    ("scale_up.window", f"scale_up: {{window: 1h}}, {WANTS_FIVE}", "", runs(1, "ScaleUpStabilized")),
    ("scale_up.policies", f"scale_up: {{policies: 1/1h}}, {WANTS_FIVE}", "", runs(2, "ScaleUpLimit")),
    ("scale_up.select", f"scale_up: {{select: disabled}}, {WANTS_FIVE}", "", runs(1, "ScaleUpLimit")),
    ("scale_down.window", "min: 1, scale_down: {window: 1h}", THREE, runs(3, "ScaleDownStabilized")),
    ("scale_down.policies", f"{AT_ONCE}, policies: 1/1h}}", THREE, runs(2, "ScaleDownLimit")),
    ("scale_down.select", f"{AT_ONCE}, select: disabled}}", THREE, runs(3, "ScaleDownLimit")),
    ("fallback fallback_after", "targets: {queue.length: 10}, fallback: static 3, fallback_after: 1, "
     'sources: {queue.length: {prometheus: "http://127.0.0.1:9", query: x, interval: 1s}}', "", runs(3, "Fallback")),
    ("schedules", 'schedules: [{start: "* * * * *", end: "0 0 1 1 *", min: 2}]', "", runs(2, "Scheduled")),
    ("drain.command drain.delay", f'{AT_ONCE}}}, drain: {{command: ["/box", "healthcheck"], delay: 2s}}', "scale: 2",
     lambda test, name: runs(1)(test, name) and executed(test, name)),
    ("balancer.service balancer.command", f'balancer: {{service: front, command: ["/box", "healthcheck"]}}, {WANTS_TWO}',
     "", lambda test, name: runs(2)(test, name) and executed(test, "front")),
    ("rollback start_deadline", f"rollback: auto, start_deadline: 3s, {WANTS_TWO}",
     'healthcheck: {test: ["CMD", "/box", "healthcheck"], interval: 12s}', rolled_back),
    ("interval", "interval: 1s", "", looks_each_second),
    ("stateful", "stateful: allow, min: 2", "store", runs(2)),
    ("brain.mode", f"brain: {{mode: explain}}, max: 3, {WANTS_TWO}", "",
     lambda test, name: says("advised 3 replicas", "It was not followed")(test, name) and test.running(name) == 2),
    ("brain.model env brain.profile brain.profiles brain.fallback brain.provider brain.endpoint brain.key_env brain.patience brain.budget.calls_per_hour "
     "brain.budget.tokens_per_day brain.budget.dollars_per_day brain.price.in brain.price.out",
     "brain: {mode: decide}, max: 3", "", model_follows_settings),
    ("listen base_path public_url tls.certificate tls.key listen_without_tls metrics.open approval.mcp", "", "",
     lambda test, name: test.docktor("link", "--role", "viewer").startswith("https://box.example/below/login?token=")
     and "docktor_engine_up" in open_metrics(test.ask("status")["daemon"]["url"])
     and "approval.mcp" in test.run_program(PROGRAM, "doctor").stdout),
    ("limits.max_replicas limits.max_cpus limits.max_memory", "", "",
     says("may not exceed 200 replicas", "may not exceed 100 CPUs", "may not exceed 65536 MiB of memory")),
]


def name_of(keys):
    return keys.split()[0].replace(".", "-").replace("_", "-")


def service(keys, settings, more):
    text = f"  {name_of(keys)}:\n    image: {IMAGE}\n    stop_grace_period: 1s\n    cpus: 0.1\n"
    if more == "store":
        text = text.replace("web:dev", "redis:dev") + '    volumes: ["data:/data"]\n'
    elif more != "busy":
        text += f"    {more}\n"
    if not more.startswith("mem_limit"):
        text += "    mem_limit: 64m\n"
    if "strategy" not in settings:
        settings = f"strategy: target, {settings}".rstrip(", ")
    if "interval: 1s" not in settings:
        settings = f"interval: 1s, {settings}"
    return text + f"    x-docktor: {{{settings}}}\n"


class Settings(Project):
    FILE = f"x-docktor: {{limits: {{max_replicas: 200, max_cpus: 100, max_memory: 64g}}, {BRAIN}}}\nservices:\n" \
           f"  front: {{image: {IMAGE}, stop_grace_period: 1s}}\n" \
           + "".join(service(keys, settings, more) for keys, settings, more, _ in CASES) + "volumes: {data: {}}\n"

    @classmethod
    def setUpClass(cls):
        threading.Thread(target=SERVER.serve_forever, daemon=True).start()
        super().setUpClass()
        cls.busy = [cls.keep_busy(name_of(keys)) for keys, _, more, _ in CASES if more == "busy"]
        cls.follow_events()
        started = cls.run_program(PROGRAM, "daemon", "start", MODEL_KEY="a-key")
        assert started.returncode == 0, started.stderr

    @classmethod
    def follow_events(cls):
        """The engine itself remembers the last few only."""
        cls.events = cls.folder / "events"
        with cls.events.open("w", encoding="utf-8") as file:
            cls.follower = subprocess.Popen(
                ["docker", "events", "--filter", "event=exec_create", "--filter",
                 f"label=com.docker.compose.project={cls.folder.name}", "--format",
                 '{{index .Actor.Attributes "com.docker.compose.service"}} {{.Action}}'],
                stdout=file, stderr=subprocess.DEVNULL, env=cls.environment)

    @classmethod
    def keep_busy(cls, name):
        container = cls.run_program("docker", "compose", "ps", "-q", name).stdout.strip()
        started = cls.run_program("docker", "run", "-d", "--network", f"container:{container}", IMAGE, "load",
                                  "http://127.0.0.1:8080/cpu?ms=30", "10", "120")
        assert started.returncode == 0, started.stderr
        return started.stdout.strip()

    @classmethod
    def tearDownClass(cls):
        cls.follower.terminate()
        cls.follower.wait()
        cls.run_program("docker", "rm", "-f", *cls.busy)
        super().tearDownClass()
        SERVER.shutdown()

    def test_each_takes_effect(self):
        for keys, _, _, seen in CASES:
            name = name_of(keys)
            with self.subTest(keys):
                self.assertTrue(within(60, lambda: seen(self, name)), self.docktor("why", name))

    def test_each_is_shown_with_where_it_was_said(self):
        shown = self.ask("config", "show", "--origin")
        for keys, _, _, _ in CASES:
            said = {s["key"]: s["origin"] for s in shown[name_of(keys)]}
            for key in keys.split():
                source = f"sources.{key.removeprefix('targets.')}"
                self.assertIn("compose.yaml", said[key], key)
                self.assertIn("compose.yaml", said.get(source, "compose.yaml"), source)

    def test_none_is_missing_here(self):
        self.assertEqual({key for keys, _, _, _ in CASES for key in keys.split()}, REFERENCE.settings)


if __name__ == "__main__":
    unittest.main()
