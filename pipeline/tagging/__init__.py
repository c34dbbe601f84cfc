"""Tags inside statements: duty frames, skill topics, work activities and mentions, each with its span."""
