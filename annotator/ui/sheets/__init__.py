"""What lies over the window: palette, keys, preferences, guide, tour."""
