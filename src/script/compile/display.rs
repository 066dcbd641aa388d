//! Tuples, lists, sets and dicts that are written out.

use ruff_python_ast::{DictItem, Expr};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::model::program::Op;

impl<'a> Compiler<'a, '_> {
    pub(super) fn tuple(&mut self, items: &'a [Expr]) {
        let starred = items.iter().any(Expr::is_starred_expr);
        if starred {
            self.list(items);
            self.emit(Op::ListToTuple);
        } else {
            self.all(items, Op::BuildTuple);
        }
    }

    pub(super) fn list(&mut self, items: &'a [Expr]) {
        self.items(items, Op::BuildList, Op::ListAppend(1), Op::ListExtend);
    }

    pub(super) fn set(&mut self, items: &'a [Expr]) {
        self.items(items, Op::BuildSet, Op::SetAdd(1), Op::SetUpdate);
    }

    /// Evaluates expressions from the left, and makes one value of them.
    fn all(&mut self, items: &'a [Expr], build: fn(u32) -> Op) {
        let place = self.unit.place;
        items.iter().for_each(|item| self.expr(item));
        self.unit.place = place;
        self.emit(build(items.len() as u32));
    }

    /// The same, if some of them are starred.
    fn items(&mut self, items: &'a [Expr], build: fn(u32) -> Op, add: Op, extend: Op) {
        let plain = items.iter().position(Expr::is_starred_expr).unwrap_or(items.len());
        let place = self.unit.place;
        self.all(&items[..plain], build);
        for item in &items[plain..] {
            match item {
                Expr::Starred(starred) => {
                    self.expr(&starred.value);
                    self.put(&*starred.value, extend.clone());
                }
                _ => {
                    self.expr(item);
                    self.emit(add.clone());
                }
            }
        }
        self.unit.place = place;
    }

    pub(super) fn dict(&mut self, items: &'a [DictItem]) {
        let plain = items.iter().position(|item| item.key.is_none()).unwrap_or(items.len());
        let place = self.unit.place;
        for item in &items[..plain] {
            item.key.iter().for_each(|key| self.expr(key));
            self.expr(&item.value);
        }
        self.unit.place = place;
        self.emit(Op::BuildDict(plain as u32));
        for item in &items[plain..] {
            match &item.key {
                Some(key) => {
                    self.expr(key);
                    self.expr(&item.value);
                    self.put(key.range(), Op::DictPut(1));
                }
                None => {
                    self.expr(&item.value);
                    self.put(item.value.range(), Op::DictUpdate);
                }
            }
        }
        self.unit.place = place;
    }
}
