"""How everything looks: themes, measures, fonts and icons."""
