"""Documents for print: one description (`parts`), made as tagged PDF (`pdf`) and as Word (`word`). No school words."""
