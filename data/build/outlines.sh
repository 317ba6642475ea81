#!/bin/sh
# Redraws the outlines of Russia and Ukraine in data/build/default/regions.geojson.
#
# Source: Natural Earth 10m country borders (public domain) as npm packs them in world-atlas 2.0.2
# (ISC). Needs npm and Python 3.9 or newer with venv; Shapely comes from PyPI. Run it from anywhere:
#
#     data/build/outlines.sh
#
# The three regions in the file are its input and stay as they are. The package draws Crimea and
# Sevastopol as Russia; here they are part of Ukraine (United Nations General Assembly resolution
# 68/262). Running it again writes the same bytes.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent world-atlas@2.0.2 >/dev/null
tar -xzf world-atlas-2.0.2.tgz package/countries-10m.json
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check shapely==2.1.2
venv/bin/python "$here/outlines.py" package/countries-10m.json "$here/default/regions.geojson"
