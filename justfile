# Daily work. `just` lists what there is (https://just.systems); each recipe is a few plain commands.

_list:
    @just --list

# Everything that must hold before a change goes in
ci:
    .ci/run

# All tests; `just test positions` runs those with "positions" in their name
test *NAME:
    cargo test {{NAME}}

# Build the wheel of the Python package and test it as it is installed
python:
    python/run

# Rebuild output/ from the two articles, with the picture (needs Graphviz)
output:
    cargo run --release -- build articles -o output
    dot -Tsvg output/graph.dot -o output/graph.svg
    printf '<!-- drawn from graph.dot, sha256 %s -->\n' "$(sha256sum < output/graph.dot | cut -d ' ' -f 1)" >> output/graph.svg

# The picture of the page for the README, after `tests/interop/run` has fetched what it takes (needs Chromium)
page-picture:
    cp tests/interop/picture.mjs target/interop/
    node target/interop/picture.mjs output/graph.html output/page.png

# Benchmarks, a stage at a time
bench:
    cargo bench

# Fixture of spaCy's own output, which the engine is held to (its head says what Python needs)
fixtures:
    python3 tests/fixtures/parity/make.py

# Look for inputs that break a target of fuzz/, for so many seconds: `just fuzz pipeline 600` (fuzz/README.md)
fuzz TARGET SECONDS="60":
    mkdir -p fuzz/work/{{TARGET}}
    cargo fuzz run --sanitizer none {{TARGET}} fuzz/work/{{TARGET}} fuzz/corpus/{{TARGET}} -- \
        -max_total_time={{SECONDS}} -timeout=20 -rss_limit_mb=3000 -max_len=4096

# Time and memory by the length of a document, for hard shapes of text too
length *SHAPE:
    cargo build --release
    python3 benches/length.py {{SHAPE}}
