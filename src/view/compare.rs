//! Two moments side by side: where their runs part, and which rows of tables differ.

use super::moment::Moment;
use super::panel::{Body, Change, Panel, Row, Table};
use super::{Size, refusal, sockets, threads, words};
use crate::report;

/// The views that are tables: pictures would be drawn for nothing.
const TABLES: [fn(&Moment, Size) -> Panel; 3] = [refusal::draw, sockets::draw, threads::draw];

/// Compares two moments, of one run or of two branches: `other` is the one that is looked at.
pub fn compare(one: &Moment, other: &Moment, size: Size) -> Panel {
    let caption = format!("{} {}", parting(one, other), times(one, other));
    let mut tables: Vec<Table> = TABLES
        .iter()
        .filter_map(|draw| match (draw(one, size).body, draw(other, size).body) {
            (Body::Tables(old), Body::Tables(new)) => Some(old.into_iter().zip(new)),
            _ => None,
        })
        .flatten()
        .map(|(old, new)| difference(&old, &new))
        .filter(|table| !table.rows.is_empty())
        .collect();
    tables.extend(printed(one, other));
    let count: usize = tables.iter().map(|table| table.rows.len()).sum();
    let rows = if count == 1 { "1 row differs".to_owned() } else { format!("{count} rows differ") };
    Panel { description: format!("{caption} {rows}."), caption, body: Body::Tables(tables) }
}

fn times(one: &Moment, other: &Moment) -> String {
    format!(
        "Shown is what is different at step {}, {}, from step {}, {}.",
        other.at,
        words::clock(other.world.now),
        one.at,
        words::clock(one.world.now)
    )
}

/// Where two runs part, and how.
fn parting(one: &Moment, other: &Moment) -> String {
    if std::rc::Rc::ptr_eq(&one.trace, &other.trace) {
        return "Both are steps of the same run.".to_owned();
    }
    let shared = one.trace.shared_steps(&other.trace);
    let next = |moment: &Moment| {
        let trace = &moment.trace;
        match shared < trace.steps.len() {
            true => report::sentence(
                trace.events_of(shared),
                &trace.world_at(shared),
                &trace.world_at(shared + 1),
            ),
            false => "Nothing more happened.".to_owned(),
        }
    };
    format!(
        "The runs are the same for {shared} steps. Then, in the pinned one: {} In this one: {}",
        next(one),
        next(other)
    )
}

/// The rows of one table that are not the same in the other. A row is known by what it stands for.
fn difference(old: &Table, new: &Table) -> Table {
    let known = |table: &Table, row: &Row| match row.target {
        Some(_) => table.rows.iter().position(|each| each.target == row.target),
        None => table.rows.iter().position(|each| each.cells == row.cells),
    };
    let mut rows = Vec::new();
    for row in new.rows.iter().filter(|row| row.change != Change::Gone) {
        match known(old, row).map(|place| &old.rows[place]).filter(|was| was.change != Change::Gone) {
            None => rows.push(Row { change: Change::Born, ..row.clone() }),
            Some(was) if was.cells != row.cells => {
                let cells = was.cells.iter().zip(&row.cells).map(|(was, is)| arrow(was, is)).collect();
                rows.push(Row { cells, change: Change::Changed, ..row.clone() });
            }
            Some(_) => {}
        }
    }
    for row in old.rows.iter().filter(|row| row.change != Change::Gone) {
        let still = known(new, row).is_some_and(|place| new.rows[place].change != Change::Gone);
        if !still {
            rows.push(Row { change: Change::Gone, ..row.clone() });
        }
    }
    Table { caption: new.caption.clone(), columns: new.columns.clone(), rows }
}

fn arrow(was: &str, is: &str) -> String {
    match was == is {
        true => is.to_owned(),
        false if was.is_empty() => format!("→ {is}"),
        false => format!("{was} → {is}"),
    }
}

/// The lines that programs have written in one and not in the other.
fn printed(one: &Moment, other: &Moment) -> Option<Table> {
    let lines = |moment: &Moment| {
        let mut by_program = Vec::new();
        for process in moment.world.processes.values() {
            let text = moment.world.printed(&|pid| pid == process.pid);
            by_program.extend(text.lines().map(|line| (process.name.clone(), line.to_owned())));
        }
        by_program
    };
    let (old, new) = (lines(one), lines(other));
    let row = |(program, line): &(String, String), change| Row {
        cells: vec![program.clone(), line.clone()],
        target: None,
        mark: None,
        change,
        title: None,
    };
    let without = |all: &[(String, String)], known: &[(String, String)], change| {
        let mut left = known.to_vec();
        let is_new = |line: &&(String, String)| match left.iter().position(|each| each == *line) {
            Some(place) => {
                left.remove(place);
                false
            }
            None => true,
        };
        all.iter().filter(is_new).map(|line| row(line, change)).collect::<Vec<_>>()
    };
    let mut rows = without(&new, &old, Change::Born);
    rows.extend(without(&old, &new, Change::Gone));
    let columns = vec!["Program".to_owned(), "Line".to_owned()];
    (!rows.is_empty()).then(|| Table { caption: "Printed".into(), columns, rows })
}
