use super::{
    ContentKind, SourceError, TileAddress, TileSource, UrlTemplate, template_from_tile_json,
};
use crate::basemap::TileId;

fn template(source: &TileSource) -> &UrlTemplate {
    match &source.address {
        TileAddress::Template(template) => template,
        TileAddress::TileJson(url) => panic!("{url} is a TileJSON address"),
    }
}

#[test]
fn the_built_in_sources_pass_the_checks_a_user_s_address_does() {
    for source in [TileSource::openstreetmap(), TileSource::opentopomap()] {
        let built_in = template(&source);
        assert_eq!(UrlTemplate::new(&built_in.0).as_ref(), Ok(built_in));
        assert!(source.is_https());
    }
    assert!(TileSource::openfreemap().is_https());
    let tile = TileId::new(6, 38, 21).expect("in range");
    assert_eq!(
        template(&TileSource::openstreetmap()).url(tile),
        "https://tile.openstreetmap.org/6/38/21.png"
    );
}

#[test]
fn every_credit_leads_somewhere() {
    let sources = [
        TileSource::openstreetmap(),
        TileSource::opentopomap(),
        TileSource::openfreemap(),
    ];
    for credit in sources.iter().flat_map(|source| &source.attribution) {
        let url = credit.url.as_deref().unwrap_or_default();
        assert!(url.starts_with("https://"), "{credit:?}");
    }
}

#[test]
fn a_template_must_say_where_the_tile_s_numbers_go() {
    let error = TileSource::custom("https://example.org/{z}/{x}.png").expect_err("lacks {y}");
    assert!(error.to_string().contains("{y}"), "{error}");
}

#[test]
fn server_letters_are_refused_by_name() {
    let error = TileSource::custom("https://{s}.example.org/{z}/{x}/{y}.png")
        .expect_err("{s} is not filled in");
    assert!(matches!(&error, SourceError::Unsupported { placeholder, .. } if placeholder == "{s}"));
    let error = TileSource::custom("https://example.org/{z}/{x}/{y}{r}.png")
        .expect_err("{r} is not filled in");
    assert!(error.to_string().contains("{r}"), "{error}");
}

#[test]
fn only_web_addresses_are_sources() {
    for bad in [
        "ftp://example.org/{z}/{x}/{y}.png",
        "file:///tmp/{z}/{x}/{y}.png",
        "/tiles/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
        "https://exa mple.org/{z}/{x}/{y}.png",
        "é{z}{x}{y}",
        "",
    ] {
        assert!(TileSource::custom(bad).is_err(), "{bad:?} was accepted");
    }
}

#[test]
fn a_custom_source_is_credited_to_its_host_and_its_kind_follows_the_extension() {
    let vector = TileSource::custom(" http://127.0.0.1:8080/t/{z}/{x}/{y}.pbf?key={x} ")
        .expect("a good template");
    assert_eq!(vector.kind, ContentKind::Vector);
    assert_eq!(vector.attribution[0].text, "127.0.0.1");
    assert_eq!(
        vector.attribution[0].url.as_deref(),
        Some("http://127.0.0.1:8080/")
    );
    let raster = TileSource::custom("https://maps.example.org/{z}/{x}/{y}@2x.webp")
        .expect("a good template");
    assert_eq!(raster.kind, ContentKind::Raster);
    assert_eq!(raster.name, "maps.example.org");
}

#[test]
fn the_bytes_of_a_tile_outrank_its_extension() {
    let png = b"\x89PNG\r\n\x1a\n....";
    assert_eq!(
        ContentKind::of(png, ContentKind::Vector),
        ContentKind::Raster
    );
    assert_eq!(
        ContentKind::of(b"\x1a\x05ab", ContentKind::Raster),
        ContentKind::Vector
    );
    assert_eq!(
        ContentKind::of(b"", ContentKind::Vector),
        ContentKind::Vector
    );
}

#[test]
fn a_description_gives_the_first_template_and_never_leaves_https() {
    let body = br#"{"tilejson":"3.0.0","tiles":["https://t.example/2026/{z}/{x}/{y}.pbf"]}"#;
    let template = template_from_tile_json("https://t.example/planet", body);
    assert_eq!(template.map(|t| t.host()), Ok("t.example".to_owned()));
    let plain = br#"{"tiles":["http://t.example/{z}/{x}/{y}.pbf"]}"#;
    assert!(template_from_tile_json("https://t.example/planet", plain).is_err());
    assert!(template_from_tile_json("http://t.example/planet", plain).is_ok());
    for bad in [
        "",
        "[]",
        "{}",
        r#"{"tiles":[]}"#,
        r#"{"tiles":["x"]}"#,
        "<html>",
    ] {
        assert!(
            template_from_tile_json("http://t.example", bad.as_bytes()).is_err(),
            "{bad}"
        );
    }
}
