//! STUB, to be replaced by the real machine: "scripts" whose lines are system calls, made one after the other:
//! `bind 3 "0.0.0.0" 80`. Results are ignored.
#![expect(missing_docs, dead_code)]
use super::{datum::*, diagnostic::Diagnostic, id::Tid, program::Modules, program::Place};
use std::collections::BTreeMap;
use std::rc::Rc;
mod access;
mod args;
mod arith;
mod builtins;
mod codec;
mod compare;
mod construct;
mod dict;
mod digits;
mod exceptions;
mod fields;
mod format;
mod frame;
mod hash;
mod heap;
mod index;
mod iterate;
mod methods;
mod methods_bytes;
mod methods_case;
mod methods_dict;
mod methods_find;
mod methods_list;
mod methods_number;
mod methods_set;
mod methods_special;
mod methods_str;
mod methods_table;
mod native;
mod number;
mod object;
mod order;
mod percent;
mod sets;
mod slices;
mod span;
mod text;
mod value;

#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    modules: Rc<Modules>,
    at: BTreeMap<Tid, usize>,
}
impl Memory {
    pub fn new(modules: Rc<Modules>) -> Memory {
        Memory { modules, at: BTreeMap::new() }
    }
    pub fn start(&mut self, tid: Tid) {
        self.at.insert(tid, 0);
    }
    pub fn spawn(&mut self, _: Tid, _: Tid) {}
    pub fn fork(&self, _: Tid, _: Tid) -> Memory {
        self.clone()
    }
    pub fn run(&mut self, tid: Tid, _: u64) -> Ran {
        let lines = &self.modules.programs["__main__"].lines;
        let at = self.at.get_mut(&tid).expect("started");
        while let Some(line) = lines.get(*at) {
            *at += 1;
            if let Some(call) = call(line) {
                return Ran { work: 10, stop: Stop::Call(call) };
            }
        }
        Ran { work: 1, stop: Stop::Finished }
    }
    pub fn resume(&mut self, _: Tid, _: Result<Datum, Failure>) {}
    pub fn discard(&mut self, _: Tid) {}
    pub fn bytes(&self) -> usize {
        0
    }
    /// The place in the learner's own script where a thread is: the innermost line that is not the library's.
    pub fn place(&self, tid: Tid) -> Option<Place> {
        let line = *self.at.get(&tid)? as u32;
        (line > 0).then_some(Place { line, column: 1 })
    }
}
fn call(line: &str) -> Option<Call> {
    let mut words = line.split_whitespace();
    let name = words.next()?.into();
    let args = words
        .map(|word| match word.parse() {
            Ok(number) => Datum::Int(number),
            Err(_) if word == "None" => Datum::None,
            Err(_) if word.starts_with('b') => Datum::Bytes(word[2..word.len() - 1].into()),
            Err(_) => Datum::Str(word[1..word.len() - 1].into()),
        })
        .collect();
    Some(Call { name, args })
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
