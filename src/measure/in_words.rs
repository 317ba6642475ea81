//! Figures as a reader expects them.

use super::unit::Unit;

/// A figure with its unit as a reader expects it: digits grouped, no more decimals than matter.
#[must_use]
pub fn quantity(value: f64, unit: Unit) -> String {
    format!("{}\u{a0}{}", grouped(value), unit.symbol())
}

/// An area in both systems: "1,102 km² (425 sq mi)".
#[must_use]
pub fn area_in_words(area_m2: f64) -> String {
    format!(
        "{} ({})",
        quantity(
            area_m2 / Unit::SquareKilometre.in_si(),
            Unit::SquareKilometre
        ),
        quantity(area_m2 / Unit::SquareMile.in_si(), Unit::SquareMile),
    )
}

/// A length in both systems: "10.0 km (6.2 mi)".
#[must_use]
pub fn length_in_words(length_m: f64) -> String {
    format!(
        "{} ({})",
        quantity(length_m / Unit::Kilometre.in_si(), Unit::Kilometre),
        quantity(length_m / Unit::Mile.in_si(), Unit::Mile),
    )
}

/// A number with commas between thousands: one decimal below 100 unless it is whole, else none.
#[must_use]
pub fn grouped(value: f64) -> String {
    let decimals = usize::from(value.abs() < 100.0 && (value - value.round()).abs() > 0.04);
    let text = format!("{value:.decimals$}");
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |dot| rest.split_at(dot));
    let mut grouped = String::with_capacity(text.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_not_over_precise() {
        assert_eq!(grouped(1_101.8), "1,102");
        assert_eq!(grouped(60_000.0), "60,000");
        assert_eq!(grouped(6.214), "6.2");
        assert_eq!(grouped(10.0), "10");
        assert_eq!(grouped(-1_234_567.0), "-1,234,567");
    }
}
