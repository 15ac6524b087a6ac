"""How much of a document from elsewhere is taken in: sizes, entries, pages and seconds, so that none can choke us."""

from __future__ import annotations

MEGABYTE = 1 << 20
FILE = 50 * MEGABYTE  # of the file itself, pictures and all
UNPACKED = 100 * MEGABYTE  # of the parts of an archive that are read
PART = 40 * MEGABYTE  # of one such part: a 500-page policy is 4
ENTRIES = 5_000  # parts of an archive
TEXT = 10 * MEGABYTE  # of a text file or web page: 500 pages are 2
PAGES = 200  # of a PDF: no policy of a school has as many
DEPTH = 60  # of elements inside elements
PAGE_DEPTH = 300  # of elements of a web page, which are mostly divisions
SECONDS = 60  # for a program that reads a document for us
HEAP = 768  # megabytes for such a program
SMALLEST = 3.0  # points of type: what is set smaller is not there to be read
CELLS = 100  # columns of a table
