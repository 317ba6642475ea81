"""Draw the outlines of Russia and Ukraine into a file of regions (see outlines.sh).

usage: outlines.py COUNTRIES REGIONS

COUNTRIES is `countries-10m.json` of the npm package world-atlas. REGIONS is a GeoJSON file; what it
holds under the names "Russia" and "Ukraine" is replaced, everything else in it stays as it is.
"""

import json
import math
import sys

from shapely import get_coordinates
from shapely.affinity import translate
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, mapping, shape
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

RUSSIA, UKRAINE = "643", "804"  # ISO 3166-1 numeric
# A point of Crimea: the shape around it is moved from Russia's outline to Ukraine's.
SIMFEROPOL = Point(34.1, 44.95)
# The most that simplifying may move a line, in metres.
BORDER_M = 250  # between Russia and Ukraine
UKRAINE_M = 1_500
RUSSIA_M = 4_500
# Islands and gaps smaller than this are left out.
UKRAINE_KM2 = 100
RUSSIA_KM2 = 1_500
# Vertices of the regions are kept where they lie this close to the outline, so that the two coincide.
SAME_DEG = 2e-5


def decode(topology):
    """The arcs of a TopoJSON topology as lists of (longitude, latitude)."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in deltas:
            x, y = x + step_x, y + step_y
            arc.append((x * kx + dx, y * ky + dy))
        arcs.append(arc)
    return arcs


def simplify(line, tolerance_m, keep):
    """Douglas and Peucker; both ends and every vertex that `keep` holds for stay."""
    kx = 111_320 * math.cos(math.radians(sum(y for _, y in line) / len(line)))
    flat = [(x * kx, y * 111_320) for x, y in line]
    stay = {0, len(line) - 1} | {i for i, point in enumerate(line) if keep(point)}
    if line[0] == line[-1]:  # A ring: the vertex farthest from its start is an end as well.
        stay.add(max(range(len(flat)), key=lambda i: math.dist(flat[i], flat[0])))
    fixed = sorted(stay)
    spans = list(zip(fixed, fixed[1:]))
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        chord = LineString([flat[first], flat[last]]) if flat[first] != flat[last] else Point(flat[first])
        far, at = max((chord.distance(Point(flat[i])), i) for i in range(first + 1, last))
        if far > tolerance_m:
            stay.add(at)
            spans += [(first, at), (at, last)]
    return [line[i] for i in sorted(stay)]


def ring(arcs, ids):
    points = []
    for i in ids:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points


def unwrap(points):
    """Longitudes without a jump at the antimeridian."""
    out = [points[0]]
    for x, y in points[1:]:
        while x - out[-1][0] > 180:
            x -= 360
        while x - out[-1][0] < -180:
            x += 360
        out.append((x, y))
    return out


def polygons(geometry):
    if geometry.geom_type == "Polygon":
        return [geometry]
    return [part for part in getattr(geometry, "geoms", []) if part.geom_type == "Polygon"]


def cut(polygon):
    """The parts of a polygon east and west of the antimeridian, within -180 to 180 degrees."""
    parts = []
    for shift in (-360, 0, 360):
        window = box(-180 - shift, -90, 180 - shift, 90)
        parts += [translate(part, shift) for part in polygons(polygon.intersection(window))]
    return parts


def km2(polygon):
    return polygon.area * 111.32**2 * math.cos(math.radians(polygon.centroid.y))


def assemble(arcs, lists, least_km2):
    parts = []
    for rings in lists:
        outer, *holes = [unwrap(ring(arcs, ids)) for ids in rings]
        if len(outer) < 4:
            continue
        polygon = Polygon(outer, [hole for hole in holes if len(hole) >= 4])
        if not polygon.is_valid:
            polygon = polygon.buffer(0)
        parts += cut(polygon)
    whole = unary_union(parts)
    kept = []
    for part in polygons(whole):
        if km2(part) >= least_km2:
            kept.append(Polygon(part.exterior, [h for h in part.interiors if km2(Polygon(h)) >= least_km2]))
    return kept


def outline(name, source, parts):
    """A feature with five decimals, without repeated vertices, wound as RFC 7946 asks."""
    rounded = []
    for part in parts:
        rings = []
        for line in (part.exterior, *part.interiors):
            points = []
            for x, y in line.coords:
                point = (round(x, 5), round(y, 5))
                if not points or points[-1] != point:
                    points.append(point)
            rings.append(points)
        rounded.append(orient(Polygon(rings[0], rings[1:])))
    rounded.sort(key=lambda part: -part.area)
    whole = rounded[0] if len(rounded) == 1 else MultiPolygon(rounded)
    assert whole.is_valid, name
    print(f"{name}: {len(rounded)} parts, {len(get_coordinates(whole))} vertices", file=sys.stderr)
    return {
        "type": "Feature",
        "properties": {"name": name, "source": source},
        "geometry": json.loads(json.dumps(mapping(whole))),
    }


def main():
    topology = json.load(open(sys.argv[1], encoding="utf-8"))
    with open(sys.argv[2], encoding="utf-8") as file:
        collection = json.load(file)
    regions = [f for f in collection["features"] if f["properties"]["name"] not in ("Russia", "Ukraine")]

    countries = {str(g.get("id")): g["arcs"] for g in topology["objects"]["countries"]["geometries"]
                 if str(g.get("id")) in (RUSSIA, UKRAINE)}
    arcs = decode(topology)
    crimea = [rings for rings in countries[RUSSIA] if Polygon(ring(arcs, rings[0])).contains(SIMFEROPOL)]
    assert len(crimea) == 1
    lists = {
        RUSSIA: [rings for rings in countries[RUSSIA] if rings not in crimea],
        UKRAINE: countries[UKRAINE] + crimea,
    }

    corners = {}
    for x, y in {tuple(c) for f in regions for c in get_coordinates(shape(f["geometry"])).tolist()}:
        corners.setdefault((round(x, 3), round(y, 3)), []).append((x, y))

    def keep(point):
        x, y = point
        return any(
            math.dist(point, other) < SAME_DEG
            for dx in (-0.001, 0, 0.001)
            for dy in (-0.001, 0, 0.001)
            for other in corners.get((round(x + dx, 3), round(y + dy, 3)), ())
        )

    used = {key: {i if i >= 0 else ~i for rings in lists[key] for ids in rings for i in ids} for key in lists}
    for i in used[RUSSIA] | used[UKRAINE]:
        shared = i in used[RUSSIA] and i in used[UKRAINE]
        tolerance = BORDER_M if shared else UKRAINE_M if i in used[UKRAINE] else RUSSIA_M
        arcs[i] = simplify(arcs[i], tolerance, keep)

    source = "Natural Earth 10m country borders (npm world-atlas 2.0.2), simplified; Crimea within Ukraine"
    collection["features"] = regions + [
        outline("Russia", source, assemble(arcs, lists[RUSSIA], RUSSIA_KM2)),
        outline("Ukraine", source, assemble(arcs, lists[UKRAINE], UKRAINE_KM2)),
    ]
    rows = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in collection["features"])
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n' + rows + "\n]}\n")


if __name__ == "__main__":
    main()
