//! The page of what the model leaves out: made from the code by a test, and shown beside every picture.

use super::{Block, Inline, catalog};

/// The page: headings and lists, and nothing else.
pub fn simplified() -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in catalog::file("simplified.md").unwrap_or_default().lines() {
        if let Some(title) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(2, words(title)));
        } else if let Some(item) = line.strip_prefix("- ") {
            let item = vec![Block::Paragraph(words(item))];
            match blocks.last_mut() {
                Some(Block::List { items, .. }) => items.push(item),
                _ => blocks.push(Block::List { numbered: false, items: vec![item] }),
            }
        }
    }
    blocks
}

/// Words, with those between back-ticks in a fixed width.
pub fn words(text: &str) -> Vec<Inline> {
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts
        .map(|(place, part)| match place % 2 {
            0 => Inline::Text(part.to_owned()),
            _ => Inline::Code(part.to_owned()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_page_is_shown() {
        let text = catalog::file("simplified.md").expect("the page is in the catalog");
        let items: usize = simplified()
            .iter()
            .map(|block| match block {
                Block::List { items, .. } => items.len(),
                _ => 0,
            })
            .sum();
        assert_eq!(items, text.lines().filter(|line| line.starts_with("- ")).count());
        assert!(items > 10);
    }
}
