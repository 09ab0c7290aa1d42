#!/bin/sh
# Records the figures of score.py, the scorer that the measures of `demarche eval` were first written down in, for the
# small case beside this script. The test in tests/eval.rs holds `demarche::eval` to them, and needs no Python.
#
# usage: tests/eval/record.sh PATH/TO/score.py
set -eu
scorer=$(realpath "$1")
cd "$(dirname "$0")"
python3 "$scorer" gold records.jsonl > score.txt
