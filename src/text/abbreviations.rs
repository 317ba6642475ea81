//! Abbreviations: words with a full stop of their own, which as a rule ends no sentence.

use super::tokens::{Token, TokenKind};

/// What follows an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// What it belongs to, so that no sentence ends with it: "Capt. Smith", "approx. 5 km".
    Leads,
    /// Anything, another sentence too: "Inc.", "Calif.", "Sept.".
    MayEnd,
}

/// Titles and ranks, and words such as "approximately" and "versus". In order, as the other lists are.
const LEADING: &[&str] = &[
    "Adm", "Ald", "Amb", "Approx", "Asst", "Atty", "Bp", "Brig", "Capt", "Cdr", "Cllr", "Cmdr",
    "Cmdt", "Col", "Cols", "Comdr", "Cpl", "Det", "Dr", "Drs", "Ens", "Est", "Fr", "Gen", "Gens",
    "Gov", "Govs", "Hon", "Insp", "Lieut", "Lt", "Lts", "Maj", "Messrs", "Mgr", "Mlle", "Mme",
    "Mmes", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Mx", "Ofc", "Pfc", "Pres", "Prof", "Profs", "Pte",
    "Pvt", "Rep", "Reps", "Rev", "Revs", "Sec", "Sen", "Sens", "Sgt", "Sgts", "Spc", "Supt", "Tpr",
    "Treas", "Vs", "approx", "ca", "cf", "esp", "est", "excl", "incl", "v", "viz", "vs",
];

/// Words that are short for something before a number, and mean something else elsewhere: "No. 5",
/// "fig. 2", "Sun. 12 May".
const COUNTING: &[&str] = &[
    "Art", "Ch", "Ext", "Fig", "Figs", "Mar", "Max", "Min", "Mon", "No", "Nos", "Nr", "Op", "Pop",
    "Pp", "Sat", "Sun", "Tel", "Vol", "Vols", "art", "avg", "ch", "ext", "fig", "figs", "max",
    "min", "no", "nos", "nr", "op", "par", "para", "pop", "pp", "sec", "tel", "vol", "vols",
];

/// Months and days, states, firms and institutions, streets and places, what stands behind a name,
/// units, and what ends a list.
const ENDING: &[&str] = &[
    "Ala", "Alta", "Apr", "Apt", "Ariz", "Ark", "Assn", "Assoc", "Aug", "Ave", "Bldg", "Blvd",
    "Bros", "Calif", "Cir", "Co", "Colo", "Conn", "Corp", "Cos", "Cres", "Ct", "Dec", "Del",
    "Dept", "Dist", "Div", "Esq", "Expy", "Feb", "Fla", "Fri", "Ft", "Ga", "Hwy", "Ill", "Inc",
    "Ind", "Inst", "Intl", "Jan", "Jr", "Jul", "Jun", "Kan", "Ky", "La", "Ln", "Ltd", "Man",
    "Mass", "Md", "Mfg", "Mich", "Minn", "Miss", "Mo", "Mont", "Mtn", "Mtns", "Mts", "Natl", "Neb",
    "Nev", "Nov", "Oct", "Okla", "Ont", "Ore", "Pa", "Penn", "Pkwy", "Pl", "Pt", "Pty", "Que",
    "Rd", "Rm", "Rt", "Rte", "Sask", "Sep", "Sept", "Sq", "Sr", "St", "Sta", "Ste", "Sts", "Sub",
    "Tenn", "Ter", "Tex", "Thu", "Thur", "Thurs", "Tue", "Tues", "Twp", "Univ", "Va", "Vt", "Wash",
    "Wed", "Wis", "Wyo", "al", "dept", "etc", "ft", "hr", "hrs", "inc", "jr", "lb", "lbs", "ltd",
    "mi", "misc", "oz", "resp", "sr", "yd", "yds", "yr", "yrs",
];

/// The abbreviation that the word at an index is, if its full stop follows it.
#[must_use]
pub fn abbreviation(text: &str, tokens: &[Token], at: usize) -> Option<Abbreviation> {
    let word = tokens
        .get(at)
        .filter(|token| token.kind == TokenKind::Word)?;
    let stop = tokens.get(at + 1)?;
    if !stop.glued || stop.of(text) != "." {
        return None;
    }
    let word = word.of(text);
    let next = tokens.get(at + 2).filter(|next| !next.line_start);
    let numbered = next.is_some_and(|next| next.kind == TokenKind::Number);
    listed(word, numbered).or_else(|| {
        // "ST. LOUIS", but not "MS." for an illness in a line of usual letters.
        let shouts = numbered || next.is_some_and(|next| is_in_capitals(next.of(text)));
        let usual = || listed(&with_one_capital(word), numbered);
        (shouts && is_in_capitals(word)).then(usual)?
    })
}

fn listed(word: &str, numbered: bool) -> Option<Abbreviation> {
    let is_in = |list: &[&str]| list.binary_search(&word).is_ok();
    if is_in(LEADING) || numbered && is_in(COUNTING) {
        Some(Abbreviation::Leads)
    } else if is_in(ENDING) {
        Some(Abbreviation::MayEnd)
    } else {
        None
    }
}

/// Whether a word has several letters, and none in lower case.
fn is_in_capitals(word: &str) -> bool {
    word.chars()
        .take(2)
        .filter(|letter| letter.is_uppercase())
        .count()
        == 2
        && !word.chars().any(char::is_lowercase)
}

fn with_one_capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .into_iter()
        .chain(letters.flat_map(char::to_lowercase))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;

    fn first(text: &str) -> Option<Abbreviation> {
        abbreviation(text, &tokens(text), 0)
    }

    #[test]
    fn a_title_leads_and_a_state_may_end() {
        assert_eq!(first("Capt. Smith"), Some(Abbreviation::Leads));
        assert_eq!(first("Calif. officials"), Some(Abbreviation::MayEnd));
        assert_eq!(first("Captain. Smith"), None);
        assert_eq!(first("Capt Smith"), None, "without a full stop");
    }

    #[test]
    fn some_words_are_abbreviations_before_a_number_only() {
        assert_eq!(first("No. 5 won"), Some(Abbreviation::Leads));
        assert_eq!(first("No. Nobody won"), None);
        assert_eq!(first("Sun. 5 May"), Some(Abbreviation::Leads));
        assert_eq!(first("Sun. It shone"), None);
    }

    #[test]
    fn abbreviations_in_capitals_count_where_the_line_shouts() {
        assert_eq!(first("ST. LOUIS FLOODED"), Some(Abbreviation::MayEnd));
        assert_eq!(first("SEPT. 12"), Some(Abbreviation::MayEnd));
        assert_eq!(first("MS. Doctors treat it"), None);
    }

    #[test]
    fn the_lists_can_be_searched() {
        for list in [LEADING, COUNTING, ENDING] {
            assert!(list.is_sorted());
        }
    }
}
