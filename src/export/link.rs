//! Addresses that may be opened.

/// An address that a click may open: of the web, and without what ends an attribute.
pub(super) fn link(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = url.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'<' | b'>'));
    (web && plain && url.len() <= 2_000).then(|| url.to_owned())
}
