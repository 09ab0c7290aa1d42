"""Whether `demarche serve` stays right and small while a store grows beside it.

    demarche extract news/ > real.jsonl
    python3 benches/load.py real.jsonl 24000 | demarche merge - --store load.sqlite
    python3 benches/load.py real.jsonl 30000 | tail -n 6000 > more.jsonl
    python3 benches/steady.py target/release/demarche load.sqlite more.jsonl

The store is copied, served, and asked by some clients (--clients) as by `serve.py`, at the pace of readers (--pause seconds
between the questions of one), for an hour (--minutes). A writer beside it adds a part of the records to the store, twenty at a
time, all over the hour, and takes one article in a hundred out again. Whenever a part was written, the writer waits, and some
questions are put to the server and to the command line: what they answer must be the same. At the end stand the answers, the
comparisons and those that differed, what failed, and the memory of the server every tenth of the time; the exit code is 1 where
anything differed or failed. Needs Python 3.9 on Linux and nothing else.
"""

import argparse
import http.client
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote_plus

from serve import VIEWS, ask, filled, memory, started, values

AT_A_TIME = 20
SEEN = 5.0


def compared(known, choose):
    """Addresses, with the arguments that ask the command line the same."""
    actor, other = (known["actor"][int(len(known["actor"]) * choose.random() ** 3)] for _ in range(2))
    topic = choose.choice(known["topic"])
    yield f"/api/acts?order=oldest&limit=1000&source={quote_plus(actor)}", ["acts", "--source", actor]
    yield f"/api/offices?limit=1000&holder={quote_plus(actor)}", ["offices", "--holder", actor]
    positions = f"/api/positions?limit=1000&actor={quote_plus(actor)}"
    yield positions, ["positions", "--phrases", "--actor", actor]
    yield f"/api/positions?limit=1000&topic={quote_plus(topic)}", ["positions", "--phrases", "--topic", topic]
    # On what two differ is told by issues where no topic tells it, and after each change of the store that takes minutes.
    for question in (f"Who met {actor}?", f"Did {actor} meet {other}?", f"What did {actor} reject?"):
        yield f"/api/ask?q={quote_plus(question)}", ["ask", question]


def same(served, told):
    """Whether the server answers as the command line, which has no page of its own."""
    if "left_out" in served or "rows" in served:
        shown = len(served["rows"])
        whole = dict(told, rows=told["rows"][:shown])
        return served.get("left_out", 0) == len(told["rows"]) - shown and {**served, "left_out": 0} == {**whole, "left_out": 0}
    # Positions come in another order.
    in_order = lambda found: sorted(json.dumps(item, sort_keys=True) for item in found)
    return in_order(served["items"]) == in_order(told)


def reader(address, known, seed, pause, until, counts, failures):
    choose = random.Random(seed)
    connection = http.client.HTTPConnection(*address, timeout=120)
    while time.monotonic() < until:
        view = choose.choice(VIEWS)
        path = filled(view, known, choose)
        try:
            status, _ = ask(connection, path)
        except OSError as error:
            status = type(error).__name__
            connection.close()
        counts.append(status)
        if status not in (200, 400, 404):
            failures.append((status, path))
        time.sleep(pause * 2 * choose.random())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program, a release build")
    parser.add_argument("store")
    parser.add_argument("records", help="what is added, as extract writes it")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--pause", type=float, default=1.0)
    args = parser.parse_args()
    records = Path(args.records).read_text().splitlines()
    folder = tempfile.TemporaryDirectory()
    store = str(Path(folder.name) / "news.sqlite")
    shutil.copy(args.store, store)
    server, address = started(args.program, store)
    counts, failures, differing, number, rss = [], [], [], 0, []
    try:
        known = values(*address)
        begun = time.monotonic()
        until = begun + args.minutes * 60
        readers = [
            threading.Thread(target=reader, args=(address, known, seed, args.pause, until, counts, failures), daemon=True)
            for seed in range(args.clients)
        ]
        for thread in readers:
            thread.start()
        choose = random.Random(0)
        parts = [records[at : at + AT_A_TIME] for at in range(0, len(records), AT_A_TIME)]
        for turn, part in enumerate(parts):
            merge = [args.program, "merge", "-", "--store", store]
            run = subprocess.run(merge, input="\n".join(part), text=True, capture_output=True)
            if run.returncode != 0:
                failures.append((run.returncode, run.stderr[-300:]))
            if turn % 5 == 4:
                name = json.loads(part[0])["id"]
                subprocess.run([args.program, "forget", store, name], capture_output=True, check=True)
            # The server looks twice a second for what was written, and prepares it before it answers from it.
            time.sleep(SEEN)
            for path, arguments in compared(known, choose):
                connection = http.client.HTTPConnection(*address, timeout=120)
                connection.request("GET", path)
                response = connection.getresponse()
                served = json.loads(response.read())
                asked = [args.program, arguments[0], store, *arguments[1:], "--json"]
                told = subprocess.run(asked, capture_output=True, text=True).stdout
                # What the command line refuses, as two of one name, the server does too; a page of it has a thousand.
                if response.status == 200 and served.get("found", 0) > 1000:
                    continue
                number += 1
                if response.status == 200:
                    right = bool(told.strip()) and same(served, json.loads(told))
                else:
                    right = response.status == 200 or not told.strip()
                if not right:
                    differing.append(path)
                    print("differs:", path, flush=True)
            passed = (time.monotonic() - begun) / (args.minutes * 6)
            if passed >= len(rss):
                rss.append(memory(server.pid))
                print(f"{(time.monotonic() - begun) / 60:5.1f} min: {memory(server.pid)} MiB, {len(counts)} answers, "
                      f"{number} compared, {len(differing)} differing, {len(failures)} failed", flush=True)
            time.sleep(max(0.0, begun + (turn + 1) * args.minutes * 60 / len(parts) - time.monotonic()))
        for thread in readers:
            thread.join()
    finally:
        server.terminate()
        server.wait(timeout=60)
    for failure in failures[:20]:
        print("failed:", failure)
    print(f"{len(counts)} answers, {len(failures)} failed; {number} compared, {len(differing)} differing; memory {rss} MiB")
    sys.exit(1 if differing or failures else 0)


if __name__ == "__main__":
    main()
