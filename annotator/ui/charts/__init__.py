"""Charts of our own: heat maps, bars, intervals, confusion; walked by key, written as SVG and CSV."""
