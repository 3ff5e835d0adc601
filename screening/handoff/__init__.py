"""Handing answers over to a clinic by a code: the code, the sealed answers, and wrong codes."""
