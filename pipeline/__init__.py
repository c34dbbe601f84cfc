"""Document → class-specification records. Knows jobs, and nothing of formats."""
