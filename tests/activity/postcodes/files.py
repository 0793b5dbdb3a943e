"""Small directories in the published layouts. Postcodes are of hospitals; areas beside them are for the test only."""

import gzip
import zipfile
from pathlib import Path

OLD = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,ctry,"
    "rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,"
    "wz11,sicbl,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
)
NEW = (
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,hlth19cd,nhser24cd,"
    "ctry25cd,rgn25cd,pcon24cd,lsoa11cd,lsoa21cd,msoa21cd,sicbl24cd,icb23cd"
)
CCG = OLD.replace("sicbl", "ccg").replace(",icb,oa21,lsoa21,msoa21", ",stp")

COLUMNS = ("pcds", "country", "authority", "health", "small11", "small21", "commissioner", "ended")
ROWS = tuple(
    dict(zip(COLUMNS, row, strict=True))
    for row in (
        ("MK6 5LD", "E92000001", "E06000042", "", "E01016741", "E01035693", "E38000249", ""),
        ("LU4 0DZ", "E92000001", "E06000032", "", "E01015693", "", "E38000249", ""),
        ("M8 5RB", "E92000001", "E08000003", "", "E01005210", "E01005210", "E38000217", "202201"),
        ("CF14 4XW", "W92000004", "W06000015", "", "W01001787", "W01001787", "", ""),
        ("EH16 4SA", "S92000003", "S12000036", "S08000024", "S01008592", "", "", ""),
        ("BT12 6BA", "N92000002", "N09000003", "", "95GG45S2", "", "LCG1", ""),
        ("BT28 1AA", "N92000002", "N09000007", "", "", "", "LCG1", ""),
        ("BT6 9AA", "N92000002", "N09000007", "", "95ZZ01W1", "", "LCG2", ""),
        ("BT92 0AA", "N92000002", "N09000006", "", "", "", "LCG3", ""),
        ("IM4 4RJ", "M83000003", "M99999999", "", "M99999999", "", "", ""),
        ("SW1A 1AA", "E92000001", "E09000033", "", "E99999999", "E99999999", "", ""),
    )
)
NAMES = {
    OLD: {"authority": "oslaua", "health": "oshlthau", "country": "ctry", "small11": "lsoa11", "small21": "lsoa21",
          "commissioner": "sicbl", "ended": "doterm"},
    CCG: {"authority": "oslaua", "health": "oshlthau", "country": "ctry", "small11": "lsoa11", "commissioner": "ccg",
          "ended": "doterm"},
    NEW: {"authority": "lad25cd", "health": "hlth19cd", "country": "ctry25cd", "small11": "lsoa11cd",
          "small21": "lsoa21cd", "commissioner": "sicbl24cd", "ended": "doterm"},
}  # fmt: skip


def text(heading: str = OLD, rows=ROWS) -> str:
    """A directory as CSV, quoted as published."""
    names = NAMES[heading]
    lines = [heading]
    for row in rows:
        cells = {names[key]: value for key, value in row.items() if key in names} | {"pcds": row["pcds"]}
        lines.append(",".join(f'"{cells.get(column, "")}"' for column in heading.split(",")))
    return "\r\n".join(lines) + "\r\n"


def write(folder: Path, name: str = "ONSPD_FEB_2025_UK.csv", heading: str = OLD, rows=ROWS) -> Path:
    """The file, packed as its name says."""
    path, content = folder / name, text(heading, rows).encode()
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("Data/ONSPD_FEB_2025_UK.csv", content)
            archive.writestr("Data/multi_csv/ONSPD_FEB_2025_UK_AB.csv", content)
            archive.writestr("Documents/notes.txt", b"notes")
    else:
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path
