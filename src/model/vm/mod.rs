//! The machine that runs learners' programs.
