"""Bytes in, records out: no clock, disk, network, database, Prefect or logging in here.

The whole pipeline, one line a module, in the order of its data; what a module stands on is indented below it::

    records               the vocabulary: every record that rooms hand to each other
    identity              ids as hashes of meaning
    urls                  canonical form of a web address, and the id made of it
    feeds                 feeds, sitemaps and lists of addresses -> links; the entry for whatever a source serves
        packing           .xml.gz files, unpacked within a bound
        xml_text          bytes of XML -> text that any parser takes
        syndication       RSS, Atom, RDF
            thinning      a feed without what would cost quadratic time
            salvage       the items of one that is not well-formed
        json_feeds        JSON Feed
        sitemaps          sitemaps, news sitemaps, sitemap indexes, plain lists of addresses
        full_text         the article that an item brings along
        offers            what these readers find, before it becomes links
        instants          dates as feeds and files write them -> instants
    discovery             a home page or robots.txt -> where a site's feeds and sitemaps are

    article               page -> article or rejection; the entry for every page
        sniffing          what a body is, by its content
        encoding          bytes -> text, as browsers read them
        markup            text -> one lxml tree, past what makes parsers lose an article
        metadata          what a page says of its article, each field with its origin
            statements    what its head states: JSON-LD, meta elements
            structured    JSON-LD
            headline      the headline as shown, and what stands around it
            authors       names of persons where the author belongs
            signatures    who signs it on the page itself
            site_names    the site's own name in a title
            dates         when it was published and last changed
            address       where it lives
        selectors         what a source's owner never wants in a text
        content           the blocks of the article
            rendering     the page's text as it is laid out
                spacing   its blanks, line breaks and bars between cells
            fallback      which of several readings of a page is the article
            filling       what the extractor left out of the article's elements
            furniture     elements named for what they are: share bar, newsletter box
        cleaning          its blocks -> the article's and the site's, in three layers
            block_model   what no rule is sure of, by a model
            block_features what the model sees of a block among others
            block_text    what it sees of its text
            block_boxes   what it sees of the box around it
            block_words   what it sees of the words that it shares
    refresh               where a page without an article sends its reader
    reservations          rights that a publisher reserves, in answers, pages and for whole origins
    walls                 page -> which wall it is, if it is one: bot, login, consent, not found
        wall_phrases      what such pages say, in many languages
    page_kinds            index, film and gallery pages, beginnings before a paywall: flags
    exported              a row of our own export -> the article that it was
    plaintext             text without markup -> the same article
        text_kinds        what a text is when it is no article
        front_matter      what a text says of itself before it begins
        layout            lines -> blocks
        bylines           lines that say who, where, when
        titles            a title for a text that has none
    boilerplate           blocks -> blocks kept and blocks removed
        boilerplate_rules the table of rules
        boilerplate_structure what is known by its place
        boilerplate_biographies what a site says of its writers
    dissection            what became of each line of a page, for people who ask
    assembly              the one place that builds the records of a reading
    languages             the language of a text
    words                 words, and the form in which lines are compared

    entities              article -> mentions
        passages          title and text as lines to search
        finders           what may find names: the protocol of all of them
            spacy_model   spaCy's pipelines, the English one checked file by file
                name_network its network, computed for all words at once
                lexicon   words, and the vectors with which it begins
        spans             its spans, each mended by itself
        edges             where a name starts and ends
        datelines         where a report was written, and for whom
        kinds             what the words of a name say of its type
        overlooked        names that the model overlooked
        propagation       each name wherever it stands in the document
        joining           names that the model splits
        voting            one type for each name of a document
        context           what the words around a name say of its type
        type_model        what name and neighbours say of it, learned from names that are certain
        vouching          persons for whom something in a text vouches
        teams             countries and cities that play
    aliases               mentions -> entities and aliases
        persons           which persons a document names
        bodies            which organizations, places and other things
            parties       what a party's members are called
            links         what a mention is linked by
        countries         which countries a document is about
        institutions      parliaments and ministries, by their country
        gazetteer         countries, regions, cities, world organizations
        names             keys equal for spellings of one name; how alike two names are
            blocking      which names are worth comparing
            alignment     names word by word
            spelling      words of names, folded and compared
    sentences             text -> its sentences; in which each mention stands
    salience              mentions -> which entities an article is about
    quotes                article -> what it quotes, and of whom
        quotations        where quotation marks open and close
        attribution       who says each, by what stands beside it
            speakers      whom a name, an office, a pronoun means there
            speech        the words with which a language says so
    resolution            entities of all documents -> which of them are one
        pairs             which two of them have one name
    decisions             what people decided on entities, laid over that
    tables                rows of the text tables in data/

    embeddings            text -> a vector of its meaning
        encoder           its network
            onnx_format   the file that onnxruntime runs
    multilingual          text in 16 languages -> a vector of its meaning
    topics                embedding -> IPTC Media Topics
        taxonomy          its concepts, their names, and texts that show what each is about
    own_topics            the user's topics, by the same vote and by keywords
    keyphrases            article -> the phrases it is about
        phrases           runs of words that could be key
            phrase_words  what words and symbols are to them
        stop_words        words that say nothing alone
    features              article -> what duplicates and stories compare
        agencies          which news agency an article names as its source
    duplicates            signatures -> which articles repeat another
        resemblance       how much of their texts two articles share
        series            which articles are issues of a weather report, a newsletter
    stories               new articles + open stories -> which story each joins
        vectors           documents as unit vectors, and cosines between them
        nearness          how near two articles are, against how near each has its nearest
        agglomeration     groups + how near their members are -> larger groups

    data/                 package data, each file with its source and licence (data/README.md)
"""
