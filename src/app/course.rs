//! The lessons of the page, and what its address says.

use std::rc::Rc;

use fivetuple::lesson::{Lesson, catalog};
use yew::AttrValue;

/// Every lesson, in the order of the course.
pub(crate) fn lessons() -> Vec<Rc<Lesson>> {
    catalog::lessons().into_iter().map(Rc::new).collect()
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The lesson at this place in the course.
    Lesson(usize),
    /// The laboratory, with an experiment.
    Laboratory(Option<AttrValue>),
}

/// What the address names after its `#`: a lesson, `laboratory` or `laboratory/EXPERIMENT`.
pub(crate) fn place_in_address(lessons: &[Rc<Lesson>]) -> Option<Place> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    let word = hash.trim_start_matches('#');
    match word.split_once('/').unwrap_or((word, "")) {
        ("laboratory", "") => Some(Place::Laboratory(None)),
        ("laboratory", id) => Some(Place::Laboratory(Some(AttrValue::from(id.to_owned())))),
        _ => lessons.iter().position(|lesson| word == lesson.id).map(Place::Lesson),
    }
}

/// May the programs run before a prediction is made? Teachers say so with `?predict=off`.
pub(crate) fn predictions_are_off() -> bool {
    let query = gloo::utils::window().location().search().unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|part| part == "predict=off")
}
