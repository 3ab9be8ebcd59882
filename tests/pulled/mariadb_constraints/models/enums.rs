//! The enums of this module.

/// The enum `author_status`.
#[derive(strobila::Enum)]
pub enum AuthorStatus {
    /// `on`
    On,
    /// `off`
    Off,
}

/// The enum `line_status`.
#[derive(strobila::Enum)]
pub enum LineStatus {
    /// `new`
    New,
    /// `off`
    Off,
    /// `on`
    On,
}
