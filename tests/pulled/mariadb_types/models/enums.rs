//! The enums of this module.

/// The enum `every_type_r`.
#[derive(strobila::Enum)]
pub enum EveryTypeR {
    /// `draft`
    Draft,
    /// `in review`
    #[variant(name = "in review")]
    InReview,
    /// `it's`
    #[variant(name = "it's")]
    ItS,
}

/// The enum `old_status`.
#[derive(strobila::Enum)]
pub enum OldStatus {
    /// `on`
    On,
    /// `off`
    Off,
}
