"""How well annotators agree, as charts whose every cell opens its passages."""
