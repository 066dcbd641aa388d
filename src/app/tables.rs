//! A panel that is tables, one under the other.

use std::rc::Rc;

use fivetuple::view::{Table, Target};
use yew::prelude::*;

use crate::table::one;

#[derive(Properties, PartialEq)]
pub(crate) struct TablesProps {
    /// The tables.
    pub(crate) tables: Rc<Vec<Table>>,
    /// What is selected.
    pub(crate) selection: Option<Target>,
}

/// Tables, one under the other.
#[component]
pub(crate) fn Tables(props: &TablesProps) -> Html {
    html! { <>{ for props.tables.iter().map(|table| one(table, props.selection)) }</> }
}
