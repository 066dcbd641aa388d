//! Python text → `Program`, and what is wrong with it.
