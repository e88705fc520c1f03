"""A Compose project in a folder of its own on the Docker engine of DOCKER_HOST, for a daemon that watches it."""
import os
import pathlib
import subprocess
import tempfile
import unittest

IMAGE = os.environ.get("DOCKTOR_TEST_IMAGE", "docktor-demo/web:dev")
ONE_TO_THREE = f"""
services:
  web:
    image: {IMAGE}
    stop_grace_period: 1s
    x-docktor: {{min: 1, max: 3}}
"""


class WatchedProject(unittest.TestCase):
    """A test names the `project`, its Compose `file` and the `program`; all of it goes with its class."""
    project = file = program = None

    @classmethod
    def bring_up(cls, *flags):
        """Starts the project, and has it and a daemon that is started later end with the tests."""
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name) / cls.project
        cls.folder.mkdir()
        (cls.folder / "compose.yaml").write_text(cls.file, encoding="utf-8")
        cls.state = pathlib.Path(cls.temporary.name) / "state"
        cls.environment = os.environ | {"DOCKTOR_STATE_DIR": str(cls.state),
                                        "DOCKTOR_RUNTIME_DIR": f"{cls.temporary.name}/run"}
        cls.addClassCleanup(cls.run_program, "docker", "compose", "down", "-t", "0", check=False)
        cls.run_program("docker", "compose", "up", "-d", *flags)
        cls.addClassCleanup(cls.run_program, cls.program, "daemon", "stop", check=False)

    @classmethod
    def run_program(cls, *command, check=True):
        ran = subprocess.run(command, cwd=cls.folder, env=cls.environment, check=False, capture_output=True, text=True,
                             timeout=180)
        assert ran.returncode == 0 or not check, ran.stdout + ran.stderr
        return ran.stdout
