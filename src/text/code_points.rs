//! Counting a text in Unicode code points, as files do, and in bytes, as the program does.

use std::sync::Arc;

/// How many bytes apart the remembered offsets of [`CodePoints`] are, at least.
const STRIDE: usize = 128;

/// Converts between byte offsets and code point counts of one text, in constant time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePoints {
    text: Arc<str>,
    /// For every [`STRIDE`] code points, the byte offset where they start.
    bytes: Vec<usize>,
    count: usize,
}

impl CodePoints {
    #[must_use]
    pub fn of(text: Arc<str>) -> Self {
        let mut bytes = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (byte, _) in text.char_indices() {
            if count % STRIDE == 0 {
                bytes.push(byte);
            }
            count += 1;
        }
        Self { text, bytes, count }
    }

    /// How many code points the text has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The byte offset of the code point number `index`; the text's length for the one past the
    /// end; `None` beyond that.
    #[must_use]
    pub fn byte_of(&self, index: usize) -> Option<usize> {
        if index >= self.count {
            return (index == self.count).then_some(self.text.len());
        }
        let from = *self.bytes.get(index / STRIDE)?;
        self.text[from..]
            .char_indices()
            .nth(index % STRIDE)
            .map(|(at, _)| from + at)
    }

    /// How many code points start before the byte offset `byte`.
    #[must_use]
    pub fn count_to(&self, byte: usize) -> usize {
        let block = self.bytes.partition_point(|&start| start <= byte);
        let Some(block) = block.checked_sub(1) else {
            return 0;
        };
        let from = self.bytes[block];
        block * STRIDE
            + self.text[from..]
                .char_indices()
                .take_while(|(at, _)| from + at < byte)
                .count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn byte_and_code_point_offsets_convert_both_ways(text in "\\PC{0,600}") {
            let points = CodePoints::of(text.as_str().into());
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.byte_of(count), Some(byte));
                prop_assert_eq!(points.count_to(byte), count);
            }
            prop_assert_eq!(points.byte_of(points.len()), Some(text.len()));
            prop_assert_eq!(points.byte_of(points.len() + 1), None);
        }
    }
}
