//! The words under an element, with a new line wherever the page starts one.

use dom_query::NodeRef;

/// Elements whose content nobody reads on the page.
const UNREAD: [&str; 18] = [
    "script", "style", "noscript", "template", "head", "title", "button", "select", "input",
    "textarea", "iframe", "object", "svg", "canvas", "video", "audio", "img", "math",
];

/// Elements that stand within a line; all others start one.
const INLINE: [&str; 37] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
];

/// The text under `root` without the elements in `left_out`. Cells of a table's row are parted by
/// tabs. It uses no recursion, so that no page can exhaust the stack.
pub fn of(root: &NodeRef<'_>, left_out: &[&str]) -> String {
    let mut text = Text::default();
    let Some(mut node) = root.first_child() else {
        return text.written;
    };
    loop {
        let name = name_of(&node);
        let read = match &name {
            Some(name) => {
                let skipped = UNREAD.contains(&name.as_str()) || left_out.contains(&name.as_str());
                !skipped && !node.has_attr("hidden")
            }
            None => false,
        };
        if node.is_text() {
            text.words(&node.text());
        } else if read {
            text.enter(name.as_deref());
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            text.leave(name.as_deref());
        }
        while node.next_sibling().is_none() {
            match node.parent() {
                Some(parent) if parent.id != root.id => {
                    text.leave(name_of(&parent).as_deref());
                    node = parent;
                }
                _ => return text.written,
            }
        }
        if let Some(next) = node.next_sibling() {
            node = next;
        }
    }
}

fn name_of(node: &NodeRef<'_>) -> Option<String> {
    node.qual_name_ref().map(|name| name.local.to_string())
}

/// Text as it is put together. White space is written only before a word that follows it.
#[derive(Default)]
struct Text {
    written: String,
    /// What parts the next word from what is written.
    gap: Option<char>,
    /// How many preformatted elements the place is in: their line breaks count.
    preformatted: usize,
}

impl Text {
    fn enter(&mut self, name: Option<&str>) {
        match name {
            Some("td" | "th") => self.part('\t'),
            Some(name) if !INLINE.contains(&name) => self.part('\n'),
            _ => {}
        }
        self.preformatted += usize::from(name == Some("pre"));
    }

    fn leave(&mut self, name: Option<&str>) {
        self.preformatted -= usize::from(name == Some("pre"));
        let within_line = |name| INLINE.contains(&name) || matches!(name, "td" | "th");
        if name.is_some_and(|name| !within_line(name)) {
            self.part('\n');
        }
    }

    /// A new line outdoes a tab, and that a space.
    fn part(&mut self, gap: char) {
        let rank = |gap| [' ', '\t', '\n'].iter().position(|other| *other == gap);
        if self.gap.is_none_or(|before| rank(before) < rank(gap)) {
            self.gap = Some(gap);
        }
    }

    fn words(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' if self.preformatted > 0 => self.part('\n'),
                // Other spaces, such as those without a break, are the author's own.
                _ if c.is_ascii_whitespace() => self.part(' '),
                _ => {
                    if let Some(gap) = self.gap.take()
                        && !self.written.is_empty()
                    {
                        self.written.push(gap);
                    }
                    self.written.push(c);
                }
            }
        }
    }
}
