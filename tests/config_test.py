#!/usr/bin/env python3
"""Holds `docktor config show|validate|schema` to what they promise. Argument: the program."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import jsonschema

PROGRAM = sys.argv.pop(1)


class Config(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.environment = {"HOME": self.folder, "PATH": os.environ["PATH"], "XDG_CONFIG_HOME": self.folder,
                            "DOCKER_HOST": f"unix://{self.folder}/none.sock", "COMPOSE_PROJECT_NAME": "shop"}

    def write(self, name, text):
        os.makedirs(os.path.dirname(os.path.join(self.folder, name)), exist_ok=True)
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def run_config(self, *arguments):
        return subprocess.run([PROGRAM, "config", *arguments], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, check=False, timeout=60)

    def test_show_names_every_origin(self):
        self.write("compose.yaml", "services:\n  web:\n    x-docktor: {max: 7}\n  db: {}\n")
        self.write("docktor.yaml", "interval: 9s\n")
        self.write("docktor/config.yaml", "tolerance: 5%\n")
        self.environment["DOCKTOR_MIN"] = "2"
        shown = self.run_config("show", "--origin", "--json", "web")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("labels are not known", shown.stderr)
        rows = {row["key"]: row for row in json.loads(shown.stdout)["web"]}
        self.assertEqual(rows["max"]["value"], "7")
        self.assertTrue(rows["max"]["origin"].endswith("compose.yaml:3:17"))
        self.assertTrue(rows["interval"]["origin"].endswith("docktor.yaml:1:1"))
        self.assertTrue(rows["tolerance"]["origin"].endswith("docktor/config.yaml:1:1"))
        self.assertEqual(rows["min"]["origin"], "variable DOCKTOR_MIN")
        self.assertEqual(rows["targets.cpu"]["origin"], "default")
        self.assertEqual(self.run_config("show", "wbe").returncode, 2)

    def test_validate_tells_all_that_is_wrong(self):
        self.write("compose.yaml", "services:\n  web:\n    x-docktor: {mni: 2, max: ten}\n")
        checked = self.run_config("validate")
        self.assertEqual(checked.returncode, 2)
        self.assertIn("compose.yaml:3:17: unknown key 'mni'", checked.stderr)
        self.assertIn("did you mean 'min'?", checked.stderr)
        self.assertIn("max: 'ten' is not a whole number", checked.stderr)
        self.write("compose.yaml", "services:\n  web:\n    x-docktor: {min: 2}\n")
        self.assertEqual(self.run_config("validate").returncode, 0)
        self.assertTrue(json.loads(self.run_config("validate", "--json", "compose.yaml").stdout)["ok"])

    def test_validate_reads_labels_in_the_file(self):
        self.write("compose.yaml", "services:\n  web:\n    labels: {docktor.mni: 2, docktor.max: $MOST}\n"
                                   "  api:\n    labels: [docktor.max=ten, other=1]\n")
        checked = self.run_config("validate")
        self.assertEqual(checked.returncode, 2)
        self.assertIn("compose.yaml:3:14: label docktor.mni: unknown", checked.stderr)
        self.assertIn("compose.yaml:5:14: label docktor.max: 'ten' is not a whole number", checked.stderr)
        self.assertEqual(checked.stderr.count("error: "), 2)
        self.write("compose.yaml", "services:\n  web:\n    labels: {docktor.max: 2}\n")
        self.assertRegex(self.run_config("validate").stdout, r"^the settings of shop are right: .*/compose.yaml\n$")

    def test_schema_knows_right_from_wrong(self):
        schema = json.loads(self.run_config("schema").stdout)
        validator = jsonschema.Draft7Validator(schema)
        validator.check_schema(schema)
        right = [{}, {"min": 2, "max": 5, "targets": {"cpu": "60%", "memory": 0.8, "queue.length": 5, "backlog": 7}},
                 {"targets": {"queue": {"length": 100}, "latency": "200ms"}},
                 {"services": {"web": None, "api": {"mode": "manual", "strategy": "threshold"}}},
                 {"sources": {"queue.length": {"redis": "redis://q", "query": "jobs", "interval": "2s"}}},
                 {"scale_up": {"policies": [{"replicas": 4, "period": "15s"}], "select": "min"}},
                 {"schedules": [{"start": "0 8 * * *", "end": "0 9 * * *", "exactly": 3}]},
                 {"drain": {"command": ["nginx", "-s", "quit"], "delay": "5s"}, "limits": {"max_memory": "2g"}}]
        wrong = [{"mni": 2}, {"min": "two"}, {"max": 0}, {"targets": {"cpu": "much"}}, {"mode": "hand"},
                 {"services": {"web": {"limits": {"max_cpus": 2}}}}, {"interval": "5"}, {"services": ["web"]},
                 {"sources": {"a": {"redis": "redis://q"}}}, {"sources": {"a": {"query": "x"}}},
                 {"schedules": [{"start": "0 8 * * *", "min": 1}]}, {"drain": {"command": []}},
                 {"scale_up": {"policies": [{"replicas": 4}]}}]
        for document in right:
            self.assertEqual([e.message for e in validator.iter_errors(document)], [], document)
        for document in wrong:
            self.assertFalse(validator.is_valid(document), document)


if __name__ == "__main__":
    unittest.main()
