#!/usr/bin/env python3
"""What a sweep over 200 containers costs, beside `docker stats --no-stream`. Arguments: the program bench_sweep, the number
of containers. Needs DOCKER_HOST and the demo's images."""
import pathlib
import subprocess
import sys

from project import Project

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
CONTAINERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200


def main():
    stack = Project("sweep", {"compose.yaml": "services:\n  web:\n    image: docktor-demo/web:dev\n    stop_grace_period: 1s\n"
                                              f"    deploy: {{replicas: {CONTAINERS}}}\n"})
    try:
        stack.run("docker compose up -d")
        sys.exit(subprocess.run([PROGRAM, stack.folder.name, str(CONTAINERS)], check=False).returncode)
    finally:
        stack.down()


main()
