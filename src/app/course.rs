//! The lessons of the page, and what its address says.

use std::rc::Rc;

use fivetuple::lesson::{Lesson, catalog};

/// Every lesson, in the order of the course.
pub(crate) fn lessons() -> Vec<Rc<Lesson>> {
    catalog::lessons().into_iter().map(Rc::new).collect()
}

/// The lesson that the address names after its `#`.
pub(crate) fn place_in_address(lessons: &[Rc<Lesson>]) -> Option<usize> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    lessons.iter().position(|lesson| hash.trim_start_matches('#') == lesson.id)
}

/// May the programs run before a prediction is made? Teachers say so with `?predict=off`.
pub(crate) fn predictions_are_off() -> bool {
    let query = gloo::utils::window().location().search().unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|part| part == "predict=off")
}
