"""Rivers out of Natural Earth: the names, a point of the course about in the middle, and the country."""

import struct
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from .model import ALTERNATE, SHORT, Gazetteer, Place

# The package lost letters that are not ASCII: names as they are spelt. Others that lost some are left out.
SPELT = {
    "Amgun?": "Amgun", "Anadyr?": "Anadyr", "Argun? (Ergun)": "Argun", "Aripuan?": "Aripuanã", "B?nou?": "Bénoué (Benue)",
    "B?o-B?o": "Bío Bío", "Baoul?": "Baoulé", "Byk Menderes": "Büyük Menderes", "Caquet?": "Caquetá", "Caron?": "Caroní",
    "Copiap?": "Copiapó", "Dal?lven": "Dalälven", "G?ba": "Gêba", "Gh?ghara": "Ghaghara", "God?vari": "Godavari",
    "Gta lv": "Göta älv", "Gu?rico": "Guárico", "Guain?a": "Guainía", "Guapor?": "Guaporé", "Ibicu?": "Ibicuí",
    "Indals?lven": "Indalsälven", "Iva?": "Ivaí", "Japur?": "Japurá", "Juru?": "Juruá", "Juta?": "Jutaí",
    "Kiz?lirmak": "Kızılırmak", "Klarlven": "Klarälven", "Komo?": "Komoé", "L?rio": "Lúrio", "Lule lv": "Lule älv",
    "Mah?na Nad?": "Mahanadi", "Mamor?": "Mamoré", "Mara??n": "Marañón", "Neuqu?n": "Neuquén", "Niagra": "Niagara",
    "Ogoou?": "Ogooué", "Olen?k": "Olenyok", "Parana?ba": "Paranaíba", "Parna?ba": "Parnaíba", "Piau?": "Piauí",
    "Pnuco": "Pánuco", "Pungu?": "Pungwe", "Pur?s": "Purus", "Schelde (Steldt)": "Schelde", "Shabeelle": "Shabelle",
    "Susqehanna": "Susquehanna", "Skelleftelven": "Skellefteälven", "Tapaj?s": "Tapajós", "Thj?rs?": "Þjórsá",
    "Tiet?": "Tietê", "Tom?": "Tom", "Tornelven": "Torneälven", "Uaup?s": "Uaupés", "Vitava": "Vltava",
    "ngermanlven": "Ångermanälven", "Glomma (Glma)": "Glomma", "Pivd. Buh": "Southern Bug",
}  # fmt: skip
LOST = {
    "Chirrip del Atlntico", "Di?er Songhua", "Dnepre", "Grande Rivire de la Baleine", "Kr", "Mlzes", "Motala strm",
    "Purificacin", "Rhne", "Ro Grande de Matagalpa", "Ro Grande de Santiago", "Santa Mara", "Stora Lule lv",
    "Strymnas (Truma)", "Svernaya Dvina", "Tejo (Tagus)", "Zncara",
}  # fmt: skip
# Parts of rivers, and what is none.
PARTS = ("Branch", "Fork", "Canal", "Channel", "Delta", "Outlet", "Protoka", "Csatorna", "Bratul", "Braco")
# Parts of one river lie within so many degrees of each other; further apart are rivers of the same name.
APART = 4.0
# Where names of persons and things are also rivers', "the Hayes" needs its "River".
ENGLISH = {"US", "CA", "AU", "NZ", "GB", "IE", "ZA", ""}
# A river is in a country when so large a share of its course is nearest to towns of it.
MOSTLY = 0.85


def add(gazetteer: Gazetteer, folder: Path) -> None:
    """Those that the table of regions does not have yet."""
    known = {folded(name) for place in gazetteer.places if place.kind in ("river", "region", "lake") for name in names_of(place)}
    towns = {folded(place.name) for place in gazetteer.places if place.population >= 1_000}
    nearest = Nearest(gazetteer)
    for names, rank, points in rivers(folder):
        if any(folded(name) in known for name in names):
            continue
        lon, lat = middle(points)
        country = nearest.country(points)
        full = [name if written_out(name) else f"{name} River" for name in names]
        place = gazetteer.add(
            Place(name=full[0], kind="river", lon=lon, lat=lat, country=country, weight=3e4 if rank > 6 else 1e5)
        )
        place.add(ALTERNATE, *full[1:])
        for name in names:
            if not written_out(name):
                place.add(ALTERNATE, f"River {name}")
                if len(name) > 3 and country not in ENGLISH and folded(name) not in towns:
                    place.add(SHORT, name)


def names_of(place: Place) -> list[str]:
    return [place.name, *(name for name, _ in place.names)]


def written_out(name: str) -> bool:
    return name.startswith(("Rio ", "Bahr ", "Oued ", "Shatt ")) or name.endswith((" älv", "älven", "joki", "Nadi", " Nile", " Darya"))


def folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return plain.removesuffix(" river").removeprefix("river ").replace("-", " ")


def rivers(folder: Path) -> list[tuple[list[str], int, list[tuple[float, float]]]]:
    """Names, rank (small is large) and vertices of each river."""
    parts = defaultdict(list)
    table = zip(dbf(folder / "ne_10m_rivers_lake_centerlines.dbf"), shp(folder / "ne_10m_rivers_lake_centerlines.shp"), strict=True)
    for row, points in table:
        name = " ".join(SPELT.get(row["name"], row["name"]).split())
        damaged = row["name"] in LOST or any(char in name for char in "?\ufffd.")
        if name and points and not damaged and not any(part in name.split() for part in PARTS):
            parts[name].append((int(float(row["scalerank"])), points))
    found = []
    for name in sorted(parts):
        first, _, second = name.removesuffix(")").partition(" (")
        names = list(dict.fromkeys([second or first, first]))
        for group in together(parts[name]):
            found.append((names, min(rank for rank, _ in group), [point for _, points in group for point in points]))
    return found


def together(parts: list) -> list[list]:
    """Parts of one name by nearness."""
    groups: list[list] = []
    for part in parts:
        near = [group for group in groups if any(close(part[1], other) for _, other in group)]
        groups = [group for group in groups if group not in near] + [[part, *(p for group in near for p in group)]]
    return groups


def close(one: list, other: list) -> bool:
    one, other = (line[:: max(1, len(line) // 8)] for line in (one, other))
    return any(abs(ax - bx) < APART and abs(ay - by) < APART for ax, ay in one for bx, by in other)


def middle(points: list) -> tuple[float, float]:
    """The vertex nearest to the mean of all."""
    lon, lat = (sum(axis) / len(points) for axis in zip(*points))
    x, y = min(points, key=lambda point: (point[0] - lon) ** 2 + (point[1] - lat) ** 2)
    return round(x, 3), round(y, 3)


class Nearest:
    """Towns in cells of one degree."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.cells = defaultdict(list)
        for place in gazetteer.places:
            if place.population and place.country and place.kind not in ("country", "territory", "admin1", "admin2"):
                self.cells[int(place.lon // 1), int(place.lat // 1)].append(place)

    def country(self, points: list) -> str:
        votes = Counter(filter(None, (self.at(*point) for point in points[:: max(1, len(points) // 40)])))
        if not votes:
            return ""
        code, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return code if count >= MOSTLY * votes.total() else ""

    def at(self, lon: float, lat: float) -> str:
        x, y = int(lon // 1), int(lat // 1)
        around = [place for dx in (-1, 0, 1) for dy in (-1, 0, 1) for place in self.cells.get((x + dx, y + dy), ())]
        if not around:
            return ""
        return min(around, key=lambda place: (place.lon - lon) ** 2 + (place.lat - lat) ** 2).country


def dbf(path: Path) -> list[dict[str, str]]:
    """The rows of a dBASE table."""
    data = path.read_bytes()
    count, header, length = struct.unpack_from("<IHH", data, 4)
    fields, at = [], 32
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    rows = []
    for number in range(count):
        at = header + number * length + 1
        row = {}
        for name, width in fields:
            row[name] = data[at : at + width].decode("utf-8", "replace").strip()
            at += width
        rows.append(row)
    return rows


def shp(path: Path) -> list[list[tuple[float, float]]]:
    """The vertices of each line of a shapefile, its parts one after the other."""
    data = path.read_bytes()
    lines, at = [], 100
    while at < len(data):
        (words,) = struct.unpack_from(">I", data, at + 4)
        (kind,) = struct.unpack_from("<I", data, at + 8)
        if kind == 0:
            lines.append([])
        else:
            assert kind in (3, 13, 23), kind
            parts, count = struct.unpack_from("<II", data, at + 44)
            flat = struct.unpack_from(f"<{2 * count}d", data, at + 52 + 4 * parts)
            lines.append(list(zip(flat[::2], flat[1::2])))
        at += 8 + 2 * words
    return lines
