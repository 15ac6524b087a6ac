"""The language of policies, one module a notion. Knows no record of ours; imports the standard library only.

- `sentences`: `sentences(text)` are its sentences without blanks at their ends; `pieces(text)` the same with their
  blanks, so that joining loses nothing; `lines(text)` those that " ".join gives back; `is_abbreviation(word)`.
- `blanks`: `fold(text)` has a plain blank for every blank of Unicode, at the same length; `read(text)` is what a reader
  reads (also without characters that show nothing, in NFC, blanks single); `alike(a, b)`; `invisible(text)`.
- `scripts`: `oddities(text)` are letters that make a word look like another one, each with its place and its name.
- `words`: `tokens(text)` are its words; `whole(piece)` and `as_written(piece)` find a piece as whole words.
- `lines`: lines of a file as the YAML parser counts them, and the line and column of a character.
- `inline`: `inline(text)` are the runs of inline Markdown, `Run` is one; `plain(runs)` their words;
  `unmarked(text)` the words of a text with its markup taken off.
- `addresses`: the host a web address leads to, and the address behind a redirect. `visible`: text shown on a terminal.
- `numerals`: 3 as "c", "iii" or "three", and back. `phrases`: `listed(words)` is "a, b and c"; `counted(2, "clause")`.
- `dates`: dates known to the day, month or year. `sequences`, `budget`: pairing two rows of words with bounded work.
- `glyphs`: what the shipped fonts can print. `colour`: brand colours that can be read.
"""
