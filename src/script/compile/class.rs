//! Classes.

use ruff_python_ast::{Arguments, Expr, Keyword, StmtClassDef};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::model::program::{CodeKind, Const, Op};
use crate::model::vm;
use crate::script::unsupported;

impl<'a> Compiler<'a, '_> {
    pub(super) fn class_statement(&mut self, class: &'a StmtClassDef) {
        if let Some(types) = &class.type_params {
            self.lacks(types.range(), &unsupported::TYPE_PARAMETERS);
        }
        let place = self.source.line_begin(class.name.start());
        self.decorators(&class.decorator_list);
        let bases = class.arguments.as_deref().map_or(0, |arguments| self.bases(arguments));
        let keywords = class.arguments.as_deref().map_or(&[][..], |arguments| &arguments.keywords[..]);
        self.keywords(keywords);
        self.unit.place = place;
        let qualified = self.qualified(&class.name);
        let code = self.begin(class.range(), CodeKind::Class, &class.name, &qualified);
        self.unit.doc = self.doc(&class.body);
        self.body(&class.body);
        self.finish();
        self.emit(Op::MakeClass { code, bases, named: !keywords.is_empty() });
        self.decorate(&class.decorator_list);
        self.unit.place = place;
        self.store(&class.name);
    }

    fn bases(&mut self, arguments: &'a Arguments) -> u16 {
        if let Some(starred) = arguments.args.iter().find(|base| base.is_starred_expr()) {
            self.lacks(starred.range(), &unsupported::STARRED_BASE);
        }
        for base in &arguments.args {
            if self.is_built_in_type(base) {
                self.lacks(base.range(), &unsupported::BUILT_IN_BASE);
            }
        }
        let bases = arguments.args.iter().filter(|base| !matches!(base, Expr::Starred(_)));
        bases.for_each(|base| self.expr(base));
        self.count(arguments.args.len())
    }

    /// A dict of the keyword arguments, if there are any.
    fn keywords(&mut self, keywords: &'a [Keyword]) {
        for keyword in keywords {
            match keyword.arg.as_deref() {
                Some("metaclass") => self.lacks(keyword.range(), &unsupported::METACLASS),
                Some(name) => {
                    let name = self.names.name(name);
                    self.constant(Const::Str(name));
                    self.expr(&keyword.value);
                }
                None => self.lacks(keyword.range(), &unsupported::CLASS_KEYWORD),
            }
        }
        if !keywords.is_empty() {
            self.emit(Op::BuildDict(keywords.len() as u32));
        }
    }

    /// Is this one of the types that the machine itself has? All but `object` are.
    fn is_built_in_type(&self, base: &Expr) -> bool {
        let Expr::Name(name) = base else { return false };
        self.is_built_in(&name.id) && name.id != "object" && vm::types().any(|found| found == name.id)
    }
}
