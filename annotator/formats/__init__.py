"""Files of other programs and of our own: bytes to annotated documents and back.  One module a format.

No format knows another.  What they share lies in `base` (their shape), `columns` (the same keys on every line) and
`rows` (one row a quotation and stance); `catalogue` lists them all.
"""
