"""Gestures: what a key or a click means now, played on the stage that the Annotate view is."""
