#!/usr/bin/env python3
"""Demarche under Apache Spark: articles in, one graph out, the same bytes as on one machine.

    spark-submit scale/spark.py 'hdfs:///news/*.jsonl.gz' -o hdfs:///graph --program target/release/demarche

Every task pipes its lines through one `demarche extract`. The records are kept in OUTPUT/records, and a job that broke
after them starts from there. Then the records of each part become a graph, and graphs are put together some at a time
with `demarche merge`, until one is left: OUTPUT/graph.jsonld. Merging is a union, so neither the number of parts nor
the order in which they come changes a byte.

An article that cannot be read is left out, and told at the end and in OUTPUT/unread.txt; the exit code is then 2, as
the program's own.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import threading

from pyspark import AccumulatorParam, SparkFiles, TaskContext
from pyspark.sql import SparkSession

NOT_ALL_READ = 2
"""The exit code of the program, and of this job, when an article could not be read."""


class Union(AccumulatorParam):
    """Sets, put together: a task that is run again adds nothing new."""

    def zero(self, value):
        return set()

    def addInPlace(self, one, other):
        return one | other


class Program:
    """The program, as an executor calls it."""

    def __init__(self, path, installed, complaints):
        self.path = path
        self.installed = installed
        self.complaints = complaints

    def start(self, *options, **streams):
        path = self.path if self.installed else SparkFiles.get(os.path.basename(self.path))
        return subprocess.Popen([path, *options], **streams)

    def end(self, process, errors):
        """Waits for its end and notes which lines it could not read. Raises when the program itself failed."""
        code = process.wait()
        errors.seek(0)
        said = [line.strip() for line in errors.read().decode("utf-8", "replace").splitlines() if line.strip()]
        unread = [line for line in said if line.startswith("error: standard input:")]
        if code not in (0, NOT_ALL_READ) or (code == NOT_ALL_READ and not unread):
            raise RuntimeError(f"{process.args[:2]} ended with {code}:\n" + "\n".join(said[-20:]))
        part = f"part {TaskContext.get().partitionId()}, line "
        self.complaints.add({line.replace("error: standard input:", part) for line in unread})

    def extract(self, options):
        """From the articles of a part to their records, a line each."""
        def run(lines):
            lines = iter(lines)
            first = next(lines, None)
            if first is None:
                return
            lines = itertools.chain([first], lines)
            with tempfile.TemporaryFile() as errors:
                process = self.start("extract", "-", "--input-format", "jsonl", "--jobs", "1", *options,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)

                def feed():
                    try:
                        with process.stdin as pipe:
                            pipe.writelines(line.encode("utf-8") + b"\n" for line in lines)
                    except BrokenPipeError:
                        pass  # The program ended before its input did; its exit code tells why.

                feeder = threading.Thread(target=feed, daemon=True)
                feeder.start()
                for record in process.stdout:
                    yield record.decode("utf-8").rstrip("\n")
                feeder.join()
                self.end(process, errors)
        return run

    def fold_records(self, records):
        """From the records of a part to their graph."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "records.jsonl")
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{record}\n" for record in records)
            if os.path.getsize(path):
                yield self.merge(folder, [path])

    def fold_graphs(self, graphs):
        """From the graphs of a part to one."""
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, graph in enumerate(graphs):
                paths.append(os.path.join(folder, f"{number}.jsonld"))
                with open(paths[-1], "wb") as file:
                    file.write(graph)
            if paths:
                yield self.merge(folder, paths)

    def merge(self, folder, paths):
        graph = os.path.join(folder, "graph.jsonld")
        with tempfile.TemporaryFile() as errors:
            self.end(self.start("merge", *paths, "-o", graph, stderr=errors), errors)
        with open(graph, "rb") as file:
            return file.read()


class Folder:
    """The output, wherever its path leads: a local disk, HDFS, an object store."""

    def __init__(self, spark, path):
        self.jvm = spark._jvm
        self.configuration = spark._jsc.hadoopConfiguration()
        self.path = path.rstrip("/")

    def file(self, name):
        path = self.jvm.org.apache.hadoop.fs.Path(f"{self.path}/{name}")
        return path.getFileSystem(self.configuration), path

    def has(self, name):
        system, path = self.file(name)
        return system.exists(path)

    def delete(self, name):
        system, path = self.file(name)
        system.delete(path, True)

    def write(self, name, data):
        system, path = self.file(name)
        stream = system.create(path, True)
        try:
            for start in range(0, len(data), 1 << 24):
                stream.write(bytearray(data[start:start + (1 << 24)]))
        finally:
            stream.close()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", nargs="+",
                        help="JSON Lines of articles, each with an id: files, folders or patterns; .gz too")
    parser.add_argument("-o", "--output", required=True, help="folder for records/, unread.txt and graph.jsonld")
    parser.add_argument("--program", default="demarche", help="path of the program, which is sent to the executors")
    parser.add_argument("--installed", action="store_true",
                        help="every executor has the program at that path, and it need not be sent")
    parser.add_argument("--parts", type=int, help="how many parts to read the articles in [default: Spark's own]")
    parser.add_argument("--fan-in", type=int, default=8, help="how many graphs are put together at a time [default: 8]")
    parser.add_argument("--records", action="store_true", help="stop when the records are written, and make no graph")
    parser.add_argument("--option", action="append", default=[],
                        help="an option of demarche extract, as --option=--min-confidence=0.5; may be given again")
    options = parser.parse_args()
    if options.fan_in < 2:
        parser.error("--fan-in must be 2 or more")
    if not options.installed and not os.path.isfile(options.program):
        parser.error(f"{options.program} is no file; build it with: cargo build --release, or give --installed")
    return options


def main():
    options = arguments()
    spark = SparkSession.builder.appName("demarche").getOrCreate()
    context = spark.sparkContext
    if not options.installed:
        context.addFile(os.path.abspath(options.program))
    complaints = context.accumulator(set(), Union())
    program = Program(options.program, options.installed, complaints)
    output = Folder(spark, options.output)

    # It is written last: records without it are those of a job that broke while it read.
    if not output.has("unread.txt"):
        output.delete("records")
        articles = context.textFile(",".join(options.input)).filter(str.strip)
        if options.parts:
            articles = articles.repartition(options.parts)
        articles.mapPartitions(program.extract(options.option)).saveAsTextFile(f"{output.path}/records")
        told = "".join(f"{line}\n" for line in sorted(complaints.value))
        output.write("unread.txt", told.encode("utf-8"))

    unread = context.textFile(f"{output.path}/unread.txt").collect()
    found = options.records or fold(context, program, output, options.fan_in)
    spark.stop()

    for line in unread:
        print(line, file=sys.stderr)
    if not found:
        sys.exit("no article could be read: there is no graph to write")
    sys.exit(NOT_ALL_READ if unread else 0)


def fold(context, program, output, fan_in):
    """Makes one graph of the records, and tells whether there was anything to make it of."""
    graphs = context.textFile(f"{output.path}/records").mapPartitions(program.fold_records)
    while graphs.getNumPartitions() > 1:
        parts = -(-graphs.getNumPartitions() // fan_in)
        graphs = graphs.coalesce(parts, shuffle=True).mapPartitions(program.fold_graphs)
    graph = graphs.collect()
    if graph:
        output.write("graph.jsonld", graph[0])
    return bool(graph)


if __name__ == "__main__":
    main()
