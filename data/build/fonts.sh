#!/bin/sh
# Makes the interface fonts: Noto Sans and Noto Serif cut down to Latin, Greek and Cyrillic.
# Usage: fonts.sh OUTPUT_FOLDER      (for example: sh data/build/fonts.sh assets/fonts)
# Needs apt-get, dpkg-deb and python3 with venv. Works in a temporary folder; needs no root.
# Sources: Debian fonts-noto-core 20201225-1 (Noto Sans, Noto Serif; signs they lack from Noto Sans Math and Symbols 2; SIL Open Font License 1.1), PyPI fonttools 4.55.3 (the tool only).
set -eu
OUT=${1:?usage: fonts.sh OUTPUT_FOLDER}
HERE=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
cd "$WORK"

apt-get download -q fonts-noto-core=20201225-1 2>/dev/null || { apt-get update -q && apt-get download -q fonts-noto-core=20201225-1; }
dpkg-deb -x fonts-noto-core_*.deb deb
python3 -m venv venv
venv/bin/pip install -q fonttools==4.55.3

# Latin with supplement, Extended-A and -B; spacing modifiers and combining marks in use; Greek; Cyrillic with supplement;
# Latin Extended Additional (Vietnamese, Welsh, transliteration); punctuation, superscripts, currency, letterlike signs,
# number forms, arrows, mathematical operators, box and geometric shapes: as far as each font has them.
UNICODES="U+0020-007E,U+00A0-024F,U+0250-0259,U+0292,U+02B0-02FF,U+0300-0338,U+0340-0345,U+0370-03FF,U+0400-052F,\
U+1E00-1EFF,U+2000-203E,U+2042,U+2044,U+2047-2049,U+2051,U+205F,U+2060,U+2070-209C,U+20A0-20BF,U+20DD,\
U+2100-2126,U+212A,U+212B,U+212E,U+2150-215F,U+2189,U+2190-2199,U+21D2,U+21D4,U+2200-220F,U+2211-2215,U+2218-221E,\
U+2227-222B,U+2236,U+223C,U+2248,U+2260-2265,U+226A,U+226B,U+22C5,U+2300-2305,U+25A0,U+25A1,U+25AA,U+25AB,U+25B2,\
U+25B3,U+25BC,U+25BD,U+25C6,U+25C7,U+25CA-25CC,U+25CF,U+25E6,U+2605,U+2606,U+2713,U+2717,U+FB01,U+FB02,U+FEFF,U+FFFD"

# SOURCE_DATE_EPOCH and --no-recalc-timestamp keep the bytes the same from run to run.
export SOURCE_DATE_EPOCH=1608854400
for F in NotoSans-Regular NotoSans-Bold NotoSerif-Regular NotoSerif-Bold; do
    SRC=deb/usr/share/fonts/truetype/noto/$F.ttf
    venv/bin/python "$HERE/fonts_merge.py" "$SRC" merged.ttf \
        deb/usr/share/fonts/truetype/noto/NotoSansMath-Regular.ttf deb/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf
    venv/bin/pyftsubset merged.ttf --output-file="$OUT/$F.ttf" --unicodes="$UNICODES" --no-hinting --desubroutinize \
        --layout-features='kern,mark,mkmk,ccmp,locl,tnum,lnum,pnum,onum,liga,frac,numr,dnom,sups,subs,case' \
        --no-glyph-names --notdef-outline --recommended-glyphs --no-recalc-timestamp --name-IDs='*' --drop-tables+=DSIG
done
cp "$HERE/OFL.txt" "$OUT/OFL.txt"
ls -l "$OUT"
