"""Bytes in, records out: no clock, disk, network, database, Prefect or logging in here."""
