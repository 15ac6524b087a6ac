"""What commands show: `terminal` for people, `machine` for other programs, `rules` for the docs."""
