//! What stands after the `?` of the address: settings of a teacher who embeds a lesson. What is not known is ignored.

/// The value of a setting.
pub(crate) fn value(name: &str) -> Option<String> {
    let query = gloo::utils::window().location().search().unwrap_or_default();
    let mut parts = query.trim_start_matches('?').split('&').filter_map(|part| part.split_once('='));
    parts.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// May the programs run before a prediction is made? `predict=off`.
pub(crate) fn predictions_are_off() -> bool {
    value("predict").is_some_and(|value| value == "off")
}
