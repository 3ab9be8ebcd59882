//! What the derives leave in the program: static data, turned into a schema only by `capture`.

use super::ColumnKind;

/// What `#[derive(Model)]` wrote down about one struct.
#[derive(Debug)]
pub struct Description {
    /// The struct's name.
    pub name: &'static str,
    /// The file it stands in, as rustc names it.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// The path of the Rust module it stands in.
    pub module: &'static str,
    /// Everything the tokens say, as JSON.
    pub text: &'static str,
    /// The type of each column, in the order of the text's fields.
    pub types: &'static [fn() -> ColumnKind],
    /// The models it refers to; the text names them by their place in this list.
    pub targets: &'static [fn() -> &'static Description],
}

impl Description {
    /// What tells the struct from others. The compiler may keep a description more than once, so its
    /// address does not.
    pub(super) fn identity(&self) -> (&'static str, &'static str, &'static str, u32) {
        (self.module, self.name, self.file, self.line)
    }
}

/// What `#[derive(Enum)]` wrote down about one enum.
#[derive(Debug)]
pub struct EnumDescription {
    /// The Rust enum's name.
    pub name: &'static str,
    /// The file it stands in, as rustc names it.
    pub file: &'static str,
    /// The line of its name.
    pub line: u32,
    /// The path of the Rust module it stands in.
    pub module: &'static str,
    /// Everything the tokens say, as JSON.
    pub text: &'static str,
}

/// A model of this program, found by walking over all that are linked in.
#[derive(Debug)]
pub struct Registered(pub fn() -> &'static Description);

inventory::collect!(Registered);
