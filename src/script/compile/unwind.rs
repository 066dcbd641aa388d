//! `return`, `break` and `continue` out of blocks: what each block must do on the way.

use ruff_python_ast::Stmt;

use super::Compiler;
use super::unit::Block;
use crate::model::program::Op;

/// A code with so many operations gets no more copies of `finally` bodies.
const LARGEST: usize = 50_000;

impl<'a> Compiler<'a, '_> {
    /// Leaves all blocks but the outermost `down_to`, innermost first. `keep`: the value on the top is a result to keep.
    pub(super) fn leave_blocks(&mut self, down_to: usize, keep: bool) {
        let (blocks, place) = (self.unit.blocks.clone(), self.unit.place);
        while self.unit.blocks.len() > down_to
            && let Some(block) = self.unit.blocks.pop()
        {
            self.leave(block, keep);
            self.unit.place = place;
        }
        self.unit.blocks = blocks;
    }

    fn leave(&mut self, block: Block<'a>, keep: bool) {
        match block {
            Block::While { .. } => {}
            Block::For { .. } | Block::Value => self.drop_below(keep),
            Block::Try => self.emit(Op::EndTry),
            Block::Finally(body) => {
                self.emit(Op::EndTry);
                if keep {
                    self.unit.blocks.push(Block::Value);
                }
                self.final_body(body);
                if keep {
                    self.unit.blocks.pop();
                }
            }
            Block::Handling => {
                self.drop_below(keep);
                self.emit(Op::EndHandle);
            }
            Block::Named(name) => {
                self.emit(Op::EndTry);
                self.forget(name);
            }
            Block::With(context) => {
                self.emit(Op::EndTry);
                self.drop_below(keep);
                self.at(context);
                if keep {
                    self.emit(Op::Swap);
                }
                self.emit(Op::Exit);
            }
        }
    }

    /// Drops the top, or what is below a result.
    fn drop_below(&mut self, keep: bool) {
        if keep {
            self.emit(Op::Swap);
        }
        self.emit(Op::Pop);
    }

    /// One copy of the body of a `finally`. One that stands in another doubles with each.
    pub(super) fn final_body(&mut self, body: &'a [Stmt]) {
        if self.unit.len() > LARGEST {
            self.unit.too_large = true;
        } else {
            self.body(body);
        }
    }
}
