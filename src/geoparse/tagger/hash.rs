//! Hashes of words and of features: fixed for ever, because a trained model rests on them.

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Fold a number into a hash.
#[must_use]
pub const fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(PRIME);
    mixed ^ (mixed >> 29)
}

/// The hash of a word in lower case, with every digit as 0, so that years are one word.
#[must_use]
pub fn word(text: &str) -> u64 {
    characters(text.chars())
}

/// The same for a part of a word.
#[must_use]
pub fn characters(text: impl Iterator<Item = char>) -> u64 {
    let mut hash = PRIME;
    for character in text {
        let character = match character {
            '0'..='9' => '0',
            '’' | '‘' | 'ʼ' => '\'',
            'A'..='Z' => character.to_ascii_lowercase(),
            other if other.is_ascii() => other,
            other => other.to_lowercase().next().unwrap_or(other),
        };
        hash = mix(hash, u64::from(u32::from(character)));
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_digits_do_not_matter_and_letters_do() {
        assert_eq!(word("Paris"), word("PARIS"));
        assert_eq!(word("1987"), word("2024"));
        assert_ne!(word("Paris"), word("Pariz"));
    }

    #[test]
    fn the_hash_is_the_one_models_were_trained_with() {
        assert_eq!(word("dateline"), 0xe7e1_bc4b_87dc_d6af);
    }
}
