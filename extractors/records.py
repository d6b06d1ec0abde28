"""The vocabulary: every record that rooms hand to each other.

A record whose docstring names a table has that table's columns as its fields, in order (a test compares them).
Records are frozen and plain, so they cross process borders and land in Parquet as they are. Instants are aware
datetimes in UTC and end in ``_at``; ids are hashes of meaning (`extractors.identity`).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a link or a file ended in one run. Exactly one each."""

    STORED = "stored"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"  # the same article as another item of this run
    NOT_MODIFIED = "not_modified"
    BLOCKED_BY_ROBOTS = "blocked_by_robots"
    BLOCKED_ADDRESS = "blocked_address"
    UNREACHABLE = "unreachable"  # no answer: name not found, refused, reset
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    NOT_HTML = "not_html"
    IS_FEED = "is_feed"
    NO_TEXT = "no_text"
    TOO_SHORT = "too_short"
    TOO_OLD = "too_old"  # offered by a site's archive, not as news; `run --since` takes it
    WRONG_LANGUAGE = "wrong_language"
    WALL = "wall"  # a login, consent or bot wall; the reason says which
    SOFT_404 = "soft_404"  # answered as a page, but says that there is none
    RIGHTS_RESERVED = "rights_reserved"  # its publisher reserves text and data mining, and the settings honour that
    FORGOTTEN = "forgotten"  # it was taken down, and stays so
    OVER_BUDGET = "over_budget"  # reading it took more CPU or memory than one page may have
    DEFERRED = "deferred"  # not tried in this run (limit reached, host asked to wait); a later run takes it
    FAILED = "failed"  # our own fault; the reason names the error


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A final no from pure code: what the web does, as a value."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Table ``sources``: a configured place that articles come from."""

    source_id: str
    name: str
    domain: str | None
    kind: str  # feed, folder, file
    url: str | None
    family_id: str | None
    country: str | None  # ISO 3166-1 alpha-2
    language: str | None  # ISO 639-1
    is_wire: bool
    tags: tuple[str, ...]
    active: bool
    overrides: str = "{}"  # JSON object: pause_seconds, time_zone, user_agent, drop (CSS selectors), …


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Table ``feeds``: a feed or sitemap of a source and its polling state."""

    feed_id: str
    source_id: str
    kind: str  # feed (RSS, Atom or JSON Feed), sitemap (also a sitemap index, or plain lines of addresses)
    url: str
    etag: str | None
    last_modified: str | None
    poll_minutes: int
    next_fetch_at: datetime | None
    failures: float
    status: str  # new, ok, failing, disabled
    last_success_at: datetime | None
    last_new_at: datetime | None
    body_sha256: str | None = None  # of the body that was read last: the same again has nothing new
    moved_to: str | None = None  # where a permanent redirect led; asked instead while it answers
    not_before: datetime | None = None  # until when its publisher asks to be left alone, also by hand
    parent_id: str | None = None  # the configured sitemap index that led to it; None for a configured one


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Table ``fetches``: one HTTP request."""

    fetch_id: str
    run_id: str
    url: str
    final_url: str | None
    host: str
    requested_at: datetime
    duration_ms: int
    attempt: int
    http_status: int | None
    outcome: str
    error: str | None
    robots_allowed: bool | None
    redirects: int
    content_type: str | None
    charset: str | None
    bytes: int
    body_sha256: str | None
    archive_file: str | None
    archive_offset: int | None
    waited_ms: int = 0  # for its turn: pacing, Crawl-delay, Retry-After; not part of duration_ms
    reservations: tuple[str, ...] = ()  # of rights, in its head: tdm-reservation, noai, …


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """Table ``robots``: the robots.txt of an origin, kept for a day."""

    origin: str  # scheme://host:port
    fetched_at: datetime
    http_status: int | None
    policy: str  # rules, allow_all (there is none), disallow_all (it cannot be had)
    body: str  # what was read of it
    reservations: tuple[str, ...] = ()  # of rights, for the whole origin: Content-Signal, tdmrep.json


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Table ``links``: a URL that a source offered, with its hints."""

    url_canonical: str
    url: str
    feed_id: str | None
    source_id: str
    title_hint: str | None
    published_hint: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    article_id: str | None
    attempts: int
    last_outcome: str | None
    updated_hint: datetime | None = None  # when its feed or sitemap says it was last changed
    fetched_at: datetime | None = None  # when its page was last answered, also with "not modified"
    etag: str | None = None  # validators of that answer
    last_modified: str | None = None
    content: str | None = (
        None  # the item's full text as HTML, used where the page cannot be had; gone once it is not needed
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document as obtained: bytes, provenance, and what its finder already knew. No table: the archive keeps it."""

    item: str  # its address, else its path, with #n for the nth record of a file of many
    url: str | None  # as seen
    final_url: str | None  # after redirects
    body: bytes
    content_type: str | None  # media type without parameters, lower case; None where nobody said
    charset: str | None  # as the transport declared it
    fetched_at: datetime
    source_id: str | None = None
    title_hint: str | None = None
    published_hint: datetime | None = None
    language_hint: str | None = None
    authors_hint: tuple[str, ...] = ()
    time_zone: str | None = None  # IANA name; of dates that name none
    drop: tuple[str, ...] = ()  # CSS selectors of what its source's owner never wants in a text
    reservations: tuple[str, ...] = ()  # of rights, as its transport and its host declare them
    is_feed_text: bool = False  # the text of a feed's item, since the page could not be had
    etag: str | None = None
    last_modified: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph-sized piece of a page, in document order; what boilerplate rules judge."""

    kind: str  # paragraph, heading, list_item, quote, table, caption, code
    text: str
    link_share: float = 0.0  # share of its characters that stand in links
    hint: str = ""  # tag, class and id words of it and of its near ancestors, lower case; empty for plain text


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Table ``articles``: identity and current state."""

    article_id: str
    source_id: str
    url_canonical: str | None
    url: str | None
    url_final: str | None
    title: str
    author: str | None
    language: str | None
    published_at: datetime | None
    published_precision: str | None  # second, minute, day
    published_from: str | None  # json-ld, meta, time, url, feed, file, text
    published_raw: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    word_count: int
    version_id: str
    version_count: int
    duplicate_of: str | None
    duplicate_kind: str | None  # exact, near, syndicated
    story_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """Table ``article_versions``: one text of an article."""

    version_id: str
    article_id: str
    version_no: int
    cause: str  # first, edit, reprocess
    observed_at: datetime
    title: str
    authors: tuple[str, ...]
    text: str
    summary: str | None
    section: str | None
    keywords: tuple[str, ...]
    site_name: str | None
    image_url: str | None
    language: str | None
    language_declared: str | None
    language_score: float | None
    is_free: bool | None
    text_sha256: str
    page_sha256: str
    extractor: str
    quality: float
    quality_flags: tuple[str, ...]
    metadata_from: str  # JSON object: field -> where its value came from
    archive_file: str | None
    archive_offset: int | None
    modified_at: datetime | None = None  # when its publisher says it was last changed
    reservations: tuple[str, ...] = ()  # of rights: tdm-reservation, noai, noimageai, ai-train=no


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedBlock:
    """Table ``removed_blocks``: a block stripped from a version, and by what."""

    version_id: str
    ordinal: int
    text: str
    rule: str
    layer: str  # html, rule, model, learned
    score: float = 1.0  # how sure its rule or model is, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading a page gives: the article, this version of it, and what was stripped. No table of its own."""

    article: Article
    version: ArticleVersion
    removed: tuple[RemovedBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Table ``mentions``: a span in the current text of an article; ``text[start_char:end_char] == surface``."""

    article_id: str
    version_id: str
    start_char: int
    end_char: int
    surface: str
    type: str  # person, organization, place, group, event, work, law, facility, product
    part: str  # title, lead, body; a title span counts its characters in the title
    entity_id: str | None
    link_method: str | None
    score: float
    label: str  # the model's own label
    model: str
    sentence_start: int | None = None  # of the sentence that holds it, in the same characters as start_char
    sentence_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntity:
    """Table ``article_entities``: how much an article is about an entity that it names."""

    article_id: str
    entity_id: str
    score: float  # 0 to 1
    rank: int  # from 1 within the article
    mention_count: int
    in_title: bool
    first_char: int | None  # where the text first names it; None where only the title does
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Table ``quotes``: words that the current text of an article quotes; ``text[start_char:end_char] == quote``.

    What is quoted over several paragraphs is one quote, with the marks that open each further paragraph.
    """

    article_id: str
    version_id: str
    start_char: int
    end_char: int
    quote: str  # without the marks around it
    speaker: str | None  # as the text names whoever says it; None where it does not say clearly
    speaker_start: int | None  # start_char of the speaker's mention
    entity_id: str | None  # of that mention
    verb: str | None  # as it stands there: said, according to, …
    score: float
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Table ``entities``: whom or what mentions name."""

    entity_id: str
    type: str
    name: str
    wikidata_id: str | None
    country_code: str | None  # ISO 3166-1 alpha-2
    merged_into: str | None
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Table ``aliases``: a spelling of an entity."""

    alias: str
    alias_key: str
    entity_id: str
    kind: str  # full, surname, acronym, transliteration, demonym, title
    origin: str
    article_count: int
    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Table ``identities``: what somebody's file says that an entity is in the world outside, found by id or alias."""

    file: str  # its name, whose rows replace each other
    line: int  # in it, from 1
    alias: str | None
    alias_keys: tuple[str, ...]  # of the alias, as "type key" for each type that may be meant
    entity_id: str | None
    wikidata_id: str | None  # Q and digits
    country_code: str | None  # ISO 3166-1 alpha-2; for an entity that has none
    filled: tuple[str, ...] = ()  # entities whose country_code it gave: they lose it when the row goes


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMerge:
    """Table ``entity_merges``: why an entity is another one."""

    entity_id: str
    merged_into: str  # never itself merged
    method: str  # in_document, acronym, transliteration, nickname, particle, order, joined, patronymic; decision
    score: float  # of the weakest step between the two, 0 to 1
    evidence: str  # JSON object: names, articles; decision, reason
    model: str  # the resolution with its version, or human


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDecision:
    """Table ``entity_decisions``: what a person decided on entities."""

    decision_id: str
    action: str  # merge, split, block, rename
    alias: str | None  # spelling that is split off or blocked; of a rename the name before it
    entity_a: str | None  # merged, split or renamed; of a block None where nobody may be called so
    entity_b: str | None  # what the first is merged into, what the spelling becomes
    reason: str | None
    decided_at: datetime
    undone_at: datetime | None = None
    name: str | None = None  # of a rename
    origin: str = "command"  # command, file


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Table ``topics``: a concept of IPTC Media Topics, or a topic of the user's own."""

    topic_id: str  # medtop:NNNNNNNN, own:ID
    label: str
    parent_id: str | None
    level: int  # from 1
    definition: str
    retired_at: datetime | None = None  # since when it is assigned no more


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLabel:
    """Table ``topic_labels``: what a concept is called in a language."""

    topic_id: str
    language: str  # BCP 47: de, en-GB, zh-Hans, …
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTopic:
    """Table ``article_topics``: a topic of an article."""

    article_id: str
    topic_id: str
    score: float
    rank: int  # from 1 within its level
    model: str
    evidence: str = "[]"  # JSON: what spoke for it most, each with kind (definition, example, keyword), text and weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyphrase:
    """Table ``article_keyphrases``: a phrase that an article is about."""

    article_id: str
    phrase: str
    score: float
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """Table ``enrichments``: what one stage did for a version, also where it could do nothing."""

    article_id: str
    version_id: str
    stage: str  # entities, salience, quotes, topics, keyphrases, features
    model: str | None
    state: str  # done, partial, no_model, failed
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Table ``article_features``: what duplicates and stories compare articles by."""

    article_id: str
    version_id: str
    language: str | None
    terms: tuple[str, ...]
    counts: tuple[int, ...]  # of each term, same length
    embedding: tuple[float, ...]  # of the lead, unit length; empty where no model speaks the language
    signature: tuple[int, ...]  # MinHash: the least hashes of the text's shingles, rising, each 0 .. 2^32-1
    model: str
    agency: str | None = None  # the news agency that the article names as its source: Reuters, dpa


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as duplicates and stories compare it. No table: the warehouse joins it from several.

    Its numbers are packed (4 bytes each, where a tuple of Python's takes 32), since a window holds 100,000 of it.
    """

    article_id: str
    source_id: str
    family_id: str | None
    is_wire: bool
    title: str
    text_sha256: str
    word_count: int
    published_at: datetime  # first_seen_at where the article has no date of its own
    is_dated: bool  # whether it has one
    first_seen_at: datetime
    language: str | None
    agency: str | None  # the news agency that it names as its source
    terms: tuple[str, ...]
    counts: array[int]  # of each term, same length
    embedding: array[float]  # of the lead, unit length; empty where no model speaks the language
    signature: array[int]  # the least hashes of its shingles, rising
    entity_ids: tuple[str, ...]  # of its persons, organizations, places and events, most mentioned first
    duplicate_of: str | None
    story_id: str | None  # None: not yet assigned


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Table ``duplicates``: why an article repeats another; columns of the same names stand in ``articles``."""

    article_id: str
    duplicate_of: str
    duplicate_kind: str  # exact, near, syndicated
    score: float  # estimated share of the shorter text that stands in the other, 0 to 1
    reason: str  # why the other one is the original: wire, earliest, longest, first_id
    evidence: str  # JSON object: resemblance, containment, words of both, agencies that they name
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Table ``stories``: one event."""

    story_id: str
    title: str
    state: str  # open, closed
    first_published_at: datetime
    last_published_at: datetime
    article_count: int
    source_count: int
    lead_article_id: str
    merged_into: str | None
    split_from: str | None = None  # the story that its first articles stood in before they turned out to be two
    text_count: int = 1  # distinct texts: an article and its copies have one
    family_count: int = 1  # independent publishers


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """Table ``story_articles``: why an article stands in a story."""

    story_id: str
    article_id: str
    score: float
    method: str  # opened, joined, merged, moved
    evidence: str  # JSON object: nearest article, each similarity, shared entities and terms
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOutcome:
    """Table ``outcomes``: the one end of one link or file in one run."""

    run_id: str
    item: str
    stage: str  # fetch, read, load
    outcome: str
    reason: str | None
    source_id: str | None
    article_id: str | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Table ``runs``: one run of a flow."""

    run_id: str
    flow: str
    trigger: str  # hand, schedule
    state: str  # running, completed, partial, failed
    started_at: datetime
    finished_at: datetime | None
    parameters: str  # JSON object
    code_version: str
    prefect_flow_run_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """Table ``run_steps``: one stage of a run."""

    run_id: str
    step: str
    n_in: int
    n_out: int
    n_failed: int
    cpu_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Table ``models``: what made derived rows."""

    model: str
    stage: str
    version: str
    config: str  # JSON object
    is_current: bool
