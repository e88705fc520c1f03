#!/usr/bin/env python3
"""Holds agents/*.yaml to what docker-agent reads and to the tools that `docktor mcp` has. Arguments: the program, the
project's folder. DOCKER_AGENT_SCHEMA may name docker-agent's own schema; they are then held against it too."""
import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(sys.argv.pop(2))
PROGRAM = sys.argv.pop(1)
FILES = sorted((ROOT / "agents").glob("*.yaml"))
KEYS = {"version", "models", "agents", "permissions"}
AGENT_KEYS = {"model", "description", "instruction", "max_iterations", "toolsets"}


def tools():
    said = subprocess.run([PROGRAM, "mcp"], input='{"jsonrpc":"2.0","id":1,"method":"tools/list"}', capture_output=True,
                          text=True, check=True, timeout=60).stdout
    return {tool["name"]: tool["annotations"] for tool in json.loads(said)["result"]["tools"]}


class Agents(unittest.TestCase):
    def each(self):
        self.assertEqual([path.name for path in FILES], ["docktor.cloud.yaml", "docktor.dmr.yaml"])
        for path in FILES:
            with self.subTest(path.name):
                yield yaml.safe_load(path.read_text(encoding="utf-8"))

    def test_they_have_what_docker_agent_knows(self):
        for config in self.each():
            self.assertLessEqual(set(config), KEYS)
            root = config["agents"]["root"]
            self.assertLessEqual(set(root), AGENT_KEYS)
            self.assertIn(root["model"], config["models"])
            self.assertEqual(set(config["models"][root["model"]]), {"provider", "model", "max_tokens"})

    def test_their_tools_are_there_and_what_changes_something_is_asked_about(self):
        known = tools()
        for config in self.each():
            used = config["agents"]["root"]["toolsets"][0]["tools"]
            self.assertLessEqual(set(used), set(known))
            allowed = [tool for tool in used if any(fnmatch.fnmatch(tool, p) for p in config["permissions"]["allow"])]
            self.assertEqual(allowed, [tool for tool in used if known[tool]["readOnlyHint"]])
            self.assertEqual(config["permissions"]["ask"], [tool for tool in used if not known[tool]["readOnlyHint"]])

    @unittest.skipUnless("DOCKER_AGENT_SCHEMA" in os.environ, "docker-agent's schema is not here")
    def test_they_fit_its_schema(self):
        schema = json.loads(pathlib.Path(os.environ["DOCKER_AGENT_SCHEMA"]).read_text(encoding="utf-8"))
        for config in self.each():
            jsonschema.validate(config, schema)


if __name__ == "__main__":
    unittest.main()
