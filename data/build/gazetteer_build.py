"""The gazetteer as tables, out of packages. Usage: gazetteer_build.py SOURCES TABLES (see gazetteer.sh).

Writes places.tsv (one place a line, the weightiest first, so that a place's number is its rank) and
names.tsv (number, form, name). Names are written as they are
spelt; folding, indexing and packing is the business of build_gazetteer.rs, which uses the library's own code for it.
"""

import sys
from pathlib import Path

from gazetteer import cities, divisions, facts, rivers, small_places
from gazetteer.shapes import Counties
from gazetteer.model import Gazetteer


def main(sources: Path, tables: Path) -> None:
    facts_folder = Path(__file__).parent / "gazetteer"
    gazetteer = Gazetteer()
    facts.countries(gazetteer, sources, facts_folder)
    cities.add(gazetteer, sources)
    counties = Counties(sources / "us-atlas/counties-10m.json")
    divisions.add(gazetteer, sources, facts_folder, counties)
    small_places.add(gazetteer, sources, counties)
    facts.regions(gazetteer, facts_folder)
    rivers.add(gazetteer, sources / "magics")
    facts.names(gazetteer, facts_folder)
    gazetteer.write(tables)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
