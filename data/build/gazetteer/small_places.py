"""Small places of the United States that have a post office but fewer people than GeoNames' cities500 counts."""

import json
import math
import re
from collections import defaultdict
from pathlib import Path

from .model import Gazetteer, Place
from .shapes import Counties, STATE_FIPS

# Within this distance a place of the same name is the same place.
SAME_KM = 20.0


def add(gazetteer: Gazetteer, sources: Path, counties: Counties) -> None:
    known = defaultdict(list)
    for place in gazetteer.places:
        if place.country == "US" and place.kind not in ("admin1", "admin2", "country"):
            for name in {place.name, *(name for name, _ in place.names)}:
                known[plain(name), place.admin1[3:]].append((place.lon, place.lat))
    script = (sources / "zipcodes/lib/codes.js").read_text(encoding="utf-8")
    offices = defaultdict(list)
    for _, entry in sorted(json.loads(script[script.index("{") : script.rindex("}") + 1].split(";\n")[0]).items()):
        lon, lat = entry["longitude"], entry["latitude"]
        if entry["state"] in STATE_FIPS and isinstance(lon, float) and isinstance(lat, float):
            # Firms with a code of their own are known by positions of two decimals; those of places are GeoNames' with more.
            if (round(lon, 2), round(lat, 2)) != (lon, lat):
                offices[written_out(entry["city"].strip()), entry["state"]].append((lon, lat))
    for (name, state), points in sorted(offices.items()):
        lon, lat = points[0]
        if any(distance_km(lon, lat, *other) < SAME_KM for other in known[plain(name), state]):
            continue
        county = counties.at(state, lon, lat)
        # Army posts abroad are booked in a state.
        if county is None or not re.fullmatch(r"[A-Z][A-Za-z' -]+", name):
            continue
        place = Place(name=name, kind="town", lon=round(lon, 5), lat=round(lat, 5), country="US", admin1=f"US.{state}")
        code = f"US.{state}.{county[2:]}"
        place.admin2 = code if code in gazetteer.admin2 else ""
        gazetteer.add(place)


# The post office's list knows neither apostrophes nor capitals within words.
SPELLINGS = [
    (r"^([DO]) (?=[A-Z])", r"\1'"),
    (r"\bMc ?([A-Za-z])", lambda match: "Mc" + match[1].upper()),
    (r"-([a-z])", lambda match: "-" + match[1].upper()),
    (r"\bAfb$", "Air Force Base"),
    (r"\bSpgs\b", "Springs"),
    (r"^N ", "North "),
    (r"^S ", "South "),
    (r"^E ", "East "),
    (r"^W ", "West "),
]


def written_out(name: str) -> str:
    for pattern, spelling in SPELLINGS:
        name = re.sub(pattern, spelling, name)
    return name


def plain(name: str) -> str:
    name = re.sub(r"[^a-z ]", "", name.lower().replace("-", " "))
    for short, long in (("st ", "saint "), ("ft ", "fort "), ("mt ", "mount "), ("mc ", "mc")):
        name = long + name[len(short) :] if name.startswith(short) else name
    return name


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 6371.0 * math.hypot(east, math.radians(other_lat - lat))
