"""What follows from annotations: pure functions over the domain, without a file, a window or a pipeline."""
