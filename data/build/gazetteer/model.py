"""Places with their names, collected from all sources, and how they are written."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

# How a name is borne, as the library's NameForm has it.
ALTERNATE, FORMER, SHORT, DEMONYM = "alternate", "former", "short", "demonym"
ABBREVIATION, POSTAL = "abbreviation", "postal"


@dataclass(eq=False)
class Place:
    name: str
    kind: str
    lon: float
    lat: float
    id: int | None = None
    population: int = 0
    country: str = ""  # ISO 3166-1 alpha-2
    admin1: str = ""  # "RU.41"
    admin2: str = ""  # "US.LA.079"
    weight: float = 0.0  # sorts the places; people, or what stands for them
    names: list = field(default_factory=list)  # (name, form)

    def add(self, form: str, *names: str) -> None:
        self.names.extend((name, form) for name in names if name)


class Gazetteer:
    def __init__(self) -> None:
        self.places: list[Place] = []
        self.by_id: dict[int, Place] = {}
        self.by_country: dict[str, Place] = {}
        self.admin1: dict[str, Place] = {}
        self.admin2: dict[str, Place] = {}

    def add(self, place: Place) -> Place:
        self.places.append(place)
        if place.id is not None:
            assert place.id not in self.by_id, place
            self.by_id[place.id] = place
        return place

    def write(self, tables: Path) -> None:
        # Equal weights are told apart by what does not change between two runs.
        places = sorted(self.places, key=lambda p: (-p.weight, p.kind, p.id or 0, p.name, p.lon, p.lat))
        with open(tables / "places.tsv", "w", encoding="utf-8") as out:
            for p in places:
                fields = [p.name, p.id or "", f"{p.lon:.5f}", f"{p.lat:.5f}", p.population, p.kind]
                fields += [p.country, p.admin1, p.admin2]
                print(*map(clean, fields), sep="\t", file=out)
        with open(tables / "names.tsv", "w", encoding="utf-8") as out:
            for number, p in enumerate(places):
                written = dict.fromkeys(p.names)
                written |= dict.fromkeys((v, form) for name, form in [(p.name, ALTERNATE), *p.names] for v in variants(name))
                for name, form in written:
                    print(number, form, clean(name), sep="\t", file=out)
        for kind, count in sorted(Counter(p.kind for p in places).items()):
            print(f"{kind:12} {count:8}")


def clean(value: object) -> str:
    return " ".join(str(value).split())


# Saint, Mount and Fort are written out here and short there.
SHORTENED = [("Saint ", "St. "), ("Sainte ", "Ste. "), ("Saint-", "St-"), ("Sainte-", "Ste-"), ("Mount ", "Mt. "), ("Fort ", "Ft. ")]
SHORTENED += [(f"Lake {long}", f"Lake {short}") for long, short in SHORTENED[:1]]


def variants(name: str) -> list[str]:
    found = [short + name[len(long) :] for long, short in SHORTENED if name.startswith(long)]
    found += [long + name[len(short) :] for long, short in SHORTENED if name.startswith(short)]
    return found + [long + name[len(short) - 1 :] for long, short in (("Saint", "St "), ("Mount", "Mt "), ("Fort", "Ft ")) if name.startswith(short)]
