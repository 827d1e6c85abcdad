"""The settings: the only reader of the environment. Wrong or unknown ones stop the start with one sentence."""

import difflib
import os
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.redact import keep_secret
from bot.setting_forms import addresses, day_list, hours, named_tokens, named_values, week_time

PREFIX = "TIENDO_"
SECRETS = (
    "TELEGRAM_TOKEN",
    "ZALO_BOT_TOKEN",
    "ZALO_OA_APP_SECRET",
    "ZALO_OA_REFRESH_TOKEN",
    "ZALO_OA_WEBHOOK_SECRET",
    "WEBHOOK_SECRET",
    "WEBHOOK_SECRET_NEXT",
    "DATABASE_URL",
    "BACKUP_PASSPHRASE",
    "SENTRY_DSN",
)


class SettingsError(Exception):
    """A setting that cannot be used; the message is one sentence that names it and what it accepts."""


class Settings(BaseSettings):
    """What the operator sets, from TIENDO_ variables and `.env`; every field is described in docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: SecretStr = SecretStr("sqlite:///data/tiendo.db")
    data_dir: Path = Path("data")
    timezone: str = "Asia/Ho_Chi_Minh"
    locale: str = Field(default="vi", pattern="^(vi|en)$")
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_proxy: str | None = None
    zalo_bot_token: SecretStr | None = None
    zalo_api_url: str = "https://bot-api.zaloplatforms.com"
    zalo_monthly_messages: int = Field(default=3000, ge=0)
    zalo_users: int = Field(default=50, ge=0)
    zalo_count_inbound: bool = True
    zalo_oa_id: str | None = None
    zalo_oa_app_id: str | None = None
    zalo_oa_app_secret: SecretStr | None = None
    zalo_oa_refresh_token: SecretStr | None = None
    zalo_oa_webhook_secret: SecretStr | None = None
    zalo_oa_templates: str = ""
    zalo_oa_template_by: str = Field(default="user", pattern="^(user|phone)$")
    zalo_oa_window_days: int = Field(default=7, ge=1, le=7)
    zalo_oa_api_url: str = "https://openapi.zalo.me"
    zalo_oa_oauth_url: str = "https://oauth.zaloapp.com"
    zalo_oa_template_url: str = "https://business.openapi.zalo.me"
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    trusted_proxies: str = "127.0.0.1,::1"
    public_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_secret_next: SecretStr | None = None
    link_hours: int = Field(default=168, ge=1, le=24 * 90)
    tick_seconds: float = Field(default=15, gt=0, le=3600)
    quiet_hours: str = "19:00-07:30"
    remind_days: str = "7,3,1,0"
    overdue_every: int = Field(default=2, ge=1, le=60)
    daily_ceiling: int = Field(default=3, ge=1, le=50)
    weekly_prompt: str = "THU 15:00"
    weekly_cutoff: str = "FRI 10:00"
    digest_at: str = "FRI 14:00"
    message_detail: str = Field(default="full", pattern="^(full|short|doorbell)$")
    backup_at: str = ""
    backup_keep: int = Field(default=14, ge=1, le=3650)
    backup_passphrase: SecretStr | None = None
    keep_messages_days: int = Field(default=730, ge=30, le=36500)
    log_json: bool = False
    sentry_dsn: SecretStr | None = None
    demo_now: str = "2024-03-18T08:00"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Secrets named by a file come first, then the environment, then `.env`."""
        return init_settings, InitSettingsSource(settings_cls, _from_files(_given())), env_settings, dotenv_settings

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("a zone name such as Asia/Ho_Chi_Minh") from error
        return name

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: SecretStr) -> SecretStr:
        if not url.get_secret_value().startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("a URL such as sqlite:///data/tiendo.db or postgresql://user@host/name")
        return url

    @field_validator("quiet_hours")
    @classmethod
    def _two_hours(cls, text: str) -> str:
        hours(text)
        return text

    @field_validator("backup_at")
    @classmethod
    def _hour_of_day(cls, text: str) -> str:
        try:
            return time.fromisoformat(text).strftime("%H:%M") if text else ""
        except ValueError as error:
            raise ValueError("an hour such as 02:00, or nothing for no daily copies") from error

    @field_validator("remind_days")
    @classmethod
    def _days(cls, text: str) -> str:
        day_list(text)
        return text

    @field_validator("weekly_prompt", "weekly_cutoff", "digest_at")
    @classmethod
    def _hour_of_week(cls, text: str) -> str:
        week_time(text)
        return text

    @field_validator("zalo_bot_token")
    @classmethod
    def _tokens(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None:
            named_tokens(given.get_secret_value())
        return given

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, text: str) -> str:
        return ",".join(addresses(text))

    @field_validator("zalo_oa_templates")
    @classmethod
    def _templates(cls, text: str) -> str:
        named_values(text)
        return text

    @field_validator("demo_now")
    @classmethod
    def _moment(cls, text: str) -> str:
        try:
            datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError("a moment such as 2024-03-18T08:00") from error
        return text

    @model_validator(mode="after")
    def _webhook_needs_secret(self) -> "Settings":
        if self.public_url and self.webhook_secret is None:
            raise ValueError("TIENDO_WEBHOOK_SECRET is required when TIENDO_PUBLIC_URL is set")
        if self.public_url and self.zalo_bot_token is not None and not all(8 <= len(secret) <= 256 for secret in self.webhook_secrets):
            raise ValueError("For Zalo the webhook secret must have 8 to 256 characters")
        return self

    @model_validator(mode="after")
    def _official_account_is_whole(self) -> "Settings":
        parts = (self.zalo_oa_app_id, self.zalo_oa_app_secret)
        if any(parts) and not all(parts):
            raise ValueError("TIENDO_ZALO_OA_APP_ID and TIENDO_ZALO_OA_APP_SECRET are required together")
        return self

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets that webhooks may show; the last one is registered, the one before it still holds while a change is under way."""
        given = (self.webhook_secret, self.webhook_secret_next)
        return tuple(secret.get_secret_value() for secret in given if secret is not None)

    @property
    def secrets(self) -> Iterator[str]:
        """The values that must not be seen in any log. The database's password is told by its place in the URL."""
        for name in SECRETS:
            given = getattr(self, name.lower())
            if given is not None and name != "DATABASE_URL":
                yield from named_tokens(given.get_secret_value()).values() if name == "ZALO_BOT_TOKEN" else (given.get_secret_value(),)

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone."""
        return ZoneInfo(self.timezone)


def load() -> Settings:
    """Reads the settings of the environment and of `.env` in the working folder.

    A secret may also be named by a file: TIENDO_TELEGRAM_TOKEN_FILE. Raises SettingsError with one sentence.
    """
    _refuse_unknown(_given())
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from error
    keep_secret(settings.secrets)
    return settings


def _given() -> dict[str, str]:
    return {**{name: value or "" for name, value in dotenv_values(".env").items()}, **os.environ}


def _refuse_unknown(given: dict[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {f"{PREFIX}{name}_FILE" for name in SECRETS}
    for name in sorted(given):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(sorted(known))}."
            raise SettingsError(f"The setting {name} is unknown.{hint}")


def _from_files(given: dict[str, str]) -> dict[str, str]:
    secrets = {}
    for name in SECRETS:
        path = given.get(f"{PREFIX}{name}_FILE")
        if path:
            try:
                secrets[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(f"The file that {PREFIX}{name}_FILE names cannot be read: {path}.") from error
    return secrets


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    what = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{what}."
    name = PREFIX + str(first["loc"][0]).upper()
    if first["type"] == "value_error":
        return f"The setting {name} must be {what}."
    return f"The setting {name} is not usable: {what}."
