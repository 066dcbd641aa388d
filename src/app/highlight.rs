//! Linked views: pointing at one picture of a thing highlights all. One rule of one style sheet does it, so that no
//! panel is drawn again: `--lit` is 1 for the thing itself, and less for its connection.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Element};

thread_local! {
    static SHEET: Option<CssStyleSheet> = adopt();
}

fn adopt() -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    let document = JsValue::from(gloo::utils::document());
    let name = JsValue::from_str("adoptedStyleSheets");
    let sheets = js_sys::Reflect::get(&document, &name).ok()?.dyn_into::<js_sys::Array>().ok()?;
    sheets.push(&sheet);
    Some(sheet)
}

/// Highlights what the element is a picture of; nothing, if it is none.
pub(crate) fn point_at(element: Option<&Element>) {
    let mut rules = String::new();
    if let Some(picture) =
        element.and_then(|element| element.closest("[data-target], [data-connection]").ok().flatten())
    {
        if let Some(connection) = picture.get_attribute("data-connection").filter(|word| is_word(word)) {
            rules += &format!("[data-connection=\"{connection}\"] {{ --lit: 0.5 }}");
        }
        if let Some(target) = picture.get_attribute("data-target").filter(|word| is_word(word)) {
            rules += &format!("[data-target=\"{target}\"] {{ --lit: 1 }}");
        }
    }
    SHEET.with(|sheet| {
        if let Some(sheet) = sheet {
            let _ = sheet.replace_sync(&rules);
        }
    });
}

fn is_word(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
}
