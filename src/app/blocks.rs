//! A lesson's blocks as nodes. Text becomes text nodes, never HTML.

use fivetuple::lesson::{Block, Inline};
use yew::prelude::*;

use crate::cell::Cell;
use crate::exercise::Exercise;
use crate::lesson_page::Desk;
use crate::predict::Predict;
use crate::quiz::Quiz;

/// Blocks, one under the other.
pub(crate) fn show(blocks: &[Block], desk: &Desk) -> Html {
    html! { <>{ for blocks.iter().map(|block| one(block, desk)) }</> }
}

fn one(block: &Block, desk: &Desk) -> Html {
    match block {
        Block::Heading(level, words) => heading(*level, words),
        Block::Paragraph(words) => html! { <p>{ line(words) }</p> },
        Block::List { numbered, items } => list(*numbered, items, desk),
        Block::Code { text, .. } => {
            html! { <pre class="listing" tabindex="0" translate="no"><code>{ text }</code></pre> }
        }
        Block::Table(head, rows) => table(head, rows),
        Block::Aside(kind, inside) => aside(kind, inside, desk),
        Block::Script(script) => {
            html! { <Cell key={script.file.clone()} script={script.clone()} desk={desk.clone()} /> }
        }
        Block::Lab(_) => Html::default(),
        Block::Predict(question) => html! { <Predict question={question.clone()} desk={desk.clone()} /> },
        Block::Quiz(question) => html! { <Quiz question={question.clone()} desk={desk.clone()} /> },
        Block::Exercise(number) => html! { <Exercise number={*number} desk={desk.clone()} /> },
        Block::Reveal(title, inside) => html! {
            <details class="reveal"><summary>{ title }</summary>{ show(inside, desk) }</details>
        },
    }
}

fn heading(level: u8, words: &[Inline]) -> Html {
    match level {
        1 => html! { <h1>{ line(words) }</h1> },
        2 => html! { <h2>{ line(words) }</h2> },
        3 => html! { <h3>{ line(words) }</h3> },
        _ => html! { <h4>{ line(words) }</h4> },
    }
}

fn list(numbered: bool, items: &[Vec<Block>], desk: &Desk) -> Html {
    let items = items.iter().map(|item| html! { <li>{ show(item, desk) }</li> });
    if numbered {
        html! { <ol>{ for items }</ol> }
    } else {
        html! { <ul>{ for items }</ul> }
    }
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Html {
    let titles = head.iter().map(|cell| match cell.is_empty() {
        true => html! { <td></td> },
        false => html! { <th scope="col">{ line(cell) }</th> },
    });
    let row = |row: &Vec<Vec<Inline>>| {
        let cells = row.iter().enumerate().map(|(place, cell)| match place {
            0 => html! { <th scope="row">{ line(cell) }</th> },
            _ => html! { <td>{ line(cell) }</td> },
        });
        html! { <tr>{ for cells }</tr> }
    };
    html! {
        <div class="scrolls" tabindex="0" role="group" aria-label="Table">
            <table>
                <thead><tr>{ for titles }</tr></thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn aside(kind: &str, inside: &[Block], desk: &Desk) -> Html {
    let title = match kind {
        "note" => "Note",
        "tip" => "Tip",
        "important" => "Important",
        "warning" => "Warning",
        "caution" => "Careful",
        _ => "",
    };
    html! {
        <div class={classes!("aside", kind.to_owned())} role="note">
            if !title.is_empty() { <p class="aside-title">{ title }</p> }
            { show(inside, desk) }
        </div>
    }
}

/// Pieces of a line.
pub(crate) fn line(words: &[Inline]) -> Html {
    html! { <>{ for words.iter().map(piece) }</> }
}

fn piece(piece: &Inline) -> Html {
    match piece {
        Inline::Text(text) => html! { { text } },
        Inline::Code(text) => html! { <code translate="no">{ text }</code> },
        Inline::Emphasis(inside) => html! { <em>{ line(inside) }</em> },
        Inline::Strong(inside) => html! { <strong>{ line(inside) }</strong> },
        Inline::Link { to, text } => {
            let outside = (!to.starts_with('#')).then_some("noreferrer");
            html! { <a href={to.clone()} rel={outside}>{ line(text) }</a> }
        }
    }
}
