//! The branches of a lesson's runs: the run itself, and what became of it where the reader changed something.

use std::rc::Rc;

use crate::history::History;

/// One of them.
#[derive(Clone)]
pub(crate) struct Branch {
    /// What happened in it.
    pub(crate) history: Rc<History>,
    /// Where it left another one.
    pub(crate) from: Option<Origin>,
    /// What the reader did there, in a sentence.
    pub(crate) what: String,
}

/// A step of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Which branch.
    pub(crate) branch: usize,
    /// After how many of its steps.
    pub(crate) step: usize,
}

/// All branches, and which of them is looked at.
#[derive(Clone, Default)]
pub(crate) struct Branches {
    /// In the order of their making.
    pub(crate) all: Rc<Vec<Branch>>,
    /// The one that is looked at.
    pub(crate) on: usize,
    /// A step to compare with.
    pub(crate) pinned: Option<Origin>,
}

impl Branches {
    /// A run that nobody has changed.
    pub(crate) fn of(history: History) -> Branches {
        let branch = Branch { history: Rc::new(history), from: None, what: "as the programs ran".into() };
        Branches { all: Rc::new(vec![branch]), ..Branches::default() }
    }

    /// What is looked at.
    pub(crate) fn history(&self) -> Option<&Rc<History>> {
        self.all.get(self.on).map(|branch| &branch.history)
    }

    /// Adds a branch and looks at it.
    pub(crate) fn add(&mut self, branch: Branch) {
        let mut all = Vec::clone(&self.all);
        all.push(branch);
        (self.on, self.all) = (all.len() - 1, Rc::new(all));
    }

    /// What a branch is called: the first is the run, the others are numbered.
    pub(crate) fn name(number: usize) -> String {
        if number == 0 { "The run".into() } else { format!("Branch {number}") }
    }
}
