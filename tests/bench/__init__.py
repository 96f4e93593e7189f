"""What it costs: `make bench`. Ratios within one run, never a time to be met."""
