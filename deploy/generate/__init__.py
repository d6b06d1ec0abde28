"""Programs that write the tables in extractors/data from openly licensed packages; run by hand, rarely."""
