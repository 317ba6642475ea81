#!/bin/sh
# Trains the tagger's model: fetches the word lists by name and version, then runs the training program.
# Usage, from the root of the repository: sh data/build/tagger/train.sh CORPORA OUTPUT
# CORPORA is a folder with gum.jsonl, crossner.jsonl, wikigold.jsonl, ewt.jsonl and wnut17.jsonl: a sentence a line,
# {"doc", "tokens", "tags"}, BIO over LOC, PER, ORG and MISC. data/README.md names their sources.
# Needs apt-get and dpkg-deb (Debian 12), python3 with pip, and cargo. The same input gives the same bytes.
#
#   PyPI   names 0.3.0                     names of the United States census of 1990
#   Debian wamerican-small 2020.12.07-2    common English words
set -eu
CORPORA=${1:?usage: train.sh CORPORA OUTPUT}
OUT=${2:?usage: train.sh CORPORA OUTPUT}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
(
    cd "$WORK"
    python3 -m pip download -q --no-deps --no-binary :all: names==0.3.0
    tar -xzf names-0.3.0.tar.gz --strip-components=2 --wildcards '*/names/dist.*'
    apt-get download -q wamerican-small=2020.12.07-2
    dpkg-deb -x wamerican-small_*.deb deb
    mv deb/usr/share/dict/american-english-small .
)
cargo run -q --release --example train_tagger -- "$CORPORA" "$WORK" "$OUT"
ls -l "$OUT"
sha256sum "$OUT"
