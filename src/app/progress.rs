//! What a reader has done in a lesson, as it is kept between visits.

use fivetuple::lesson::Lesson;
use fivetuple::model::sorted::SortedMap;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::store;

/// An answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Which option.
    pub(crate) option: usize,
    /// Was the reader sure? A quiz does not ask.
    pub(crate) sure: bool,
}

/// How far a reader is with an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effort {
    /// How many checks have failed.
    pub(crate) tries: u32,
    /// How many hints are shown.
    pub(crate) hints: u32,
    /// Has a check succeeded?
    pub(crate) solved: bool,
}

/// What a reader has done.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    /// The version of the lesson that the scripts belong to.
    pub(crate) version: u32,
    /// The scripts that the reader changed, by file.
    pub(crate) sources: SortedMap<String, String>,
    /// The answers, by the question's name.
    pub(crate) answers: SortedMap<String, Answer>,
    /// The exercises, by name.
    pub(crate) efforts: SortedMap<String, Effort>,
}

fn name(lesson: &Lesson) -> String {
    place(&lesson.id)
}

fn place(id: &str) -> String {
    format!("fivetuple/v1/{id}")
}

/// How far the reader is with a lesson of this id, in a word or two; nothing where it is not begun.
pub(crate) fn standing(id: &str) -> Option<&'static str> {
    let kept = Progress::read(&store::load(&place(id))?)?;
    if kept.efforts.values().any(|effort| effort.solved) {
        return Some("exercise solved");
    }
    let begun = !(kept.answers.is_empty() && kept.efforts.is_empty() && kept.sources.is_empty());
    begun.then_some("begun")
}

impl Progress {
    /// What was kept of this lesson. Scripts of another version are not taken over: they would not fit its text.
    pub(crate) fn load(lesson: &Lesson) -> Progress {
        let kept = store::load(&name(lesson)).and_then(|text| Progress::read(&text));
        let fresh = Progress { version: lesson.version, ..Progress::default() };
        kept.filter(|kept| kept.version == lesson.version).unwrap_or(fresh)
    }

    /// Keeps it. False: only for this visit.
    pub(crate) fn save(&self, lesson: &Lesson) -> bool {
        self.written().is_some_and(|text| store::save(&name(lesson), &text))
    }

    /// Forgets everything.
    pub(crate) fn forget(lesson: &Lesson) {
        store::forget(&name(lesson));
    }

    /// As JSON: the browser writes it.
    pub(crate) fn written(&self) -> Option<String> {
        let sources = Object::new();
        for (file, text) in &self.sources {
            put(&sources, file, &text.as_str().into())?;
        }
        let answers = Object::new();
        for (question, answer) in &self.answers {
            let one = Object::new();
            put(&one, "option", &(answer.option as f64).into())?;
            put(&one, "sure", &answer.sure.into())?;
            put(&answers, question, &one)?;
        }
        let efforts = Object::new();
        for (exercise, effort) in &self.efforts {
            let one = Object::new();
            put(&one, "tries", &effort.tries.into())?;
            put(&one, "hints", &effort.hints.into())?;
            put(&one, "solved", &effort.solved.into())?;
            put(&efforts, exercise, &one)?;
        }
        let whole = Object::new();
        put(&whole, "version", &self.version.into())?;
        put(&whole, "sources", &sources)?;
        put(&whole, "answers", &answers)?;
        put(&whole, "efforts", &efforts)?;
        JSON::stringify(&whole).ok()?.as_string()
    }

    /// From JSON; nothing if that is not what `written` makes.
    pub(crate) fn read(text: &str) -> Option<Progress> {
        let whole = JSON::parse(text).ok()?;
        let version = get(&whole, "version")?.as_f64()? as u32;
        let source = |(file, text): (String, JsValue)| Some((file, text.as_string()?));
        let answer = |(question, answer): (String, JsValue)| {
            let option = get(&answer, "option")?.as_f64()? as usize;
            Some((question, Answer { option, sure: get(&answer, "sure")?.as_bool()? }))
        };
        let effort = |(exercise, effort): (String, JsValue)| {
            let number = |name| get(&effort, name)?.as_f64().map(|number| number as u32);
            let solved = get(&effort, "solved")?.as_bool()?;
            Some((exercise, Effort { tries: number("tries")?, hints: number("hints")?, solved }))
        };
        // What was kept before there were exercises has none.
        let efforts = get(&whole, "efforts").as_ref().and_then(entries).unwrap_or_default();
        Some(Progress {
            version,
            sources: entries(&get(&whole, "sources")?)?.into_iter().map(source).collect::<Option<_>>()?,
            answers: entries(&get(&whole, "answers")?)?.into_iter().map(answer).collect::<Option<_>>()?,
            efforts: efforts.into_iter().map(effort).collect::<Option<_>>()?,
        })
    }
}

fn put(object: &Object, name: &str, value: &JsValue) -> Option<()> {
    Reflect::set(object, &name.into(), value).ok().map(drop)
}

/// A field of an object.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// The names and values of an object.
fn entries(object: &JsValue) -> Option<Vec<(String, JsValue)>> {
    let pairs = Object::entries(object.dyn_ref::<Object>()?);
    let entry = |pair: JsValue| {
        let pair = Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1)))
    };
    pairs.iter().map(entry).collect()
}
