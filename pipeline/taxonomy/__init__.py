"""Links from the words of a statement to concepts of public taxonomies (docs/taxonomies.md)."""
