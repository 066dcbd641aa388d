//! What predictions and quizzes have in common: options to choose from.

use fivetuple::lesson::Question;
use yew::prelude::*;

use crate::blocks;

/// The options as radio buttons.
pub(crate) fn options(
    question: &Question,
    chosen: Option<usize>,
    locked: bool,
    choose: &Callback<usize>,
) -> Html {
    let option = |(number, choice): (usize, &fivetuple::lesson::Choice)| {
        let choose = choose.clone();
        let onchange = Callback::from(move |_: Event| choose.emit(number));
        html! {
            <label class="option">
                <input type="radio" name={question.id.clone()} value={number.to_string()}
                    checked={chosen == Some(number)} disabled={locked} {onchange} />
                <span>{ blocks::line(&choice.text) }</span>
            </label>
        }
    };
    html! { <>{ for question.options.iter().enumerate().map(option) }</> }
}
