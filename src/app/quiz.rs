//! A question after the run: every answer gets its reason.

use fivetuple::lesson::Question;
use yew::prelude::*;

use crate::blocks;
use crate::icons;
use crate::lesson_page::Desk;
use crate::progress::Answer;
use crate::question;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct QuizProps {
    /// The question.
    pub(crate) question: Question,
    /// The rest.
    pub(crate) desk: Desk,
}

/// A question with feedback.
#[component]
pub(crate) fn Quiz(QuizProps { question, desk }: &QuizProps) -> Html {
    let answer = desk.state.progress.answers.get(&question.id).copied();
    let id = question.id.clone();
    let choose = desk.on(move |option| Action::Answer(id.clone(), Answer { option, sure: true }));
    let chosen = answer.and_then(|answer| question.options.get(answer.option));
    html! {
        <div class="question quiz" data-cell={question.id.clone()}>
            <fieldset>
                <legend><span class="kicker">{ "Check yourself" }</span></legend>
                { blocks::show(&question.text, desk) }
                { question::options(question, answer.map(|answer| answer.option), false, &choose) }
            </fieldset>
            <div class="feedback" role="status">
                if let Some(chosen) = chosen {
                    <p class={classes!("verdict-line", if chosen.correct { "right" } else { "other" })}>
                        { icons::named(if chosen.correct { "fine" } else { "stale" }) }
                        { if chosen.correct { "Right." } else { "Not this one." } }
                    </p>
                    <p class="why">{ blocks::line(&chosen.why) }</p>
                }
            </div>
        </div>
    }
}
