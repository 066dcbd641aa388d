//! The page around the lessons: title, list of lessons, colours, help.

use std::rc::Rc;

use fivetuple::lesson::Lesson;
use gloo::events::EventListener;
use yew::prelude::*;

use crate::course::{self, Place};
use crate::embed;
use crate::help::Help;
use crate::laboratory_place::LaboratoryPlace;
use crate::lesson_page::LessonPage;
use crate::theme::ThemeSwitch;

/// Everything on the page.
#[component]
pub(crate) fn Page() -> Html {
    let lessons = use_memo((), |()| course::lessons());
    let at = use_state(|| course::place_in_address(&lessons).unwrap_or(Place::Lesson(0)));
    use_address(&lessons, &at);
    let help = use_state(|| false);
    let (open, shut) = (help.setter(), help.setter());
    let open = Callback::from(move |()| open.set(true));
    let shut = Callback::from(move |()| shut.set(false));
    let ask = open.clone();
    let number = match *at {
        Place::Lesson(number) => Some(number),
        Place::Laboratory => None,
    };
    let lesson = number.and_then(|number| lessons.get(number)).cloned();
    let in_laboratory = number.is_none().then_some("page");
    let entries = lessons.iter().enumerate().map(|(number, lesson)| {
        let current = (*at == Place::Lesson(number)).then_some("page");
        html! {
            <li><a href={format!("#{}", lesson.id)} aria-current={current}>{ &lesson.title }</a></li>
        }
    });
    html! {
        <>
            <a class="skip" href="#lesson">{ "Skip to the lesson" }</a>
            <header class={classes!("top", embed::is_embedded().then_some("is-embedded"))}>
                <p class="brand"><span class="brand-mark" aria-hidden="true"></span>{ "Fivetuple" }</p>
                <nav aria-label="Lessons">
                    // Another lesson has another list: so the list is shut when one was chosen.
                    <details key={number.map_or(-1, |number| number as i32)}>
                        <summary>
                            if let Some(number) = number {
                                { format!("Lesson {} of {}", number + 1, lessons.len()) }
                                <b>{ lesson.as_ref().map(|lesson| lesson.title.clone()) }</b>
                            } else {
                                { "Lessons" }
                            }
                        </summary>
                        <ol>{ for entries }</ol>
                    </details>
                    <a class="to-laboratory" href="#laboratory" aria-current={in_laboratory}>{ "Laboratory" }</a>
                </nav>
                <div class="top-tools">
                    if embed::is_embedded() {
                        <a href={embed::address_on_its_own()} target="_blank" rel="noopener">{ "Open on its own" }</a>
                    }
                    <ThemeSwitch />
                    <button type="button" class="quiet" onclick={move |_| ask.emit(())}>{ "Keys" }</button>
                </div>
            </header>
            if let Some(lesson) = lesson {
                <LessonPage key={lesson.id.clone()} lesson={Rc::clone(&lesson)} help={open} />
            } else if *at == Place::Laboratory {
                <LaboratoryPlace />
            } else {
                <main id="lesson"><p>{ "There is no lesson here." }</p></main>
            }
            <Help open={*help} {shut} />
        </>
    }
}

/// Links lead to lessons by what stands after the `#` of the address.
#[hook]
fn use_address(lessons: &Rc<Vec<Rc<Lesson>>>, at: &UseStateHandle<Place>) {
    let (lessons, at) = (lessons.clone(), at.setter());
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let listener = EventListener::new(&window, "hashchange", move |_| {
            if let Some(place) = course::place_in_address(&lessons) {
                at.set(place);
            }
        });
        move || drop(listener)
    });
}
