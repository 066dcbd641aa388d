//! Classes.

use ruff_python_ast::{Arguments, Expr, StmtClassDef};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::model::program::{CodeKind, Op};

impl<'a> Compiler<'a, '_> {
    pub(super) fn class_statement(&mut self, class: &'a StmtClassDef) {
        if let Some(types) = &class.type_params {
            self.refuse_types(types.range());
        }
        let place = self.source.line_begin(class.name.start());
        self.decorators(&class.decorator_list);
        let bases = class.arguments.as_deref().map_or(0, |arguments| self.bases(arguments));
        self.unit.place = place;
        let qualified = self.qualified(&class.name);
        let code = self.begin(class.range(), CodeKind::Class, &class.name, &qualified);
        self.unit.doc = self.doc(&class.body);
        self.body(&class.body);
        self.finish();
        self.emit(Op::MakeClass { code, bases });
        self.decorate(&class.decorator_list);
        self.unit.place = place;
        self.store(&class.name);
    }

    fn bases(&mut self, arguments: &'a Arguments) -> u16 {
        for keyword in &arguments.keywords {
            match keyword.arg.as_deref() {
                Some("metaclass") => {
                    self.refuse(
                        keyword.range(),
                        "Metaclasses are not supported here.",
                        "Use a class decorator.",
                    );
                }
                _ => self.refuse(
                    keyword.range(),
                    "Keyword arguments of a class are not supported here.",
                    "Give them to a class decorator.",
                ),
            }
        }
        if let Some(starred) = arguments.args.iter().find(|base| base.is_starred_expr()) {
            self.refuse(
                starred.range(),
                "A starred base class is not supported here.",
                "Name the base class.",
            );
        } else if let Some(second) = arguments.args.get(1) {
            self.refuse(
                second.range(),
                "A class can have only one base class here.",
                "Keep an object of the other class in an attribute.",
            );
        }
        let bases = arguments.args.iter().filter(|base| !matches!(base, Expr::Starred(_)));
        bases.for_each(|base| self.expr(base));
        self.count(arguments.args.len())
    }
}
