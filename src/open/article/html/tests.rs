//! Pages in small: what is read of them, and what is not made up.

use super::*;

fn text(html: &str) -> String {
    fragment(html, "test").expect("a page")
}

fn origin(page: &str) -> crate::text::Imprint {
    read(page, "test", None).expect("a page").imprint
}

#[test]
fn each_block_is_a_line_and_what_nobody_reads_is_left_out() {
    let html = "<h2>Rain  in\nLund</h2><div>The <b>riv</b>er<p>rose</p>2&nbsp;m<br>today</div>\
                <script>x()</script><style>y</style><ul><li>one<li>two</ul><p hidden>no</p>\
                <pre>a\n  b</pre><table><tr><th>Place<td>Dead<tr><td>Lund<td>2</table>";
    assert_eq!(
        text(html),
        "Rain in Lund\nThe river\nrose\n2\u{a0}m\ntoday\none\ntwo\na\nb\nPlace\tDead\nLund\t2"
    );
}

#[test]
fn origin_is_read_from_json_ld_in_its_many_forms() {
    let page = r##"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"WebSite","name":"Not this"},
        {"@type":["NewsArticle"],"headline":"Flood &amp; rain","author":[{"@type":"Person","name":"A. Lind"},"B. Ek"],
         "publisher":{"@id":"#p","name":"The Courier"},"datePublished":"2024-05-06T07:08:09+02:00",
         "mainEntityOfPage":{"@id":"https://example.org/flood#top"}}]}</script><p>Text.</p>"##;
    let read = origin(page);
    assert_eq!(read.title.as_deref(), Some("Flood &amp; rain"));
    assert_eq!(read.author.as_deref(), Some("A. Lind, B. Ek"));
    assert_eq!(read.outlet.as_deref(), Some("The Courier"));
    assert_eq!(read.published.as_deref(), Some("2024-05-06T07:08:09+02:00"));
    assert_eq!(read.url.as_deref(), Some("https://example.org/flood"));
}

#[test]
fn nothing_is_known_of_a_page_that_says_nothing() {
    let page = "<p>The water rose. <time datetime=2024-01-01>then</time> <time datetime=2024-01-02>now</time>";
    assert_eq!(origin(page), crate::text::Imprint::default());
}

#[test]
fn a_profile_is_no_name_and_other_sites_are_no_address_of_this_page() {
    let page = "<meta property=article:author content='https://social.example/lind'>\
                <link rel=canonical href='https://other.example/x'><p>Text.";
    let here = Url::parse("https://www.example.org/y?z=1").expect("an address");
    let read = read(page, "test", Some(&here)).expect("a page").imprint;
    assert_eq!(read.author, None);
    assert_eq!(read.url.as_deref(), Some("https://www.example.org/y?z=1"));
    let page = "<link rel=canonical href='/y'><p>Text.";
    let read = super::read(page, "test", Some(&here))
        .expect("a page")
        .imprint;
    assert_eq!(read.url.as_deref(), Some("https://www.example.org/y"));
}

#[test]
fn a_page_nested_without_end_is_refused_and_not_parsed() {
    let page = "<div>".repeat(800_000);
    let error = read(&page, "test", None)
        .err()
        .map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("nested too deeply")));
}
