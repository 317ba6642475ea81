//! Quantities in words, for a reader.

use super::{Amount, Bound, Hedge, Quantity};
use crate::measure::unit::Unit;

/// The quantity as the article gives it, in short: "over 1,000 km²", "between 1 and 3 km".
#[must_use]
pub fn in_words(quantity: &Quantity) -> String {
    let figure = figure_in_words(quantity.stated, quantity.unit);
    match &quantity.hedge {
        Some(Hedge { word, span, .. }) if span.start < quantity.span.start => {
            // A sign needs no space: "~10 km".
            let gap = if word.ends_with(char::is_alphanumeric) {
                " "
            } else {
                ""
            };
            // At the start of a sentence the article writes a capital.
            let word = word.to_lowercase();
            format!("{word}{gap}{figure}")
        }
        Some(hedge) if quantity.span.contains(hedge.span) => {
            let word = match hedge.bound {
                Bound::AtLeast => "more than",
                _ => "about",
            };
            format!("{word} {figure}")
        }
        Some(hedge) => format!("{figure} {}", hedge.word),
        None => figure,
    }
}

/// An amount with its unit: "10 km", "between 1 and 3 km", "10 by 20 km".
#[must_use]
pub fn figure_in_words(amount: Amount, unit: Unit) -> String {
    let symbol = match (amount, unit) {
        (Amount::Exactly(1.0), Unit::Acre) => "acre",
        (Amount::Exactly(1.0), Unit::People) => "person",
        _ => unit.symbol(),
    };
    match amount {
        Amount::Exactly(value) => format!("{}\u{a0}{symbol}", as_stated(value)),
        Amount::Range(low, high) => format!(
            "between {} and {}\u{a0}{symbol}",
            as_stated(low),
            as_stated(high)
        ),
        Amount::By(width, length) => {
            format!(
                "{} by {}\u{a0}{symbol}",
                as_stated(width),
                as_stated(length)
            )
        }
        Amount::Vague => format!("an unstated number of {symbol}"),
    }
}

/// A number with all the decimals that an article may give, where [`crate::measure::grouped`]
/// rounds what was measured: "0.25", "1,250.5".
fn as_stated(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, decimals) = text.find('.').map_or((text, ""), |dot| text.split_at(dot));
    let whole: f64 = whole.parse().unwrap_or(value);
    format!("{}{decimals}", crate::measure::grouped(whole))
}
