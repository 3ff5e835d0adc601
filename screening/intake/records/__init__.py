"""What staff see: the queue, one screening, a client over time, what is due, lists."""
