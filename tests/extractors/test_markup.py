import pytest

from extractors import markup


def text(page: str) -> str:
    tree = markup.parse(page)
    assert tree is not None
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>one</p></body></html><p>two</p>",
        "<html><head></head><body><p>one</p></body></html><!doctype html><html><body class=b><p>two</p></body></html>",
        "<p>one</p></HTML >\n<footer>two</footer>",
        "<body><p>one</p></body><div>two</div>",
    ],
)
def test_what_follows_the_end_of_a_document_is_kept_as_browsers_keep_it(page: str) -> None:
    assert text(page).replace(" ", "") == "onetwo"


def test_a_reference_to_a_control_leaves_the_word_whole_and_one_to_a_form_feed_parts_words() -> None:
    assert text("<p>Alt&#1;stadt&#xFFFE; und&#12;Hafen&#xD800;</p>") == "Altstadt und Hafen"


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>T</title><article><p>one<p>two</article>",
        "<title>T</title><script>1</script><main><p>one</main><p>two",
        "<!doctype html><html><head><title>T</title></head><section>one</section><section>two</section>",
        "<html><head><title>T</title></head><body><p>one<p>two</body></html>",
    ],
)
def test_a_body_may_begin_without_its_tag(page: str) -> None:
    tree = markup.parse(page)
    assert tree is not None
    assert [each.tag for each in tree] == ["head", "body"]
    assert "".join(tree.find("body").itertext()) == "onetwo"
    assert tree.findtext("head/title") == "T"
