//! Dates of articles as a reader expects them. Pages give them in the ways of machines.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// “12 August 2024, 10:00 UTC” for “2024-08-12T10:00:00Z”. Midnight to the second is how machines
/// say that the time is not known, so only the day is told then. What is not understood for sure,
/// as “08/12/2024”, comes back as it is.
#[must_use]
pub fn in_words(raw: &str) -> String {
    let raw = raw.trim();
    iso(raw)
        .or_else(|| mail(raw))
        .unwrap_or_else(|| raw.to_owned())
}

/// ISO 8601, as RFC 3339 has it and with less of it: “2024-08-12T10:00:00+02:00”, “2024-08”.
fn iso(raw: &str) -> Option<String> {
    let (date, time) = match raw.find(['T', 't', ' ']) {
        Some(at) => (&raw[..at], Some(raw[at + 1..].trim())),
        None => (raw, None),
    };
    let mark = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = if date.len() == 8 && time.is_none() && !date.contains(mark) {
        vec![date.get(..4)?, date.get(4..6)?, date.get(6..)?]
    } else {
        date.split(mark).collect()
    };
    let year = digits(parts.first()?, 4)?;
    let month = parts.get(1).map(|part| digits(part, 2));
    let day = parts.get(2).map(|part| digits(part, 2));
    match (month, day, time) {
        // A lone number may be a year; it reads the same.
        (Some(month), None, None) if parts.len() == 2 => {
            Some(format!("{} {year}", name_of(month?)?))
        }
        (Some(month), Some(day), time) if parts.len() == 3 => {
            let date = day_in_words(day?, month?, year)?;
            with_time(date, time)
        }
        _ => None,
    }
}

/// As in mails: “Mon, 12 Aug 2024 10:00:00 GMT”.
fn mail(raw: &str) -> Option<String> {
    let rest = raw
        .split_once(',')
        .map_or(raw, |(weekday, rest)| {
            if weekday.len() <= 9 && weekday.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                rest
            } else {
                raw
            }
        })
        .trim();
    let mut words = rest.splitn(4, ' ');
    let day = words.next()?;
    let day = digits(day, day.len().clamp(1, 2))?;
    let month = words.next()?;
    let short = month.trim_end_matches('.');
    if short.len() < 3 {
        return None;
    }
    let month = MONTHS.iter().position(|name| name.starts_with(short))?;
    let year = digits(words.next()?, 4)?;
    let date = day_in_words(day, u32::try_from(month).ok()? + 1, year)?;
    with_time(date, words.next().map(str::trim))
}

fn with_time(date: String, time: Option<&str>) -> Option<String> {
    let Some(time) = time.filter(|time| !time.is_empty()) else {
        return Some(date);
    };
    let (clock, zone) = match time.find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c))) {
        Some(at) => (&time[..at], time[at..].trim()),
        None => (time, ""),
    };
    let zone = zone_in_words(zone)?;
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2).filter(|hour| *hour < 24)?;
    let minute = digits(parts.next()?, 2).filter(|minute| *minute < 60)?;
    let second = parts.next().unwrap_or("00");
    let whole = second.split(['.', ',']).next().unwrap_or_default();
    let second = digits(whole, 2).filter(|second| *second < 61)?;
    if parts.next().is_some() {
        return None;
    }
    Some(if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}, {hour:02}:{minute:02}{zone}")
    })
}

/// “ UTC”, “ UTC+2”, “ UTC−3:30”, or nothing where no zone is given.
fn zone_in_words(zone: &str) -> Option<String> {
    if zone.is_empty() {
        return Some(String::new());
    }
    if ["z", "utc", "gmt"].contains(&zone.to_ascii_lowercase().as_str()) {
        return Some(" UTC".to_owned());
    }
    let sign = match zone.chars().next()? {
        '+' => '+',
        '-' | '−' => '−',
        _ => return None,
    };
    let offset: String = zone
        .chars()
        .skip(1)
        .filter(|character| *character != ':')
        .collect();
    let hours = digits(offset.get(..2)?, 2).filter(|hours| *hours < 24)?;
    let minutes = match offset.get(2..)? {
        "" => 0,
        rest => digits(rest, 2).filter(|minutes| *minutes < 60)?,
    };
    Some(match (hours, minutes) {
        (0, 0) => " UTC".to_owned(),
        (hours, 0) => format!(" UTC{sign}{hours}"),
        (hours, minutes) => format!(" UTC{sign}{hours}:{minutes:02}"),
    })
}

fn day_in_words(day: u32, month: u32, year: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let most = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let name = name_of(month)?;
    (1..=most)
        .contains(&day)
        .then(|| format!("{day} {name} {year}"))
}

fn name_of(month: u32) -> Option<&'static str> {
    let index = usize::try_from(month).ok()?.checked_sub(1)?;
    MONTHS.get(index).copied()
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn dates_of_machines_are_told_as_people_write_them() {
        for (raw, words) in [
            ("2024-08-12", "12 August 2024"),
            (" 2024-08-12 ", "12 August 2024"),
            ("2024-08", "August 2024"),
            ("20240812", "12 August 2024"),
            ("2024/08/12", "12 August 2024"),
            ("2024-08-12T10:00:00Z", "12 August 2024, 10:00 UTC"),
            ("2024-08-12T10:00:00.123Z", "12 August 2024, 10:00 UTC"),
            ("2024-08-12T10:05", "12 August 2024, 10:05"),
            ("2024-08-12 10:05:59", "12 August 2024, 10:05"),
            ("2024-08-12 10:05:59 +0200", "12 August 2024, 10:05 UTC+2"),
            (
                "2024-08-12T22:05:00-03:30",
                "12 August 2024, 22:05 UTC−3:30",
            ),
            ("2024-08-12T22:05:00+00:00", "12 August 2024, 22:05 UTC"),
            ("2024-08-12T00:00:00Z", "12 August 2024"),
            ("2024-08-12T00:00:00+02:00", "12 August 2024"),
            ("2024-02-29", "29 February 2024"),
            ("Mon, 12 Aug 2024 10:00:00 GMT", "12 August 2024, 10:00 UTC"),
            (
                "2 September 2024 07:30 +0100",
                "2 September 2024, 07:30 UTC+1",
            ),
        ] {
            assert_eq!(in_words(raw), words, "{raw}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told_as_it_is() {
        for raw in [
            "",
            "2024",
            "08/12/2024",
            "2023-02-29",
            "2024-13-01",
            "2024-08-12T25:00:00Z",
            "2024-08-12T10:00:00 CEST",
            "2024-08-12T10:00:00+02:00[Europe/Paris]",
            "last Tuesday",
            "12 August 2024",
            "Posted on Monday, late",
            "2024-08-1é",
            "２０２４-08-12",
        ] {
            assert_eq!(in_words(raw), raw);
        }
    }
}
