//! The cells of a row of a catalogue query, in the order of its SELECT.

/// Takes one cell after the other. What a catalogue cannot say is empty.
pub(super) struct Cells<'a>(std::slice::Iter<'a, Option<String>>);

impl<'a> Cells<'a> {
    pub(super) fn new(row: &'a [Option<String>]) -> Self {
        Cells(row.iter())
    }

    pub(super) fn optional(&mut self) -> Option<&'a str> {
        self.0.next().and_then(Option::as_deref)
    }

    pub(super) fn text(&mut self) -> &'a str {
        self.optional().unwrap_or_default()
    }

    pub(super) fn flag(&mut self) -> bool {
        self.text() == "1"
    }
}
