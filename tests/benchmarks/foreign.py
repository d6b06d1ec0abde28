"""Pages through another project's library; runs in that library's own environment, where nothing of ours is.

`python foreign.py NAME FOLDER`, with the pages *.html and where they lived in urls.json; prints JSON: version, CPU
seconds, pages, and how many had a text. Imports and the first five pages are not counted, except for trafilatura's
command, which is a process of its own.
"""

import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

Read = Callable[[str, str], str | None]  # HTML, address -> its text, empty where there is none
WARM = 5


def newspaper4k() -> Read:
    """Return its article, parsed."""
    newspaper = import_module("newspaper")
    return lambda html, url: newspaper.article(url, input_html=html, fetch_images=False).text


def newsplease() -> Read:
    """Return what NewsPlease.from_html gives."""
    news_please = import_module("newsplease").NewsPlease
    return lambda html, url: news_please.from_html(html, url=url, fetch_images=False).maintext


def fundus() -> Read:
    """Return what the parser of the page's publisher gives; nothing where it knows none for the host."""
    collection, datetime = import_module("fundus").PublisherCollection, import_module("datetime").datetime
    parsers = {_host(publisher.domain): publisher.parser(datetime(2026, 5, 4)) for publisher in collection}

    def read(html: str, url: str) -> str | None:
        parser = parsers.get(_host(url))
        return str(parser.parse(html, "suppress").get("body") or "") if parser else None

    return read


def _host(url: str) -> str:
    return url.split("/")[2].removeprefix("www.")


READERS: Mapping[str, Callable[[], Read]] = {"newspaper4k": newspaper4k, "news-please": newsplease, "fundus": fundus}


def measured(read: Read, pages: Mapping[str, str]) -> tuple[float, int]:
    """Return CPU seconds and the number of texts."""
    for url, html in list(pages.items())[:WARM]:
        _text(read, html, url)
    started = time.process_time()
    texts = sum(bool(_text(read, html, url)) for url, html in pages.items())
    return time.process_time() - started, texts


def _text(read: Read, html: str, url: str) -> str | None:
    try:
        return read(html, url)
    except Exception:  # noqa: BLE001  the page gives nothing; the count of texts says so
        return None


def command(folder: Path) -> tuple[float, int]:
    """Return what trafilatura's command takes for the folder, one process, with metadata."""
    with tempfile.TemporaryDirectory() as pages, tempfile.TemporaryDirectory() as out:
        for path in folder.glob("*.html"):  # it would take urls.json for a page
            (Path(pages) / path.name).symlink_to(path)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        asked = ["--input-dir", pages, "--output-dir", out, "--json", "--with-metadata", "--no-comments"]
        program = "import sys; from trafilatura.cli import main; sys.exit(main())"
        line = [sys.executable, "-c", program, *asked, "--parallel", "1"]
        subprocess.run(line, check=True, capture_output=True)  # noqa: S603  its own command
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return taken, sum(1 for path in Path(out).rglob("*.json") if path.stat().st_size)


def crawler(folder: Path) -> tuple[float, int]:
    """Return what a Scrapy spider takes that gets the files and gives each to trafilatura, imports left out."""
    scrapy, process = import_module("scrapy"), import_module("scrapy.crawler")
    extract = import_module("trafilatura").bare_extraction
    texts = []

    class Spider(scrapy.Spider):  # type: ignore[name-defined,misc]
        name = "pages"
        start_urls = tuple(path.as_uri() for path in sorted(folder.glob("*.html")))

        def parse(self, response: Any) -> None:  # noqa: ANN401  Scrapy is not installed where types are checked
            found = extract(response.text, url=response.url, with_metadata=True, include_comments=False)
            texts.append(bool(found and found.text))

    started = time.process_time()
    running = process.CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    running.crawl(Spider)
    running.start()
    return time.process_time() - started, sum(texts)


def main() -> None:
    """Print the figures."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    logging.disable(logging.CRITICAL)
    urls = json.loads((folder / "urls.json").read_text(encoding="utf-8"))
    pages = {f"{urls[path.name]}#{path.stem}": path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    if name in READERS:
        seconds, texts = measured(READERS[name](), pages)
    else:
        seconds, texts = (crawler if name == "scrapy" else command)(folder)
    print(json.dumps([version(name), seconds, len(pages), texts]))


if __name__ == "__main__":
    main()
