"""Writes a Parquet file with a decimal of as many digits as asked for: wide_decimals.py FILE DIGITS."""

import sys
from decimal import Decimal

import pyarrow
import pyarrow.parquet

path, digits = sys.argv[1], int(sys.argv[2])
values = pyarrow.array([Decimal(5), None, Decimal(-1)], pyarrow.decimal256(digits, 0) if digits > 38 else pyarrow.decimal128(digits, 0))
pyarrow.parquet.write_table(pyarrow.table({"k0": [1, 2, 3], "amount": values}), path)
