//! Going through the index word by word, as a reader of a text does.

use fst::raw::{CompiledAddr, Fst, Output};

use super::{Gazetteer, Names};

/// A place in the index that is reached by the words so far. It is small and cheap to copy: keep
/// one where a name might end and go on with another.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'g> {
    gazetteer: &'g Gazetteer<'g>,
    node: CompiledAddr,
    output: u64,
    begun: bool,
}

impl<'g> Walk<'g> {
    pub(super) fn new(gazetteer: &'g Gazetteer<'g>) -> Self {
        Self {
            gazetteer,
            node: gazetteer.names.root().addr(),
            output: 0,
            begun: false,
        }
    }

    /// Go on by one [folded](crate::text::fold) word. Returns whether some name still begins with the words so
    /// far; if not, the walk stays where it was. An empty word leads nowhere.
    pub fn step(&mut self, word: &str) -> bool {
        let space: &[u8] = if self.begun { b" " } else { b"" };
        let mut next = *self;
        next.begun = true;
        let goes_on = !word.is_empty()
            && space
                .iter()
                .chain(word.as_bytes())
                .all(|&byte| next.byte(byte));
        if goes_on {
            *self = next;
        }
        goes_on
    }

    /// Go on by letters of the same word, as "s" after "Cox" in "Cox's Bazar". If no name goes on so, the
    /// walk stays where it was.
    pub fn lengthen(&mut self, letters: &str) -> bool {
        let mut next = *self;
        let goes_on = self.begun && next.bytes(letters.as_bytes());
        if goes_on {
            *self = next;
        }
        goes_on
    }

    /// The places whose whole name the words so far are, the weightiest first.
    #[must_use]
    pub fn names(&self) -> Option<Names<'g>> {
        let node = self.names_index().node(self.node);
        (node.is_final() && self.begun).then(|| {
            self.gazetteer
                .names_of(self.output + node.final_output().value())
        })
    }

    /// Which names begin with the words so far: the numbers of the first and of the one after the last.
    pub(super) fn range(&self) -> (u64, u64) {
        let mut node = self.names_index().node(self.node);
        let mut last = self.output;
        while let Some(index) = node.len().checked_sub(1) {
            let transition = node.transition(index);
            last += transition.out.value();
            node = self.names_index().node(transition.addr);
        }
        (self.output, last + node.final_output().value() + 1)
    }

    /// Go on by part of a word.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> bool {
        self.begun = true;
        bytes.iter().all(|&byte| self.byte(byte))
    }

    fn byte(&mut self, byte: u8) -> bool {
        let node = self.names_index().node(self.node);
        let Some(index) = node.find_input(byte) else {
            return false;
        };
        let transition = node.transition(index);
        self.node = transition.addr;
        self.output = Output::new(self.output).cat(transition.out).value();
        true
    }

    fn names_index(&self) -> &'g Fst<&'g [u8]> {
        &self.gazetteer.names
    }
}
