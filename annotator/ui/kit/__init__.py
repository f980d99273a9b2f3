"""The component kit: layouts, painted words, controls, lists, choices, overlays; knows no panel."""
