//! From Markdown to blocks. CommonMark with tables and alerts; what a lesson cannot have is a problem.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, OffsetIter, Options, Parser, Tag};

use super::parse::Draft;
use super::source::Spot;
use super::{Block, Inline, directive};

/// How deep things may stand in each other.
const DEEPEST: usize = 16;

/// Reads a piece of the lesson.
pub(super) struct Reader<'a, 'd> {
    draft: &'d mut Draft<'a>,
    events: Peekable<OffsetIter<'a>>,
    /// Where the piece begins.
    base: usize,
    depth: usize,
    /// The box of the list item that is being read: ticked or not.
    tick: Option<bool>,
}

/// An item of a list, perhaps with a box before it.
pub(super) struct Item {
    pub(super) at: usize,
    pub(super) tick: Option<bool>,
    pub(super) blocks: Vec<Block>,
}

impl<'a, 'd> Reader<'a, 'd> {
    /// A reader of the whole lesson (`depth` 0), or of a directive's body.
    pub(super) fn new(draft: &'d mut Draft<'a>, piece: Spot<'a>, depth: usize) -> Reader<'a, 'd> {
        let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_TASKLISTS;
        let events = Parser::new_ext(piece.text, options).into_offset_iter().peekable();
        Reader { draft, events, base: piece.at, depth, tick: None }
    }

    /// Reads blocks, up to the end of what is open.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((kind, _)) = self.peek() {
            match kind {
                Next::End => break,
                Next::List => {
                    let (numbered, items) = self.list();
                    blocks.push(self.plain_list(numbered, items));
                }
                Next::Block => blocks.extend(self.block()),
                Next::Inline => {
                    let line = self.inlines();
                    if !line.is_empty() {
                        blocks.push(Block::Paragraph(line));
                    }
                }
            }
        }
        blocks
    }

    /// What comes next, and where it stands.
    pub(super) fn peek(&mut self) -> Option<(Next, usize)> {
        let (event, range) = self.events.peek()?;
        let next = match event {
            Event::End(_) => Next::End,
            Event::Start(Tag::List(_)) => Next::List,
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript,
            ) => Next::Inline,
            Event::Start(_) | Event::Rule | Event::Html(_) => Next::Block,
            _ => Next::Inline,
        };
        Some((next, self.base + range.start))
    }

    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let (event, range) = self.events.next()?;
        let range = self.base + range.start..self.base + range.end;
        Some((event, range))
    }

    fn problem(&mut self, at: usize, message: &str, hint: &str) {
        let problem = self.draft.source.problem(at, message).hint(hint);
        self.draft.problems.push(problem);
    }

    /// Goes into something, unless it is too deep.
    fn inside<T: Default>(&mut self, at: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEEPEST {
            self.problem(at, "This stands too deep inside other things.", "Take some of them away.");
            self.skip();
            return T::default();
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        self.next();
        result
    }

    /// Passes over what is open, and its end.
    fn skip(&mut self) {
        let mut open = 1;
        while open > 0
            && let Some((event, _)) = self.events.next()
        {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
    }

    /// Reads one block that is not a list.
    pub(super) fn block(&mut self) -> Option<Block> {
        let (event, range) = self.next()?;
        let at = range.start;
        match event {
            Event::Start(Tag::Paragraph) => Some(Block::Paragraph(self.inside(at, Self::inlines))),
            Event::Start(Tag::Heading { level, .. }) => {
                if level as u8 == 1 {
                    let hint = "The title of the lesson stands in the front matter; begin with `##`.";
                    self.problem(at, "A heading of level 1 can only be the title.", hint);
                }
                Some(Block::Heading(level as u8, self.inside(at, Self::inlines)))
            }
            Event::Start(Tag::BlockQuote(kind)) => {
                Some(Block::Aside(alert(kind).to_owned(), self.inside(at, Self::blocks)))
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code(&kind, range),
            Event::Start(Tag::Table(_)) => Some(self.inside(at, Self::table)).flatten(),
            Event::Rule => {
                self.problem(
                    at,
                    "A lesson has no rules across the page.",
                    "Take it away, or write a heading.",
                );
                None
            }
            Event::Start(tag) => {
                self.refuse(at, &tag);
                self.skip();
                None
            }
            _ => None,
        }
    }

    fn refuse(&mut self, at: usize, tag: &Tag<'_>) {
        match tag {
            Tag::HtmlBlock => self.html(at),
            Tag::Image { .. } => {
                let hint = "Pictures are drawn from the run: name a view in a `{lab}`.";
                self.problem(at, "A lesson has no images.", hint);
            }
            _ => self.problem(at, "This kind of Markdown is not known here.", "Write it as a paragraph."),
        }
    }

    fn html(&mut self, at: usize) {
        let hint = "Use Markdown or a directive; put code in back-ticks.";
        self.problem(at, "A lesson has no HTML.", hint);
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Option<Block> {
        let info = match kind {
            CodeBlockKind::Indented => "",
            CodeBlockKind::Fenced(info) => info,
        };
        if info.starts_with('{') {
            self.skip();
            if self.depth == 0 {
                return directive::read(self.draft, self.draft.source.spot(range.start, range.end));
            }
            let hint = "Put it on the left margin, outside of lists, quotations and other directives.";
            self.problem(range.start, "A directive cannot stand here.", hint);
            return None;
        }
        let language = info.split_whitespace().next().unwrap_or_default().to_owned();
        let mut text = String::new();
        while let Some((Event::Text(part), _)) = self.next() {
            text.push_str(&part);
        }
        Some(Block::Code { language, text })
    }

    /// Reads a list, with the boxes before its items.
    pub(super) fn list(&mut self) -> (bool, Vec<Item>) {
        let Some((Event::Start(Tag::List(first)), range)) = self.next() else {
            return (false, Vec::new());
        };
        let items = self.inside(range.start, |reader| {
            let mut items = Vec::new();
            while let Some((Event::Start(Tag::Item), range)) =
                reader.events.next_if(|(event, _)| !matches!(event, Event::End(_)))
            {
                let at = reader.base + range.start;
                let outer = reader.tick.take();
                let blocks = reader.inside(at, Self::blocks);
                items.push(Item { at, tick: std::mem::replace(&mut reader.tick, outer), blocks });
            }
            items
        });
        (first.is_some(), items)
    }

    /// A list as a block, where no box has a meaning.
    pub(super) fn plain_list(&mut self, numbered: bool, items: Vec<Item>) -> Block {
        for item in items.iter().filter(|item| item.tick.is_some()) {
            let hint = "Boxes are for the options of a `{predict}` or a `{quiz}`, in one list at its end.";
            self.problem(item.at, "A box cannot stand here.", hint);
        }
        Block::List { numbered, items: items.into_iter().map(|item| item.blocks).collect() }
    }

    fn table(&mut self) -> Option<Block> {
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        while let Some((Event::Start(Tag::TableHead | Tag::TableRow), range)) =
            self.events.next_if(|(event, _)| !matches!(event, Event::End(_)))
        {
            let row = self.inside(self.base + range.start, |reader| {
                let mut cells = Vec::new();
                while let Some((Event::Start(Tag::TableCell), range)) =
                    reader.events.next_if(|(event, _)| !matches!(event, Event::End(_)))
                {
                    cells.push(reader.inside(reader.base + range.start, Self::inlines));
                }
                cells
            });
            rows.push(row);
        }
        if rows.is_empty() {
            return None;
        }
        let head = rows.remove(0);
        Some(Block::Table(head, rows))
    }

    /// Reads the pieces of a line, up to what is none.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut line: Vec<Inline> = Vec::new();
        while matches!(self.peek(), Some((Next::Inline, _))) {
            let Some((event, range)) = self.next() else { break };
            match event {
                Event::Text(text) => push_text(&mut line, &text),
                Event::SoftBreak | Event::HardBreak => push_text(&mut line, " "),
                Event::Code(code) => line.push(Inline::Code(code.into_string())),
                Event::InlineHtml(_) => self.html(range.start),
                Event::TaskListMarker(ticked) => self.tick = Some(ticked),
                Event::Start(tag) => line.extend(self.inline(&tag, range.start)),
                _ => {}
            }
        }
        line
    }

    fn inline(&mut self, tag: &Tag<'a>, at: usize) -> Option<Inline> {
        match tag {
            Tag::Emphasis => Some(Inline::Emphasis(self.inside(at, Self::inlines))),
            Tag::Strong => Some(Inline::Strong(self.inside(at, Self::inlines))),
            Tag::Link { dest_url, .. } => {
                let to = self.link(at, dest_url);
                Some(Inline::Link { to, text: self.inside(at, Self::inlines) })
            }
            _ => {
                self.refuse(at, tag);
                self.skip();
                None
            }
        }
    }

    /// A link leads to the web, to a place in this page, or to another lesson, which has a place of its name.
    fn link(&mut self, at: usize, to: &str) -> String {
        let inside = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !to.is_empty() && to.chars().all(inside) {
            self.draft.links.push((to.to_owned(), at));
            return format!("#{to}");
        }
        if !["https://", "http://", "#"].iter().any(|start| to.starts_with(start)) {
            let hint = "It begins with https:// or http:// or #, or it is the id of a lesson.";
            self.problem(at, &format!("A link cannot lead to `{to}`."), hint);
        }
        to.to_owned()
    }
}

/// What comes next in a text.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Next {
    Inline,
    List,
    Block,
    End,
}

fn push_text(line: &mut Vec<Inline>, text: &str) {
    match line.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ => line.push(Inline::Text(text.to_owned())),
    }
}

fn alert(kind: Option<BlockQuoteKind>) -> &'static str {
    match kind {
        None => "plain",
        Some(BlockQuoteKind::Note) => "note",
        Some(BlockQuoteKind::Tip) => "tip",
        Some(BlockQuoteKind::Important) => "important",
        Some(BlockQuoteKind::Warning) => "warning",
        Some(BlockQuoteKind::Caution) => "caution",
    }
}
