//! How much room a picture has.

use fivetuple::view::Size;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The size of pictures for the room that the node has.
#[hook]
pub(crate) fn use_size(room: &NodeRef) -> Size {
    let size = use_state_eq(|| Size::Narrow);
    let set = size.setter();
    use_effect_with(room.clone(), move |room| {
        let element = room.cast::<Element>();
        let measured = element.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            if let Some(element) = &measured {
                set.set(Size::of_place(element.client_width() as f32));
            }
        });
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, &element) {
            observer.observe(element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(changed);
        }
    });
    *size
}
