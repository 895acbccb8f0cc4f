#!/usr/bin/env python3
"""Cuts the data of the samples out of the full public files. Deterministic: the same input gives the same bytes.

    samples/tools/extract.py FULL_DATA_FOLDER

FULL_DATA_FOLDER holds loyalty/online_retail.csv.gz, fleet/capmetrics/*.csv.gz and
helpdesk/incident_event_log.opened_before_2016-05-01.csv.gz, byte-identical to their sources.
"""
import gzip
import pathlib
import shutil
import sys

SAMPLES = pathlib.Path(__file__).resolve().parent.parent
FLEET_DAYS = ["2015-03-08", "2016-02-14", "2016-11-24", "2016-12-18"]


def cut(source, target, keep):
    """Copies the header and the lines that `keep` accepts, without a file name or a time in the gzip head."""
    with gzip.open(source, "rb") as lines, open(target, "wb") as out:
        with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=9) as packed:
            for number, line in enumerate(lines):
                if number == 0 or keep(line):
                    packed.write(line)


def loyalty_day(line):
    """Whole days from 14 November 2011 to the end. The time is the first field that looks like one."""
    for field in line.split(b","):
        if field[:5] == b"2011-" and field[10:11] == b" ":
            return field[:10] >= b"2011-11-14"
    return False


def helpdesk_opened(line):
    """Tickets opened from 1 to 12 March 2016."""
    day, month, _ = line.split(b",")[9].split(b" ")[0].split(b"/")
    return month == b"3" and int(day) <= 12


def main():
    full = pathlib.Path(sys.argv[1])
    cut(full / "loyalty/online_retail.csv.gz", SAMPLES / "loyalty/data/online_retail_2011-11-14_to_2011-12-09.csv.gz", loyalty_day)
    cut(full / "helpdesk/incident_event_log.opened_before_2016-05-01.csv.gz",
        SAMPLES / "helpdesk/data/incident_event_log_2016-03-01_to_12.csv.gz", helpdesk_opened)
    for day in FLEET_DAYS:
        shutil.copyfile(full / f"fleet/capmetrics/{day}.csv.gz", SAMPLES / f"fleet/data/{day}.csv.gz")


if __name__ == "__main__":
    main()
