#!/usr/bin/env python3
"""The service list of 100 services, asked for 5,000 times a second, beside nginx with a file of the same bytes; then both
again while 200 WebSockets follow what goes on, and ten more that never read. The daemon is the shipped one with an engine
in memory; what offers the load runs on the same cores.

Requests come at a fixed rate, whether or not those before have been answered: h2load sends over CONNECTIONS that take
turns, and where an answer took longer than the time between two requests of a connection, those that it held up are
counted too, each with what it would have waited.
Arguments: the program bench_api, the seconds of each run. Exit status 1: a goal was missed."""
import json
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
SERVICES, RATE, CONNECTIONS = 100, 5000, 250
FOLLOWERS, LAZY = 200, 10
P99, TOLD = 6, 250  # goals, milliseconds
BETWEEN = 1e6 * CONNECTIONS / RATE  # two requests of a connection, microseconds
TICKS = os.sysconf("SC_CLK_TCK")
NGINX = """daemon off; master_process off; pid {0}/pid; error_log stderr;
events {{ worker_connections 2000; }}
http {{ access_log off; keepalive_requests 1000000; sendfile on; default_type application/json; types {{}}
  client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;
  server {{ listen 127.0.0.1:{1}; root {0}/files; }} }}
"""


class Process:
    """A program that runs until its input is closed, and what it has used."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.pid = self.process.pid

    def line(self):
        line = self.process.stdout.readline().strip()
        return line or sys.exit(f"{self.process.args[:2]} has ended")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def own_mib(self):
        rollup = pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="utf-8")
        return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_")) / 1024

    def end(self):
        self.process.stdin.close()
        said = self.process.stdout.read()
        self.process.wait(60)
        return said

    def kill(self):
        self.process.kill()
        self.process.wait()


class Daemon(Process):
    name = "Docktor"

    def __init__(self, folder):
        super().__init__(PROGRAM, "serve", folder, str(SERVICES))
        self.host = self.line()
        self.url = f"{self.host}/api/v1/services"
        self.token = (pathlib.Path(folder) / "shop" / "token-viewer").read_text(encoding="utf-8")

    def get(self, path="/api/v1/services"):
        request = urllib.request.Request(self.host + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def looks(self):
        """How many there have been, and how many of them were late."""
        page = self.get("/metrics").decode()
        return [sum(map(float, re.findall(rf"^{name}{{.*}} (\S+)$", page, re.MULTILINE)))
                for name in ("docktor_looks_total", "docktor_late_looks_total")]


class Nginx(Process):
    name, token = "nginx, a file", None

    def __init__(self, folder, content):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        (pathlib.Path(folder) / "files").mkdir()
        (pathlib.Path(folder) / "files" / "services").write_bytes(content)
        config = pathlib.Path(folder) / "nginx.conf"
        config.write_text(NGINX.format(folder, port), encoding="utf-8")
        super().__init__("nginx", "-p", folder, "-c", str(config))
        self.url = f"http://127.0.0.1:{port}/services"
        deadline = time.monotonic() + 10
        while True:
            try:
                with urllib.request.urlopen(self.url, timeout=10) as answer:
                    assert answer.read() == content
                return
            except OSError:
                assert time.monotonic() < deadline, "nginx does not answer"
                time.sleep(0.1)


class Followers(Process):
    def __init__(self, daemon):
        super().__init__(PROGRAM, "follow", daemon.host.rsplit(":", 1)[1], daemon.token, str(FOLLOWERS), str(LAZY))
        self.line()

    def report(self):
        return json.loads(self.end())


class Row:
    """What came of RATE requests a second; times in milliseconds."""

    def __init__(self, server, log):
        pathlib.Path(log).unlink(missing_ok=True)  # h2load appends
        requests = SECONDS * RATE
        header = [] if server.token is None else ["-H", f"Authorization: Bearer {server.token}"]
        before, generator = server.cpu_seconds(), resource.getrusage(resource.RUSAGE_CHILDREN)
        told = subprocess.run(["h2load", "--h1", "-n", str(requests), "-c", str(CONNECTIONS), "--rps", str(RATE // CONNECTIONS),
                               "-r", "1", "--rate-period", "7ms", "--log-file", log, *header, server.url],
                              check=True, capture_output=True, text=True, timeout=10 * SECONDS).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.name = server.name
        self.lost = requests - int(re.search(r"(\d+) 2xx", told).group(1))
        rows = sorted(tuple(map(int, line.split())) for line in pathlib.Path(log).read_text(encoding="utf-8").splitlines())
        settled = [begin for begin, *_ in rows if rows[0][0] + 2e6 <= begin < rows[-1][0] - 2e6]
        self.rate = 1e6 * (len(settled) - 1) / (settled[-1] - settled[0])
        self.times = sorted(self.counted(took for _, _, took in rows))
        took = (rows[-1][0] - rows[0][0]) / 1e6
        self.cpu = 100 * (server.cpu_seconds() - before) / took
        self.generator = 100 * (after.ru_utime + after.ru_stime - generator.ru_utime - generator.ru_stime) / took

    @staticmethod
    def counted(times):
        """With those that each held up."""
        for took in times:
            while took > 0:
                yield took / 1000
                took -= BETWEEN

    def at(self, share):
        return self.times[min(len(self.times) - 1, int(share * len(self.times)))]

    def text(self, base, beside):
        return (f"| {self.name}{beside} | {self.rate:,.0f} | {self.lost} | {self.at(.5):.2f} ms | {self.at(.99):.2f} ms "
                f"| {self.at(.999):.2f} ms | {self.times[-1]:.1f} ms | {self.at(.99) / base.at(.99):.2f} "
                f"| {self.cpu:.0f} % | {self.generator:.0f} % |")


def goal(what, reached):
    print(f"{what}: {'reached' if reached else 'missed'}")
    return reached


def measure(folder, daemon, nginx):
    """The servers' rows, first alone and then with followers; what these were told; pages, looks and late looks since."""
    log = f"{folder}/h2load.log"
    alone = [Row(server, log) for server in (nginx, daemon)]
    Followers(daemon).report()  # what is made for the first ones stays
    pages, before = daemon.own_mib(), daemon.looks()
    followed, reports = [], []
    for server in (nginx, daemon):
        followers = Followers(daemon)
        followed.append(Row(server, log))
        reports.append((server.name, followers.report()))
    return alone, followed, reports, daemon.own_mib() - pages, [now - then for now, then in zip(daemon.looks(), before)]


def tell(size, alone, followed, reports, grown, looks):
    print(f"\n{RATE:,} requests a second over {CONNECTIONS} connections for {SECONDS} s each, answers of {size / 1000:.0f} kB, "
          f"{os.cpu_count()} cores for server and load together\n")
    print("| | served a second | lost | median | p99 | p99.9 | longest | p99, ratio | of a core | the load's |\n|" + "---|" * 10)
    for row in alone:
        print(row.text(alone[0], ""))
    for row in followed:
        print(row.text(followed[0], f", {FOLLOWERS} following Docktor"))
    print(f"\n{FOLLOWERS} WebSockets, each told of every decision, and {LAZY} that never read:\n")
    print("| while asked | decisions | told too few | median | p99 | longest | read | cut off |\n|" + "---|" * 8)
    for name, told in reports:
        print(f"| {name} | {told['decisions']} | {told['missed']} | {told['median']:.0f} ms | {told['p99']:.0f} ms "
              f"| {told['longest']:.0f} ms | {told['megabytes']:.0f} MB/s | {told['lazy_cut']} of {told['lazy']} |")
    print(f"\n{looks[0]:.0f} looks meanwhile, {looks[1]:.0f} of them late; the daemon's own pages grew by {grown:.1f} MiB\n")
    served = [alone[1], followed[1]]
    return all([
        goal("all are served, at the rate offered", all(row.lost == 0 and row.rate > 0.99 * RATE for row in served)),
        goal(f"p99 below {P99} ms", all(row.at(.99) < P99 for row in served)),
        goal(f"each follower is told of each decision within {TOLD} ms",
             all(told["followers"] == FOLLOWERS and told["missed"] == 0 and told["decisions"] > 0 and told["longest"] < TOLD
                 for _, told in reports)),
        goal("no look is late", looks[0] > 0 and looks[1] == 0),
    ])


def main():
    with tempfile.TemporaryDirectory() as folder:
        daemon, nginx = Daemon(folder), None
        try:
            time.sleep(10)  # it has found out what each service needs
            content = daemon.get()
            nginx = Nginx(folder, content)
            measured = measure(folder, daemon, nginx)
        finally:
            for process in filter(None, (nginx, daemon)):
                process.kill()
    sys.exit(0 if tell(len(content), *measured) else 1)


main()
