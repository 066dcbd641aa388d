//! Breakpoints: lines of scripts and facts of the network where playing stops, and which "next breakpoint" finds.

use fivetuple::trace::Fact;
use fivetuple::view::Target;

use crate::follow;
use crate::history::History;

/// A breakpoint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// A program comes to a line of a script.
    Line(String, u32),
    /// Something is the case, anywhere or with one thing.
    Fact(Fact, Option<Target>),
}

impl Stop {
    /// The steps at which it stops, counted as in `at`.
    fn steps(&self, history: &History) -> Vec<usize> {
        match self {
            Stop::Line(file, line) => history.trace.steps_at_line(file, *line),
            Stop::Fact(fact, of) => {
                let mut steps = history.trace.steps_with(*fact);
                if let Some(target) = of {
                    let own = follow::steps_of(&history.trace, &history.letters, *target);
                    steps.retain(|step| own.binary_search(step).is_ok());
                }
                steps
            }
        }
    }
}

/// The steps at which any of them stops, in order.
pub(crate) fn steps(stops: &[Stop], history: Option<&History>) -> Vec<usize> {
    let Some(history) = history else { return Vec::new() };
    let mut steps: Vec<usize> = stops.iter().flat_map(|stop| stop.steps(history)).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}
