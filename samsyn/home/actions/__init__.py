"""What home writes: reports of faults, and the made-up nation that is measured on."""
