"""How quickly `demarche serve` answers many at once.

    demarche extract news/ > real.jsonl
    python3 benches/load.py real.jsonl 100000 | demarche merge - --store load.sqlite
    python3 benches/serve.py target/release/demarche load.sqlite

The program is started on a free port; then 20 clients (--clients) ask for two minutes (--seconds), each one view after the
other over a connection of its own that stays open. What stands in braces in a view is one of the names, topics, titles and words
that the server itself tells, those that it tells first more often: most addresses are new ones, so that the work is
measured and not what is kept of earlier answers. The table has the count, by how many addresses a view was asked for, the
median, the 99th centile and the longest time in milliseconds; above it stands how long the first page took from the start,
below it what failed, and the memory of the server half a minute in, at the middle and at the end. With --one each view is
asked for by one client alone, so many times, and the table has the milliseconds of the server's processors for an answer.
Views that are told by the whole graph alone (issues, SPARQL) are asked for with --whole, once it has been read. With
--limits the exit code is 1 where the aims are missed: one second to the first page, 200 ms at the median and one second at
the 99th centile of each view, nothing failed. Needs Python 3.9 on Linux and nothing else.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote_plus

VIEWS = """
/
/acts
/acts?source={actor}
/api/acts?source={actor}&limit=50
/api/acts?relation={relation}&offset={offset}
/acts?target={actor}&relation={relation}
/api/acts?topic={topic}
/positions?topic={topic}&stance={stance}
/positions?actor={actor}
/offices?holder={actor}
/api/offices?title={title}&of={body}
/matrix?by=topic&actor={actor}
/timeline?actor={actor}&topic={topic}
/actor?name={actor}
/actors?q={letters}
/articles
/search?q={word}
/graph/page?party={actor}
/ask?q=Who+met+{actor}%3F
/ask?q=Did+{actor}+meet+{actor}%3F
/ask?q=On+what+do+{actor}+and+{actor}+differ%3F
/acts?source=Macron
/positions?topic=sanctions&stance=for
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


def values(host, port):
    """What may stand in the braces of a view, as the server tells it."""

    def told(path):
        connection = http.client.HTTPConnection(host, port, timeout=600)
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())["items"]

    def some(view):
        return [item for offset in range(0, 50_000, 10_000) for item in told(f"{view}?limit=200&offset={offset}")]

    names = [item["name"] for item in told("/api/actors?limit=1000")]
    acts, offices = some("/api/acts"), some("/api/offices")
    topics = sorted({act["topic"] for act in acts if act["topic"]})
    words = sorted({word for topic in topics for word in topic.split() if len(word) > 3 and word.isalpha()})
    return {
        "actor": names,
        "letters": sorted({name[:3].strip() for name in names}),
        "relation": sorted({act["relation"] for act in acts}),
        "topic": topics,
        "word": words,
        "stance": ["for", "against", "conditional"],
        "title": sorted({office["title"] for office in offices}),
        "body": sorted({office["of"] for office in offices if office["of"]}),
        "offset": [str(number) for number in range(0, 5000, 50)],
    }


def filled(view, known, choose):
    """A view with something in its braces: what is told first, as the best known names are, comes often."""

    def one(found):
        values = known[found[1]]
        return quote_plus(values[int(len(values) * choose.random() ** 3)])

    return re.sub(r"\{(\w+)\}", one, view)


def started(program, store):
    """A server of the store on a free port: its process, and its address."""
    command = [program, "serve", store, "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    host, port = server.stdout.readline().strip().removeprefix("http://").rstrip("/").rsplit(":", 1)
    return server, (host, int(port))


def processors(pid):
    """Milliseconds that the processors have worked for a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def one_by_one(host, port, pid, views, known, number):
    """Prints what each view costs, the dearest first."""
    connection = http.client.HTTPConnection(host, port, timeout=600)
    rows = []
    for view in views:
        choose, times, before = random.Random(view), [], processors(pid)
        for _ in range(number):
            times.append(ask(connection, filled(view, known, choose))[1])
        rows.append(((processors(pid) - before) / number, statistics.median(times), max(times), view))
    print(f"{'cpu':>7} {'median':>7} {'most':>7}  view")
    for cpu, median, most, view in sorted(rows, reverse=True):
        print(f"{cpu:7.1f} {median:7.1f} {most:7.0f}  {view}")


def client(host, port, views, known, seed, until, times, failures, lock):
    choose = random.Random(seed)
    connection = http.client.HTTPConnection(host, port, timeout=60)
    while time.monotonic() < until:
        view = choose.choice(views)
        path = filled(view, known, choose)
        try:
            status, took = ask(connection, path)
        except OSError as error:
            status, took = type(error).__name__, 0.0
            connection.close()
        with lock:
            # Two of the same name are a question that is answered.
            if status in (200, 400, 404):
                times.setdefault(view, []).append((took, path))
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
    parser.add_argument("--one", type=int, metavar="N", help="N addresses of each view by one client")
    parser.add_argument("--whole", action="store_true", help="ask for issues and SPARQL too")
    parser.add_argument("--limits", action="store_true", help="fail where the aims are missed")
    args = parser.parse_args()
    begun = time.perf_counter()
    server, (host, port) = started(args.program, args.store)
    try:
        status, _ = ask(http.client.HTTPConnection(host, port, timeout=60), "/")
        first = time.perf_counter() - begun
        print(f"first page {first * 1000:.0f} ms after the start ({status})")
        views = list(VIEWS)
        if args.whole:
            views += WHOLE
            for path in WHOLE:
                while True:
                    status, took = ask(http.client.HTTPConnection(host, port, timeout=600), path)
                    if status != 503:
                        break
                    time.sleep(2)
                print(f"{path} ready ({status})")
        known = values(host, port)
        if args.one:
            one_by_one(host, port, server.pid, views, known, args.one)
            return
        times, failures, lock = {}, {}, threading.Lock()
        until = time.monotonic() + args.seconds
        threads = [
            threading.Thread(target=client, args=(host, port, views, known, seed, until, times, failures, lock))
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
    print(f"{'count':>7} {'asked':>7} {'median':>7} {'99 %':>7} {'most':>7}  view")
    for path in views:
        asked = {address for _, address in times.get(path, [])}
        took = [time for time, _ in times.get(path, [])]
        if not took:
            continue
        median, high = statistics.median(took), centile(took, 0.99)
        print(f"{len(took):7} {len(asked):7} {median:7.0f} {high:7.0f} {max(took):7.0f}  {path}")
        missed |= median > 200 or high > 1000
    count = sum(len(took) for took in times.values())
    print(f"{count} answers, {sum(failures.values())} failures, memory {', '.join(map(str, rss))} MiB")
    for (path, status), number in sorted(failures.items(), key=str):
        print(f"{number:7} × {status}  {path}")
    sys.exit(1 if missed and args.limits else 0)


if __name__ == "__main__":
    main()
