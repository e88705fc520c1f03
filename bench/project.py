"""A Compose project of a bench's own, in a folder of its own."""
import os
import pathlib
import shutil
import subprocess
import tempfile


class Project:
    def __init__(self, name, files):
        """`files`: by name, what each holds; the first is the Compose file. It is not brought up yet."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"docktor-{name}-"))
        for file, text in files.items():
            (self.folder / file).write_text(text, encoding="utf-8")
        self.environment = os.environ | {"COMPOSE_PROJECT_NAME": self.folder.name, "COMPOSE_FILE": next(iter(files)),
                                         "DOCKTOR_STATE_DIR": f"{self.folder}/state",
                                         "DOCKTOR_RUNTIME_DIR": f"{self.folder}/run"}

    def run(self, command, check=True):
        return subprocess.run(command.split(), cwd=self.folder, env=self.environment, check=check, capture_output=True,
                              text=True, timeout=3900).stdout

    def ids(self, service=None):
        only = f" --filter label=com.docker.compose.service={service}" if service else ""
        return self.run(f"docker ps -q --filter label=com.docker.compose.project={self.folder.name}{only}").split()

    def down(self):
        self.run("docker compose down -v -t 0")
        shutil.rmtree(self.folder)
