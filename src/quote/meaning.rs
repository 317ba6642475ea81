//! What recorded words and words taken for them must agree in: numbers, negations and names.

use crate::text::{Span, Token, TokenKind, TokenisedText, is_opener};

/// Words that turn a claim around, in lower case; those that end in “n’t” do too.
const NEGATIONS: [&str; 15] = [
    "not", "no", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "without",
    "cannot", "hardly", "scarcely", "barely", "unable",
];

/// Numbers in words, in lower case.
const NUMBERS: [&str; 51] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "dozen",
    "dozens",
    "half",
    "third",
    "thirds",
    "quarter",
    "quarters",
    "once",
    "twice",
    "both",
    "first",
    "second",
    "fourth",
    "fifth",
    "single",
];

/// How many words before a quote are looked at for a negation of it.
const BEFORE: usize = 2;

/// A quote within the text around it, as far as that is known.
#[derive(Clone, Copy, Debug)]
pub struct QuoteInContext<'a> {
    pub before: &'a str,
    pub words: &'a str,
    pub after: &'a str,
}

/// A word or a number of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    span: Span,
    /// In lower case, with straight apostrophes and with its possessive; a number with its sign and
    /// its unit.
    folded: String,
    number: bool,
    capital: bool,
    /// Whether it is the first of a sentence or stands after a semicolon.
    begins: bool,
}

impl QuoteInContext<'_> {
    /// Whether the quotes consist of the same whole words: “Ash” is not in “Ashford”, nor
    /// “10 km” in “110 km”.
    #[must_use]
    pub fn same_words(&self, other: &Self) -> bool {
        folded(&self.within()).eq(folded(&other.within()))
    }

    /// Whether the quote begins and ends between words, as far as the text around it tells.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let cut = |left: &str, right: &str| {
            left.ends_with(char::is_alphanumeric) && right.starts_with(char::is_alphanumeric)
        };
        !cut(self.before, self.words) && !cut(self.words, self.after)
    }

    /// Whether the quotes give the same numbers, whole: “10” is not in “100”.
    #[must_use]
    pub fn same_numbers(&self, other: &Self) -> bool {
        let numbers = |words: &[Word]| -> Vec<(String, String)> {
            let following = words.iter().skip(1).map(Some).chain([None]);
            let pairs = words.iter().zip(following);
            pairs
                .filter(|(word, _)| word.number)
                .map(|(word, next)| {
                    // A unit may be spelled differently, but “km” is not “m”.
                    let unit = next.map_or("", |next| next.folded.as_str());
                    (word.folded.clone(), unit.chars().take(3).collect())
                })
                .collect()
        };
        numbers(&self.within()) == numbers(&other.within())
    }

    /// Whether the quotes are negated alike, within or by the words next to them. Where the text
    /// around one of them is not known, it is not compared.
    #[must_use]
    pub fn same_negations(&self, other: &Self) -> bool {
        let known = |a: &str, b: &str| !a.is_empty() && !b.is_empty();
        let before = known(self.before, other.before);
        let after = known(self.after, other.after);
        self.negations(before, after) == other.negations(before, after)
    }

    fn negations(&self, before: bool, after: bool) -> Vec<String> {
        let (words, quote) = self.read();
        let first = words.partition_point(|word| word.span.end <= quote.start);
        let next = words.partition_point(|word| word.span.start < quote.end);
        let mut from = first;
        if before {
            let earliest = first.saturating_sub(BEFORE);
            let goes_on = |at: usize| words.get(at).is_none_or(|word| !word.begins);
            while from > earliest && goes_on(from) {
                from -= 1;
            }
        }
        let follows = words.get(next).filter(|word| after && !word.begins);
        let words = words[from..next].iter().chain(follows);
        words
            .filter_map(|word| match word.folded.as_str() {
                "cannot" => Some("not".to_owned()),
                word if word.ends_with("n't") => Some("not".to_owned()),
                word if NEGATIONS.contains(&word) => Some(word.to_owned()),
                _ => None,
            })
            .collect()
    }

    /// Whether each name in one of the quotes is a word of the other: “Iraq” is not “Iran”,
    /// however close their spelling.
    #[must_use]
    pub fn same_names(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.within(), other.within());
        let holds = |words: &[Word], name: &Word| words.iter().any(|word| stem(word) == stem(name));
        let names = |words: &[Word], others: &[Word]| {
            let mut names = words
                .iter()
                .filter(|word| word.capital && !is_opener(&word.folded));
            names.all(|name| holds(others, name))
        };
        names(&ours, &theirs) && names(&theirs, &ours)
    }

    /// The words and numbers that the quote takes part in, whole.
    fn within(&self) -> Vec<Word> {
        let (mut words, quote) = self.read();
        words.retain(|word| word.span.overlaps(quote));
        words
    }

    /// The words and numbers of the passage, and where in it the quote stands.
    fn read(&self) -> (Vec<Word>, Span) {
        let text = [self.before, self.words, self.after].concat();
        let start = self.before.len();
        (words(&text), Span::new(start, start + self.words.len()))
    }
}

fn folded(words: &[Word]) -> impl Iterator<Item = &str> {
    words.iter().map(|word| word.folded.as_str())
}

/// A name without its genitive.
fn stem(word: &Word) -> &str {
    let word = word.folded.as_str();
    word.strip_suffix("'s").unwrap_or(word)
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for sentence in TokenisedText::of(text).sentences() {
        let mut begins = true;
        for token in sentence {
            match (token.kind, words.last_mut()) {
                (TokenKind::Mark, _) => begins |= token.of(text) == ";",
                (TokenKind::Possessive, Some(owner)) if owner.span.end == token.span.start => {
                    *owner = word(
                        text,
                        Span::new(owner.span.start, token.span.end),
                        owner.begins,
                    );
                }
                _ => {
                    let span = match token.kind {
                        TokenKind::Number => with_sign_and_unit(text, token),
                        _ => token.span,
                    };
                    words.push(word(text, span, begins));
                    begins = false;
                }
            }
        }
    }
    words
}

fn word(text: &str, span: Span, begins: bool) -> Word {
    let written = &text[span.start..span.end];
    let folded = written.to_lowercase().replace(['’', 'ʼ'], "'");
    Word {
        span,
        // “F-16” and “T90” are told apart by their digits.
        number: folded.contains(char::is_numeric) || NUMBERS.contains(&folded.as_str()),
        capital: written.starts_with(char::is_uppercase),
        folded,
        begins,
    }
}

/// A number with the sign or the currency before it and the percentage after it.
fn with_sign_and_unit(text: &str, number: &Token) -> Span {
    let Span { mut start, mut end } = number.span;
    if let Some(sign) = text[..start].chars().next_back()
        && matches!(sign, '-' | '−' | '$' | '€' | '£' | '¥' | '₴' | '₽')
        && !text[..start - sign.len_utf8()].ends_with(char::is_alphanumeric)
    {
        start -= sign.len_utf8();
    }
    if let Some(unit) = text[end..].chars().next()
        && matches!(unit, '%' | '‰' | '°')
    {
        end += unit.len_utf8();
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(words: &'static str) -> QuoteInContext<'static> {
        QuoteInContext {
            before: "",
            words,
            after: "",
        }
    }

    #[track_caller]
    fn same(
        check: fn(&QuoteInContext<'static>, &QuoteInContext<'static>) -> bool,
        pairs: &[(&'static str, &'static str, bool)],
    ) {
        for (a, b, expected) in pairs {
            assert_eq!(check(&alone(a), &alone(b)), *expected, "{a} / {b}");
            assert_eq!(check(&alone(b), &alone(a)), *expected, "{b} / {a}");
        }
    }

    #[test]
    fn numbers_are_compared_whole_with_signs_and_units() {
        same(
            QuoteInContext::same_numbers,
            &[
                ("within 10 kilometers", "within 10 kilometres", true),
                ("within 10 km", "within 12 km", false),
                ("within 10 km", "within 10 m", false),
                ("1,000 people", "1.000 people", false),
                ("6.2 miles", "62 miles", false),
                ("$5 million", "£5 million", false),
                ("at -5 degrees", "at 5 degrees", false),
                ("about 5% of it", "about 5 of it", false),
                ("two villages", "ten villages", false),
                ("hundreds fled", "thousands fled", false),
                ("the F16 fleet", "the F35 fleet", false),
                ("in 2024-25", "in 2024-26", false),
                ("a village", "the village", true),
            ],
        );
        let ten = QuoteInContext {
            before: "took 1",
            words: "0 villages",
            after: "",
        };
        assert!(!ten.same_numbers(&QuoteInContext {
            before: "took 2",
            ..ten
        }));
    }

    #[test]
    fn negations_are_found_within_a_quote_and_next_to_it() {
        same(
            QuoteInContext::same_negations,
            &[
                ("did take it", "did not take it", false),
                ("was seen", "wasn’t seen", false),
                ("wasn't seen", "was not seen", true),
                ("with losses", "without losses", false),
                ("some left", "none left", false),
                ("it is known", "it is now known", true),
            ],
        );
        let plain = QuoteInContext {
            before: "They have ",
            words: "taken the town",
            after: " so far.",
        };
        let before = |before| QuoteInContext { before, ..plain };
        assert!(!plain.same_negations(&before("They have not ")));
        assert!(!plain.same_negations(&before("They have never yet ")));
        assert!(plain.same_negations(&before("They said no. They have ")));
        assert!(plain.same_negations(&before("It may not; they have ")));
        assert!(!plain.same_negations(&before("Seen by Gen. Li, they have not ")));
        assert!(plain.same_negations(&before("")), "not known");
    }

    #[test]
    fn names_may_change_their_case_and_genitive_but_nothing_else() {
        same(
            QuoteInContext::same_names,
            &[
                ("sanctions on Iran", "sanctions on Iraq", false),
                ("forces in Ash", "troops in Ash", true),
                ("Ash’s forces", "forces of Ash", true),
                ("The forces left", "forces left", true),
                ("Forces left", "forces left", true),
                ("the river Don", "the river", false),
            ],
        );
    }

    #[test]
    fn words_are_whole() {
        let quote = QuoteInContext {
            before: "in ",
            words: "Ash",
            after: " fell",
        };
        assert!(quote.same_words(&QuoteInContext {
            before: "",
            ..quote
        }));
        assert!(!quote.same_words(&QuoteInContext {
            after: "ford",
            ..quote
        }));
        assert!(!quote.same_words(&QuoteInContext {
            before: "B",
            ..quote
        }));
        assert!(quote.same_words(&QuoteInContext {
            after: "’ fell",
            ..quote
        }));
    }
}
