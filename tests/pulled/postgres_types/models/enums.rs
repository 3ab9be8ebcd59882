//! The enums of this module.

/// The enum `mood`.
#[derive(strobila::Enum)]
pub enum Mood {
    /// `sad`
    Sad,
    /// `in between`
    #[variant(name = "in between")]
    InBetween,
    /// `happy`
    Happy,
}
