//! Panics are our bugs, and the page says so. What the reader wrote is stored at each change, so nothing is lost.

use std::panic;

/// From now on a panic fills the panel that `index.html` holds ready.
pub(crate) fn watch() {
    panic::set_hook(Box::new(|info| {
        let document = gloo::utils::document();
        if let Some(message) = document.get_element_by_id("bug-message") {
            message.set_text_content(Some(&info.to_string()));
        }
        if let Some(panel) = document.get_element_by_id("bug") {
            let _ = panel.remove_attribute("hidden");
        }
        web_sys::console::error_1(&info.to_string().into());
    }));
}
