#!/usr/bin/env python3
"""Makes the data extracts of the samples out of the full public files.

    python3 samples/tools/make-extracts.py DATA_DIRECTORY

DATA_DIRECTORY holds loyalty/, fleet/ and helpdesk/ as downloaded. The same input gives the same lines; rows are never changed,
only chosen, in the order of the file. The one exception is stops.csv.gz, where the validity that the file name carries becomes a column.
"""

import csv
import gzip
import io
import sys
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent
FLEET_DAYS = ["2015-03-08", "2015-03-18", "2016-11-24", "2016-12-17", "2016-12-18"]
STOP_PERIODS = ["20150823_20160116", "20160110_20160820", "20160821_20170121"]


def read_lines(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return file.read().splitlines(keepends=True)


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    # No name and no time in the header, so that the bytes depend on the lines alone.
    with open(path, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as file:
        file.write("".join(lines).encode("utf-8"))
    print(f"{path.relative_to(SAMPLES)}: {len(lines) - 1:,} rows, {path.stat().st_size:,} bytes")


def choose(lines, keep):
    """The header and the lines whose record passes. No record of these files spans lines."""
    records = list(csv.reader(io.StringIO("".join(lines), newline="")))
    assert len(records) == len(lines), "a record spans lines"
    index = {name: position for position, name in enumerate(records[0])}
    return lines[:1] + [line for line, record in zip(lines[1:], records[1:]) if keep(record, index)]


def loyalty(data):
    lines = read_lines(data / "loyalty" / "online_retail.csv.gz")
    chosen = choose(lines, lambda record, index: record[index["InvoiceDate"]] >= "2011-10-01")
    write(SAMPLES / "loyalty" / "data" / "online_retail_2011-10-01_2011-12-09.csv.gz", chosen)


def fleet(data):
    for day in FLEET_DAYS:
        write(SAMPLES / "fleet" / "data" / f"{day}.csv.gz", read_lines(data / "fleet" / "capmetrics" / f"{day}.csv.gz"))
    stops = []
    for period in STOP_PERIODS:
        lines = read_lines(data / "fleet" / "capmetrics_reference" / f"stops_{period}.csv.gz")
        start = f"{period[:4]}-{period[4:6]}-{period[6:8]}"
        stops = stops or ["valid_from," + lines[0]]
        stops += [f"{start},{line}" for line in lines[1:]]
    write(SAMPLES / "fleet" / "data" / "stops.csv.gz", stops)


def helpdesk(data):
    def opened_since(record, index):
        day, month, _ = record[index["opened_at"]].split(" ")[0].split("/")
        return (int(month), int(day)) >= (4, 11)

    lines = read_lines(data / "helpdesk" / "incident_event_log.opened_before_2016-05-01.csv.gz")
    write(SAMPLES / "helpdesk" / "data" / "incidents_opened_2016-04-11_2016-04-30.csv.gz", choose(lines, opened_since))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    loyalty(source)
    fleet(source)
    helpdesk(source)
