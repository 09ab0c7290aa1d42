//! Which of several forms a client would rather have (RFC 9110, section 12.5.1).

/// The place of the best of `offers`, the first of equals; `None` when the client takes none of them.
pub fn best(accept: Option<&str>, offers: &[&str]) -> Option<usize> {
    let accept = accept.unwrap_or("*/*");
    let ranges: Vec<(&str, u32)> = accept.split(',').filter_map(range).collect();
    let mut best: Option<(u32, usize)> = None;
    for (place, offer) in offers.iter().enumerate() {
        let weight = weight(&ranges, offer);
        if weight > 0 && best.is_none_or(|(greatest, _)| weight > greatest) {
            best = Some((weight, place));
        }
    }
    best.map(|(_, place)| place)
}

/// A range of media types with its weight in thousandths.
fn range(text: &str) -> Option<(&str, u32)> {
    let mut parts = text.split(';').map(str::trim);
    let kind = parts.next().filter(|kind| !kind.is_empty())?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(1.0, |weight| weight.parse::<f64>().unwrap_or(0.0).clamp(0.0, 1.0));
    Some((kind, (weight * 1000.0) as u32))
}

/// The weight of the narrowest range that has the offer.
fn weight(ranges: &[(&str, u32)], offer: &str) -> u32 {
    let family = offer.split('/').next().unwrap_or_default();
    let find =
        |fits: &dyn Fn(&str) -> bool| ranges.iter().filter(|(kind, _)| fits(kind)).map(|(_, w)| *w).max();
    find(&|kind| kind.eq_ignore_ascii_case(offer))
        .or_else(|| {
            find(&|kind| {
                kind.strip_suffix("/*").is_some_and(|of| of != "*" && of.eq_ignore_ascii_case(family))
            })
        })
        .or_else(|| find(&|kind| kind == "*/*" || kind == "*"))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_has_what_it_would_rather_have_and_else_the_first() {
        let offers = ["application/json", "text/csv", "text/html"];
        for (accept, place) in [
            (None, Some(0)),
            (Some("*/*"), Some(0)),
            (Some("text/csv"), Some(1)),
            (Some("text/*;q=0.5, application/json;q=0.4"), Some(1)),
            (Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), Some(2)),
            (Some("application/json;q=0, */*"), Some(1)),
            (Some("image/png"), None),
            (Some("text/csv;q=nonsense"), None),
        ] {
            assert_eq!(best(accept, &offers), place, "{accept:?}");
        }
    }
}
