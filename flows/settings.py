"""Settings: `NEWSDUCK_*` environment variables, then `newsduck.toml`, then the defaults below.

Errors: `SettingsError`, one sentence for each value that cannot be used, naming where it was set.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows import machine
from warehouse.lakes import Lake, Location

FILE = Path("newsduck.toml")
PREFIX = "NEWSDUCK_"
_INTERVAL = re.compile(r"(\d+)\s*([smhd])")
_CRON_FIELDS = 5
_LANGUAGE = re.compile(r"[a-z]{2,3}|\*")
_FINDER = re.compile(r"(?:gliner|llm):\S+|[A-Za-z_]\w*")
_LAKE = "ducklake:"
_PASSWORD = re.compile(r"password\s*=|://[^/@\s]*:[^/@\s]*@", re.IGNORECASE)
_LONGEST_SECONDS = 3600.0
Seconds = Annotated[float, Field(gt=0, le=_LONGEST_SECONDS)]
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message says which, where it was set, and what fits."""


def _models(given: object) -> object:
    """Return {"de": "x", "*": "y"} for the text "de=x, *=y"; a table of the file stays as it is."""
    if isinstance(given, str):
        parts = [each.partition("=") for each in given.split(",") if each.strip()]
        given = {language.strip(): model.strip() for language, _, model in parts}
    if isinstance(given, dict) and all(
        _LANGUAGE.fullmatch(str(k)) and _FINDER.fullmatch(str(v)) for k, v in given.items()
    ):
        return given
    message = "write languages and what finds their names, as in de=de_core_news_sm, *=gliner:MODEL, en=llm:MODEL"
    raise ValueError(message)


def _without_password(given: str) -> str:
    """Refuse a password: what is set is shown by `doctor` and in messages."""
    if _PASSWORD.search(given):
        message = "put the password in PGPASSWORD or in the file ~/.pgpass, not here"
        raise ValueError(message)
    return given


class Settings(BaseSettings):
    """What a user may set. Units stand in the names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    home: Path = Field(Path("data"), description="folder that holds everything newsduck writes")
    warehouse: Annotated[str, AfterValidator(_without_password)] = Field(
        "",
        pattern=r"^(ducklake:\S.*)?$",
        description="a DuckLake instead of files, as in ducklake:postgres:dbname=news host=db",
    )
    warehouse_data: str = Field("", description="folder of the DuckLake's Parquet files; empty: lake in the home")
    dask: str = Field(
        "",
        pattern=r"^((tcp|tls)://\S+)?$",
        description="address of a Dask scheduler whose workers read and enrich, as in tcp://host:8786",
    )
    sources: Path = Field(Path("deploy/sources.toml"), description="the list of sources")
    entities_file: Path = Field(
        Path("deploy/entities.toml"), description="decisions on entities, if there is such a file"
    )
    topics_file: Path = Field(Path("deploy/topics.toml"), description="topics of your own, if there is such a file")
    contact: str = Field(
        "",
        pattern=r"^[\x20-\x7e]*$",
        description="address or page for webmasters, in the User-Agent",
    )
    workers: PositiveInt = Field(default_factory=lambda: os.cpu_count() or 1, description="reading processes")
    batch_pages: Annotated[int, Field(ge=1, le=1000)] = Field(200, description="pages read and landed together")
    page_cpu_seconds: Seconds = Field(10.0, description="CPU time that reading one page may take")
    page_memory_mb: PositiveInt = Field(1024, description="memory that reading one page may add to its process")
    page_bytes: PositiveInt = Field(10_000_000, description="largest page or file that is read, decoded")
    pause_seconds: Annotated[float, Field(ge=0, le=_LONGEST_SECONDS)] = Field(
        1.0, description="pause between two requests to one host"
    )
    concurrency: PositiveInt = Field(64, description="requests under way at once")
    allow_private: bool = Field(False, description="allow requests to private and loopback addresses")  # noqa: FBT003  pydantic's default is positional
    link_attempts: PositiveInt = Field(8, description="runs that try a link before it is given up")
    links_per_source: PositiveInt = Field(500, description="addresses of one source fetched in one run, newest first")
    refetch_days: Annotated[int, Field(ge=0)] = Field(7, description="days in which edited articles are fetched again")
    keep_log_days: Annotated[int, Field(ge=0)] = Field(0, description="age at which requests and outcomes go; 0: never")
    keep_links_days: Annotated[int, Field(ge=0)] = Field(0, description="age at which links not offered go; 0: never")
    keep_archive_days: Annotated[int, Field(ge=0)] = Field(0, description="age at which archived pages go; 0: never")
    honour_reservations: bool = Field(False, description="store nothing whose publisher reserves text and data mining")  # noqa: FBT003  pydantic's default is positional
    notify: SecretStr = Field(SecretStr(""), description="Apprise addresses that get messages, separated by spaces")
    report_cron: str = Field("0 6 * * *", description="when `serve` writes the daily brief, in UTC")
    maintenance_cron: str = Field("30 3 * * 0", description="when `serve` compacts and keeps a backup, in UTC")
    backup: Path | None = Field(None, description="a tar file that `serve` keeps a backup in, once a week")
    entity_models: Annotated[dict[str, str], NoDecode, BeforeValidator(_models)] = Field(
        {}, description="what finds names, by language (* for others): a spaCy package, gliner:MODEL or llm:MODEL"
    )
    llm_url: str = Field(
        "http://127.0.0.1:11434/v1",
        pattern=r"^https?://\S+$",
        description="OpenAI-compatible endpoint of llm: models",
    )
    llm_key: SecretStr = Field(SecretStr(""), description="key for that endpoint")
    llm_seconds: Seconds = Field(60.0, description="time that one answer of it may take")
    query_memory_mb: PositiveInt = Field(
        default_factory=machine.half_of_memory_mb, description="memory that a query of `newsduck sql` may take"
    )
    query_disk_mb: PositiveInt = Field(10_000, description="disk that it may take for what does not fit in memory")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(4200, description="port of the Prefect server on 127.0.0.1")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment before the file and leave out what CONTRACT names nowhere."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, FILE)

    @property
    def lake(self) -> Lake | None:
        """The DuckLake that the warehouse is in; None where it is in files."""
        if not self.warehouse:
            return None
        data = self.warehouse_data or str((self.home / "lake").absolute())
        return Lake(catalog=self.warehouse.removeprefix(_LAKE), data=data, folder=self.home)

    @property
    def writer(self) -> Location:
        """The warehouse that newsduck writes; open only while it loads."""
        return self.lake or self.home / "private" / "newsduck.duckdb"

    @property
    def published(self) -> Location:
        """The warehouse that readers open; replaced whole after each run."""
        return self.lake or self.home / "published.duckdb"

    @property
    def landing(self) -> Path:
        """Batches on their way in."""
        return self.home / "landing"

    @property
    def archive(self) -> Path:
        """Every page as obtained, in WARC files."""
        return self.home / "archive"

    def addresses(self) -> list[str]:
        """Return the addresses that get messages; they hold secrets."""
        return self.notify.get_secret_value().split()

    @property
    def user_agent(self) -> str:
        """The honest name that webmasters see."""
        return f"newsduck/{version('newsduck')}" + (f" (+{self.contact})" if self.contact else "")


def read() -> Settings:
    """Return the settings in force.

    Raises:
        SettingsError: a value cannot be used, or newsduck.toml is not TOML.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(*_where_and_what(each)) for each in error.errors())) from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError; brackets inside of each other without end
        message = f"{FILE} is not valid TOML: {error}"
        raise SettingsError(message) from None


def variables() -> set[str]:
    """Return the names of the environment variables that set something."""
    return {(PREFIX + name).upper() for name in Settings.model_fields}


def interval(text: str) -> timedelta:
    """Return the time that "90s", "15m", "2h" or "1d" names.

    Raises:
        SettingsError: it is none of that form, or zero.
    """
    match = _INTERVAL.fullmatch(text.strip())
    if not match or int(match[1]) == 0:
        message = f"--every is {text!r}: write a number and a unit, as in 90s, 15m, 2h, 1d"
        raise SettingsError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def check_cron(name: str, line: str) -> None:
    """Check a cron line of five fields.

    Raises:
        SettingsError: it cannot be read.
    """
    from cronsim import CronSim, CronSimError  # noqa: PLC0415  only `serve` has one

    try:
        CronSim(line if len(line.split()) == _CRON_FIELDS else "", datetime.now(UTC))
    except CronSimError as error:
        why = str(error).lower()
        message = f'{name} is {line!r} ({why}): write five fields, as in "*/20 6-22 * * *"'
        raise SettingsError(message) from None


def origins(settings: Settings) -> list[tuple[str, str, str]]:
    """Return (name, value, where it came from) for every setting, for `newsduck doctor`."""
    in_file = TomlConfigSettingsSource(Settings, FILE)()
    return [(name, str(getattr(settings, name)), _origin(name, in_file)) for name in Settings.model_fields]


def _origin(name: str, in_file: dict[str, object]) -> str:
    if (PREFIX + name).upper() in os.environ:
        return (PREFIX + name).upper()
    return str(FILE) if name in in_file else "default"


def _where_and_what(error: object) -> tuple[str, str, object]:
    assert isinstance(error, dict)  # noqa: S101  pydantic's ErrorDetails is a TypedDict
    return str(error["loc"][0]) if error["loc"] else "settings", error["msg"], error.get("input")


def _sentence(name: str, message: str, given: object) -> str:
    if name not in Settings.model_fields:
        return f"{FILE} has an unknown key {name!r}; the keys are {', '.join(sorted(Settings.model_fields))}"
    variable = (PREFIX + name).upper()
    where = variable if variable in os.environ else f"{name} in {FILE}"
    return f"{where} is {given!r}: {message[:1].lower()}{message[1:]}"
