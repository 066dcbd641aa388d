//! The lessons of the page: which there are, how one is fetched, and what the address says.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fivetuple::lesson::catalog::{COURSE, Entry};
use fivetuple::lesson::{Lesson, for_readers, parse};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

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
pub(crate) fn place_in_address() -> Option<Place> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    let word = hash.trim_start_matches('#').split('&').next()?;
    match word.split('/').next() {
        Some("laboratory") => Some(Place::Laboratory),
        _ => place_of(word).map(Place::Lesson),
    }
}

/// Where in the course a lesson of this id stands.
fn place_of(id: &str) -> Option<usize> {
    COURSE.iter().position(|entry| entry.id == id)
}

/// The lessons before and after one, where there are any.
pub(crate) fn neighbours(id: &str) -> [Option<&'static Entry>; 2] {
    let Some(place) = place_of(id) else { return [None; 2] };
    [place.checked_sub(1), Some(place + 1)].map(|place| COURSE.get(place?))
}

/// Fetches a lesson and the programs that it names, or says what is missing or wrong.
pub(crate) async fn load(entry: Entry) -> Result<Lesson, String> {
    let text = for_readers(&text(entry.file, request(entry.file)).await?);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let missing = RefCell::new(Vec::new());
        let lesson = parse(entry.file, &text, &|path| {
            let found = files.get(path).cloned();
            if found.is_none() {
                missing.borrow_mut().push(path.to_owned());
            }
            found
        });
        let mut missing = missing.into_inner();
        missing.sort();
        missing.dedup();
        if missing.is_empty() {
            return lesson.map_err(|problems| {
                problems.iter().map(|problem| problem.in_file(entry.file)).collect::<Vec<_>>().join("\n")
            });
        }
        // All at once, not one after the other.
        let asked: Vec<(String, Promise)> =
            missing.into_iter().map(|path| (path.clone(), request(&path))).collect();
        for (path, promise) in asked {
            let found = self::text(&path, promise).await?;
            files.insert(path, found);
        }
    }
}

fn request(path: &str) -> Promise {
    gloo::utils::window().fetch_with_str(&format!("lessons/{path}"))
}

async fn text(path: &str, answer: Promise) -> Result<String, String> {
    let failed = |why: &str| format!("The lesson's file lessons/{path} could not be loaded: {why}.");
    let answer = JsFuture::from(answer).await.map_err(|_| failed("no answer came"))?;
    let answer: Response = answer.dyn_into().map_err(|_| failed("the answer is none"))?;
    if !answer.ok() {
        return Err(failed(&format!("the server says {}", answer.status())));
    }
    let text = async { JsFuture::from(answer.text()?).await };
    let text: Result<JsValue, JsValue> = text.await;
    text.ok().and_then(|text| text.as_string()).ok_or_else(|| failed("the answer broke off"))
}
