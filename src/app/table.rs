//! Tables of a panel: real tables, with the step's changes told by words and signs as well as colours.

use fivetuple::view::{Change, Mark, Row, Table, Target};
use yew::prelude::*;

use crate::names;

/// One table.
pub(crate) fn one(table: &Table, selection: Option<Target>) -> Html {
    let titles = table.columns.iter().map(|title| html! { <th scope="col">{ title }</th> });
    html! {
        <div class="scrolls" tabindex="0" role="group" aria-label={table.caption.clone()}>
            <table class="facts panel-table">
                <caption>{ &table.caption }</caption>
                <thead><tr>{ for titles }<th scope="col"><span class="unseen">{ "Change" }</span></th></tr></thead>
                <tbody>{ for table.rows.iter().map(|one| row(one, selection)) }</tbody>
            </table>
            if table.rows.is_empty() { <p class="nothing">{ "nothing" }</p> }
        </div>
    }
}

fn row(row: &Row, selection: Option<Target>) -> Html {
    let (sign, word) = match row.change {
        Change::Same => ("", ""),
        Change::Born => ("+", "new"),
        Change::Changed => ("±", "changed"),
        Change::Gone => ("−", "gone"),
        Change::Chosen => ("◂", "this one"),
    };
    let selected = row.target.is_some() && row.target == selection;
    let classes = classes!(row.change.class(), row.mark.map(Mark::class), selected.then_some("selected"));
    let cells = row.cells.iter().enumerate().map(|(place, text)| match (place, row.target) {
        (0, Some(_)) => html! {
            <th scope="row">
                { letter(row) }
                <button type="button" class="pick" aria-pressed={selected.to_string()}>{ text }</button>
            </th>
        },
        (0, None) => html! { <th scope="row">{ letter(row) }{ text }</th> },
        _ => html! { <td>{ text }</td> },
    });
    html! {
        <tr class={classes} title={row.title.clone()} data-target={row.target.map(names::word)} data-connection={row.mark.map(|mark| mark.index.to_string())}>
            { for cells }
            <td class="change">
                if !sign.is_empty() {
                    <span class="change-sign" aria-hidden="true">{ sign }</span>{ " " }<span>{ word }</span>
                }
            </td>
        </tr>
    }
}

fn letter(row: &Row) -> Html {
    match row.mark {
        Some(mark) => html! {
            <span class={classes!("letter", mark.class())}
                title={format!("Connection {}", mark.letter())}>{ mark.letter() }</span>
        },
        None => Html::default(),
    }
}
