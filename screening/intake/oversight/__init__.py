"""The audit trail, reviews of emergencies, holds and erasure."""
