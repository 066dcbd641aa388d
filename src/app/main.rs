//! The page: the only place that knows the browser. It shows lessons, runs their programs, and draws panels.

mod act;
mod announcer;
mod beliefs;
mod blocks;
mod branch;
mod branches;
mod breakpoints;
mod bugs;
mod captures;
mod cell;
mod checker;
mod command_button;
mod commands;
mod course;
mod deed;
mod drawing;
mod editor;
mod embed;
mod exercise;
mod follow;
mod help;
mod highlight;
mod history;
mod icons;
mod lab;
mod laboratory_place;
mod leaves_out;
mod lesson_page;
mod lines;
mod names;
mod outside;
mod page;
mod panel;
mod predict;
mod progress;
mod query;
mod question;
mod quiz;
mod reduce;
mod room;
mod runner;
mod save;
mod scrubber;
mod shapes;
mod state;
mod stepper;
mod stop;
mod store;
mod table;
mod tables;
mod terminal;
mod theme;
mod undo;
mod words;

fn main() {
    bugs::watch();
    let root = gloo::utils::document().get_element_by_id("app");
    match root {
        Some(root) => yew::Renderer::<page::Page>::with_root(root).render(),
        None => yew::Renderer::<page::Page>::new().render(),
    };
}
