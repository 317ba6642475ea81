//! What must not differ between the words that were recorded and words that are taken for them:
//! numbers, negations and names.

use crate::text::Span;

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

/// Words that begin with a capital only because a sentence begins with them.
const OPENERS: [&str; 40] = [
    "a", "after", "all", "an", "and", "as", "at", "before", "but", "by", "during", "for", "from",
    "he", "her", "his", "how", "if", "in", "it", "its", "of", "on", "our", "she", "since", "that",
    "the", "their", "there", "these", "they", "this", "those", "to", "we", "when", "while", "who",
    "with",
];

/// How many words before a quote are looked at for a negation of it.
const BEFORE: usize = 2;

/// A quote within the text around it, as far as that is known.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    pub before: &'a str,
    pub words: &'a str,
    pub after: &'a str,
}

/// A word or a number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    span: Span,
    /// In lower case, with straight apostrophes.
    folded: String,
    number: bool,
    capital: bool,
}

impl Passage<'_> {
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
        let numbers = |tokens: &[Token]| -> Vec<(String, String)> {
            let following = tokens.iter().skip(1).map(Some).chain([None]);
            let pairs = tokens.iter().zip(following);
            pairs
                .filter(|(token, _)| token.number)
                .map(|(token, next)| {
                    // A unit may be spelled differently, but “km” is not “m”.
                    let unit = next.map_or("", |next| next.folded.as_str());
                    (token.folded.clone(), unit.chars().take(3).collect())
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
        let sentence_end = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n');
        let earlier = self.before.rsplit(sentence_end).next().unwrap_or_default();
        let later = self.after.split(sentence_end).next().unwrap_or_default();
        let mut words = Vec::new();
        if before {
            let tokens = tokens(earlier);
            let from = tokens.len().saturating_sub(BEFORE);
            words.extend(tokens.into_iter().skip(from));
        }
        words.extend(tokens(self.words));
        if after {
            words.extend(tokens(later).into_iter().take(1));
        }
        let negation = |word: Token| match word.folded.as_str() {
            "cannot" => Some("not".to_owned()),
            word if word.ends_with("n't") => Some("not".to_owned()),
            word if NEGATIONS.contains(&word) => Some(word.to_owned()),
            _ => None,
        };
        words.into_iter().filter_map(negation).collect()
    }

    /// Whether each name in one of the quotes is a word of the other: “Iraq” is not “Iran”,
    /// however close their spelling.
    #[must_use]
    pub fn same_names(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.within(), other.within());
        let holds =
            |tokens: &[Token], name: &Token| tokens.iter().any(|token| stem(token) == stem(name));
        let names = |tokens: &[Token], others: &[Token]| {
            let mut names = tokens
                .iter()
                .filter(|token| token.capital && !OPENERS.contains(&token.folded.as_str()));
            names.all(|name| holds(others, name))
        };
        names(&ours, &theirs) && names(&theirs, &ours)
    }

    /// The words and numbers that the quote takes part in, whole.
    fn within(&self) -> Vec<Token> {
        let text = [self.before, self.words, self.after].concat();
        let start = self.before.len();
        let quote = Span::new(start, start + self.words.len());
        let mut tokens = tokens(&text);
        tokens.retain(|token| token.span.overlaps(quote));
        tokens
    }
}

fn folded(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().map(|token| token.folded.as_str())
}

/// A name without its genitive.
fn stem(token: &Token) -> &str {
    let word = token.folded.as_str();
    word.strip_suffix("'s").unwrap_or(word)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let length = if c.is_numeric() {
            number(&text[at..])
        } else if c.is_alphanumeric() {
            word(&text[at..])
        } else {
            at += c.len_utf8();
            continue;
        };
        let (mut start, mut end) = (at, at + length);
        if c.is_numeric() {
            // A sign or a currency before, a percentage after.
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
        }
        let folded = text[start..end].to_lowercase().replace(['’', 'ʼ'], "'");
        found.push(Token {
            span: Span::new(start, end),
            // “F-16” and “T90” are told apart by their digits.
            number: folded.contains(char::is_numeric) || NUMBERS.contains(&folded.as_str()),
            capital: c.is_uppercase(),
            folded,
        });
        at = end;
    }
    found
}

/// How long the number at the start of the text is, with single stops and commas inside it.
fn number(text: &str) -> usize {
    run(text, char::is_numeric, &['.', ','])
}

/// How long the word at the start of the text is, with single apostrophes inside it.
fn word(text: &str) -> usize {
    run(text, char::is_alphanumeric, &['\'', '’', 'ʼ'])
}

/// The length of the run of characters that belong, or join two that do.
fn run(text: &str, belongs: fn(char) -> bool, joiners: &[char]) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = joiners.contains(&c) && chars.peek().is_some_and(|(_, next)| belongs(*next));
        if !(belongs(c) || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(words: &'static str) -> Passage<'static> {
        Passage {
            before: "",
            words,
            after: "",
        }
    }

    #[track_caller]
    fn same(
        check: fn(&Passage<'static>, &Passage<'static>) -> bool,
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
            Passage::same_numbers,
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
        let ten = Passage {
            before: "took 1",
            words: "0 villages",
            after: "",
        };
        assert!(!ten.same_numbers(&Passage {
            before: "took 2",
            ..ten
        }));
    }

    #[test]
    fn negations_are_found_within_a_quote_and_next_to_it() {
        same(
            Passage::same_negations,
            &[
                ("did take it", "did not take it", false),
                ("was seen", "wasn’t seen", false),
                ("wasn't seen", "was not seen", true),
                ("with losses", "without losses", false),
                ("some left", "none left", false),
                ("it is known", "it is now known", true),
            ],
        );
        let plain = Passage {
            before: "They have ",
            words: "taken the town",
            after: " so far.",
        };
        let before = |before| Passage { before, ..plain };
        assert!(!plain.same_negations(&before("They have not ")));
        assert!(!plain.same_negations(&before("They have never yet ")));
        assert!(plain.same_negations(&before("They said no. They have ")));
        assert!(plain.same_negations(&before("")), "not known");
    }

    #[test]
    fn names_may_change_their_case_and_genitive_but_nothing_else() {
        same(
            Passage::same_names,
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
        let quote = Passage {
            before: "in ",
            words: "Ash",
            after: " fell",
        };
        assert!(quote.same_words(&Passage {
            before: "",
            ..quote
        }));
        assert!(!quote.same_words(&Passage {
            after: "ford",
            ..quote
        }));
        assert!(!quote.same_words(&Passage {
            before: "B",
            ..quote
        }));
        assert!(quote.same_words(&Passage {
            after: "’ fell",
            ..quote
        }));
    }
}
