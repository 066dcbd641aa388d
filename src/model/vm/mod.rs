//! stub
#![expect(missing_docs)]
use super::{datum::*, diagnostic::Diagnostic, id::Tid, program::Modules};
use std::rc::Rc;
#[derive(Clone, Debug, PartialEq)]
pub struct Memory;
impl Memory {
    pub fn new(_: Rc<Modules>) -> Memory {
        Memory
    }
    pub fn start(&mut self, _: Tid) {}
    pub fn spawn(&mut self, _: Tid, _: Tid) {}
    pub fn fork(&self, _: Tid, _: Tid) -> Memory {
        Memory
    }
    pub fn run(&mut self, _: Tid, _: u64) -> Ran {
        Ran { work: 1, stop: Stop::Finished }
    }
    pub fn resume(&mut self, _: Tid, _: Result<Datum, Failure>) {}
    pub fn discard(&mut self, _: Tid) {}
    pub fn bytes(&self) -> usize {
        0
    }
}
pub struct Ran {
    pub work: u64,
    pub stop: Stop,
}
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    Call(Call),
    Slice,
    Finished,
    Exited(i32),
    Failed(Diagnostic),
    OverLimit(String),
}
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub name: Rc<str>,
    pub args: Vec<Datum>,
}
