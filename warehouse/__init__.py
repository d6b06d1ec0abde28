"""Records in, rows out, views: the only place with SQL."""
