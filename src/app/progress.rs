//! What a reader has done in a lesson, as it is kept between visits.

use std::collections::BTreeMap;

use fivetuple::lesson::Lesson;
use serde::{Deserialize, Serialize};

use crate::store;

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// Which option.
    pub(crate) option: usize,
    /// Was the reader sure? A quiz does not ask.
    pub(crate) sure: bool,
}

/// What a reader has done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The version of the lesson that the scripts belong to.
    version: u32,
    /// The scripts that the reader changed, by file.
    pub(crate) sources: BTreeMap<String, String>,
    /// The answers, by the question's name.
    pub(crate) answers: BTreeMap<String, Answer>,
}

fn name(lesson: &Lesson) -> String {
    format!("fivetuple/v1/{}", lesson.id)
}

impl Progress {
    /// What was kept of this lesson. Scripts of another version are not taken over: they would not fit its text.
    pub(crate) fn load(lesson: &Lesson) -> Progress {
        let kept = store::load(&name(lesson)).and_then(|text| serde_json::from_str::<Progress>(&text).ok());
        let fresh = Progress { version: lesson.version, ..Progress::default() };
        kept.filter(|kept| kept.version == lesson.version).unwrap_or(fresh)
    }

    /// Keeps it. False: only for this visit.
    pub(crate) fn save(&self, lesson: &Lesson) -> bool {
        serde_json::to_string(self).is_ok_and(|text| store::save(&name(lesson), &text))
    }

    /// Forgets everything.
    pub(crate) fn forget(lesson: &Lesson) {
        store::forget(&name(lesson));
    }
}
