"""How quickly `demarche serve` answers many at once.

    demarche extract news/ > real.jsonl
    python3 benches/load.py real.jsonl 100000 | demarche merge - --store load.sqlite
    python3 benches/serve.py target/release/demarche load.sqlite

The program is started on a free port; then 20 clients (--clients) ask for two minutes (--seconds), each one view after the
other over a connection of its own that stays open. The table has the count, the median, the 99th centile and the longest
time of each view in milliseconds; above it stands how long the first page took from the start, below it what failed, and
the memory of the server half a minute in, at the middle and at the end. Views that are told by the whole graph alone
(issues, SPARQL) are asked for with --whole, once it has been read. With --limits the exit code is 1 where the aims are
missed: one second to the first page, 200 ms at the median and one second at the 99th centile of each view, nothing failed.
Needs Python 3.9 on Linux and nothing else.
"""

import argparse
import http.client
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

VIEWS = """
/
/acts
/acts?source=Macron
/api/acts?source=Macron&limit=50
/api/acts?relation=met&offset=2000
/acts?target=Iran&relation=sanctioned
/api/acts?topic=sanctions
/positions?topic=sanctions&stance=for
/positions?actor=Pompeo
/offices?holder=Macron
/api/offices?title=foreign+minister&of=Germany
/matrix?by=topic&actor=Macron
/timeline?actor=Pompeo&topic=sanctions
/actor?name=Angela+Merkel
/actors?q=mer
/articles
/search?q=nuclear+deal
/graph/page?party=Merkel
/ask?q=Who+met+Pompeo%3F
/ask?q=Did+Macron+meet+Merkel%3F
/ask?q=On+what+do+Trump+and+Biden+differ%3F
""".split()

WHOLE = """
/issues
/matrix
/sparql?query=SELECT%20%3Fname%20%7B%20%3Fp%20a%20schema%3APerson%20%3B%20schema%3Aname%20%3Fname%20%7D%20LIMIT%20100
""".split()


def memory(pid):
    """Resident memory of a process in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def ask(connection, path):
    """Status and milliseconds of one request."""
    begun = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.status, (time.perf_counter() - begun) * 1000


def client(host, port, views, seed, until, times, failures, lock):
    choose = random.Random(seed)
    connection = http.client.HTTPConnection(host, port, timeout=60)
    while time.monotonic() < until:
        path = choose.choice(views)
        try:
            status, took = ask(connection, path)
        except OSError as error:
            status, took = type(error).__name__, 0.0
            connection.close()
        with lock:
            # Two of the same name are a question that is answered.
            if status in (200, 400, 404):
                times.setdefault(path, []).append(took)
            else:
                failures[(path, status)] = failures.get((path, status), 0) + 1


def centile(times, share):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program, a release build")
    parser.add_argument("store", help="a store or a graph.jsonld")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--whole", action="store_true", help="ask for issues and SPARQL too")
    parser.add_argument("--limits", action="store_true", help="fail where the aims are missed")
    args = parser.parse_args()
    begun = time.perf_counter()
    command = [args.program, "serve", args.store, "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        host, port = server.stdout.readline().strip().removeprefix("http://").rstrip("/").rsplit(":", 1)
        status, _ = ask(http.client.HTTPConnection(host, int(port), timeout=60), "/")
        first = time.perf_counter() - begun
        print(f"first page {first * 1000:.0f} ms after the start ({status})")
        views = list(VIEWS)
        if args.whole:
            views += WHOLE
            for path in WHOLE:
                while True:
                    status, took = ask(http.client.HTTPConnection(host, int(port), timeout=600), path)
                    if status != 503:
                        break
                    time.sleep(2)
                print(f"{path} ready ({status})")
        times, failures, lock = {}, {}, threading.Lock()
        until = time.monotonic() + args.seconds
        threads = [
            threading.Thread(target=client, args=(host, int(port), views, seed, until, times, failures, lock))
            for seed in range(args.clients)
        ]
        for thread in threads:
            thread.start()
        rss = []
        for part in (0.25, 0.5, 1.0):
            time.sleep(max(0, until - args.seconds * (1 - part) - time.monotonic()))
            rss.append(memory(server.pid))
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait(timeout=60)
    missed = first > 1.0 or bool(failures)
    print(f"{'count':>7} {'median':>7} {'99 %':>7} {'most':>7}  view")
    for path in views:
        took = times.get(path, [])
        if not took:
            continue
        median, high = statistics.median(took), centile(took, 0.99)
        print(f"{len(took):7} {median:7.0f} {high:7.0f} {max(took):7.0f}  {path}")
        missed |= median > 200 or high > 1000
    count = sum(len(took) for took in times.values())
    print(f"{count} answers, {sum(failures.values())} failures, memory {', '.join(map(str, rss))} MiB")
    for (path, status), number in sorted(failures.items(), key=str):
        print(f"{number:7} × {status}  {path}")
    sys.exit(1 if missed and args.limits else 0)


if __name__ == "__main__":
    main()
