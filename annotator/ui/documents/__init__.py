"""The list of articles: rows, orders, filters, search, what is shown where there is none."""
