//! The page around the lessons: title, list of lessons, colours, help.

use std::rc::Rc;

use yew::prelude::*;

use crate::figures;
use crate::help::Help;
use crate::lesson_page::LessonPage;
use crate::theme::ThemeSwitch;

/// Everything on the page.
#[component]
pub(crate) fn Page() -> Html {
    let lessons = use_memo((), |()| figures::lessons());
    let at = use_state(|| figures::place_in_address(&lessons));
    let help = use_state(|| false);
    let (open, shut) = (help.setter(), help.setter());
    let open = Callback::from(move |()| open.set(true));
    let shut = Callback::from(move |()| shut.set(false));
    let ask = open.clone();
    let lesson = lessons.get(*at).cloned();
    let entries = lessons.iter().enumerate().map(|(number, lesson)| {
        let current = (number == *at).then_some("page");
        let to = at.setter();
        let onclick = Callback::from(move |_: MouseEvent| to.set(number));
        html! {
            <li><a href={format!("#{}", lesson.id)} aria-current={current} {onclick}>{ &lesson.title }</a></li>
        }
    });
    html! {
        <>
            <a class="skip" href="#lesson">{ "Skip to the lesson" }</a>
            <header class="top">
                <p class="brand"><span class="brand-mark" aria-hidden="true"></span>{ "Fivetuple" }</p>
                <nav aria-label="Lessons"><ol>{ for entries }</ol></nav>
                <div class="top-tools">
                    <ThemeSwitch />
                    <button type="button" class="quiet" onclick={move |_| ask.emit(())}>{ "Keys" }</button>
                </div>
            </header>
            if let Some(lesson) = lesson {
                <LessonPage key={lesson.id.clone()} lesson={Rc::clone(&lesson)} help={open} />
            } else {
                <main id="lesson"><p>{ "There is no lesson here." }</p></main>
            }
            <Help open={*help} {shut} />
        </>
    }
}
