"""Prints what the reader makes of files, as `tiendo import --dry-run --json` would: read_json.py [--roster FILE.csv] FILE…"""

import csv
import json
import sys
from pathlib import Path

from directives.model import Roster, UnitName
from directives.parse import parse


def roster_of(path: Path) -> Roster:
    """The roster of a .csv with the columns name, kind, parent, aliases, members."""
    with path.open(encoding="utf-8", newline="") as lines:
        return Roster(
            tuple(
                UnitName(row["name"], row["kind"], _several(row["aliases"]), row["parent"], _several(row["members"]))
                for row in csv.DictReader(lines)
            )
        )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def main(arguments: list[str]) -> None:
    """Reads each file in turn; one object for one file, a list for several."""
    roster = Roster()
    if arguments[:1] == ["--roster"]:
        roster, arguments = roster_of(Path(arguments[1])), arguments[2:]
    read = [parse(Path(name).name, Path(name).read_bytes(), roster).to_json() for name in arguments]
    print(json.dumps(read[0] if len(read) == 1 else read, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
