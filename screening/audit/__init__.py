"""The audit trail. No row, no data: an entry is written before the answer goes out."""
