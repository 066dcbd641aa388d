//! What the address asks for after its `?`: settings of a teacher who embeds a lesson. `www/address.js` has read them by its
//! table and left what it could make sense of at the page's root.

/// The value of a setting.
pub(crate) fn value(name: &str) -> Option<String> {
    gloo::utils::document().document_element()?.get_attribute(&format!("data-asked-{name}"))
}

/// Is a setting `off`?
pub(crate) fn is_off(name: &str) -> bool {
    value(name).is_some_and(|value| value == "off")
}

/// May the programs run before a prediction is made? `predict=off`.
pub(crate) fn predictions_are_off() -> bool {
    is_off("predict")
}
