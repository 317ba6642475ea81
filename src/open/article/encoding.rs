//! Bytes into text, whatever they are said to be.
//!
//! Declarations are often wrong, and every byte means something in windows-1252. So what is
//! declared and what is detected are both tried, and the one whose words look like words wins.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// A text, and how it came out of its bytes.
pub struct Decoded {
    pub text: String,
    /// What a person should know about it, as a sentence.
    pub note: Option<String>,
}

/// Decodes `bytes`, which were declared to be in one of the encodings with the labels `declared`
/// (as the web labels them; the first one counts most). `None`: these bytes are not text.
pub fn decode(bytes: &[u8], declared: &[String]) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(with(encoding, &bytes[mark..], None));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Some(with(encoding, bytes, None));
    }
    if is_binary(bytes) {
        return None;
    }
    let declared: Vec<&'static Encoding> = declared
        .iter()
        .filter_map(|label| Encoding::for_label(label.as_bytes()))
        // The bytes were just found not to be UTF-16.
        .filter(|encoding| ![UTF_16BE, UTF_16LE].contains(encoding))
        .collect();
    // Text in another encoding is practically never valid UTF-8, unless it is all ASCII, which
    // the Japanese encoding by escapes is as well.
    if mostly_utf_8(bytes) && !(bytes.is_ascii() && declared.contains(&ISO_2022_JP)) {
        return Some(with(UTF_8, bytes, declared.first().copied()));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let detected = detector.guess(None, Utf8Detection::Deny);
    let best = declared
        .iter()
        .copied()
        .filter(|encoding| *encoding != UTF_8)
        .chain([detected])
        // Of equals the first one is taken: what is declared goes before what is detected.
        .min_by_key(|encoding| strangeness(&encoding.decode_without_bom_handling(bytes).0))?;
    Some(with(best, bytes, declared.first().copied()))
}

fn with(encoding: &'static Encoding, bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
    let wrong = declared.filter(|declared| *declared != encoding && !bytes.is_ascii());
    let note = if lost > 0 {
        Some(format!(
            "Some characters could not be read and are shown as “\u{fffd}” ({lost})."
        ))
    } else {
        wrong.map(|declared| {
            format!(
                "The text claims to be {} but was read as {}.",
                declared.name(),
                encoding.name()
            )
        })
    };
    Decoded { text, note }
}

/// Whether `bytes` are UTF-8 but for a few places: a text cut within a character, a stray byte.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > 9 * bad
}

/// UTF-16 without its mark: nearly all letters, in pairs of bytes one of which is hardly ever used
/// for text alone.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let controls = head.iter().filter(|byte| is_odd_control(**byte)).count();
    if head.len() < 4 || controls * 4 < head.len() {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, broken) = encoding.decode_without_bom_handling(head);
        let usual = |c: &char| {
            matches!(c, '\n' | '\r' | '\t' | ' '..='~' | '\u{a0}'..='\u{52f}' | '\u{2010}'..='\u{2044}')
        };
        let usual = text.chars().filter(usual).count();
        !broken && usual * 20 >= text.chars().count() * 19 && text.contains([' ', '\n'])
    })
}

/// Text in the encodings of single bytes has no control characters but white space; a few may
/// have slipped in.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    // Escape is how the Japanese encoding of mails switches its alphabets.
    let controls = head
        .iter()
        .filter(|byte| is_odd_control(**byte) && **byte != 0x1b)
        .count();
    controls * 200 > head.len()
}

const fn is_odd_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c) || byte == 0x7f
}

/// How many places of `text` hardly occur in a text that was decoded rightly: lost characters,
/// control characters, words of two alphabets, three accented Latin letters in a row, and small
/// letters that turn into capitals beyond ASCII.
fn strangeness(text: &str) -> usize {
    let lost = text
        .chars()
        .filter(|c| *c == '\u{fffd}' || ('\u{80}'..='\u{9f}').contains(c))
        .count();
    let words = text.split(|c: char| !c.is_alphabetic());
    lost + words
        .filter(|word| !word.is_ascii() && is_strange(word))
        .count()
}

fn is_strange(word: &str) -> bool {
    let (mut latin, mut other, mut accents, mut turned) = (false, false, 0, false);
    let mut before = None;
    for c in word.chars() {
        let accented = ('\u{aa}'..='\u{24f}').contains(&c);
        let is_latin = accented || c.is_ascii();
        latin |= is_latin;
        other |= ('\u{370}'..='\u{52f}').contains(&c);
        accents = if accented { accents + 1 } else { 0 };
        let inner = before.is_some_and(char::is_lowercase) && c.is_uppercase();
        turned |= accents == 3 || (inner && !c.is_ascii());
        before = Some(c);
    }
    turned || (latin && other)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{KOI8_R, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    const RUSSIAN: &str = "Вода в реке поднялась на два метра. Жителей посёлка вывезли в город.";
    const FRENCH: &str = "L’été dernier, à Besançon, le fleuve a débordé près du marché couvert.";

    fn text(bytes: &[u8], declared: &[&str]) -> String {
        let declared: Vec<String> = declared.iter().map(|&label| label.to_owned()).collect();
        decode(bytes, &declared).expect("this is text").text
    }

    #[test]
    fn what_is_declared_wrongly_is_read_rightly() {
        let russian = WINDOWS_1251.encode(RUSSIAN).0;
        let koi8 = KOI8_R.encode(RUSSIAN).0;
        let french = WINDOWS_1252.encode(FRENCH).0;
        for declared in [
            &[][..],
            &["windows-1251"],
            &["windows-1252"],
            &["utf-8"],
            &["koi8-r"],
            &["utf-16"],
            &["nonsense"],
            &["iso-8859-1", "windows-1251"],
        ] {
            assert_eq!(text(&russian, declared), RUSSIAN, "{declared:?}");
            assert_eq!(text(&koi8, declared), RUSSIAN, "{declared:?}");
            assert_eq!(text(&french, declared), FRENCH, "{declared:?}");
            assert_eq!(text(RUSSIAN.as_bytes(), declared), RUSSIAN, "{declared:?}");
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        for sentence in [RUSSIAN, FRENCH, "Plain words."] {
            let units = || sentence.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            assert_eq!(text(&little, &[]), sentence);
            assert_eq!(text(&big, &["utf-8"]), sentence);
            assert_eq!(text(&[&[0xff, 0xfe], &little[..]].concat(), &[]), sentence);
            assert_eq!(text(&[&[0xfe, 0xff], &big[..]].concat(), &[]), sentence);
        }
    }

    #[test]
    fn a_stray_byte_does_not_garble_a_text_in_utf_8() {
        let bytes = [RUSSIAN.as_bytes(), &[0xff]].concat();
        let decoded = decode(&bytes, &["windows-1252".to_owned()]).expect("this is text");
        assert!(decoded.text.starts_with(RUSSIAN));
        let note = decoded.note.unwrap_or_default();
        assert!(note.contains("(1)"), "{note}");
    }

    #[test]
    fn a_wrong_declaration_is_told_of() {
        let decoded = decode(RUSSIAN.as_bytes(), &["windows-1252".to_owned()]);
        let note = decoded.and_then(|decoded| decoded.note).unwrap_or_default();
        assert!(
            note.contains("windows-1252") && note.contains("UTF-8"),
            "{note}"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_told_apart() {
        assert!(decode(&[0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13], &[]).is_none());
        let mostly_text = format!("{}\0 and on", "words ".repeat(100));
        assert!(decode(mostly_text.as_bytes(), &[]).is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in any::<Vec<u8>>(), label in "[a-z0-9-]{0,12}") {
            let _ = decode(&bytes, &[label]);
        }

        #[test]
        fn utf_8_is_always_read_as_it_is(text in "\\PC{0,200}") {
            let decoded = decode(text.as_bytes(), &["windows-1252".to_owned()]);
            let starts_with_mark = Encoding::for_bom(text.as_bytes()).is_some();
            if let (false, Some(decoded)) = (starts_with_mark, decoded) {
                prop_assert_eq!(decoded.text, text);
            }
        }
    }
}
