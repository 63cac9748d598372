#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the server over loopback: point reads at a steady rate, the overview, and a tree of 20,000 units.

    python3 Benchmarks/serving.py .build/release/bomay

Needs Debian's `nghttp2-client` (h2load) and `wrk`. The load and the server share the machine, so each figure stands
beside the same load on `/health`, which computes nothing: what remains is the server's own work. Nothing here passes
or fails for time; that answers are whole is asserted.
"""
import datetime
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

BOMAY = sys.argv[1]
SECONDS = 20
RATE = 2000
CLIENTS = 8
UNITS = 20_000
LEVELS = 200


class Server:
    """A server over a register, on a port of its own."""

    def __init__(self, register: str):
        self.process = subprocess.Popen(
            [BOMAY, "serve", "--register", register, "--port", "0", "--lang", "en"], stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)", said).group(1))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(30) == 0, "the server ends in peace"

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str) -> tuple[float, float, bytes]:
        """Seconds to the first byte of the body and to its end, and the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        first = answer.read(1)
        to_first = time.perf_counter() - start
        body = first + answer.read()
        whole = time.perf_counter() - start
        connection.close()
        assert answer.status == 200, f"{path}: {answer.status}"
        return to_first, whole, body


def steady(server: Server, *paths: str) -> tuple[float, float, float, float]:
    """The load of RATE requests a second: milliseconds of the median, of 99 and 99.9 of 100, and the rate reached.

    Several paths are asked in turn by each connection.
    """
    with (tempfile.NamedTemporaryFile("r", suffix=".tsv") as log,
          tempfile.NamedTemporaryFile("w", suffix=".txt") as asked):
        asked.write("".join(server.address(path) + "\n" for path in paths))
        asked.flush()
        done = subprocess.run(
            ["h2load", "--h1", f"--rps={RATE / CLIENTS}", "-c", str(CLIENTS), "-t", "1", f"--duration={SECONDS}",
             "--warm-up-time=2", f"--log-file={log.name}", f"--input-file={asked.name}"],
            capture_output=True, text=True, check=True)
        rows = [line.split("\t") for line in log.read().splitlines()]
    assert rows and all(row[1] == "200" for row in rows), done.stdout
    times = sorted(int(row[2]) / 1000 for row in rows)
    share = lambda part: times[min(len(times) - 1, int(len(times) * part))]
    return share(0.5), share(0.99), share(0.999), len(times) / SECONDS


def anew(path: str) -> list[str]:
    """So many days of one thing that none is asked about twice while its answer is kept."""
    first = datetime.date(2018, 1, 1)
    days = [first + datetime.timedelta(days=number) for number in range(RATE // CLIENTS * 8)]
    return [path.format(day=day) for day in days]


def most(server: Server, path: str) -> float:
    """Requests a second, as many as two connections can ask."""
    done = subprocess.run(
        ["wrk", "-t1", "-c2", f"-d{SECONDS // 2}s", server.address(path)], capture_output=True, text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout).group(1))


def line(what: str, measured: str, bar: str = "-") -> None:
    print(f"  {what:<46}{measured:<44}bar: {bar}", flush=True)


def tree(folder: str) -> str:
    """A register of 20,000 units below one: 200 below it, and 99 below each of these."""
    units, register = os.path.join(folder, "units.csv"), os.path.join(folder, "tree.bomay")
    changes = os.path.join(folder, "changes.csv")
    with open(units, "w", encoding="utf-8") as file:
        file.write("code,kind,name,parent,from\nroot,realm,Realm,,2020-01-01\n")
        for number in range(1, UNITS):
            parent = "root" if number <= LEVELS else str(number % LEVELS + 1)
            file.write(f"{number},isle,Isle {number},{parent},2020-01-01\n")
    with open(changes, "w", encoding="utf-8") as file:
        file.write("event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis\n")
    for command in (["init", "--charter", "open"], ["import", "changes", "--units", units, "--changes", changes]):
        done = subprocess.run([BOMAY, *command, "--register", register], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return register


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([BOMAY, "demo", "--dir", folder], capture_output=True, check=True)
        with Server(os.path.join(folder, "hai-duong.bomay")) as server:
            print(f"the register of Hai Duong, {RATE} requests a second over {CLIENTS} connections for {SECONDS} s")
            for name, path, bar in (
                ("limit: /health", "/health", "-"),
                ("point read, a unit as JSON", "/api/v1/units/tu-ky?on=2022-10-31", "p99 under 5 ms"),
                ("point read, a post as JSON",
                 "/api/v1/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban?on=2022-10-31", "p99 under 5 ms"),
            ):
                median, p99, p999, rate = steady(server, path)
                line(name, f"{median:.2f} ms, p99 {p99:.2f}, p99.9 {p999:.2f}, {rate:.0f}/s", bar)
            for name, path in (("a unit as JSON, each time another day", "/api/v1/units/tu-ky?on={day}"),
                               ("a post as JSON, each time another day",
                                "/api/v1/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban?on={day}")):
                median, p99, p999, rate = steady(server, *anew(path))
                line(name, f"{median:.2f} ms, p99 {p99:.2f}, p99.9 {p999:.2f}, {rate:.0f}/s", "p99 under 5 ms")
            print("as many requests as two connections ask; pages made each time are asked for one after the other")
            for name, path in (("limit: /health", "/health"), ("a unit as JSON", "/api/v1/units/tu-ky?on=2022-10-31"),
                               ("a unit's page", "/units/tu-ky?on=2022-10-31"), ("the overview", "/?on=2022-10-31")):
                line(name, f"{most(server, path):.0f} a second")
            # The findings of a day are worked out with its first page that shows some.
            for name, path in (("a unit's page, the first of its day", "/units/tu-ky?on={day}"),
                               ("another unit's page, of the same days", "/units/nam-sach?on={day}"),
                               ("the overview, made each time", "/?on={day}")):
                took = statistics.median(server.get(one)[1] for one in anew(path)[:7])
                line(name, f"{took * 1000:.1f} ms")
        with Server(tree(folder)) as server:
            print(f"a tree of {UNITS} units")
            for name, path, wanted in (
                ("the first level, as a page", "/apparatus/uroot", b"Isle"),
                ("a branch of it", "/apparatus/u1", b"Isle"),
                ("all of it as CSV", "/api/v1/units?format=csv", b"19999"),
            ):
                # Made each time, for days of which none was asked about before, and then the last one given again.
                days = [datetime.date(2021, 1, 1) + datetime.timedelta(days=number) for number in range(15)]
                mark = "&" if "?" in path else "?"
                asked = [f"{path}{mark}on={day}" for day in days]
                for what, paths in (("made", asked), ("again", asked[-1:] * 15)):
                    seen = [server.get(one) for one in paths]
                    assert all(wanted in body for _, _, body in seen), path
                    first, whole = (statistics.median(each[place] for each in seen) for place in (0, 1))
                    line(f"{name}, {what}",
                         f"first byte {first * 1000:.1f} ms, all {whole * 1000:.1f} ms, {len(seen[0][2]) >> 10} KiB")


if __name__ == "__main__":
    main()
