"""What every command begins with, apart from the settings themselves: importing those costs 0.13 CPU seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.settings import Settings


def settings() -> Settings:
    """Return the settings in force.

    Raises:
        SettingsError: a value cannot be used, or newsduck.toml is not TOML.
    """
    from flows import settings as configuration  # noqa: PLC0415  no help needs them

    return configuration.read()
