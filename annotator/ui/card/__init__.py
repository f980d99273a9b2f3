"""The card of the active quotation or suggestion: cast above it, list below it, the stance pad in it."""
