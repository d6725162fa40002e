"""Values to text: for people (`text`), for programs (`data`), for other tools (`graphs`). Fetches nothing."""
