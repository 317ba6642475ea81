"""Middles of divisions out of their outlines: first-level ones of the world, counties of the United States."""

import json
import sqlite3
import struct
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

STATE_FIPS = dict(
    AL="01", AK="02", AZ="04", AR="05", CA="06", CO="08", CT="09", DE="10", DC="11", FL="12", GA="13", HI="15", ID="16",
    IL="17", IN="18", IA="19", KS="20", KY="21", LA="22", ME="23", MD="24", MA="25", MI="26", MN="27", MS="28", MO="29",
    MT="30", NE="31", NV="32", NH="33", NJ="34", NM="35", NY="36", NC="37", ND="38", OH="39", OK="40", OR="41", PA="42",
    RI="44", SC="45", SD="46", TN="47", TX="48", UT="49", VT="50", VA="51", WA="53", WV="54", WI="55", WY="56",
)  # fmt: skip

# How many of a division's towns are asked in which shape they lie.
VOTERS = 25
# So many of them make a shape that of more divisions than one.
QUORUM = 5

Ring = list[tuple[float, float]]


@dataclass
class Parted:
    """A division of before it was parted into those of today."""

    country: str
    names: list[str]
    lon: float
    lat: float


def first_level(path: Path, gazetteer) -> tuple[dict[str, tuple[float, float]], dict[str, list[str]], list[Parted]]:
    """Division to middle, and to its names in Natural Earth if its shape is all of it. A shape belongs to the division
    that most of the towns asked inside it belong to: codes and names of the shapes are of another year than the towns'. A
    shape that holds most of the towns of several divisions is one of before they were parted; those are the third."""
    voters = defaultdict(list)
    for place in sorted(gazetteer.places, key=lambda place: (-place.population, place.id or 0)):
        if place.admin1 and len(voters[place.admin1]) < VOTERS:
            voters[place.admin1].append(place)
    by_country = defaultdict(list)
    for code, towns in voters.items():
        by_country[code[:2]].extend((town.lon, town.lat, code) for town in towns)

    shapes = []
    query = "select geom, iso_a2, fips, name, woe_name, gn_name from states_provinces order by fid"
    for blob, country, fips, *spellings in sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(query):
        # The package draws Crimea and Sevastopol as Russia's.
        country = "UA" if fips in ("UP11", "UP20") else country
        polygons = wkb(blob)
        votes = Counter(
            code
            for lon, lat, code in by_country.get(country, ())
            if any(contains(rings, lon, lat) for rings in polygons)
        )
        if votes:
            largest = max(map(middle, (rings[0] for rings in polygons)), key=lambda part: part[0])
            shapes.append((country, votes, largest, [name.strip() for name in spellings if name]))

    parts, names, parted = defaultdict(list), defaultdict(list), []
    for country, votes, largest, spellings in shapes:
        held = [code for code, count in votes.items() if count >= QUORUM and 2 * count > len(voters[code])]
        if len(held) > 1:
            parted.append(Parted(country, spellings, round(largest[1], 4), round(largest[2], 4)))
            continue
        code = max(sorted(votes), key=votes.__getitem__)
        names[code].append(spellings)
        parts[code].append(largest)
    middles = {}
    for code, pieces in parts.items():
        area = sum(piece[0] for piece in pieces)
        lon = sum(piece[0] * piece[1] for piece in pieces) / area
        lat = sum(piece[0] * piece[2] for piece in pieces) / area
        middles[code] = (round(lon, 4), round(lat, 4))
    return middles, {code: pieces[0] for code, pieces in names.items() if len(pieces) == 1}, parted


class Counties:
    """The counties of the United States by their FIPS codes, state and county together."""

    def __init__(self, path: Path) -> None:
        topology = json.loads(path.read_bytes())
        (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
        arcs = []
        for arc in topology["arcs"]:
            x = y = 0
            line = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((x * sx + tx, y * sy + ty))
            arcs.append(line)

        def ring(indices: list[int]) -> Ring:
            points: Ring = []
            for index in indices:
                line = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += line[1:] if points else line
            return points

        self.shapes: dict[str, list[list[Ring]]] = {}
        self.names: dict[str, str] = {}
        for county in topology["objects"]["counties"]["geometries"]:
            polygons = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
            self.shapes[county["id"]] = [[ring(r) for r in rings] for rings in polygons]
            self.names[county["id"]] = county["properties"]["name"]
        self.by_state = defaultdict(list)
        for fips in sorted(self.shapes):
            box = bounds([rings[0] for rings in self.shapes[fips]])
            self.by_state[fips[:2]].append((fips, box))

    def middle(self, fips: str) -> tuple[float, float] | None:
        if fips not in self.shapes:
            return None
        _, lon, lat = max(map(middle, (rings[0] for rings in self.shapes[fips])), key=lambda part: part[0])
        return round(lon, 4), round(lat, 4)

    def at(self, state: str, lon: float, lat: float) -> str | None:
        for fips, (west, south, east, north) in self.by_state[STATE_FIPS.get(state, "")]:
            if west <= lon <= east and south <= lat <= north:
                if any(contains(rings, lon, lat) for rings in self.shapes[fips]):
                    return fips
        return None


def bounds(rings: list[Ring]) -> tuple[float, float, float, float]:
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def middle(ring: Ring) -> tuple[float, float, float]:
    """Area and centroid of a ring, on the plane; the area shrinks with latitude only roughly, which is enough to
    choose the largest part of a division."""
    x0, y0 = ring[0]
    area = cx = cy = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        ax, ay, bx, by = ax - x0, ay - y0, bx - x0, by - y0
        cross = ax * by - bx * ay
        area += cross
        cx += (ax + bx) * cross
        cy += (ay + by) * cross
    if area == 0:
        return 0.0, x0, y0
    return abs(area) / 2, x0 + cx / (3 * area), y0 + cy / (3 * area)


def contains(rings: list[Ring], x: float, y: float) -> bool:
    """Whether a point lies in a polygon, its holes left out."""
    inside = False
    for ring in rings:
        ax, ay = ring[-1]
        for bx, by in ring:
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
            ax, ay = bx, by
    return inside


def wkb(blob: bytes) -> list[list[Ring]]:
    """The polygons of a GeoPackage geometry: its header, then well-known binary."""
    envelope = [0, 32, 48, 48, 64][(blob[3] >> 1) & 7]
    at = 8 + envelope

    def unpack(form: str):
        nonlocal at
        values = struct.unpack_from(order + form, blob, at)
        at += struct.calcsize(order + form)
        return values if len(values) > 1 else values[0]

    order = "<" if blob[at] == 1 else ">"
    at += 1
    kind = unpack("I")
    assert kind in (3, 6), kind
    polygons = []
    for _ in range(unpack("I") if kind == 6 else 1):
        if kind == 6:
            at += 5
        rings = []
        for _ in range(unpack("I")):
            count = unpack("I")
            flat = struct.unpack_from(f"{order}{2 * count}d", blob, at)
            at += 16 * count
            rings.append(list(zip(flat[::2], flat[1::2])))
        polygons.append(rings)
    return polygons
