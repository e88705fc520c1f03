"""Figures of what was measured several times."""


def percentile(values, percent):
    """So many in a hundred are at most that."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1]
