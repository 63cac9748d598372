#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the import of Vietnam's table of 1 July 2025 and the conversion of a million rows, beside the same
conversion written with pandas over the finished map: the same files, in one run.

    python3 Benchmarks/conversion.py .build/release/bomay FOLDER_OF_THE_FOUR_FILES

Nothing here passes or fails for time; that both give the same table is asserted.
"""
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd

BOMAY, DATA = sys.argv[1], sys.argv[2]
RUNS = 5
LEAVE = ["--leave", "table-contradiction", "--leave", "table-not-continued", "--limit", "0"]
SPAN = ["--from", "2025-06-30", "--to", "2025-07-01"]


def run(*arguments):
    start = time.perf_counter()
    done = subprocess.run([BOMAY, *arguments], capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(done.stderr.decode()[:2000])
    return seconds, done.stdout


def line(what, seconds, bar=""):
    spread = f"{statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})"
    print(f"  {what:<58}{spread:<30}{bar}")


def million(path, codes):
    """A table of a hundred years for each commune."""
    rng = np.random.default_rng(7)
    years = 1_000_000 // len(codes) + 1
    table = pd.DataFrame({
        "code": np.repeat(codes, years), "year": np.tile(np.arange(1900, 1900 + years), len(codes)),
        "people": rng.integers(0, 50_000, len(codes) * years),
        "homes": rng.integers(0, 9_000, len(codes) * years)})[:1_000_000]
    table.to_csv(path, index=False)


def with_pandas(path, map_path):
    """Equal parts where a commune is shared, totals kept by the largest remainder, as bomay does it."""
    start = time.perf_counter()
    table = pd.read_csv(path, dtype={"code": str})
    links = pd.read_csv(map_path, dtype=str, encoding="utf-8-sig")[["from", "to"]].dropna()
    links["place"] = links.groupby("from").cumcount()
    links["parts"] = links.groupby("from")["from"].transform("size")
    joined = table.merge(links, left_on="code", right_on="from")
    for column in ("people", "homes"):
        whole, rest = joined[column] // joined["parts"], joined[column] % joined["parts"]
        joined[column] = whole + (joined["place"] < rest)
    result = joined.groupby(["to", "year"], as_index=False)[["people", "homes"]].sum()
    out = io.StringIO()
    result.to_csv(out, index=False)
    return time.perf_counter() - start, result


with tempfile.TemporaryDirectory() as folder:
    register = os.path.join(folder, "vn.bomay")
    os.environ["BOMAY_REGISTER"] = register
    os.environ["BOMAY_LANG"] = "en"
    imports = []
    for _ in range(RUNS):
        if os.path.exists(register):
            os.remove(register)
        run("init", "--charter", "vn")
        imports.append(run("import", "vn-2025", DATA, *LEAVE)[0])
    print("Vietnam, 1 July 2025: 10,035 communes to 3,321")
    line("import with all checks, from files to the register", imports, "bar: under 1 s")
    opening = [run("count", "--kind", "commune", "--on", "2025-07-01")[0] for _ in range(RUNS)]
    line("opening the register to count its communes", opening)
    map_path, table_path = os.path.join(folder, "map.csv"), os.path.join(folder, "table.csv")
    with open(map_path, "wb") as file:
        file.write(run("map", "--kind", "commune", *SPAN, "--format", "csv")[1])
    links = pd.read_csv(map_path, dtype=str, encoding="utf-8-sig")
    codes = links.loc[links["kind"] != "oneOf", "from"].drop_duplicates().to_numpy()
    codes = [code for code in codes if links.loc[links["from"] == code, "from_unit"].iloc[0].startswith("c")]
    million(table_path, np.array(codes))
    bomay, pandas = [], []
    for _ in range(RUNS):
        seconds, out = run(
            "convert", table_path, "--key", "code", "--by", "year", "--sum", "people,homes", "--kind", "commune",
            *SPAN, "--assume", "equal")
        bomay.append(seconds)
        seconds, expected = with_pandas(table_path, map_path)
        pandas.append(seconds)
    print(f"a table of 1,000,000 rows ({os.path.getsize(table_path) // 1_000_000} MB), two sums by year")
    line("bomay convert, opening and mapping included", bomay)
    line("bomay convert, without opening the register", [b - statistics.median(opening) for b in bomay], "bar: under 1 s")
    line("pandas, over the finished map", pandas)
    found = pd.read_csv(io.BytesIO(out), dtype={"code": str}).rename(columns={"code": "to"})
    both = found.merge(expected, on=["to", "year"], how="outer", suffixes=("", "_pandas"))
    same = (both["people"] == both["people_pandas"]).all() and (both["homes"] == both["homes_pandas"]).all()
    print(f"the same table: {same}; people {found['people'].sum()} of {expected['people'].sum()}")
    assert same
