# Daily work. `just` lists what there is (https://just.systems); each recipe is a few plain commands.

_list:
    @just --list

# Everything that must hold before a change goes in
ci:
    .ci/run

# All tests; `just test positions` runs those with "positions" in their name
test *NAME:
    cargo test {{NAME}}

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

# Fit data/confidence.toml anew to the annotated articles, and print how well it is calibrated
confidence:
    cargo run --release --example fit_confidence -- data/confidence.toml tests/gold/dev

# Fixture of spaCy's own output, which the engine is held to (its head says what Python needs)
fixtures:
    python3 tests/fixtures/parity/make.py
