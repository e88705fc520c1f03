#!/usr/bin/env python3
"""Holds `docktor doctor|init|completion`, and docktor as a plugin of the docker command, to what they promise, on the
Docker engine of DOCKER_HOST. Argument: the program."""
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
IMAGE = os.environ.get("DOCKTOR_TEST_IMAGE", "docktor-demo/web:dev")
FILE = f"""# The shop
services:
  web:
    image: {IMAGE}   # ours
    volumes: ["files:/files"]
    healthcheck:
      test: ["CMD", "/box", "healthcheck"]
      interval: 1s
    # in front of nothing

  fixed:
    image: {IMAGE}
    container_name: docktor-commands-fixed
volumes:
  files:
"""


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "docktor-commands"
        self.folder.mkdir()
        self.file = self.folder / "compose.yaml"
        self.file.write_text(FILE, encoding="utf-8")
        self.environment = os.environ | {"DOCKTOR_STATE_DIR": f"{folder.name}/state",
                                         "DOCKTOR_RUNTIME_DIR": f"{folder.name}/run"}

    def run_program(self, *command, **changes):
        return subprocess.run(command, cwd=self.folder, env=self.environment | changes, check=False,
                              capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)

    def docktor(self, *arguments, **changes):
        return self.run_program(PROGRAM, *arguments, **changes)

    def up(self):
        self.addCleanup(self.run_program, "docker", "compose", "down", "-v", "-t", "0")
        started = self.run_program("docker", "compose", "up", "-d")
        self.assertEqual(started.returncode, 0, started.stderr)

    def start(self, *flags):
        self.addCleanup(self.docktor, "daemon", "stop")
        started = self.docktor("daemon", "start", *flags)
        self.assertEqual(started.returncode, 0, started.stderr)

    def findings(self):
        said = self.docktor("doctor", "--json")
        return said.returncode, {(f["topic"], f["level"]): f for f in json.loads(said.stdout)["findings"]}

    def test_doctor_looks_at_everything(self):
        self.up()
        self.start("--service", "web")
        code, found = self.findings()
        self.assertEqual(code, 0, found)
        for topic in ("address", "engine", "clock", "compose", "compose file", "readings", "daemon", "database"):
            self.assertIn((topic, "ok"), found)
        self.assertIn("container name is fixed", found["service fixed", "ok"]["text"])
        self.assertIn("runs (pid", found["daemon", "ok"]["text"])
        services = json.loads(self.docktor("services", "--json").stdout)["services"]
        web = next(s for s in services if s["service"] == "docktor-commands/web")
        self.assertIn("docktor-commands_files at /files", web["warnings"][0])
        status = json.loads(self.docktor("status", "--json").stdout)["services"]
        self.assertEqual([s["warnings"] for s in status if s["service"] == "docktor-commands/web"], [web["warnings"]])

    def test_doctor_sees_a_file_that_has_changed(self):
        self.up()
        self.file.write_text(FILE.replace("interval: 1s", "interval: 2s"), encoding="utf-8")
        _, found = self.findings()
        self.assertIn("not what its Compose file says", found["service web", "warning"]["text"])

    def test_doctor_sees_a_file_that_is_not_read(self):
        more = self.folder / "more.yaml"
        more.write_text("services: {web: {x-docktor: {min: 1}}}", encoding="utf-8")
        files = f"{self.file}:{more}"
        self.environment["COMPOSE_FILE"] = files
        self.up()
        _, found = self.findings()
        self.assertIn("scaled between 1 and 10", found["service web", "ok"]["text"])
        self.assertNotIn(("compose file", "warning"), found)
        del self.environment["COMPOSE_FILE"]
        _, found = self.findings()
        self.assertIn(f"brought up with {more}, which is not read", found["compose file", "warning"]["text"])
        self.assertIn(files, found["compose file", "warning"]["advice"])

    def test_a_load_balancer_that_resolves_names_once_is_told(self):
        nginx = "server {{ listen 80; location / {{ {} }} }}"
        file = f"""services:
  web: {{image: {IMAGE}, x-docktor: {{}}}}
  lb:
    image: {IMAGE.replace("web", "lb")}
    configs: [{{source: nginx, target: /etc/nginx/conf.d/default.conf}}]
configs:
  nginx: {{content: CONTENT}}
"""
        once = nginx.format("proxy_pass http://web:8080;")
        again = nginx.format("resolver 127.0.0.11; set $$name web; proxy_pass http://$$name:8080;")
        for config, told in ((once, True), (again, False)):
            self.file.write_text(file.replace("CONTENT", json.dumps(config)), encoding="utf-8")
            self.up()
            warnings = [f["text"] for f in json.loads(self.docktor("doctor", "--json").stdout)["findings"]
                        if f["topic"] == "service web" and f["level"] == "warning"]
            self.assertEqual(any("proxy_pass http://web:8080" in text for text in warnings), told, warnings)
            self.run_program("docker", "compose", "down", "-t", "0")  # Compose does not look whether a config's content has changed

    def test_init_adds_lines_and_changes_none(self):
        shown = self.docktor("init")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("+    x-docktor:", shown.stdout)
        self.assertIn("fixed: nothing proposed", shown.stdout)
        self.assertEqual(self.file.read_text(encoding="utf-8"), FILE)
        self.file.chmod(0o640)
        written = self.docktor("init", "--yes")
        self.assertEqual(written.returncode, 0, written.stderr)
        lines = self.file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line not in
                ("    x-docktor:", "      min: 1", "      max: 10")]
        self.assertEqual(kept, FILE.splitlines())
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o640)
        self.assertEqual(self.docktor("config", "validate").returncode, 0)
        self.assertIn("it has x-docktor already", self.docktor("init").stdout)

    def test_init_enables_nothing_that_was_not_named(self):
        self.assertEqual(self.docktor("init", "--service", "nope", "--yes").returncode, 2)
        merged = FILE.replace("  web:\n", "  web: &web\n") .replace("  fixed:\n", "  worker:\n    <<: *web\n\n  fixed:\n")
        self.file.write_text(merged, encoding="utf-8")
        refused = self.docktor("init", "--service", "web", "--yes")
        self.assertEqual(refused.returncode, 2, refused.stdout)
        self.assertIn("worker would be scaled as well", refused.stderr)
        self.assertEqual(self.file.read_text(encoding="utf-8"), merged)

    def on_a_terminal(self, answer, *arguments):
        master, terminal = pty.openpty()
        self.addCleanup(os.close, master)
        with subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env=self.environment, stdin=terminal, stdout=terminal,
                              stderr=terminal) as program:
            os.close(terminal)
            os.write(master, answer)
            return program.wait(timeout=60)

    def test_init_asks(self):
        self.assertEqual(self.on_a_terminal(b"n\n", "init", "--service", "web"), 0)
        self.assertEqual(self.file.read_text(encoding="utf-8"), FILE)
        self.assertEqual(self.on_a_terminal(b"y\n", "init", "--dry-run"), 0)
        self.assertEqual(self.file.read_text(encoding="utf-8"), FILE)
        self.assertEqual(self.on_a_terminal(b"y\n", "init", "--service", "web"), 0)
        self.assertIn("x-docktor:", self.file.read_text(encoding="utf-8"))

    def says(self, terminal, text):
        """Reads what the program at the other end draws up to this."""
        deadline = time.monotonic() + 60
        while text not in self.drawn:
            self.assertTrue(select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0], self.drawn)
            self.drawn += os.read(terminal, 65536)
        self.drawn = self.drawn.partition(text)[2]

    def falls_silent(self, terminal):
        """An answer may draw what looks like the prompt."""
        while select.select([terminal], [], [], 2)[0]:
            os.read(terminal, 65536)
        self.drawn = b""

    def chat(self):
        program, terminal = pty.fork()
        if program == 0:
            os.chdir(self.folder)
            os.execvpe(PROGRAM, [PROGRAM, "chat"], self.environment | {"TERM": "xterm"})
        self.addCleanup(os.close, terminal)
        self.drawn = b""
        self.says(terminal, b"> ")
        return program, terminal

    def test_a_chat_keeps_each_line_and_is_left_by_the_second_interrupt(self):
        self.up()
        self.start("--service", "web")
        history = pathlib.Path(self.environment["DOCKTOR_STATE_DIR"]) / "chat_history"
        program, terminal = self.chat()
        os.write(terminal, b"what is web doing?\r")
        self.says(terminal, b"Verdict")
        self.says(terminal, b"> ")
        self.falls_silent(terminal)
        self.assertIn("doing?", history.read_text(encoding="utf-8"))
        self.assertEqual(history.stat().st_mode & 0o777, 0o600)
        os.write(terminal, b"pause w\x03")
        self.says(terminal, b"ends the talk")
        self.says(terminal, b"> ")
        os.write(terminal, b"list services\r")
        self.says(terminal, b"fixed")
        self.says(terminal, b"> ")
        self.falls_silent(terminal)
        os.write(terminal, b"\x03")
        self.says(terminal, b"ends the talk")
        self.says(terminal, b"> ")
        os.write(terminal, b"\x03")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(program, 0)[1]), 130)
        self.assertNotIn("pause", history.read_text(encoding="utf-8"))
        program, terminal = self.chat()
        os.kill(program, signal.SIGTERM)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(program, 0)[1]), 130)

    def test_as_a_plugin_of_the_docker_command(self):
        self.up()
        self.start()
        config = self.folder / "docker-config"
        if "DOCKER_CONFIG" in os.environ:
            shutil.copytree(os.environ["DOCKER_CONFIG"], config, symlinks=True)
        (config / "cli-plugins").mkdir(parents=True, exist_ok=True)
        (config / "cli-plugins" / "docker-docktor").symlink_to(PROGRAM)
        said = self.run_program("docker", "docktor", "status", "--json", DOCKER_CONFIG=str(config))
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertEqual(json.loads(said.stdout)["daemon"]["projects"], ["docktor-commands"])
        host = os.environ["DOCKER_HOST"]
        said = self.run_program("docker", "--host", host, "docktor", "version", "--json", DOCKER_CONFIG=str(config),
                                DOCKER_HOST="unix:///nonexistent")
        self.assertEqual(json.loads(said.stdout)["engine"]["address"], host, said.stderr)

    def test_contexts_that_the_docker_command_made(self):
        config = self.folder / "docker-config"
        config.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                        "/CN=docker.invalid", "-keyout", config / "key.pem", "-out", config / "cert.pem"],
                       check=True, capture_output=True, timeout=60)
        shutil.copy(config / "cert.pem", config / "ca.pem")
        self.environment |= {"DOCKER_CONFIG": str(config)}
        host = self.environment.pop("DOCKER_HOST")
        tls = ",".join(f"{name}={config}/{name}.pem" for name in ("ca", "cert", "key"))
        for context in (f"near --docker host={host}", f"far --docker host=tcp://docker.invalid:2376,{tls}"):
            made = self.run_program("docker", "context", "create", *context.split())
            self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(self.run_program("docker", "context", "use", "near").returncode, 0)
        said = self.docktor("version").stdout
        self.assertIn(f"at {host} (from the context near, by {config}/config.json)", said)
        said = self.docktor("doctor", "--json", DOCKER_CONTEXT="far")
        self.assertEqual(said.returncode, 5)
        address = next(f for f in json.loads(said.stdout)["findings"] if f["topic"] == "address")
        self.assertEqual(address["text"], "tcp://docker.invalid:2376 (from the context far, by DOCKER_CONTEXT)")
        self.assertEqual(address["level"], "ok")  # without TLS it would be a warning
        (config / "contexts").rename(config / "gone")
        self.assertIn("near", self.docktor("daemon", "start").stderr)

    def test_a_daemon_through_ssh(self):
        self.up()
        tools = self.folder / "tools"
        tools.mkdir()
        script = f'#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift 2\nexec env DOCKER_HOST={os.environ["DOCKER_HOST"]} "$@"\n'
        (tools / "ssh").write_text(script, encoding="utf-8")
        (tools / "ssh").chmod(0o755)
        self.environment["PATH"] = f"{tools}:{os.environ['PATH']}"
        self.start("--host", "ssh://somebody@elsewhere", "--service", "web")
        scaled = self.docktor("scale", "web", "2")
        self.assertEqual(scaled.returncode, 0, scaled.stderr)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            web = next(s for s in json.loads(self.docktor("status", "--json").stdout)["services"]
                       if s["service"] == "docktor-commands/web")
            if web["ready"] == 2:
                break
            time.sleep(0.5)
        self.assertEqual(web["ready"], 2)
        self.assertEqual(self.docktor("daemon", "stop").returncode, 0)

    def test_a_manager_of_services_is_told_how_it_is(self):
        self.up()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.folder / "notify"))
            manager.settimeout(30)
            daemon = subprocess.Popen([PROGRAM, "daemon", "start", "--foreground", "--service", "web", "--log-format", "json"],
                                      cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                      env=self.environment | {"NOTIFY_SOCKET": str(self.folder / "notify"),
                                                              "WATCHDOG_USEC": "1000000"})
            self.addCleanup(daemon.kill)
            self.assertIn(b"READY=1\nSTATUS=watching 2 services, 1 of them scaled\nWATCHDOG=1", manager.recv(4096))
            self.assertIn(b"WATCHDOG=1", manager.recv(4096))
            daemon.terminate()
            while b"STOPPING=1" not in manager.recv(4096):
                pass
            _, log = daemon.communicate(timeout=30)
        self.assertEqual(daemon.returncode, 0)
        for line in log.splitlines():
            self.assertEqual(set(json.loads(line)), {"at", "level", "message"})

    def test_the_log_goes_where_it_is_told(self):
        self.up()
        self.start("--log-file", "own.log", "--log-format", "json")
        first = (self.folder / "own.log").read_text(encoding="utf-8").splitlines()[0]
        self.assertIn("at", json.loads(first))
        daemon = json.loads(self.docktor("status", "--json").stdout)["daemon"]
        self.assertEqual(daemon["log_file"], str(self.folder / "own.log"))
        self.assertEqual(self.docktor("daemon", "restart").returncode, 0)
        daemon = json.loads(self.docktor("status", "--json").stdout)["daemon"]
        self.assertIn("--log-file", daemon["flags"])

    def test_completion_names_services_that_run(self):
        self.up()
        self.start()
        self.assertEqual(self.docktor("__complete", "why", "").stdout.split(), ["fixed", "web"])


if __name__ == "__main__":
    unittest.main()
