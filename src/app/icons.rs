//! Small pictures on buttons and beside states. They say nothing by themselves: words stand beside them.

use yew::prelude::*;

/// Draws an icon of 16 × 16 units.
fn icon(path: &'static str, solid: bool) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={path} fill={if solid { "currentColor" } else { "none" }} stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
                stroke-linejoin="round" />
        </svg>
    }
}

/// An icon by its name; an unknown name gives none.
pub(crate) fn named(name: &str) -> Html {
    let path = match name {
        "first" => "M4 3.5v9M12 3.5L7.5 8l4.5 4.5",
        "back" => "M10 3.5L5.5 8l4.5 4.5",
        "play" => "M5 3l8 5-8 5z",
        "pause" => "M5 3v10M11 3v10",
        "forward" => "M6 3.5L10.5 8 6 12.5",
        "last" => "M12 3.5v9M4 3.5L8.5 8 4 12.5",
        "previous" => "M8 12.5V4M4 7.5L8 3.5l4 4",
        "next" => "M8 3.5V12M4 8.5l4 4 4-4",
        "run" => "M4.5 2.5l9 5.5-9 5.5z",
        "stop" => "M4 4h8v8H4z",
        "fine" => "M2.5 8.5l3.5 4 7.5-9",
        "wrong" => "M8 2l6.5 11.5h-13zM8 6.5v3M8 11.6v.2",
        "stale" => "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3",
        "none" => "M4 8h8",
        "lock" => "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
        "pen" => "M3 13l1-3 7-7 2 2-7 7z",
        "close" => "M4 4l8 8M12 4l-8 8",
        _ => return Html::default(),
    };
    icon(path, matches!(name, "play" | "run" | "stop"))
}
