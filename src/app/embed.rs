//! The page inside another one: `?embed=on` takes away what is for a page of its own, `theme=light` or `dark` fits it to the
//! colours around it.

use crate::query::value;

/// Is it inside another page, whose head and contents are enough?
pub(crate) fn is_embedded() -> bool {
    value("embed").is_some_and(|value| value == "on")
}

/// The colours that the page around it asks for.
pub(crate) fn theme() -> Option<String> {
    value("theme")
}

/// The address of this page without a frame.
pub(crate) fn address_on_its_own() -> String {
    let location = gloo::utils::window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    format!("{}{}", part(location.pathname()), part(location.hash()))
}
