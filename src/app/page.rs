//! The page around the lessons: title, list of lessons, colours, help.

use std::rc::Rc;

use fivetuple::lesson::Lesson;
use fivetuple::lesson::catalog::COURSE;
use gloo::events::EventListener;
use web_sys::Element;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::course::{self, Place};
use crate::embed;
use crate::help::Help;
use crate::icons;
use crate::laboratory_place::LaboratoryPlace;
use crate::lesson_page::LessonPage;
use crate::progress;
use crate::theme::ThemeSwitch;

/// Everything on the page.
#[component]
pub(crate) fn Page() -> Html {
    let at = use_state(|| course::place_in_address().unwrap_or(Place::Lesson(0)));
    use_address(&at);
    let help = use_state(|| false);
    let (open, shut) = (help.setter(), help.setter());
    let open = Callback::from(move |()| open.set(true));
    let shut = Callback::from(move |()| shut.set(false));
    let ask = open.clone();
    let number = match *at {
        Place::Lesson(number) => Some(number),
        Place::Laboratory => None,
    };
    let entry = number.and_then(|number| COURSE.get(number));
    // What is kept is read when the list is opened: not at the start, and as it is then.
    let looked_at = use_state(|| false);
    let set = looked_at.setter();
    let look = Callback::from(move |event: Event| {
        let list = event.target_dyn_into::<Element>();
        set.set(list.is_some_and(|list| list.has_attribute("open")));
    });
    let in_laboratory = number.is_none().then_some("page");
    let entries = COURSE.iter().enumerate().map(|(number, entry)| {
        let current = (*at == Place::Lesson(number)).then_some("page");
        html! {
            <li>
                <a href={format!("#{}", entry.id)} aria-current={current}>{ entry.title }</a>
                if let Some(word) = looked_at.then(|| progress::standing(entry.id)).flatten() { <span class="standing">{ word }</span> }
            </li>
        }
    });
    html! {
        <>
            <a class="skip" href="#lesson">{ "Skip to the lesson" }</a>
            <header class={classes!("top", embed::is_embedded().then_some("is-embedded"))}>
                <p class="brand"><span class="brand-mark" aria-hidden="true"></span>{ "Fivetuple" }</p>
                <nav aria-label="Lessons">
                    // Another lesson has another list: so the list is shut when one was chosen.
                    <details key={number.map_or(-1, |number| number as i32)} ontoggle={look}>
                        <summary>
                            if let Some(number) = number {
                                { format!("Lesson {} of {}", number + 1, COURSE.len()) }
                                <b>{ entry.map(|entry| entry.title) }</b>
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
            if let Some(number) = number {
                <Loaded key={number} {number} help={open} />
            } else {
                <LaboratoryPlace />
            }
            <Help open={*help} {shut} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct LoadedProps {
    /// The lesson's place in the course.
    number: usize,
    /// Opens the list of keys.
    help: Callback<()>,
}

/// A lesson as soon as it is there; or why it is not.
#[component]
fn Loaded(props: &LoadedProps) -> Html {
    let lesson = use_state(|| None::<Result<Rc<Lesson>, String>>);
    let tries = use_state(|| 0);
    let set = lesson.setter();
    use_effect_with((props.number, *tries), move |(number, _)| {
        let entry = COURSE[*number];
        spawn_local(async move { set.set(Some(course::load(entry).await.map(Rc::new))) });
    });
    let again = {
        let (tries, lesson) = (tries.clone(), lesson.setter());
        Callback::from(move |_| {
            lesson.set(None);
            tries.set(*tries + 1);
        })
    };
    match &*lesson {
        Some(Ok(lesson)) => html! { <LessonPage lesson={Rc::clone(lesson)} help={props.help.clone()} /> },
        Some(Err(why)) => html! {
            <main id="lesson" class="boot">
                <p class="notice bad" role="alert">{ icons::named("wrong") }{ why }</p>
                <button type="button" onclick={again}>{ "Try again" }</button>
            </main>
        },
        None => html! {
            <main id="lesson" class="boot">
                <h1>{ COURSE[props.number].title }</h1>
                <p role="status">{ "The lesson is loading." }</p>
            </main>
        },
    }
}

/// Links lead to lessons by what stands after the `#` of the address.
#[hook]
fn use_address(at: &UseStateHandle<Place>) {
    let at = at.setter();
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let listener = EventListener::new(&window, "hashchange", move |_| {
            if let Some(place) = course::place_in_address() {
                at.set(place);
            }
        });
        move || drop(listener)
    });
}
