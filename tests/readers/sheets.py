"""Reads a workbook with openpyxl and CSV files with the csv module.

Standard input: one path a line. Standard output: one line of JSON for each: the rows of each sheet, and
the cells that are formulas.
"""

import csv
import json
import sys

import openpyxl


def of_xlsx(path):
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return {
        "sheets": {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book},
        "formulas": [cell.value for cell in cells if cell.data_type == "f"],
        "marked": [cell.value for cell in cells if cell.quotePrefix],
    }


def of_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


for line in sys.stdin:
    name = line.rstrip("\n")
    print(json.dumps(of_xlsx(name) if name.endswith("xlsx") else of_csv(name)))
