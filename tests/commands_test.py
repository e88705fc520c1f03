#!/usr/bin/env python3
"""Holds `docktor doctor|version|completion|init|simulate|demo`, the reference and what is installed to what they promise,
without a Docker engine. Arguments: the program, the project's folder, the build tree."""
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree

BUILD = pathlib.Path(sys.argv.pop(3))
ROOT = pathlib.Path(sys.argv.pop(2))
PROGRAM = sys.argv.pop(1)


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {"HOME": folder.name, "PATH": os.environ["PATH"], "DOCKER_HOST": f"unix://{folder.name}/none.sock",
                            "DOCKTOR_STATE_DIR": f"{folder.name}/state", "DOCKTOR_RUNTIME_DIR": f"{folder.name}/run"}

    def docktor(self, *arguments, **changes):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=self.environment | changes, check=False,
                              capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)

    def shop(self, text="services:\n  web:\n    image: shop/web\n"):
        (self.folder / "compose.yaml").write_text(text, encoding="utf-8")

    def test_doctor_says_that_docker_is_away_and_goes_on(self):
        self.shop()
        said = self.docktor("doctor", "--json")
        self.assertEqual(said.returncode, 5, said.stderr)
        report = json.loads(said.stdout)
        self.assertFalse(report["ok"])
        by_topic = {finding["topic"]: finding for finding in report["findings"]}
        self.assertEqual(by_topic["engine"]["level"], "problem")
        self.assertIn("from DOCKER_HOST", by_topic["engine"]["text"])
        self.assertTrue(by_topic["engine"]["advice"])
        for topic in ("project", "settings", "records", "socket folder", "database", "daemon"):
            self.assertEqual(by_topic[topic]["level"], "ok", topic)

    def test_doctor_tells_wrong_settings(self):
        self.shop()
        (self.folder / "docktor.yaml").write_text("intervall: 5s\n", encoding="utf-8")
        said = self.docktor("doctor", DOCKER_HOST="nonsense://x")
        self.assertEqual(said.returncode, 2)
        self.assertIn("docktor.yaml:1:1", said.stdout)
        self.assertIn("nonsense://x", said.stdout)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_doctor_tells_folders_that_cannot_be_written(self):
        self.shop()
        said = self.docktor("doctor", "--json", DOCKTOR_STATE_DIR="/proc/none")
        self.assertIn("DOCKTOR_STATE_DIR", said.stdout)

    def test_a_daemon_that_was_killed_and_still_holds_its_socket_is_waited_for(self):
        self.shop()
        (self.folder / "run").mkdir()
        dying = socket.socket(socket.AF_UNIX)
        self.addCleanup(dying.close)
        dying.bind(str(self.folder / "run" / f"{self.folder.name}.sock"))
        dying.listen(8)
        threading.Timer(0.5, dying.close).start()
        said = self.docktor("daemon", "start")
        self.assertEqual(said.returncode, 5, said.stderr)
        self.assertNotIn("runs already", said.stdout + said.stderr)
        self.assertIn("none.sock", said.stderr)

    def test_version_does_without_an_engine(self):
        self.assertRegex(self.docktor("version").stdout, r"^docktor \d+\.\d+\.\d+\nno Docker engine answers: ")
        said = json.loads(self.docktor("version", "--json").stdout)
        self.assertIn("none.sock", said["engine_error"])

    def test_version_is_also_a_flag(self):
        self.assertRegex(self.docktor("--version").stdout, r"^docktor \d+\.\d+\.\d+\n$")

    def test_errors_are_json_where_json_was_asked_for(self):
        self.shop()
        for arguments, code in ((("status", "--json"), 3), (("statsu", "--json"), 2), (("config", "show", "x", "--json"), 2)):
            with self.subTest(arguments):
                said = self.docktor(*arguments)
                self.assertEqual(said.returncode, code, said.stderr)
                error = json.loads(said.stderr.splitlines()[-1])["error"]
                self.assertTrue(error["message"])
                self.assertTrue(error["hint"])
        self.assertIn("error: ", self.docktor("status").stderr)

    def test_what_excludes_each_other_is_told_without_a_daemon(self):
        self.shop()
        for arguments, words in ((("scale", "web", "3", "--for", "5m", "--until", "18:00"), "--until and --for"),
                                 (("scale", "web", "3", "--once", "--at-least"), "--once and --at-least"),
                                 (("pause", "web", "--up", "--down"), "--down and --up")):
            with self.subTest(arguments):
                said = self.docktor(*arguments)
                self.assertEqual(said.returncode, 2, said.stderr)
                self.assertIn(f"{words} exclude each other", said.stderr)

    def test_the_journal_is_verified_without_a_daemon(self):
        self.shop()
        project = self.folder.name.lower()
        self.assertEqual(self.docktor("decisions", "verify").returncode, 3, "there is none")
        journal = self.folder / "state" / project / "journal"
        journal.mkdir(parents=True)
        said = self.docktor("decisions", "verify", COMPOSE_PROJECT_NAME=project)
        self.assertEqual(said.returncode, 0, said.stderr)
        (journal / "journal-000001.jsonl").write_text("nonsense\n" * 2, encoding="utf-8")
        said = self.docktor("decisions", "verify", "--json", COMPOSE_PROJECT_NAME=project)
        self.assertEqual(said.returncode, 1, said.stderr)
        self.assertFalse(json.loads(said.stdout)["ok"])

    def test_completion_in_bash(self):
        script = (f'eval "$({PROGRAM} completion bash)"; COMP_WORDS=({PROGRAM} daemon st); COMP_CWORD=2; _docktor; '
                  'echo "${COMPREPLY[*]}"')
        said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
        self.assertEqual(said.stdout.split(), ["start", "status", "stop"])

    def test_completion_in_fish(self):
        said = subprocess.run(["fish", "-c", f'{PROGRAM} completion fish | source; complete -C "docktor daemon st"'],
                              cwd=self.folder, check=True, capture_output=True, text=True, timeout=60,
                              env=self.environment | {"PATH": f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}"})
        self.assertEqual(said.stdout.split(), ["start", "status", "stop"])

    def test_completion_is_silent_and_soon_done_without_a_daemon(self):
        self.shop()
        begun = time.monotonic()
        said = self.docktor("__complete", "why", "")
        self.assertEqual((said.returncode, said.stdout, said.stderr), (0, "", ""))
        self.assertLess(time.monotonic() - begun, 2)

    def test_scripts_of_shells_can_be_read(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.docktor("completion", shell).stdout
            self.assertIn("__complete", script)
            subprocess.run([shell, "-n"], input=script, text=True, check=True, timeout=60)
        self.assertEqual(self.docktor("completion", "cmd").returncode, 2)

    def test_the_reference_is_that_of_the_program(self):
        page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
        self.assertEqual(self.docktor("__reference", "markdown").stdout, page, "out of date; make reference")

    def test_man_pages(self):
        self.assertEqual(self.docktor("__reference", "man", "man").returncode, 0)
        names = {path.name for path in (self.folder / "man").iterdir()}
        self.assertLessEqual({"docktor.1", "docktor-daemon-start.1", "docktor.yaml.5"}, names)

    def test_the_docker_command_is_told_what_the_plugin_is(self):
        said = json.loads(self.docktor("docker-cli-plugin-metadata").stdout)
        self.assertEqual(said["SchemaVersion"], "0.1.0")

    def test_what_is_installed(self):
        installed = self.folder / "installed"
        subprocess.run(["cmake", "--install", BUILD, "--prefix", installed], check=True, capture_output=True, timeout=300)
        for path in ("bin/docktor", "lib/docktor/libduckdb.so", "lib/docker/cli-plugins/docker-docktor",
                     "share/man/man1/docktor-status.1", "share/man/man5/docktor.yaml.5",
                     "share/bash-completion/completions/docktor"):
            self.assertTrue((installed / path).is_file(), path)
        said = subprocess.run([installed / "lib/docker/cli-plugins/docker-docktor", "docktor", "completion", "bash"],
                              check=True, capture_output=True, text=True, timeout=60, env=self.environment)
        self.assertIn("complete -o default", said.stdout)

    def test_the_demo_plays_in_the_simulator_where_no_engine_answers(self):
        for flags, why in (([], "as no Docker engine answers"), (["--simulated"], "no container runs")):
            said = self.docktor("demo", *flags)
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
            for words in ("simulated", why, "load begins", "calm again", "overload → decision", " up, ", " down, "):
                self.assertIn(words, said.stdout)
        kept = self.docktor("demo", "--keep")
        self.assertNotEqual(kept.returncode, 0, "there is nothing that could be kept")
        self.assertNotIn("simulated", kept.stdout)
        self.assertEqual(self.docktor("demo", "--keep", "--simulated").returncode, 2)

    def test_simulate_draws_a_chart(self):
        (self.folder / "load.csv").write_text("0,5\n" + "".join(f"{300 * i},{5 + 35 * (i % 2)}\n" for i in range(1, 20)),
                                              encoding="utf-8")
        said = self.docktor("simulate", "--trace", "load.csv", "--strategy", "target,threshold", "--chart", "out.svg")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("out.svg", said.stderr)
        svg = xml.etree.ElementTree.parse(self.folder / "out.svg").getroot()
        words = {text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")}
        self.assertLessEqual({"target", "threshold", "replicas", "1 h"}, words)

    def test_a_chart_that_cannot_be_written_is_told_before_anything_is_played(self):
        said = self.docktor("simulate", "--chart", "none/out.svg")
        self.assertEqual(said.returncode, 2)
        self.assertEqual(said.stdout, "")
        self.assertIn("none/out.svg", said.stderr)
        self.assertEqual(self.docktor("simulate", "--stdio", "--chart", "out.svg").returncode, 2)

    def test_a_trace_of_one_look_is_refused(self):
        (self.folder / "short.csv").write_text("0,10\n1,10\n", encoding="utf-8")
        for flags in ([], ["--chart", "short.svg"]):
            said = self.docktor("simulate", "--trace", "short.csv", *flags)
            self.assertEqual(said.returncode, 2)
            self.assertIn("lasts 2s", said.stderr)
        self.assertFalse((self.folder / "short.svg").exists())

    def test_init_without_a_compose_file(self):
        said = self.docktor("init")
        self.assertEqual(said.returncode, 2)
        self.assertIn("hint:", said.stderr)


if __name__ == "__main__":
    unittest.main()
