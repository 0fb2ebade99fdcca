"""What command line and web page both say: numbers, faults, breaches, clashes, failures."""
