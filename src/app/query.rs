//! What stands after the `?` of the address.

/// May the programs run before a prediction is made? Teachers say so with `?predict=off`.
pub(crate) fn predictions_are_off() -> bool {
    let query = gloo::utils::window().location().search().unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|part| part == "predict=off")
}
