//! Markdown into paragraphs: the words stay, the marks go.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    ArticleError, Extract, front_matter, html,
    tidy::{one_line, tidy},
};

/// The paragraphs of a Markdown text. Headings, items of lists and lines of code are paragraphs of
/// their own; links keep their words, pictures are left out. Its origin is read from front matter;
/// without any, a first heading of the first level is the title.
pub fn read(text: &str, name: &str) -> Result<Extract, ArticleError> {
    let (yaml, body) = front_matter::split(text).unwrap_or(("", text));
    let mut imprint = front_matter::imprint(yaml);
    let mut paragraphs = Paragraphs::default();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        paragraphs.take(event, name)?;
    }
    let text = tidy(&paragraphs.text);
    if imprint.title.is_none() {
        let title = paragraphs.title.map(|title| one_line(&title));
        imprint.title = title.filter(|title| text.starts_with(title) && !title.is_empty());
    }
    Ok(Extract { text, imprint })
}

#[derive(Default)]
struct Paragraphs {
    text: String,
    /// The heading of the first level that the text begins with.
    title: Option<String>,
    /// A block of HTML, up to its end.
    html: String,
    /// How many pictures the place is in: their descriptions are not part of the text.
    pictures: usize,
}

impl Paragraphs {
    fn take(&mut self, event: Event<'_>, name: &str) -> Result<(), ArticleError> {
        match event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures = self.pictures.saturating_sub(1),
            _ if self.pictures > 0 => {}
            Event::Text(words) | Event::Code(words) => self.text.push_str(&words),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak | Event::Rule => self.text.push('\n'),
            Event::Html(part) => self.html.push_str(&part),
            Event::End(TagEnd::HtmlBlock) => {
                let block = std::mem::take(&mut self.html);
                self.text.push_str(&html::fragment(&block, name)?);
                self.text.push('\n');
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                if self.title.is_none() && !self.text.trim().contains('\n') {
                    self.title = Some(self.text.trim().to_owned());
                }
                self.text.push('\n');
            }
            Event::End(TagEnd::TableCell) => self.text.push('\t'),
            Event::Start(tag) if starts_block(&tag) => self.text.push('\n'),
            Event::End(end) if ends_block(end) => self.text.push('\n'),
            _ => {}
        }
        Ok(())
    }
}

/// An item in a list, or a list in an item, begins a new line even where no paragraph ended.
const fn starts_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
    )
}

const fn ends_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(markdown: &str) -> String {
        read(markdown, "test").expect("Markdown").text
    }

    #[test]
    fn the_words_stay_and_the_marks_go() {
        let markdown = "# Flood\n\nThe *river* [Lind](https://example.org)\nrose **2 m**.\n\n\
                        > “Never before”\n\n- one\n- two\n    - three\n\n![a picture](x.png)\n\n\
                        | Place | Dead |\n|---|---|\n| Lund | 2 |\n\n```\ncode\n```\n\n<div>In a <b>div</b></div>\n";
        assert_eq!(
            text(markdown),
            "Flood\n\nThe river Lind rose 2 m.\n\n“Never before”\n\none\n\ntwo\n\nthree\n\n\
             Place\tDead\n\nLund\t2\n\ncode\n\nIn a div"
        );
    }

    #[test]
    fn a_first_heading_is_the_title_and_a_later_one_is_not() {
        let title = |markdown| read(markdown, "test").expect("Markdown").imprint.title;
        assert_eq!(
            title("# Flood at *Lund*\n\nText").as_deref(),
            Some("Flood at Lund")
        );
        assert_eq!(title("Text\n\n# Flood"), None);
        assert_eq!(
            title("---\ntitle: Rain\n---\n# Flood\n").as_deref(),
            Some("Rain")
        );
    }
}
