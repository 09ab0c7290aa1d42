"""How long questions to a graph take, with the start of the program.

    demarche extract news/ > real.jsonl
    python3 benches/load.py real.jsonl 100000 | demarche merge - --store load.sqlite
    python3 benches/ask.py target/release/demarche load.sqlite
    python3 benches/ask.py target/release/demarche load.jsonld --runs 2

Each command runs once unmeasured and then several times; the table has the least and the median wall-clock time and
the least time of the processors, all in milliseconds, the lines of the answer, and the exit code (0 found, 1 nothing found). With --limits the exit code of the
script is 1 where a median is over the aim for a store: 150 ms for positions, offices and acts, 300 ms for ask. Questions of
your own stand one a line in a file (--questions FILE). Needs Python 3.9 on Unix and nothing else.
"""

import argparse
import resource
import shlex
import statistics
import subprocess
import sys
import time

COMMANDS = """
positions --actor Pompeo
positions --actor Pompeo --topic sanctions
positions --topic sanctions --stance for
positions --actor Zelenzky
positions --topic "securty guarantee"
offices --of Iraq
offices --holder Macron
offices --title "foreign minister" --of Germany
offices --holder "Angela Merkl"
acts --source Pompeo --relation met
acts --source Macron
acts --target Iran --relation sanctioned
acts --source Biden --topic deal
acts --on 2020-05-03
acts --source Zelenzky
ask "Who is the president of France?"
ask "Which office does Lavrov hold?"
ask "Did Macron meet Merkel?"
ask "Who met Pompeo?"
ask "When did Macron last meet Johnson?"
ask "Which countries sanctioned Iran?"
ask "Who supports sanctions?"
ask "What is Biden's position on climate change?"
ask "Is Johnson for or against a deal?"
ask "Which actors disagree on sanctions?"
ask "On what do Trump and Biden differ?"
ask "Who changed their position on sanctions?"
ask "What happened on 3 May 2020?"
ask "Who said that the talks had failed?"
ask "What does Macron say about Russia?"
ask "Who met Zelenzky?"
ask "Did the weather improve in Atlantis?"
"""

AIMS = {"ask": 300, "positions": 150, "offices": 150, "acts": 150}


def arguments(line, graph):
    command, *rest = shlex.split(line)
    return [command, graph, *rest]


def run(program, arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run([program, *arguments], capture_output=True, check=False)
    wall = (time.perf_counter() - start) * 1000
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    return wall, cpu, done


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program, a release build")
    parser.add_argument("graph", help="a store or a graph.jsonld")
    parser.add_argument("--runs", type=int, default=7, help="measured runs of each command")
    parser.add_argument("--questions", help="a file of questions for ask, one a line, in place of the commands")
    parser.add_argument("--limits", action="store_true", help="fail where a median is over the aim")
    args = parser.parse_args()
    lines = [line for line in COMMANDS.splitlines() if line]
    if args.questions:
        with open(args.questions, encoding="utf-8") as file:
            lines = ["ask " + shlex.quote(line.strip()) for line in file if line.strip()]
    slow = []
    print(f"{'least':>7} {'median':>7} {'cpu':>5} {'lines':>6} {'code':>4}  command")
    for line in lines:
        given = arguments(line, args.graph)
        _, _, done = run(args.program, given)
        if done.returncode > 1:
            sys.exit(f"{line}: {done.stderr.decode(errors='replace')}")
        runs = [run(args.program, given) for _ in range(args.runs)]
        times, cpu = [wall for wall, _, _ in runs], min(cpu for _, cpu, _ in runs)
        median = statistics.median(times)
        count = done.stdout.count(b"\n")
        print(f"{min(times):7.0f} {median:7.0f} {cpu:5.0f} {count:6} {done.returncode:4}  {line}", flush=True)
        if median > AIMS[given[0]]:
            slow.append(line)
    if slow:
        print(f"over the aim: {len(slow)} of {len(lines)}")
    sys.exit(1 if slow and args.limits else 0)


if __name__ == "__main__":
    main()
