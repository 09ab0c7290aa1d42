#!/usr/bin/env python3
"""What a user waits for, whole processes with their start: one article, one thread and two, and memory by articles.

    cargo build --release
    python3 benches/process.py NEWS.jsonl [N…]

NEWS.jsonl holds the articles of the first two figures. For each N (1,000 and 10,000 when none is given) that many
articles are made of them (`benches/news.py`, seed 1), read by `extract`, put together by `merge`, and both at once by `build`;
the peak of resident memory is the kernel's. Needs Linux and Python 3.9, and nothing else. Run it on a quiet machine.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
PROGRAM = os.environ.get("DEMARCHE", str(ROOT / "target" / "release" / "demarche"))
ROUNDS = 10


def run(*arguments, output=subprocess.DEVNULL):
    """Wall seconds, processor seconds and peak memory in MB of one run."""
    start = time.perf_counter()
    process = subprocess.Popen([PROGRAM, *arguments], stdout=output, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"demarche {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(news, counts):
    article = sorted((ROOT / "articles").glob("*.txt"))[0]
    walls = [run("extract", str(article))[0] * 1e3 for _ in range(ROUNDS)]
    print(f"start to answer, one article: median {statistics.median(walls):.0f} ms, least {min(walls):.0f} ms")

    ratios = []
    for _ in range(ROUNDS // 2):
        one, two = (run("extract", "--jobs", jobs, news)[0] for jobs in ("1", "2"))
        ratios.append(one / two)
    print(f"two threads: {statistics.median(ratios):.2f} times one, most {max(ratios):.2f}")

    with tempfile.TemporaryDirectory() as folder:
        made, records, graph = (os.path.join(folder, name) for name in ("news.jsonl", "records.jsonl", "graph.jsonld"))
        sources = os.path.join(folder, "sources")
        os.mkdir(sources)
        os.symlink(os.path.abspath(news), os.path.join(sources, "news.jsonl"))
        for count in counts:
            with open(made, "wb") as file:
                subprocess.run([sys.executable, str(ROOT / "benches" / "news.py"), sources, str(count)],
                               stdout=file, check=True)
            with open(records, "wb") as file:
                _, reading, peak = run("extract", made, output=file)
            _, merging, graph_peak = run("merge", records, "-o", graph)
            _, building, build_peak = run("build", made, "-o", os.path.join(folder, "built"), "--format", "jsonld")
            sizes = [os.path.getsize(path) / 1e6 for path in (made, records, graph)]
            print(f"{count:>9,} articles, {sizes[0]:.1f} MB: extract {reading:.1f} processor-seconds, {peak:.0f} MB; "
                  f"merge {merging:.1f}, {graph_peak:.0f} MB; build {building:.1f}, {build_peak:.0f} MB; "
                  f"records {sizes[1]:.1f} MB, graph {sizes[2]:.1f} MB", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], [int(count) for count in sys.argv[2:]] or [1_000, 10_000])
