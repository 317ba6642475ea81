//! What the tagger says of a token.

/// The kinds of names it tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A place: "Kenya", "Baker County", "the Nile".
    Place,
    /// A place inside the name of an organisation or a building: "Boston" in "Boston Globe".
    Nested,
    /// The adjective or the people of a place: "Kenyan", "Texans".
    Demonym,
    Person,
    Organisation,
    /// Buildings, streets, airports.
    Facility,
    /// Any other name: events, works, diseases, languages.
    Other,
}

impl NameKind {
    pub const ALL: [Self; 7] = [
        Self::Place,
        Self::Nested,
        Self::Demonym,
        Self::Person,
        Self::Organisation,
        Self::Facility,
        Self::Other,
    ];
}

/// "Outside", and for each kind "first token" and "later token": the usual BIO scheme.
pub const LABELS: usize = 1 + 2 * NameKind::ALL.len();

/// The label of tokens that belong to no name.
pub const OUTSIDE: usize = 0;

/// The label of a name's first token.
#[must_use]
pub const fn first(kind: NameKind) -> usize {
    1 + 2 * kind as usize
}

/// The label of a name's later tokens.
#[must_use]
pub const fn later(kind: NameKind) -> usize {
    2 + 2 * kind as usize
}

/// The kind of a label, and whether it is a first token's.
#[must_use]
pub fn kind_of(label: usize) -> Option<(NameKind, bool)> {
    let kind = NameKind::ALL.get(label.checked_sub(1)? / 2)?;
    Some((*kind, label % 2 == 1))
}

/// Whether `next` can follow `label`. A later token follows its own kind; and the rest of an
/// organisation or a building follows the place or demonym that its name began with.
#[must_use]
pub fn may_follow(label: usize, next: usize) -> bool {
    let Some((kind, false)) = kind_of(next) else {
        return true;
    };
    match kind_of(label) {
        None => false,
        Some((before, _)) if before == kind => true,
        Some((before, _)) => {
            matches!(
                kind,
                NameKind::Organisation | NameKind::Facility | NameKind::Other
            ) && matches!(before, NameKind::Nested | NameKind::Demonym)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_kinds_are_each_others_inverse() {
        for kind in NameKind::ALL {
            assert_eq!(kind_of(first(kind)), Some((kind, true)));
            assert_eq!(kind_of(later(kind)), Some((kind, false)));
        }
        assert_eq!(kind_of(OUTSIDE), None);
        assert_eq!(kind_of(LABELS), None);
    }

    #[test]
    fn an_organisation_goes_on_after_the_place_in_its_name() {
        let rest = later(NameKind::Organisation);
        assert!(may_follow(later(NameKind::Nested), rest));
        assert!(!may_follow(first(NameKind::Place), rest));
        assert!(!may_follow(OUTSIDE, rest));
        assert!(may_follow(rest, first(NameKind::Nested)));
    }
}
