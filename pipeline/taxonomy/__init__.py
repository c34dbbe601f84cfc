"""Links from the words of a statement to concepts of public taxonomies (docs/taxonomies.md)."""

from pathlib import Path

# Where `make normalize` builds the index.
PLACE = Path("build/taxonomy.npz")
