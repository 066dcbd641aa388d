//! Keeping a text between visits: in the browser's storage, or, where that is forbidden, for this visit only.

use std::cell::RefCell;

use fivetuple::model::sorted::SortedMap;
use web_sys::Storage;

use crate::query;

thread_local! {
    /// What the browser would not keep.
    static MEMORY: RefCell<SortedMap<String, String>> = const { RefCell::new(SortedMap::new()) };
}

/// Frames of other sites, and readers' settings, may forbid storage: asking for it then fails. The address may, too.
fn storage() -> Option<Storage> {
    if query::value("persist").is_some_and(|persist| persist != "local") {
        return None;
    }
    gloo::utils::window().local_storage().ok().flatten()
}

/// The text kept under this name.
pub(crate) fn load(name: &str) -> Option<String> {
    let kept = storage().and_then(|storage| storage.get_item(name).ok().flatten());
    kept.or_else(|| MEMORY.with_borrow(|memory| memory.get(name).cloned()))
}

/// Keeps a text. False: only for this visit.
pub(crate) fn save(name: &str, text: &str) -> bool {
    if storage().is_some_and(|storage| storage.set_item(name, text).is_ok()) {
        return true;
    }
    MEMORY.with_borrow_mut(|memory| memory.insert(name.to_owned(), text.to_owned()));
    // The page around this one keeps it.
    query::value("persist").is_some_and(|persist| persist == "host")
}

/// Forgets it.
pub(crate) fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
    MEMORY.with_borrow_mut(|memory| memory.remove(name));
}
