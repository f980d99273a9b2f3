"""What a corrected text keeps of the annotations of the old one, row by row."""
