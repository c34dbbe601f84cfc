"""Corpora in object storage: documents in shards of about a thousand, each shard one task for any scheduler."""
