//! The lessons of the page, and what its address says.

use std::rc::Rc;

use fivetuple::lesson::{Lesson, catalog};

/// Every lesson, in the order of the course.
pub(crate) fn lessons() -> Vec<Rc<Lesson>> {
    catalog::lessons().into_iter().map(Rc::new).collect()
}

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The lesson at this place in the course.
    Lesson(usize),
    /// The laboratory.
    Laboratory,
}

/// What the address names after its `#`: a lesson, `laboratory` or `laboratory/EXPERIMENT`. What follows a `&` is for
/// `www/address.js`.
pub(crate) fn place_in_address(lessons: &[Rc<Lesson>]) -> Option<Place> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    let word = hash.trim_start_matches('#').split('&').next()?;
    match word.split('/').next() {
        Some("laboratory") => Some(Place::Laboratory),
        _ => lessons.iter().position(|lesson| word == lesson.id).map(Place::Lesson),
    }
}
