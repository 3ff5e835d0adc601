"""What `./start bench` measures: speed, weight and memory, each beside its budget.

Nothing here is a test. A machine that is busy with something else is slow; that is no fault.
"""
