//! Light, dark, or as the system has it.

use yew::prelude::*;

use crate::embed;
use crate::store;

const NAME: &str = "fivetuple/theme";
const THEMES: [(&str, &str); 3] = [("auto", "Auto"), ("light", "Light"), ("dark", "Dark")];

fn show(theme: &str) {
    if let Some(root) = gloo::utils::document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// The switch.
#[component]
pub(crate) fn ThemeSwitch() -> Html {
    let theme = use_state(|| match embed::theme() {
        Some(asked) => asked,
        None => store::load(NAME).unwrap_or_else(|| "auto".to_owned()),
    });
    use_effect_with((*theme).clone(), |theme| show(theme));
    let choice = |(name, label): (&'static str, &'static str)| {
        let set = theme.setter();
        let chosen = *theme == name;
        let onclick = Callback::from(move |_: MouseEvent| {
            store::save(NAME, name);
            set.set(name.to_owned());
        });
        html! { <button type="button" aria-pressed={chosen.to_string()} {onclick}>{ label }</button> }
    };
    html! {
        <div class="switch" role="group" aria-label="Colours">{ for THEMES.into_iter().map(choice) }</div>
    }
}
